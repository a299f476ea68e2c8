"""What one person answered on practice pages: a learner's answers are in tables, a visitor's in the browser session.

A visitor's answers become a learner's own when they log in or sign up (`claim_visitor_answers`).
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from apps.cards.models import Note
from apps.lessons.services.learner_answers import LearnerAnswers
from apps.lessons.services.visitor_answers import VisitorAnswers
from apps.web.http import VisitorRequest


class Answers(Protocol):
    """One person's answers, by the primary keys of notes."""

    def marks(self, notes: Iterable[int]) -> dict[int, bool]:
        """Return by note whether the person knew it."""

    def attempts(self, notes: Iterable[int]) -> dict[int, list[str]]:
        """Return by note the labels they chose, the first one first."""

    def writings(self, notes: Iterable[int]) -> dict[int, str]:
        """Return by note what they wrote."""

    def mark(self, note: Note, *, knew: bool, at: datetime) -> None:
        """Store whether they knew the answer to a self-check question."""

    def attempt(self, note: Note, label: str, *, number: int, at: datetime) -> None:
        """Store a chosen label as their attempt of that number, unless they have one of that number."""

    def change_attempt(self, note: Note, label: str, *, number: int, at: datetime) -> None:
        """Replace the label of their attempt of that number: they changed it before they saw which is right."""

    def write(self, note: Note, text: str, *, at: datetime) -> None:
        """Store what they wrote instead of what they wrote before; an empty text deletes it."""


def answers_of(request: VisitorRequest) -> Answers:
    """Return the answers of the person who sent the request."""
    return LearnerAnswers(request.user) if request.user.is_authenticated else VisitorAnswers(request.session)
