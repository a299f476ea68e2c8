"""A learner's answers on practice pages, in the tables of this app."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from apps.accounts.models import User
from apps.cards.models import Note
from apps.lessons.models import Attempt, Mark, Writing
from apps.lessons.services.insert_answer import insert_answer, upsert_answer


class LearnerAnswers:
    """See `Answers`. Every statement names the user. What stores an answer raises LessonDeleted."""

    def __init__(self, user: User) -> None:
        self.user = user

    def marks(self, notes: Iterable[int]) -> dict[int, bool]:
        """Return by note whether the learner knew it."""
        return dict(self.user.marks.filter(note__in=notes).values_list("note_id", "knew"))

    def attempts(self, notes: Iterable[int]) -> dict[int, list[str]]:
        """Return by note the labels they chose, the first one first."""
        labels: dict[int, list[str]] = defaultdict(list)
        rows = self.user.attempts.filter(note__in=notes).order_by("number")
        for note, label in rows.values_list("note_id", "label"):
            labels[note].append(label)
        return dict(labels)

    def writings(self, notes: Iterable[int]) -> dict[int, str]:
        """Return by note what they wrote."""
        return dict(self.user.writings.filter(note__in=notes).values_list("note_id", "text"))

    def mark(self, note: Note, *, knew: bool, at: datetime) -> None:
        """Store whether they knew the answer to a self-check question."""
        upsert_answer(Mark(user=self.user, note=note, knew=knew, marked_at=at), note, "knew", "marked_at")

    def attempt(self, note: Note, label: str, *, number: int, at: datetime) -> None:
        """Store a chosen label as their attempt of that number, unless they have one of that number."""
        attempt = Attempt(
            user=self.user, note=note, number=number, label=label, right=label == note.label, attempted_at=at
        )
        insert_answer(attempt, note)

    def change_attempt(self, note: Note, label: str, *, number: int, at: datetime) -> None:
        """Replace the label of their attempt of that number: they changed it before they saw which is right."""
        attempts = self.user.attempts.filter(note=note, number=number)
        attempts.update(label=label, right=label == note.label, attempted_at=at)

    def write(self, note: Note, text: str, *, at: datetime) -> None:
        """Store what they wrote instead of what they wrote before; an empty text deletes it."""
        if text:
            upsert_answer(Writing(user=self.user, note=note, text=text, written_at=at), note, "text", "written_at")
        else:
            self.user.writings.filter(note=note).delete()
