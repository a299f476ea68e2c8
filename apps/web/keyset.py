"""Reads large tables in pieces, each after the key of the last one.

A connection without cursors on the server (PostgreSQL behind a pool) has all rows of a statement in memory at once.
"""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.db.models import Model, QuerySet

PIECE = 2000  # rows of a statement


def pieces(rows: QuerySet[Any, Any]) -> Iterator[list[Any]]:
    """Yield the rows in lists, by their primary key, which is the first value of rows that are tuples or values."""
    ordered = rows.order_by("pk")
    after = ordered
    while piece := list(after[:PIECE]):
        yield piece
        if len(piece) < PIECE:
            return
        after = ordered.filter(pk__gt=_key(piece[-1]))


def in_pieces(rows: QuerySet[Any, Any]) -> Iterator[Any]:
    """Yield the rows by their primary key, while those of one piece are in memory."""
    return chain.from_iterable(pieces(rows))


def _key(row: Any) -> Any:
    if isinstance(row, Model):
        return row.pk
    return row[0] if isinstance(row, tuple) else row
