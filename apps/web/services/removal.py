"""Removes rows and all that refers to them, piece by piece. What is left after a kill, the next call removes."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from functools import cache
from itertools import batched
from typing import Any

from django.db.models import SET_NULL, ForeignObjectRel, Model, QuerySet
from django.db.models.deletion import DO_NOTHING

from apps.web.pieces import piece
from apps.web.statements import across_users

BATCH_SIZE = 500  # rows of one statement

type Rows = QuerySet[Any, Any]


def remove(model: type[Model], keys: Sequence[object]) -> Iterator[None]:
    """Remove the rows with these keys and all that refers to them, a short transaction with each step.

    Rows that refer to them go first, so that every step leaves a database without broken references. Whoever calls
    may stop after any step, and begin again later.
    """
    for relation in _relations(model):
        yield from _detach(relation, keys) if relation.on_delete is SET_NULL else _remove_referring(relation, keys)
    with _everyones(), piece():
        if hasattr(model, "history"):
            delete_unreferenced(model.history.filter(id__in=keys))
        delete_unreferenced(model._base_manager.filter(pk__in=keys))
    yield


def _remove_referring(relation: ForeignObjectRel, keys: Sequence[object]) -> Iterator[None]:
    while batch := _batch(_referring(relation, keys)):
        yield from remove(relation.related_model, batch)


def _detach(relation: ForeignObjectRel, keys: Sequence[object]) -> Iterator[None]:
    """Let rows that only mention others mention nobody."""
    while batch := _batch(_referring(relation, keys)):
        with _everyones(), piece():
            relation.related_model._base_manager.filter(pk__in=batch).update(**{relation.field.name: None})
        yield


def _referring(relation: ForeignObjectRel, keys: Sequence[object]) -> Rows:
    rows: Rows = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": keys})
    return rows


def _batch(rows: Rows) -> list[object]:
    with _everyones():
        return list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH_SIZE])


def delete_of_person(user: object, rows: Rows) -> None:
    """Delete rows of one person; what only mentions them mentions nothing then. Call it in a transaction.

    Django's own `delete` names nobody in its statements. It is the database that refuses what other rows are part of.
    """
    model: type[Model] = rows.model
    for keys in batched(rows.values_list("pk", flat=True), BATCH_SIZE):
        for relation in _relations(model):
            if relation.on_delete is SET_NULL:
                _referring(relation, keys).filter(user=user).update(**{relation.field.name: None})
        delete_unreferenced(model._base_manager.filter(user=user, pk__in=keys))


def delete_unreferenced(rows: QuerySet[Any]) -> None:
    """Delete rows to which nothing refers, in one statement."""
    rows._raw_delete(rows.db)  # collects nothing, unlike delete()


@cache
def _relations(model: type[Model]) -> list[ForeignObjectRel]:
    """Return how other tables refer to the model's rows; histories do so without a constraint, and by their own ids."""
    fields = (field for field in model._meta.get_fields(include_hidden=True) if isinstance(field, ForeignObjectRel))
    return [each for each in fields if not each.many_to_many and each.on_delete is not DO_NOTHING]


def _everyones() -> AbstractContextManager[None]:
    return across_users("everyone who learned of a row loses it")
