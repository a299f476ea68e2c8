"""The index over the texts of notes: FTS5 on SQLite, which triggers keep in step; trigrams on PostgreSQL."""

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLE = "cards_notetext"
INDEX = "cards_notetext_index"
COLUMNS = ("front", "back", "extra")


def create_index(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """Create the index of the database at hand."""
    if editor.connection.vendor == "postgresql":
        _create_trigrams(editor)
    else:
        _create_fts5(editor)


def drop_index(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """Drop it."""
    if editor.connection.vendor == "postgresql":
        editor.execute(f"DROP INDEX IF EXISTS {INDEX}")
        return
    for event in ("insert", "update", "delete"):
        editor.execute(f"DROP TRIGGER IF EXISTS {INDEX}_{event}")
    editor.execute(f"DROP TABLE IF EXISTS {INDEX}")


def lacks_index(connection: BaseDatabaseWrapper) -> bool:
    """Return whether a PostgreSQL has the texts but no index: its extension could not be created with their table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL AND to_regclass(%s) IS NULL", [TABLE, INDEX])
        row: tuple[bool] = cursor.fetchone()
    return row[0]


def _create_fts5(editor: BaseDatabaseSchemaEditor) -> None:
    columns = ", ".join(COLUMNS)
    new, old = (", ".join(f"{row}.{column}" for column in ("note_id", *COLUMNS)) for row in ("new", "old"))
    differs = " OR ".join(f"old.{column} IS NOT new.{column}" for column in COLUMNS)
    insert = f"INSERT INTO {INDEX} (rowid, {columns}) VALUES ({new});"  # noqa: S608 - our own names
    delete = f"INSERT INTO {INDEX} ({INDEX}, rowid, {columns}) VALUES ('delete', {old});"  # noqa: S608
    options = f"content='{TABLE}', content_rowid='note_id', tokenize='trigram case_sensitive 1'"
    try:
        editor.execute(f"CREATE VIRTUAL TABLE {INDEX} USING fts5({columns}, {options})")
    except DatabaseError as error:
        raise ImproperlyConfigured(
            "This SQLite has no FTS5 with trigrams. Use a Python whose SQLite is 3.34 or newer, or PostgreSQL."
        ) from error
    for event, when, statements in (
        ("insert", "", insert),
        ("update", f"WHEN {differs}", delete + insert),
        ("delete", "", delete),
    ):
        editor.execute(f"CREATE TRIGGER {INDEX}_{event} AFTER {event} ON {TABLE} {when} BEGIN {statements} END")


def _create_trigrams(editor: BaseDatabaseSchemaEditor) -> None:
    """Create PostgreSQL's index; without it, where its extension may not be created, every text is read."""
    try:
        with transaction.atomic(editor.connection.alias):
            editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except DatabaseError:
        return
    columns = ", ".join(f"{column} gin_trgm_ops" for column in (*COLUMNS, "tags"))
    editor.execute(f"CREATE INDEX {INDEX} ON {TABLE} USING gin ({columns})")
