"""The lessons and decks of a course as those who run it see them: in tracks, each with what it has."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from apps.cards.models import Card, Deck, DeckState, Note, Section
from apps.courses.models import Course
from apps.lessons.models import Lesson

PER_PAGE = 100


@dataclass(frozen=True)
class LessonRow:
    """A lesson, or a deck without one, with the numbers of its questions, exercises and cards."""

    deck: Deck
    lesson: Lesson | None
    number: int
    questions: int
    exercises: int
    cards: int

    @property
    def title(self) -> str:
        """What it is called."""
        return self.lesson.title if self.lesson else self.deck.title

    @property
    def may_ask(self) -> bool:
        """Whether it has something to ask a room."""
        return self.lesson is not None and bool(self.questions or self.exercises)


@dataclass(frozen=True)
class LessonsAndDecks:
    """The lessons of a course, and after them its other decks, as one list that is read page by page."""

    lessons: QuerySet[Lesson]
    decks: QuerySet[Deck]

    @cached_property
    def lesson_count(self) -> int:
        """How many of them are lessons."""
        return self.lessons.count()

    def __len__(self) -> int:
        return self.lesson_count + self.decks.count()

    def __getitem__(self, part: slice) -> list[tuple[Deck, Lesson | None]]:
        after = slice(max(0, part.start - self.lesson_count), max(0, part.stop - self.lesson_count))
        return [*((each.deck, each) for each in self.lessons[part]), *((each, None) for each in self.decks[after])]


@dataclass(frozen=True)
class CourseContent:
    """A page of the lessons of a course, by track, and of its other decks."""

    page: Page
    tracks: list[tuple[str, list[LessonRow]]]
    others: list[LessonRow]
    lesson_count: int
    archived_count: int
    previous: int  # the deck of the lesson before the page; 0 on the first one


def content_of(course: Course, page: str, *, archived: bool) -> CourseContent:
    """Return the lessons and decks of the course, with archived ones or without, in a fixed number of statements."""
    state = DeckState.ARCHIVED
    lessons = course.lessons.select_related("deck").order_by("position", "pk")
    decks = course.decks.filter(lesson=None).order_by("title", "pk")
    if not archived:
        lessons, decks = lessons.exclude(deck__state=state), decks.exclude(state=state)
    everything = LessonsAndDecks(lessons, decks)
    shown: Page = Paginator(everything, PER_PAGE).get_page(page)  # type: ignore[arg-type] # it is only sliced
    rows = _rows(list(shown), shown.start_index())
    others = [row for row in rows if row.lesson is None]
    of_lessons = groupby(rows[: len(rows) - len(others)], lambda row: row.lesson.track if row.lesson else "")
    return CourseContent(
        shown,
        [(track, list(each)) for track, each in of_lessons],
        others,
        everything.lesson_count,
        course.decks.filter(state=state).count(),
        _previous(everything, shown.start_index()),
    )


def _previous(everything: LessonsAndDecks, first: int) -> int:
    """Return the deck of the lesson before the one with this number, 0 where there is none."""
    before = everything[first - 2 : first - 1] if first > 1 else []
    return next((deck.pk for deck, lesson in before if lesson), 0)


def _rows(decks: list[tuple[Deck, Lesson | None]], first_number: int) -> list[LessonRow]:
    keys = [deck.pk for deck, _lesson in decks]
    notes = Note.objects.filter(deck__in=keys, archived=False)
    questions = _counted(notes.filter(section__kind=Section.Kind.SELF_CHECK).order_by().values_list("deck"))
    exercises = _counted(
        Section.objects.filter(deck__in=keys, kind=Section.Kind.EXERCISE).order_by().values_list("deck")
    )
    cards = _counted(Card.objects.in_use().filter(note__deck__in=keys).values_list("note__deck"))
    return [
        LessonRow(deck, lesson, number, questions[deck.pk], exercises[deck.pk], cards[deck.pk])
        for number, (deck, lesson) in enumerate(decks, first_number)
    ]


def _counted(rows: Iterable) -> Counter[int]:
    return Counter(dict(rows.annotate(number=Count("pk"))))  # type: ignore[attr-defined]


def tracks_of(course: Course) -> list[str]:
    """Return the tracks of the course, in the order of their first lessons."""
    return list(dict.fromkeys(course.lessons.exclude(track="").values_list("track", flat=True)))


def title_of(deck: Deck) -> str:
    """Return what a deck is called: as its lesson is, if it has one."""
    return deck.lesson.title if hasattr(deck, "lesson") else deck.title


def to_know_when_published(deck: Deck) -> str:
    """Return who can open a deck of a course that is published, and that there is nothing to learn in it yet."""
    who_may_open = str(deck.course.who_may_open)  # type: ignore[union-attr] # it is of a course
    if deck.cards_in_use().exists():
        return who_may_open
    return f"{who_may_open} {_('It has no cards yet.')}"
