"""Backups, restores and `distribute` have one session of the server, whatever pool is before it."""

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, connections

from apps.operations.node.direct_session import direct_session


@pytest.fixture
def database(transactional_db):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no sessions.")


@pytest.fixture
def behind_a_pool(database):
    """PgBouncer, as `make test-pgbouncer` starts it, and beside it the way to the server."""
    if not settings.DATABASE_DIRECT:
        pytest.skip("There is no PgBouncer here: make test-pgbouncer.")


@pytest.fixture
def no_pool(database):
    if settings.DATABASE_DIRECT:
        pytest.skip("There is a PgBouncer here.")


@pytest.fixture
def no_direct_url(monkeypatch):
    monkeypatch.setattr(settings, "DATABASE_DIRECT", None)


@pytest.fixture
def direct_url(settings):
    """The way to the server leads to the tests' own database."""
    settings.DATABASE_DIRECT = {**settings.DATABASE_DIRECT, "NAME": connection.settings_dict["NAME"]}


def named():
    with connection.cursor() as cursor:
        cursor.execute("SHOW application_name")
        return cursor.fetchone()[0]


def test_statements_go_to_the_direct_url(no_pool, settings):
    options = {**connection.settings_dict["OPTIONS"], "application_name": "direct"}
    settings.DATABASE_DIRECT = {"OPTIONS": options}
    with direct_session():
        assert named() == "direct"
    assert named() != "direct"


def test_a_server_without_a_pool_needs_no_direct_url(no_pool):
    with direct_session():
        assert named() != "direct"


@pytest.mark.parametrize("command", [["backup", "x.tar"], ["restore", "x.tar"], ["distribute", "--partitions=4"]])
def test_a_pool_without_a_direct_url_is_refused(behind_a_pool, no_direct_url, command):
    with pytest.raises(CommandError, match=r"leads to a pool of connections.* Set DATABASE_DIRECT_URL"):
        call_command(*command)


@pytest.mark.slow  # PostgreSQL's programs
def test_a_backup_behind_a_pool_leaves_nothing_in_its_sessions(behind_a_pool, direct_url, tmp_path, settings):
    settings.DATA = tmp_path
    call_command("backup", str(tmp_path / "site.tar"))
    call_command("restore", str(tmp_path / "site.tar"), connected=True)
    with connection.cursor() as cursor:
        for _ in range(10):  # the pool takes one session after the other
            cursor.execute("SHOW search_path")
            assert "public" in cursor.fetchone()[0]


def away(*_arguments):
    raise OperationalError("connection refused\n\tIs the server running?")


@pytest.mark.parametrize("command", ["backup", "restore", "backups", "distribute"])
def test_a_database_that_is_away_is_a_sentence(db, tmp_path, settings, monkeypatch, command):
    settings.DATA, settings.BACKUP_TO = tmp_path, ""
    arguments = {"distribute": ["--partitions=4"]}.get(command, [f"{tmp_path}/"])
    if command == "distribute" and connection.vendor != "postgresql":
        pytest.skip("Only a PostgreSQL database can be divided.")
    with monkeypatch.context() as broken:
        broken.setattr(type(connections["default"]), "ensure_connection", away)
        with pytest.raises(CommandError, match=r"cannot be used: connection refused Is the server running\?\."):
            call_command(command, *arguments)
