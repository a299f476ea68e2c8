"""Tables as CSV, and those of the statistics: numbers without separators, days as 2026-11-29."""

import csv
from collections.abc import Callable, Mapping, Sequence
from io import StringIO
from typing import NamedTuple

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from apps.cards.front_line import as_line
from apps.formats.tables.formula_guard import defuse
from apps.stats.charts import answers, cards
from apps.stats.marks import Chart
from apps.stats.page import Statistics

type Cell = str | float | None


class Table(NamedTuple):
    """The names of columns, and the rows."""

    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def as_csv(table: Table) -> str:
    """Return a table with commas between the cells, and with none that a spreadsheet calculates."""
    text = StringIO()
    csv.writer(text).writerows([_cell(each) for each in row] for row in (table.head, *table.rows))
    return text.getvalue()


def csv_response(table: Table, name: str) -> HttpResponse:
    """Return a table as a file to download, whose name is given without its ending."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return HttpResponse(as_csv(table), content_type="text/csv; charset=utf-8", headers=headers)


def _cell(value: Cell) -> Cell:
    if isinstance(value, float):
        return round(value, 2)
    return defuse(value) if isinstance(value, str) else value


def _of_chart(chart: Chart) -> Table:
    places = [day.isoformat() for day in chart.days] or chart.places
    rows = zip(places, *(each.values for each in chart.columns), strict=True)
    return Table([chart.head, *(each.name for each in chart.columns)], list(rows))


def _year(of: Statistics) -> Table:
    return Table(
        [_("Day"), _("Answers")], [(day.isoformat(), number) for day, number in sorted(of.answers.by_day.items())]
    )


def _buttons(of: Statistics) -> Table:
    rows = answers.buttons(of.answers)
    names = [share.name for share in rows[0][1].shares] if rows else []
    return Table([_("Cards"), *names], [(name, *(share.number for share in bar.shares)) for name, bar, _passed in rows])


def _states(of: Statistics) -> Table:
    shares = cards.states(of.cards).shares
    return Table([_("State"), _("Cards")], [(share.name, share.number) for share in shares])


def _hardest(of: Statistics) -> Table:
    head = [pgettext("noun", "Card"), pgettext("noun", "Deck"), _("Lapses"), _("Easiness")]
    rows = [(as_line(each.card.front), str(each.deck), each.lapses, each.easiness / 100) for each in of.hardest]
    return Table(head, rows)


def _what_if(of: Statistics) -> Table | None:
    chart = of.what_if().get("what_if")
    return _of_chart(chart) if chart else None


TABLES: Mapping[str, Callable[[Statistics], Table | None]] = {
    "year": _year,
    "due": lambda of: _of_chart(of.due),
    "retention": lambda of: _of_chart(answers.retention(of.answers)),
    "buttons": _buttons,
    "hours": lambda of: _of_chart(answers.hours(of.answers.hours)),
    "minutes": lambda of: _of_chart(answers.minutes(of.answers)),
    "new": lambda of: _of_chart(answers.new_cards(of.answers)),
    "intervals": lambda of: _of_chart(cards.intervals(of.cards)),
    "easiness": lambda of: _of_chart(cards.easiness(of.cards)),
    "lapses": lambda of: _of_chart(cards.lapses(of.cards)),
    "states": _states,
    "hardest": _hardest,
    "what-if": _what_if,
}
