"""Statements of the ORM that are compiled once in a process; after that only their parameters change.

Django builds the text of a statement from its expressions each time, which takes longer than the statement itself.
A query is defined by a function that returns a queryset; the annotations of its parameters are int, str, date or
datetime.
"""

import inspect
from collections.abc import Callable, Iterator
from copy import copy
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, QuerySet
from django.db.models.sql import InsertQuery, Query, UpdateQuery
from django.db.models.sql.constants import ROW_COUNT

# A parameter is found in the compiled statement by a value that occurs nowhere else.
FIRST_NUMBER, FIRST_DAY = 1_913_051_900, datetime(1234, 1, 2, tzinfo=UTC)


class _Statement:
    """The text of a statement, and which of its parameters are which arguments."""

    def __init__(self, query: Query, marks: dict[str, Any]) -> None:
        self._compiler = query.get_compiler(DEFAULT_DB_ALIAS)
        self._sql, params = self._compiler.as_sql()
        adapt = _adapters(self._compiler.connection)
        places = {adapt(mark): place for place, mark in enumerate(marks.values())}
        self._slots = [(places.get(param), type(param), param) for param in params]

    def compiler(self, arguments: tuple[Any, ...]) -> Any:
        """Return a compiler that has the statement with these arguments."""
        compiler = copy(self._compiler)
        compiler.connection = connections[DEFAULT_DB_ALIAS]
        adapt = _adapters(compiler.connection)
        params = tuple(param if place is None else adapt(arguments[place], kind) for place, kind, param in self._slots)
        compiler.as_sql = lambda: (self._sql, params)
        compiler.get_converters = lambda _columns: self._converters
        return compiler

    @cached_property
    def _converters(self) -> Any:
        """What makes values of the columns: Django would ask each column for it every time."""
        compiler = self._compiler
        return compiler.get_converters([column for column, *_ in compiler.select[: compiler.col_count]])


class CompiledQuery[Row]:
    """A query: what its function returns is compiled when it first runs."""

    def __init__(self, build: Callable[..., QuerySet[Any, Row]]) -> None:
        self._build = build

    def rows(self, *arguments: Any) -> list[Row]:
        """Run the query."""
        queryset, statement = self._compiled
        compiler = statement.compiler(arguments)
        bound = copy(queryset.query)
        bound.get_compiler = lambda *_, **__: compiler
        found = object.__new__(type(queryset))
        found.__dict__ = {**queryset.__dict__, "_query": bound}
        return list(found._iterable_class(found))

    def first(self, *arguments: Any) -> Row | None:
        """Run the query; return its first row, if there is one."""
        return next(iter(self.rows(*arguments)), None)

    @cached_property
    def _compiled(self) -> tuple[Any, _Statement]:
        marks = dict(_marks(self._build))
        queryset = self._build(**marks)
        return queryset, _Statement(queryset.query, marks)


class CompiledUpdate:
    """An update: its function returns the rows, and the values that they get."""

    def __init__(self, build: Callable[..., tuple[QuerySet[Any], dict[str, Any]]]) -> None:
        self._build = build

    def __call__(self, *arguments: Any) -> int:
        """Run the update; return how many rows it changed."""
        number: int = self._statement.compiler(arguments).execute_sql(ROW_COUNT)
        return number

    @cached_property
    def _statement(self) -> _Statement:
        marks = dict(_marks(self._build))
        rows, values = self._build(**marks)
        query: Any = rows.query.chain(UpdateQuery)
        query.add_update_values(values)
        return _Statement(query, marks)


class CompiledInsert[Row: Model]:
    """The insertion of one row of a model whose primary key comes from the database."""

    def __init__(self, model: type[Row]) -> None:
        self._model = model
        self._fields = [field for field in model._meta.concrete_fields if not field.primary_key]

    def __call__(self, row: Row) -> Row:
        """Insert the row, which gets its primary key."""
        connection = connections[DEFAULT_DB_ALIAS]
        params = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in self._fields]
        with connection.cursor() as cursor:
            cursor.execute(self._text, params)
            (row.pk,) = cursor.fetchone()
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
        return row

    @cached_property
    def _text(self) -> str:
        query = InsertQuery(self._model)
        query.insert_values(self._fields, [self._model()])
        compiler = query.get_compiler(DEFAULT_DB_ALIAS)
        compiler.returning_fields = self._model._meta.db_returning_fields
        ((text, _),) = compiler.as_sql()
        return str(text)


def _marks(build: Callable[..., object]) -> Iterator[tuple[str, Any]]:
    """Yield the mark of each parameter, by its name."""
    for number, (name, parameter) in enumerate(inspect.signature(build).parameters.items()):
        at = FIRST_DAY + timedelta(days=number)
        marks = {int: FIRST_NUMBER + number, str: f"\0{number}", date: at.date(), datetime: at}
        yield name, marks[parameter.annotation]


def _adapters(connection: Any) -> Callable[..., Any]:
    """Return what makes parameters of values as the ORM does; `kind` is the type of a number there."""

    def adapt(value: Any, kind: type | None = None) -> Any:
        if isinstance(value, datetime):
            return connection.ops.adapt_datetimefield_value(value)
        if isinstance(value, date):
            return connection.ops.adapt_datefield_value(value)
        return value if kind is None or value is None else kind(value)

    return adapt
