"""Limits count in Redis for all processes, and in each process alone while Redis is away."""

import shutil
import socket
import subprocess

import pytest
from django.core.cache import caches
from redis.exceptions import ConnectionError as NoConnectionError

from apps.web import redis_cache
from apps.web.redis_cache import RedisOrOwnCache
from apps.web.tests.support.storages import wait_for
from apps.web.tests.support.waiting import free_port

REDIS = shutil.which("redis-server")


@pytest.fixture(autouse=True)
def forget():
    redis_cache.rest.end()
    yield
    redis_cache.rest.end()


@pytest.fixture
def away(monkeypatch):
    """The URL of a Redis that nobody reaches, and how often somebody has tried to."""
    attempts = []

    def refuse(_connection):
        attempts.append(1)
        raise NoConnectionError("refused")

    monkeypatch.setattr("redis.connection.AbstractConnection.connect", refuse)
    return "redis://192.0.2.1:6379/0", attempts


@pytest.fixture
def redis(tmp_path):
    """A server of the test's own, and its URL."""
    if not REDIS:
        pytest.skip("there is no redis-server here")
    port = free_port()
    command = [REDIS, "--port", str(port), "--bind", "127.0.0.1", "--dir", str(tmp_path), "--save", ""]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:  # noqa: S603 - Debian's
        try:
            wait_for(port, process)
            yield process, f"redis://127.0.0.1:{port}/0"
        finally:
            process.kill()


def test_two_processes_count_together(redis):
    _process, url = redis
    one, other = RedisOrOwnCache(url, {}), RedisOrOwnCache(url, {})
    one.set("login", [1, 2])
    assert other.get("login") == [1, 2]
    assert other.add("login", []) is False


def test_without_redis_a_process_counts_alone_and_says_so(redis, caplog):
    process, url = redis
    cache = RedisOrOwnCache(url, {})
    process.kill()
    process.wait()
    cache.set("login", [1])
    assert cache.get("login") == [1]
    assert RedisOrOwnCache(url, {}).add("login", [2]) is False
    assert "The server of CACHE_URL does not answer" in caplog.text


def test_nobody_waits_for_a_redis_that_did_not_answer_a_moment_ago(away, caplog):
    url, attempts = away
    cache = RedisOrOwnCache(url, {})
    for number in range(5):
        cache.set("login", number)
    assert (cache.get("login"), len(attempts)) == (4, 1)
    redis_cache.rest.until = 0.0  # it is over
    assert (cache.get("login"), len(attempts)) == (4, 2)
    assert caplog.text.count("does not answer") == 1


def test_a_redis_that_accepts_and_says_nothing_is_no_error(monkeypatch):
    monkeypatch.setitem(redis_cache.TIMEOUTS, "socket_timeout", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        cache = RedisOrOwnCache(f"redis://127.0.0.1:{silent.getsockname()[1]}/0", {})
        cache.set("login", 1)
        assert cache.get("login") == 1
        assert redis_cache.rest.lasts


def test_a_process_alone_counts_as_many_clients_as_a_campus_has(away):
    cache = RedisOrOwnCache(away[0], {})
    for number in range(2_000):
        cache.set(f"client-{number}", number)
    assert cache.get("client-0") == 0


def test_limits_hold_while_redis_is_away(away, settings, client, db):
    settings.CACHES = {"default": {"BACKEND": "apps.web.redis_cache.RedisOrOwnCache", "LOCATION": away[0]}}
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "signup": "1/m/ip"}
    caches["default"].clear()
    statuses = [client.post("/accounts/signup/", {"email": "none"}).status_code for _ in range(2)]
    assert statuses == [200, 429]
