"""Numbers that stay as they were, because too few learners have changed what they are made of."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from apps.lessons.models import Lesson
from apps.teaching.insight.counting.basis import BasisKey, Kind, Learners, is_replaced
from apps.teaching.models import (
    CardInsight,
    CourseInsight,
    EditInsight,
    InsightBasis,
    InsightPeriod,
    LabelInsight,
    NoteInsight,
)


class HeldRows:
    """Takes the new rows of a lesson or those of the count before, and notes what each is made of."""

    def __init__(self, insight: CourseInsight, lesson: Lesson, bases: dict[BasisKey, Learners]) -> None:
        """Compare what there is now with what the numbers that are shown are made of."""
        self.insight, self.lesson, self.bases = insight, lesson, bases
        self.shown: set[BasisKey] = set()

    @cached_property
    def old_bases(self) -> dict[BasisKey, Learners]:
        """What the numbers seen last are made of."""
        rows = InsightBasis.objects.filter(insight=self.before, lesson=self.lesson)
        found = rows.values_list("kind", "subject", "period", "learners").iterator()
        return {BasisKey(kind, subject, period): learners for kind, subject, period, learners in found}

    @cached_property
    def before(self) -> CourseInsight | None:
        """The count that is shown until this one is finished."""
        others = CourseInsight.objects.filter(course=self.insight.course_id, finished=True).exclude(pk=self.insight.pk)
        return others.order_by("-pk").first()

    @cached_property
    def held(self) -> set[BasisKey]:
        """What is not replaced."""
        return {key for key, old in self.old_bases.items() if not is_replaced(old, self.bases.get(key, {}))}

    def rows(self, new: Iterable[Any], old: QuerySet[Any]) -> Iterator[Any]:
        """Yield the new rows, and in place of those that are held the old ones."""
        for row in new:
            keys = keys_of(row)
            if self.held.isdisjoint(keys):
                self.shown |= keys
                yield row
        if not self.held:
            return
        for row in old.filter(insight=self.before).iterator():
            if not self.held.isdisjoint(keys_of(row)):
                row.pk, row.insight = None, self.insight
                yield row

    def basis_rows(self) -> Iterator[InsightBasis]:
        """Yield what the rows are made of, once these have been read."""
        for key in self.old_bases.keys() | self.shown:
            learners = self.bases[key] if key in self.shown else self.old_bases[key]
            yield InsightBasis(insight=self.insight, lesson=self.lesson, learners=learners, **key._asdict())


def keys_of(row: CardInsight | NoteInsight | LabelInsight | EditInsight) -> set[BasisKey]:
    """Return what the numbers of the row are of."""
    match row:
        case CardInsight():
            return {BasisKey(Kind.CARD, row.card_id, row.period)}
        case NoteInsight():
            return {BasisKey(Kind.NOTE, row.note_id, row.period)}
        case LabelInsight():
            return {BasisKey(Kind.EXERCISE, row.section_id, row.period)}
        case EditInsight():
            return {BasisKey(kind, row.note_id, InsightPeriod.ALL) for kind in (Kind.BEFORE_EDIT, Kind.AFTER_EDIT)}
