"""What one person answered on practice pages: a learner's in tables, a visitor's in the browser session.

A visitor's answers become a learner's own when they log in or sign up (`claim`). Notes are named by their row numbers.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol

from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction

from apps.accounts.models import User
from apps.cards.models import Note
from apps.lessons.models import Attempt, Mark, Writing
from apps.web.http import VisitorRequest

KEY = "practice"  # where a visitor's answers lie in their session
MAX_ANSWERS = 2_000  # of one visitor, of each sort: a session is read with every page
MAX_WRITTEN_LENGTH = 200_000  # characters of all a visitor wrote
# Whoever else may be saving the person's row for that note at the same time.
THE_ONLY_ROW: dict[str, Any] = {"update_conflicts": True, "unique_fields": ["user", "note"]}


class SessionFull(Exception):
    """The visitor's session holds no more; the message says what to do."""

    def __init__(self) -> None:
        super().__init__("That is more than we keep for a visitor. Sign up to go on: your answers come along.")


class Answers(Protocol):
    """One person's answers."""

    def marks(self, notes: Iterable[int]) -> dict[int, bool]:
        """Return by note whether the person knew it."""

    def attempts(self, notes: Iterable[int]) -> dict[int, list[str]]:
        """Return by note the labels they chose, the first one first."""

    def writings(self, notes: Iterable[int]) -> dict[int, str]:
        """Return by note what they wrote."""

    def mark(self, note: Note, *, knew: bool, at: datetime) -> None:
        """Keep what they say of a self-check question."""

    def attempt(self, note: Note, label: str, *, number: int, at: datetime) -> None:
        """Keep a chosen label as their attempt of that number; one that is there already stays as it is."""

    def write(self, note: Note, text: str, *, at: datetime) -> None:
        """Keep what they wrote, in the place of what they wrote before; no text takes it away."""


def of(request: VisitorRequest) -> Answers:
    """Return the answers of whoever asks."""
    return LearnerAnswers(request.user) if request.user.is_authenticated else VisitorAnswers(request.session)


class LearnerAnswers:
    """A learner's answers, in the tables of this app."""

    def __init__(self, user: User) -> None:
        self.user = user

    def marks(self, notes: Iterable[int]) -> dict[int, bool]:
        """Return by note whether the person knew it."""
        return dict(self.user.marks.filter(note__in=notes).values_list("note_id", "knew"))

    def attempts(self, notes: Iterable[int]) -> dict[int, list[str]]:
        """Return by note the labels they chose, the first one first."""
        chosen: dict[int, list[str]] = defaultdict(list)
        rows = self.user.attempts.filter(note__in=notes).order_by("number")
        for note, label in rows.values_list("note_id", "label"):
            chosen[note].append(label)
        return dict(chosen)

    def writings(self, notes: Iterable[int]) -> dict[int, str]:
        """Return by note what they wrote."""
        return dict(self.user.writings.filter(note__in=notes).values_list("note_id", "text"))

    def mark(self, note: Note, *, knew: bool, at: datetime) -> None:
        """Keep what they say of a self-check question."""
        mark = Mark(user=self.user, note=note, knew=knew, marked_at=at)
        Mark.objects.bulk_create([mark], **THE_ONLY_ROW, update_fields=["knew", "marked_at"])

    def attempt(self, note: Note, label: str, *, number: int, at: datetime) -> None:
        """Keep a chosen label as their attempt of that number; one that is there already stays as it is."""
        attempt = Attempt(
            user=self.user, note=note, number=number, label=label, right=label == note.label, attempted_at=at
        )
        Attempt.objects.bulk_create([attempt], ignore_conflicts=True)

    def write(self, note: Note, text: str, *, at: datetime) -> None:
        """Keep what they wrote, in the place of what they wrote before; no text takes it away."""
        if text:
            writing = Writing(user=self.user, note=note, text=text, written_at=at)
            Writing.objects.bulk_create([writing], **THE_ONLY_ROW, update_fields=["text", "written_at"])
        else:
            self.user.writings.filter(note=note).delete()


