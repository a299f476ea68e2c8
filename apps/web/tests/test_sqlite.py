"""The database backend on a sound SQLite: which library, what Django asks of it, and that a commit reaches the disk."""

from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection, transaction

from apps.accounts.models import User
from apps.web.sqlite import checks, library
from apps.web.tests.support.fsyncs import counted_fsyncs

on_sqlite = pytest.mark.skipif(
    "connection.vendor != 'sqlite'", reason="PostgreSQL has no library of ours to look after."
)


@pytest.mark.parametrize(
    ("version", "sound"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 4), True),
    ],
)
def test_a_library_is_sound_from_the_release_that_mended_its_branch(version, sound):
    assert library.is_sound(version) is sound


def test_a_python_with_a_sound_library_keeps_its_own():
    assert library.engine((3, 51, 3)) == "django.db.backends.sqlite3"


def test_a_python_with_an_older_library_uses_the_one_that_is_installed_beside_it(monkeypatch):
    monkeypatch.setattr(library, "find_spec", lambda name: object())
    assert library.engine((3, 40, 1)) == "apps.web.sqlite"


def test_without_another_library_the_site_runs_on_its_pythons(monkeypatch):
    monkeypatch.setattr(library, "find_spec", lambda name: None)
    assert library.engine((3, 40, 1)) == "django.db.backends.sqlite3"


@pytest.mark.parametrize(
    ("check", "identifier"), [(checks.warn_of_library, "web.W001"), (checks.refuse_library, "web.E001")]
)
def test_an_old_library_is_named_and_stops_a_deployment(monkeypatch, check, identifier):
    old = SimpleNamespace(vendor="sqlite", get_database_version=lambda: (3, 40, 1))
    monkeypatch.setattr(checks, "connection", old)
    (message,) = check(None)
    assert message.id == identifier
    assert "SQLite 3.40.1" in message.msg


def test_the_database_of_this_site_is_sound():
    assert checks.refuse_library(None) == []


@on_sqlite
@pytest.mark.django_db
def test_the_database_may_have_as_many_parameters_as_its_library_was_compiled_for():
    limit = connection.features.max_query_params
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {' + '.join(['%s'] * 900)}", [1] * 900)
        assert cursor.fetchone() == (900,)
    assert limit >= 32_766


@on_sqlite
@pytest.mark.django_db
def test_statements_take_lists_names_and_literal_percent_signs():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE pairs (a, b)")
        cursor.executemany("INSERT INTO pairs VALUES (%s, '50 %%')", [[1], [2]])
        cursor.executemany("INSERT INTO pairs VALUES (%(a)s, %(b)s)", iter([{"a": 3, "b": "x"}]))
        cursor.executemany("INSERT INTO pairs VALUES (%s, %s)", [])
        cursor.execute("SELECT a, b FROM pairs WHERE a >= %(least)s ORDER BY a", {"least": 2})
        assert cursor.fetchall() == [(2, "50 %"), (3, "x")]


@on_sqlite
@pytest.mark.django_db
def test_the_text_of_a_statement_can_be_shown_with_its_parameters():
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s", ["it’s"])
        assert connection.ops.last_executed_query(cursor, "SELECT %s", ["it’s"]) == "SELECT 'it’s'"


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_every_commit_reaches_the_disk_before_it_is_acknowledged():
    User.objects.create_user("first@example.org")  # the log is open from here on
    with counted_fsyncs(connection.connection) as fsyncs:
        for number in range(5):
            with transaction.atomic():
                User.objects.create_user(f"{number}@example.org")
        assert len(fsyncs) >= 5


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_the_count_of_what_reaches_the_disk_would_notice_a_weaker_setting():
    User.objects.create_user("first@example.org")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=NORMAL")
        try:
            with counted_fsyncs(connection.connection) as fsyncs:
                User.objects.create_user("second@example.org")
        finally:
            cursor.execute("PRAGMA synchronous=FULL")
    assert fsyncs == []


@on_sqlite
@pytest.mark.django_db
def test_a_row_that_exists_twice_is_django_s_own_error():
    User.objects.create_user("twice@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("twice@example.org")
