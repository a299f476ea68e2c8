"""Whose answers the numbers of a lesson are made of, and whether enough of them have changed to show new ones."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple
from zlib import crc32

from django.db.models import BigIntegerField, Count, QuerySet, Sum

from apps.lessons.models import Lesson
from apps.reviews.models import ReviewLog
from apps.teaching.insight.counting import cards, edits, notes
from apps.teaching.insight.definitions import min_learners, tries_of
from apps.teaching.models import CourseInsight, InsightBasis, InsightPeriod

type Learners = Mapping[str, list[int]]  # by learner: how many answers, and a checksum
type Share = tuple[int, int, int, int]  # subject, learner, how many answers, checksum
Kind = InsightBasis.Kind


class BasisKey(NamedTuple):
    """What a number is of."""

    kind: str
    subject: int
    period: str


def bases_of(insight: CourseInsight, lesson: Lesson, answers: QuerySet[ReviewLog]) -> dict[BasisKey, Learners]:
    """Return whose answers there are now, in a fixed number of statements."""
    found: defaultdict[BasisKey, dict[str, list[int]]] = defaultdict(dict)
    for kind, period, shares in _shares(insight, lesson, answers):
        for subject, learner, number, checksum in shares:
            share = found[BasisKey(kind, subject, period)].setdefault(str(learner), [0, 0])
            share[0] += number
            share[1] += checksum
    return dict(found)


def is_replaced(old: Learners, new: Learners) -> bool:
    """Whether the difference between numbers made of these is that of enough learners, or of nobody.

    Of a few whose answers were dropped one may know who they are: they need to be lost in twice as many others.
    """
    changed = [each for each in old.keys() | new.keys() if old.get(each) != new.get(each)]
    dropped = sum(_number(new, each) < _number(old, each) for each in changed)
    if 0 < dropped < min_learners():
        return len(changed) - dropped >= 2 * min_learners()
    return not changed or len(changed) >= min_learners()


def _number(learners: Learners, learner: str) -> int:
    return learners[learner][0] if learner in learners else 0


def _shares(
    insight: CourseInsight, lesson: Lesson, answers: QuerySet[Any]
) -> Iterator[tuple[Kind, InsightPeriod, Iterable[Share]]]:
    for period, within in cards.periods(insight):
        yield Kind.CARD, period, _summed(tries_of(answers).filter(within), "card")
    for period, since in notes.periods(insight):
        marks = notes.marks_of(insight, lesson).filter(notes.happened("marked_at", since))
        yield Kind.NOTE, period, _of_marks(marks.values_list("note", "user", "knew", "marked_at"))
        first = notes.first_attempts(insight, lesson).filter(notes.happened("attempted_at", since))
        yield Kind.NOTE, period, _of_choices(first.values_list("note", "user", "pk", "note__label"))
        yield Kind.EXERCISE, period, _of_choices(first.values_list("note__section", "user", "pk", "note__label"))
    if edited := edits.last_edits(lesson):
        tries = edits.tries_around(edited, answers)
        yield Kind.BEFORE_EDIT, InsightPeriod.ALL, _summed(tries.filter(edits.BEFORE), "note")
        yield Kind.AFTER_EDIT, InsightPeriod.ALL, _summed(tries.exclude(edits.BEFORE), "note")


def _summed(tries: QuerySet[Any], subject: str) -> Iterable[Share]:
    checksum = Sum("pk", output_field=BigIntegerField())
    shares: QuerySet[Any, Share] = tries.values_list(subject, "user").annotate(Count("pk"), checksum=checksum)
    return shares.iterator()


def _of_marks(marks: QuerySet[Any, Any]) -> Iterator[Share]:
    for note, learner, *mark in marks.iterator():
        yield note, learner, 1, crc32(repr(mark).encode())


def _of_choices(attempts: QuerySet[Any, Any]) -> Iterator[Share]:
    """Yield the choices: one is another when what would have been right changes."""
    for subject, learner, *choice in attempts.iterator():
        yield subject, learner, 1, crc32(repr(choice).encode())
