"""Copies lessons and decks into a course: in short transactions, and nobody sees any copy before all are whole."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import batched

from django.db import transaction

from apps.cards.deck_slugs import free_slug
from apps.cards.models import Deck, DeckState
from apps.cards.services import unfinished
from apps.cards.services.copy_notes import copy_media, copy_sections
from apps.cards.services.delete_deck import delete_deck
from apps.courses.models import Course
from apps.courses.services import unfinished_course
from apps.courses.services.course_lock import lock_course
from apps.exchange.services.copy_deck import BATCH_SIZE, copy_notes_with_origins
from apps.formats.progress import ProgressCallback, no_progress
from apps.lessons.models import Lesson
from apps.lessons.services.lessons import free_deck_slug, free_lesson_slug
from apps.teaching.goals.services.copy import copy_goals

DECK_FIELDS = ("title", "description", *Deck.CREDITS, "state", "opens_at")
LESSON_FIELDS = ("title", "track", "description", "introduction", "position")


@dataclass(frozen=True)
class LessonCopies:
    """What is copied and where to: decks, with their lessons, in a course; opening dates move by some weeks.

    `zone` is that in which the hour of an opening stays the same. `goals_of` is the course whose goals come along.
    """

    sources: Sequence[Deck]
    course: Course
    weeks: int = 0
    zone: tzinfo = UTC
    as_drafts: bool = False
    goals_of: Course | None = None


def _atomic() -> AbstractContextManager[object]:
    return transaction.atomic()


def copy_lessons(
    wanted: LessonCopies,
    *,
    at: datetime,
    progress: ProgressCallback = no_progress,
    saving: Callable[[], AbstractContextManager[object]] = _atomic,
) -> list[Deck]:
    """Copy the decks, with their archived notes, and return the copies.

    `saving` opens the last transaction, in which they appear, with their course if that is new. Where that or
    `progress` raises, or the process ends, nobody ever sees them, and the worker removes what there is of them.
    """
    unfinished.take_back_earlier(at=at)
    made: list[Deck] = []
    done, total = 0, sum(source.notes.count() for source in wanted.sources)
    try:
        for source in wanted.sources:
            made.append(_begin(source, wanted, at))
            for count in _fill(source, made[-1], at):
                done += count
                progress(done, total)
        with saving():
            lock_course(wanted.course.pk)  # or they appear in one that is deleted
            for deck in made:
                unfinished.reveal(deck)
            _copy_goals(wanted, made, at)
            if wanted.course.is_unfinished:
                unfinished_course.reveal(wanted.course)
    except BaseException:
        for deck in made:
            delete_deck(deck, at=at)
        raise
    return made


def _copy_goals(wanted: LessonCopies, made: Sequence[Deck], at: datetime) -> None:
    """Copy the goals of the course that is copied, if one is; none is over when the copy starts, or already."""
    if wanted.goals_of is None:
        return
    copies = dict(zip((deck.pk for deck in wanted.sources), (deck.pk for deck in made), strict=True))
    keys = dict(Lesson.objects.filter(deck__in=[*copies, *copies.values()]).values_list("deck", "pk"))
    lessons = {keys[deck]: keys[copy] for deck, copy in copies.items() if deck in keys and copy in keys}
    today = at.astimezone(wanted.zone).date()
    first_day = max(today, wanted.course.starts_on or today)
    copy_goals(wanted.goals_of, wanted.course, lessons, weeks=wanted.weeks, first_day=first_day)


@transaction.atomic
def _begin(source: Deck, wanted: LessonCopies, at: datetime) -> Deck:
    """Make the deck that nobody sees, and its lesson."""
    course = wanted.course
    lock_course(course.pk)  # or two get one slug
    values = {name: getattr(source, name) for name in DECK_FIELDS}
    values["opens_at"] = _moved(source.opens_at, wanted)
    if wanted.as_drafts:
        values |= {"state": DeckState.DRAFT, "opens_at": None}
    copy = Deck(course=course, **values)
    unfinished.hide(copy, at=at)
    lesson = _lesson_of(source, course)
    copy.slug = free_deck_slug(lesson) if lesson else free_slug(source.slug)
    copy.save(force_insert=True)
    if lesson:
        lesson.deck = copy
        lesson.save()
    return copy


def _lesson_of(source: Deck, course: Course) -> Lesson | None:
    """Return the lesson of the copy, which is not saved yet."""
    lesson = Lesson.with_deleted.filter(deck=source).first()
    if lesson is None:
        return None
    values = {name: getattr(lesson, name) for name in LESSON_FIELDS}
    return Lesson(course=course, slug=free_lesson_slug(course, lesson.slug), **values)


def _fill(source: Deck, deck: Deck, at: datetime) -> Iterator[int]:
    """Copy what is in the deck, and yield the size of each batch of notes."""
    sections = copy_sections(source, deck)
    copy_media(source, deck)
    notes = list(source.notes.order_by("pk").values_list("pk", flat=True))
    for batch in batched(notes, BATCH_SIZE):
        yield len(copy_notes_with_origins(batch, deck, sections, at=at, with_archived=True))


def _moved(opens_at: datetime | None, wanted: LessonCopies) -> datetime | None:
    """Return the moment moved by whole weeks, at the same hour of the clock."""
    return opens_at and opens_at.astimezone(wanted.zone) + timedelta(weeks=wanted.weeks)