class VisitorAnswers:
    """A visitor's answers, in their session; they end with it, or are claimed."""

    def __init__(self, session: SessionBase) -> None:
        self.session = session

    def marks(self, notes: Iterable[int]) -> dict[int, bool]:
        """Return by note whether the person knew it."""
        return {note: knew for note, (knew, _) in self._of("marks", notes).items()}

    def attempts(self, notes: Iterable[int]) -> dict[int, list[str]]:
        """Return by note the labels they chose, the first one first."""
        return {note: [label for label, _ in chosen] for note, chosen in self._of("attempts", notes).items()}

    def writings(self, notes: Iterable[int]) -> dict[int, str]:
        """Return by note what they wrote."""
        return {note: text for note, (text, _) in self._of("writings", notes).items()}

    def mark(self, note: Note, *, knew: bool, at: datetime) -> None:
        """Keep what they say of a self-check question."""
        self._keep("marks", note, [knew, at.isoformat()])

    def attempt(self, note: Note, label: str, *, number: int, at: datetime) -> None:
        """Keep a chosen label as their attempt of that number; one that is there already stays as it is."""
        attempts = self._all("attempts")
        chosen = attempts.get(str(note.pk), [])
        if number != len(chosen) + 1:
            return
        if sum(map(len, attempts.values())) >= MAX_ANSWERS:
            raise SessionFull
        self._keep("attempts", note, [*chosen, [label, at.isoformat()]])

    def write(self, note: Note, text: str, *, at: datetime) -> None:
        """Keep what they wrote, in the place of what they wrote before; no text takes it away."""
        written = {**self._all("writings"), str(note.pk): [text, ""]}
        if sum(len(each) for each, _ in written.values()) > MAX_WRITTEN_LENGTH:
            raise SessionFull
        self._keep("writings", note, [text, at.isoformat()] if text else None)

    def _all(self, sort: str) -> dict[str, Any]:
        """Return all answers of one sort; a session knows only words as keys."""
        kept: dict[str, Any] = self.session.get(KEY, {}).get(sort, {})
        return kept

    def _of(self, sort: str, notes: Iterable[int]) -> dict[int, Any]:
        kept = self._all(sort)
        return {note: kept[str(note)] for note in notes if str(note) in kept}

    def _keep(self, sort: str, note: Note, answer: Any) -> None:
        answers = {**self._all(sort), str(note.pk): answer}
        if answer is None:
            del answers[str(note.pk)]
        if len(answers) > MAX_ANSWERS:
            raise SessionFull
        self.session[KEY] = {**self.session.get(KEY, {}), sort: answers}


@transaction.atomic
def claim(session: SessionBase, user: User) -> None:
    """Make what a visitor answered the learner's own; what the learner had answered before stays and comes first."""
    kept = session.pop(KEY, {})
    mine = LearnerAnswers(user)
    numbers = {int(note) for sort in kept.values() for note in sort}
    notes = Note.objects.in_bulk(numbers)
    marked, attempted, written = mine.marks(notes), mine.attempts(notes), mine.writings(notes)
    for note, (knew, at) in _claimed(kept, "marks", notes):
        if note.pk not in marked:
            mine.mark(note, knew=knew, at=datetime.fromisoformat(at))
    for note, chosen in _claimed(kept, "attempts", notes):
        for number, (label, at) in enumerate(chosen, len(attempted.get(note.pk, [])) + 1):
            mine.attempt(note, label, number=number, at=datetime.fromisoformat(at))
    for note, (text, at) in _claimed(kept, "writings", notes):
        if note.pk not in written:
            mine.write(note, text, at=datetime.fromisoformat(at))


def _claimed(kept: dict[str, Any], sort: str, notes: dict[int, Note]) -> list[tuple[Note, Any]]:
    """Return one sort of a visitor's answers by the notes that are still there."""
    return [(notes[int(note)], answer) for note, answer in kept.get(sort, {}).items() if int(note) in notes]
