"""Reads the statements of a test, and finds those on a per-user table that do not name the user.

A statement counts when code of `apps/` runs it; what a test itself sets up or looks up does not, nor what Django's
admin reads to list what a deletion would take with it.
"""

import re
import sys
from dataclasses import dataclass, field
from functools import cache

import sqlglot
from django.conf import settings
from django.db import connection
from sqlglot import exp

from apps.web.statements import is_across_users, per_user_models

ROOT = f"{settings.BASE_DIR}/"
OURS = ("apps/", "ditcards/", "conftest.py")
PURE = ("apps/formats/", "apps/scheduler/")  # they run no statement: whoever hands them a queryset does
ADMIN_DELETION = "django/contrib/admin/utils.py"  # joins what it lists, without asking us how
READABLE = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b", re.IGNORECASE)
ROWS = re.compile(r"\((%s|NULL|, )+\)(, \((%s|NULL|, )+\))+")
VALUES = re.compile(r"%s(, %s)+")
DIALECTS = {"postgresql": "postgres"}
QUERIES = (exp.Select, exp.Update, exp.Delete)

VALUE = (0, "")  # the one "column" that stands for every value

type Column = tuple[int, str]  # the id of a table as parsed, and the column's name
type Link = tuple[Column, Column]  # the second is known where the first is


@dataclass(frozen=True)
class Judgment:
    """A per-user table in a statement: is its user a value, and, if it is joined to another one, is it by the user."""

    table: str
    names_user: bool
    joins_by_user: bool


@dataclass
class StatementGuard:
    """Wraps the statements of one test, and collects its offenses."""

    offenses: dict[str, str] = field(default_factory=dict)  # an example, by where and what

    def __call__(self, execute, sql, params, many, context):
        """Judge a statement, and run it."""
        if (problem := problem_of(sql)) and (caller := product_caller()):
            self.offenses.setdefault(f"{caller} {problem}", sql)
        return execute(sql, params, many, context)

    def report(self) -> str:
        """Return the offenses as a test's failure shows them."""
        return "\n".join(f"{place}: {sql[sql.find('FROM') :][:500]}" for place, sql in sorted(self.offenses.items()))


def problem_of(sql: str) -> str:
    """Return what is wrong with a statement, where it is run; empty if nothing is."""
    if not (READABLE.match(sql) and _mentioned().search(sql)):
        return ""
    tables = judgments(VALUES.sub("%s", ROWS.sub("(%s)", sql)), connection.vendor)
    if is_across_users():
        cut = {each.table for each in tables if not each.joins_by_user}
        return f"joins without the user {', '.join(sorted(cut))}" if cut else ""
    nameless = {each.table for each in tables if not each.names_user}
    return f"does not name the user of {', '.join(sorted(nameless))}" if nameless else ""


def product_caller() -> str:
    """Return the line of `apps/` that runs the statement; empty where a test does, or the admin lists a deletion."""
    frame = sys._getframe(2)
    while frame := frame.f_back:
        path = frame.f_code.co_filename.removeprefix(ROOT)
        if path.endswith(ADMIN_DELETION):
            return ""
        if path.startswith(OURS) and not path.startswith(PURE):
            is_product = path.startswith("apps/") and "/tests/" not in path
            return f"{path}:{frame.f_lineno}" if is_product else ""
    return ""


@cache
def judgments(sql: str, vendor: str) -> tuple[Judgment, ...]:
    """Return a judgment of each per-user table in the statement."""
    statement = sqlglot.parse_one(sql.replace("%s", "'?'").replace("%%", "%"), dialect=DIALECTS.get(vendor, vendor))
    conditions = [node for node in statement.find_all(exp.EQ, exp.In) if _must_hold(node)]
    links = [link for node in conditions for link in _links(node)]
    known = _spread({VALUE}, [link for node in conditions for link in _links(node) if _is_planned(link, node)])
    found = [_judge_insert(statement)] if isinstance(statement, exp.Insert) else []
    for table in statement.find_all(exp.Table):
        # FOR UPDATE OF repeats the name of a table that is judged where its rows are chosen.
        if _user(table) and isinstance(_query(table), QUERIES) and not table.find_ancestor(exp.Lock):
            found.append(Judgment(table.name, _user(table) in known, _user(table) in known or _is_joined(table, links)))
    return tuple(each for each in found if each)


