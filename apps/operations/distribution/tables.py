"""Which tables are divided by user, which are copied to every server, and the foreign keys that they shall have."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db.models import ForeignKey, Model

from apps.operations.distribution import catalog
from apps.web.statements import per_user_models

LOCAL = {"jobs.Job", "jobs.Worker"}  # workers write them all the time; nothing joins them with what is divided


def per_user_tables() -> dict[str, str]:
    """Return the tables that are divided, with the column of the user."""
    return {model._meta.db_table: _user(model) for model in per_user_models()}


def shared_tables() -> list[str]:
    """Return the tables of everyone, those first to which others refer."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("apps.")]
    found: dict[type[Model], None] = {}
    _add((model for model in ours if model._meta.label not in LOCAL), set(), found)
    return [model._meta.db_table for model in found if model not in per_user_models()]


def wanted_foreign_keys() -> list[catalog.ForeignKey]:
    """Return the foreign keys of per-user tables. One that refers to another such table carries the user."""
    fields = ((model, field) for model in per_user_models() for field in _references(model))
    return [_wanted(model, field) for model, field in fields]


def primary_key(table: str) -> tuple[str, ...]:
    """Return the columns of a divided table's primary key: the user first."""
    [model] = (each for each in per_user_models() if each._meta.db_table == table)
    return tuple(dict.fromkeys((_user(model), _column(model._meta.pk))))


def _wanted(model: type[Model], field: ForeignKey) -> catalog.ForeignKey:
    target = field.remote_field.model
    column, key = _column(field), _column(field.target_field)
    if target not in per_user_models():
        return catalog.ForeignKey(model._meta.db_table, (column,), target._meta.db_table, (key,))
    return catalog.ForeignKey(model._meta.db_table, (_user(model), column), target._meta.db_table, (_user(target), key))


def _add(models: Iterable[type[Model]], begun: set[type[Model]], found: dict[type[Model], None]) -> None:
    """Add models after those to which they refer; of two that refer to each other, one is first."""
    for model in models:
        if model not in begun:
            begun.add(model)
            _add(_targets(model), begun, found)
            found[model] = None


def _targets(model: type[Model]) -> list[type[Model]]:
    return [field.remote_field.model for field in _references(model)]


def _references(model: type[Model]) -> list[ForeignKey]:
    return [field for field in model._meta.local_fields if _is_reference(field)]  # type: ignore[misc]


def _is_reference(field: Any) -> bool:
    return isinstance(field, ForeignKey) and bool(getattr(field, "db_constraint", False))


def _user(model: type[Model]) -> str:
    return _column(model._meta.get_field("user"))


def _column(field: Any) -> str:
    return str(field.column)
