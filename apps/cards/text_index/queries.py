"""Finds notes by their texts: by the trigrams of the index where a pattern has some, else by reading the texts."""

from django.db import connection
from django.db.models import Lookup, Q, TextField
from django.db.models.expressions import RawSQL
from django.db.models.sql.compiler import SQLCompiler

from apps.cards.text_index.models import NoteText
from apps.cards.text_index.patterns import Pattern
from apps.cards.text_index.schema import INDEX

FIELDS = ("front", "back", "extra")
MIN_INDEXED = 3  # characters; a shorter piece has no trigram


@TextField.register_lookup
class Like(Lookup):
    """SQL's LIKE with a pattern of our own, escaped by a backslash."""

    lookup_name = "like"

    def as_sql(self, compiler: SQLCompiler, connection: object) -> tuple[str, tuple[str | int, ...]]:
        """Return the condition."""
        left, left_params = self.process_lhs(compiler, connection)  # type: ignore[arg-type]
        right, right_params = self.process_rhs(compiler, connection)  # type: ignore[arg-type]
        return rf"{left} LIKE {right} ESCAPE '\'", (*left_params, *right_params)


def containing(pattern: Pattern, note: str = "") -> Q:
    """Return the condition that a text of the note contains the pattern; `note` leads from a row to its note."""
    indexed = [literal for literal in pattern.literals if len(literal) >= MIN_INDEXED]
    if not indexed:
        return _like(f"%{pattern.like}%", f"{note}__text__" if note else "text__")
    key = note or "pk"
    if connection.vendor == "sqlite":
        return _matching(indexed, key) & (_like_in(pattern, key) if pattern.has_wildcards else Q())
    return _like_in(pattern, key)


def _matching(literals: list[str], key: str) -> Q:
    """Return the condition that each of these is in some text of the note, by SQLite's index."""
    phrases = " AND ".join('"{}"'.format(literal.replace('"', '""')) for literal in literals)
    return Q(**{f"{key}__in": RawSQL(f"SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH %s", [phrases])})  # noqa: S608, S611 - our own names


def _like_in(pattern: Pattern, key: str) -> Q:
    """Return the condition that one text has it all, by a subquery: PostgreSQL reads its index there."""
    return Q(**{f"{key}__in": NoteText.objects.filter(_like(f"%{pattern.like}%", "")).values("note")})


def _like(like: str, path: str) -> Q:
    condition = Q()
    for field in FIELDS:
        condition |= Q(**{f"{path}{field}__like": like})
    return condition
