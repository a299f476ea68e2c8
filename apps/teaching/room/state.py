"""What a room shows: the questions of a lesson, one at a time, and how many chose what. Only reads."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import groupby

from django.db.models import Count, F, Q, QuerySet

from apps.cards.kinds.registry import CHOICE
from apps.cards.models import Card, CardQuerySet, Section
from apps.lessons.models import Lesson
from apps.teaching.models import Room, RoomAnswer, RoomQuestion
from apps.teaching.room.results import Bar, bars_of, counts_of, options_of
from apps.web.compiled_queries import CompiledQuery


@dataclass(frozen=True)
class AskedSection:
    """A section of the lesson with the notes of its questions."""

    title: str
    notes: list[int]

    @property
    def count(self) -> int:
        """How many questions it has."""
        return len(self.notes)


@dataclass(frozen=True)
class Score:
    """How many questions somebody answered, how many of these were revealed, and how many of those they had right."""

    given: int
    answered: int
    right: int


class RoomState:
    """What a room shows now. The question that is presented may be none: before the first, or when it was deleted."""

    def __init__(self, room: Room, now: datetime) -> None:
        self.room, self.question = room, room.current
        self.is_open = room.is_open_at(now)

    @cached_property
    def card(self) -> Card | None:
        """The card of the question; none where it was archived since."""
        if self.question is None:
            return None
        cards = questions_of(self.room.lesson).select_related("note__section")
        return cards.filter(note=self.question.note_id).first()

    @property
    def stage(self) -> str:
        """How much of the question is shown; empty without one."""
        return self.question.stage if self.question and self.card else ""

    @property
    def accepts_answers(self) -> bool:
        """Whether people can answer now."""
        return self.is_open and bool(self.question and self.stage == self.question.stage_of_answers)

    @property
    def is_self_check(self) -> bool:
        """Whether people say if they knew it, after the reveal."""
        return bool(self.question and self.question.is_self_check)

    @property
    def options(self) -> list[tuple[str, str]]:
        """What people choose from: what is stored, and what they read."""
        return options_of(self.question, self.card) if self.question and self.card else []

    @property
    def is_revealed(self) -> bool:
        """Whether the right label and its reason are shown."""
        return self.stage == RoomQuestion.Stage.REVEALED

    @property
    def seen_by_phones(self) -> str:
        """What differs whenever a phone has something else to show."""
        return _seen(self.room, self.is_open)

    @property
    def seen_by_screen(self) -> str:
        """What differs whenever the screen has: with each answer and each person, too."""
        return f"{self.seen_by_phones}-{self.question.presses if self.question else 0}-{self.room.joined}"

    @cached_property
    def parts(self) -> list[AskedSection]:
        """The sections that have questions, in the order of the lesson's page."""
        rows = questions_of(self.room.lesson).values_list("note__section", "note__section__title", "note_id")
        by_section = groupby(rows, key=lambda row: row[:2])
        return [AskedSection(title, [note for *_, note in group]) for (_pk, title), group in by_section]

    @cached_property
    def notes(self) -> list[int]:
        """The notes of all questions, in that order."""
        return [note for part in self.parts for note in part.notes]

    @property
    def number(self) -> int:
        """Which of the questions is presented, from 1; 0 for none."""
        note = self.question.note_id if self.question else None
        return self.notes.index(note) + 1 if note in self.notes else 0

    @property
    def before(self) -> int | None:
        """The note of the question before this one."""
        return self.notes[self.number - 2] if self.number > 1 else None

    @property
    def after(self) -> int | None:
        """The note of the question after this one."""
        return self.notes[self.number] if self.number < len(self.notes) else None

    @cached_property
    def _counts(self) -> dict[str, int]:
        """How many people chose each label."""
        return counts_of([self.question])[self.question.pk] if self.question else {}

    @property
    def answer_count(self) -> int:
        """How many people have answered the question."""
        return sum(self._counts.values())

    @property
    def bars(self) -> list[Bar]:
        """How many chose each label; nothing before the answers are shown."""
        if self.question is None or self.card is None or self.stage == RoomQuestion.Stage.ASKED:
            return []
        return bars_of(self.question, self.card, self._counts)

    def chosen_by(self, participant: str) -> str:
        """The label that somebody chose for the question; empty where they have not."""
        if self.question is None:
            return ""
        chosen = RoomAnswer.objects.filter(question=self.question, participant=participant).values_list(
            "label", flat=True
        )
        return chosen.first() or ""

    def score_of(self, participant: str) -> Score:
        """What somebody answered; only what has a label is right or wrong."""
        revealed = Q(question__stage=RoomQuestion.Stage.REVEALED, question__note__section__kind=Section.Kind.EXERCISE)
        answered = Count("pk", filter=revealed)
        right = Count("pk", filter=revealed & Q(label=F("question__note__label")))
        answers = RoomAnswer.objects.filter(participant=participant, question__room=self.room)
        return Score(**answers.aggregate(given=Count("pk"), answered=answered, right=right))


def has_changed(code: str, seen: str, now: datetime) -> bool:
    """Whether a phone that has seen this has something else to show: a statement, as many phones ask all the time."""
    room = _VERSION.first(code)
    return room is None or _seen(room, room.is_open_at(now)) != seen


def _seen(room: Room, is_open: bool) -> str:
    return f"{room.version}-{int(is_open)}"


def _version(code: str) -> QuerySet[Room]:
    return Room.objects.filter(code=code).order_by().only("version", "started_at", "ended_at")


_VERSION = CompiledQuery(_version)


def questions_of(lesson: Lesson) -> CardQuerySet:
    """Return the cards of the lesson that a room can be asked, one a note, in the order of its page."""
    with_labels = Q(note__section__kind=Section.Kind.EXERCISE, note__kind=CHOICE)
    to_know = Q(note__section__kind=Section.Kind.SELF_CHECK, ordinal=0)
    cards = Card.objects.in_use().in_order().filter(with_labels | to_know)
    return cards.filter(note__deck=lesson.deck_id, note__archived=False)
