"""The tables of insight as CSV, with the same numbers as the pages: rounded where they are people."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from apps.cards.models import Section
from apps.stats.downloads import Table
from apps.teaching.insight import queries
from apps.teaching.insight.matrix import matrices
from apps.teaching.insight.page import InsightPage
from apps.teaching.insight.small_groups import part_percent, rounded
from apps.teaching.models import NoteInsight

MAX_TEXT = 200  # characters of a card


def _cards(shown: InsightPage) -> Table:
    names = ("learners", "share", "lapses", "leeches", "median_ms")
    rows = queries.cards(shown.insight, shown.choice).select_related(None)
    found = rows.values_list("lesson__title", "card__note__front", "card__ordinal", *names)
    head = [_("Lesson"), pgettext("noun", "Card"), _("Number"), _("Learners"), _("First try"), _("Lapses")]
    return Table([*head, _("Leeches"), _("Seconds")], [_card_row(*each) for each in found.iterator()])


def _card_row(
    lesson: str, front: str, ordinal: int, learners: int, share: float, lapses: int, leeches: int, median_ms: int | None
) -> list[Any]:
    seconds = None if median_ms is None else median_ms / 1000
    return [lesson, _line(front), ordinal + 1, rounded(learners), share, lapses, rounded(leeches), seconds]


def _questions(shown: InsightPage) -> Table:
    rows = queries.notes(shown.insight, shown.choice, Section.Kind.SELF_CHECK)
    return Table(
        [_("Lesson"), _("Question"), _("Learners"), _("Knew it (per cent)")],
        [_note_row(each) for each in rows],
    )


def _scenarios(shown: InsightPage) -> Table:
    rows = queries.notes(shown.insight, shown.choice, Section.Kind.EXERCISE)
    head = [_("Lesson"), _("Scenario"), _("Learners"), _("First try (per cent)")]
    return Table(
        [*head, _("Most chosen wrong label"), _("Chosen by")],
        [(*_note_row(each), each.wrong_label, rounded(each.wrong)) for each in rows],
    )


def _note_row(row: NoteInsight) -> list[Any]:
    percent = part_percent(row.right, row.learners)
    return [row.lesson.title, _line(row.note.front), rounded(row.learners), percent]


def _labels(shown: InsightPage) -> Table:
    rows = [
        (str(each.section), row.label, chosen, cell.percent)
        for each in matrices(queries.labels(shown.insight, shown.choice))
        for row in each.rows
        for chosen, cell in zip(each.labels, row.cells, strict=True)
    ]
    return Table([_("Exercise"), _("Right label"), _("Chosen label"), _("Per cent")], rows)


def _edits(shown: InsightPage) -> Table:
    rows = queries.edits(shown.insight, shown.choice)
    head = [_("Lesson"), pgettext("noun", "Card"), _("Edited"), _("First try before"), _("First try after")]
    return Table(
        head,
        [
            (each.lesson.title, _line(each.note.front), each.edited_at.date().isoformat(), *_shares(each))
            for each in rows
        ],
    )


def _shares(edit: Any) -> tuple[float, float]:
    return edit.share_before, edit.share_after


def _uptake(shown: InsightPage) -> Table:
    rows: Iterable[Any] = queries.uptake(shown.insight, shown.choice)
    head = [_("Lesson"), _("Begun"), _("Practiced"), _("Reviewed"), _("Days of review")]
    return Table(
        head,
        [
            (each.lesson.title, rounded(each.begun), rounded(each.practiced), rounded(each.reviewing), each.days)
            for each in rows
        ],
    )


def _days(shown: InsightPage) -> Table:
    return Table([_("Day"), _("Answers")], shown.row.activity if shown.row else [])


def _line(text: str) -> str:
    return " ".join(text.split())[:MAX_TEXT]


TABLES: Mapping[str, Callable[[InsightPage], Table]] = {
    "cards": _cards,
    "questions": _questions,
    "scenarios": _scenarios,
    "labels": _labels,
    "edits": _edits,
    "uptake": _uptake,
    "days": _days,
}
