"""The confusion matrix of an exercise: which label was chosen where which was right."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from apps.cards.models import Section
from apps.teaching.insight.small_groups import rounded
from apps.teaching.models import LabelInsight


class MatrixCell(NamedTuple):
    """The share of the choices in per cent, None where too few learners made it; and whether the label was right."""

    percent: int | None
    is_right: bool
    is_worst: bool


class MatrixRow(NamedTuple):
    """What was chosen where this label was right."""

    label: str
    cells: list[MatrixCell]


@dataclass(frozen=True)
class ConfusionMatrix:
    """The exercise, its labels, and a row for each label that is right somewhere."""

    section: Section
    labels: Sequence[str]
    rows: Sequence[MatrixRow]


def matrices(rows: Iterable[LabelInsight]) -> Iterator[ConfusionMatrix]:
    """Yield the matrix of each exercise of which enough learners answered something."""
    for section, group in groupby(rows, key=lambda row: row.section):
        cells = list(group)
        labels = _labels(section, cells)
        by_label = {label: {each.chosen: each for each in cells if each.label == label} for label in labels}
        found = [MatrixRow(label, _cells(label, labels, chosen)) for label, chosen in by_label.items() if chosen]
        shown = [row for row in found if any(cell.percent is not None for cell in row.cells)]
        if shown:
            yield ConfusionMatrix(section, labels, shown)


def _labels(section: Section, cells: Iterable[LabelInsight]) -> list[str]:
    """Return the labels of the exercise in their order, then those that it no longer has."""
    others = {name for each in cells for name in (each.label, each.chosen)} - {*section.labels}
    return [*section.labels, *sorted(others)]


def _cells(right: str, labels: Sequence[str], chosen: dict[str, LabelInsight]) -> list[MatrixCell]:
    """Return the cells of a row: out of numbers that are rounded, so that the rest of a row tells of nobody."""
    shown = {name: number for name, each in chosen.items() if (number := _choices(each))}
    total = sum(shown.values())
    wrong = max((number for name, number in shown.items() if name != right), default=0)
    return [
        MatrixCell(
            round(100 * shown[name] / total) if name in shown else None,
            name == right,
            name != right and shown.get(name, 0) == wrong > shown.get(right, 0),
        )
        for name in labels
    ]


def _choices(cell: LabelInsight) -> int | None:
    return rounded(cell.choices) if rounded(cell.learners) else None
