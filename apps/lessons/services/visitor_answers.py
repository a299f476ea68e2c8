"""A visitor's answers on practice pages, in their browser session; they end with it, or become a learner's own."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Literal

from django.contrib.sessions.backends.base import SessionBase
from django.utils.translation import gettext as _

from apps.cards.models import Note
from apps.lessons.services.answer_refusals import AnswerRefused

SESSION_KEY = "practice"
MAX_ANSWERS = 2_000  # of one visitor, of each kind: a session is read with every page
MAX_WRITTEN_LENGTH = 200_000  # characters of all that a visitor wrote

type AnswerKind = Literal["marks", "attempts", "writings"]


class SessionFull(AnswerRefused):
    """The visitor's session has no room for more answers."""

    def __init__(self) -> None:
        super().__init__(_("There’s no room for more answers. Sign up to continue; your answers come with you."))


class VisitorAnswers:
    """See `Answers`. Each answer is stored with its time, by the primary key of its note as a text."""

    def __init__(self, session: SessionBase) -> None:
        self.session = session

    def marks(self, notes: Iterable[int]) -> dict[int, bool]:
        """Return by note whether the visitor knew it."""
        return {note: knew for note, (knew, _at) in self._answers_to(notes, "marks").items()}

    def attempts(self, notes: Iterable[int]) -> dict[int, list[str]]:
        """Return by note the labels they chose, the first one first."""
        answers = self._answers_to(notes, "attempts")
        return {note: [label for label, _at in attempts] for note, attempts in answers.items()}

    def writings(self, notes: Iterable[int]) -> dict[int, str]:
        """Return by note what they wrote."""
        return {note: text for note, (text, _at) in self._answers_to(notes, "writings").items()}

    def mark(self, note: Note, *, knew: bool, at: datetime) -> None:
        """Store whether they knew the answer to a self-check question."""
        self._store("marks", note, [knew, at.isoformat()])

    def attempt(self, note: Note, label: str, *, number: int, at: datetime) -> None:
        """Store a chosen label as their attempt of that number, unless they have one of that number."""
        attempts = self._all("attempts")
        earlier = attempts.get(str(note.pk), [])
        if number != len(earlier) + 1:
            return
        if sum(map(len, attempts.values())) >= MAX_ANSWERS:
            raise SessionFull
        self._store("attempts", note, [*earlier, [label, at.isoformat()]])

    def change_attempt(self, note: Note, label: str, *, number: int, at: datetime) -> None:
        """Replace the label of their attempt of that number: they changed it before they saw which is right."""
        attempts = [*self._all("attempts").get(str(note.pk), [])]
        attempts[number - 1 : number] = [[label, at.isoformat()]]
        self._store("attempts", note, attempts)

    def write(self, note: Note, text: str, *, at: datetime) -> None:
        """Store what they wrote instead of what they wrote before; an empty text deletes it."""
        writings = {**self._all("writings"), str(note.pk): [text, ""]}
        if sum(len(each) for each, _at in writings.values()) > MAX_WRITTEN_LENGTH:
            raise SessionFull
        self._store("writings", note, [text, at.isoformat()] if text else None)

    def _all(self, kind: AnswerKind) -> Mapping[str, Any]:
        """Return all answers of a kind. The keys of a session are texts."""
        answers: Mapping[str, Any] = self.session.get(SESSION_KEY, {}).get(kind, {})
        return answers

    def _answers_to(self, notes: Iterable[int], kind: AnswerKind) -> dict[int, Any]:
        answers = self._all(kind)
        return {note: answers[str(note)] for note in notes if str(note) in answers}

    def _store(self, kind: AnswerKind, note: Note, answer: list[Any] | None) -> None:
        answers = {**self._all(kind), str(note.pk): answer}
        if answer is None:
            del answers[str(note.pk)]
        if len(answers) > MAX_ANSWERS:
            raise SessionFull
        self.session[SESSION_KEY] = {**self.session.get(SESSION_KEY, {}), kind: answers}