def _judge_insert(statement: exp.Insert) -> Judgment | None:
    table = statement.find(exp.Table)
    if not _user(table):
        return None
    has_user = _user(table)[1] in {column.name for column in statement.this.expressions}
    return Judgment(table.name, has_user, has_user)


def _is_joined(table: exp.Table, links: list[Link]) -> bool:
    """Whether the table is alone in its query and those around it, or has the user of another per-user table there."""
    others = {_user(each) for each in _in_reach(table) if each is not table} - {None}
    return not others or bool(others & _spread({_user(table)}, links + [(b, a) for a, b in links if a != VALUE]))


def _in_reach(table: exp.Table) -> list[exp.Table]:
    query, tables = _query(table), []
    while query:
        tables += _tables(query)
        query = _query(query)
    return tables


def _spread(known: set[Column], links: list[Link]) -> set[Column]:
    """Return the columns that are known when these are."""
    while more := {target for source, target in links if source in known} - known:
        known = known | more
    return known


def _links(node: exp.EQ | exp.In) -> list[Link]:
    """Return what an equation makes known. A subquery learns from the query around it, and never the other way."""
    if isinstance(node, exp.In):
        sides = [(node.this, _column(node.this), VALUE)] if node.expressions else []
    else:
        left, right = _column(node.this), _column(node.expression)
        sides = [(node.this, left, right), (node.expression, right, left)]
    return [(source, target) for side, target, source in sides if target != VALUE and _is_of_its_query(side, node)]


def _is_of_its_query(side: exp.Expression, node: exp.Expression) -> bool:
    column = side.unnest()
    return isinstance(column, exp.Column) and any(each.alias_or_name == column.table for each in _tables(_query(node)))


def _is_planned(link: Link, node: exp.Expression) -> bool:
    """Whether a plan knows the link before it runs: in one query, or in one that EXISTS joins with that around it."""
    (table, _name), _target = link
    query = None if link[0] == VALUE else _query(node)
    while query and table not in {id(each) for each in _tables(query)}:
        if not _is_joined_by_exists(query):
            return False
        query = _query(query)
    return True


def _is_joined_by_exists(query: exp.Expression) -> bool:
    """Whether a query is an EXISTS, or NOT EXISTS, that all rows of the query around it fulfill."""
    holder = query.parent
    if not isinstance(holder, exp.Exists):
        return False
    while isinstance(holder.parent, exp.Not | exp.Paren):
        holder = holder.parent
    return _must_hold(holder)


def _column(side: exp.Expression) -> Column:
    """Return the column on one side of an equation, VALUE for a value, and something unknown for anything else."""
    side = side.unnest()
    if isinstance(side, exp.Literal | exp.Cast):
        return VALUE
    if not isinstance(side, exp.Column):
        return id(side), ""
    query = _query(side)
    while query:
        for table in _tables(query):
            if table.alias_or_name == side.table:
                return id(table), side.name
        query = _query(query)
    return id(side), ""


def _must_hold(node: exp.Expression) -> bool:
    """Whether all rows of the query fulfill the condition: nothing but AND is around it, and no FILTER of a count."""
    parent = node.parent
    while isinstance(parent, exp.And | exp.Paren):
        parent = parent.parent
    return isinstance(parent, exp.Where | exp.Join) and not isinstance(parent.parent, exp.Filter)


def _query(node: exp.Expression) -> exp.Expression | None:
    """Return the query that holds the node."""
    return node.find_ancestor(*QUERIES)


def _tables(query: exp.Expression) -> list[exp.Table]:
    """Return the tables that a query itself reads or writes."""
    if not isinstance(query, exp.Select):
        return [query.this]
    parts = [query.args.get("from_"), *query.args.get("joins", [])]
    return [part.this for part in parts if part and isinstance(part.this, exp.Table)]


def _user(table: exp.Table) -> Column | None:
    """Return the column of the user in a per-user table, None in any other."""
    column = _user_columns().get(table.name)
    return (id(table), column) if column else None


@cache
def _user_columns() -> dict[str, str]:
    return {model._meta.db_table: model._meta.get_field("user").column for model in per_user_models()}


@cache
def _mentioned() -> re.Pattern[str]:
    return re.compile("|".join(f'"{table}"' for table in _user_columns()))
