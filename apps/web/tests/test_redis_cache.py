"""Limits count in Redis for all processes, and in each process alone while Redis is away."""

import shutil
import subprocess

import pytest

from apps.web.redis_cache import RedisOrOwnCache
from apps.web.tests.support.storages import wait_for
from apps.web.tests.support.waiting import free_port

REDIS = shutil.which("redis-server")


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
