"""The databases that DATABASE_URL, DATABASE_REPLICA_URL and DATABASE_DIRECT_URL name."""

import pytest

from ditcards import database_url, environment


@pytest.mark.parametrize(
    ("url", "host", "port"),
    [
        ("postgres://user:password@db.example.org:5432/cards", "db.example.org", 5432),
        ("postgres://user:password@db.example.org/cards", "db.example.org", ""),
        ("postgres://user:password@[::1]:5432/cards", "::1", 5432),
        ("postgres://user:password@[::1]/cards", "::1", ""),
        ("postgres://user:password@one:5432,two:5433/cards", "one,two", "5432,5433"),
    ],
)
def test_a_database_url_gives_host_and_port(monkeypatch, tmp_path, url, host, port):
    monkeypatch.setenv("DATABASE_URL", url)
    config = database_url.database(tmp_path)
    assert (config["HOST"], config["PORT"]) == (host, port)


def test_a_pool_keeps_the_connections_instead_of_the_threads(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgres://host/cards?pool=8&sslmode=require")
    config = database_url.database(tmp_path)
    assert config["OPTIONS"] == {
        "pool": {"min_size": 1, "max_size": 8, "timeout": 5, "reconnect_timeout": 1},
        "sslmode": "require",
    }
    assert config["CONN_MAX_AGE"] == 0


def test_connections_last_as_long_as_the_url_says(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgres://host/cards?conn_max_age=60")
    config = database_url.database(tmp_path)
    assert (config["CONN_MAX_AGE"], config["OPTIONS"]) == (60, {})


def test_a_replica_has_connections_of_its_own(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgres://host/cards?pool=8")
    monkeypatch.setenv("DATABASE_REPLICA_URL", "postgres://replica/cards?conn_max_age=60")
    found = database_url.databases(tmp_path)
    assert {name: (each["HOST"], each["CONN_MAX_AGE"]) for name, each in found.items()} == {
        "default": ("host", 0),
        "replica": ("replica", 60),
    }


def test_the_server_behind_a_pool_has_no_pool_of_its_own(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://pool:6432/cards?pool=8")
    monkeypatch.setenv("DATABASE_DIRECT_URL", "postgres://host/cards?pool=8&sslmode=require")
    found = database_url.direct()
    assert (found["HOST"], found["OPTIONS"]) == ("host", {"sslmode": "require"})


@pytest.mark.parametrize("url", ["sqlite:///x", "postgres://host:port/x"])
def test_a_direct_url_is_that_of_a_postgresql(monkeypatch, url):
    monkeypatch.setenv("DATABASE_URL", "postgres://pool/cards")
    monkeypatch.setenv("DATABASE_DIRECT_URL", url)
    with pytest.raises(environment.ConfigurationError, match="DATABASE_DIRECT_URL is invalid"):
        database_url.direct()


@pytest.mark.parametrize("url", ["sqlite:///x", "postgres://host:port/x", "postgres://host/x?pool=many"])
def test_a_replica_that_is_none_is_refused_by_its_name(monkeypatch, tmp_path, url):
    monkeypatch.setenv("DATABASE_URL", "postgres://host/cards")
    monkeypatch.setenv("DATABASE_REPLICA_URL", url)
    with pytest.raises(environment.ConfigurationError, match="DATABASE_REPLICA_URL is invalid"):
        database_url.databases(tmp_path)


def test_no_cursor_stays_on_the_server_between_two_transactions(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgres://host/cards")
    assert database_url.database(tmp_path)["DISABLE_SERVER_SIDE_CURSORS"] is True
