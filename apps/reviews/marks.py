"""Today's suspensions and flags of a login, in its session, so that the last act can be taken back before the answer.

Each knows the answer after which it was made: no clock decides what came last.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from apps.reviews.models import ReviewLog

KEY = "marks"
MAX_MARKS = 50

type Session = Mapping[str, Any]


@dataclass(frozen=True)
class CardMark:
    """A suspension (`flag_after` is None) or a flag, and what is needed to take it back."""

    card_id: int
    day: str
    after_log: int
    flag_before: int | None = None
    flag_after: int | None = None
    in_drill: bool = False
    number: int = 1

    @property
    def is_flag(self) -> bool:
        """Whether a flag was set or removed; else the card was suspended."""
        return self.flag_after is not None


def remember(session: Any, mark: CardMark) -> None:
    """Put a mark on top of those of the session."""
    marks = _marks(session)
    number = marks[-1].number + 1 if marks else 1
    _store(session, [*marks, replace(mark, number=number)][-MAX_MARKS:])


def forget(session: Any, mark: CardMark) -> None:
    """Remove a mark that was taken back."""
    _store(session, [each for each in _marks(session) if each.number != mark.number])


def forget_suspension(session: Any, card_id: int) -> None:
    """Remove a card's suspension: the card was unsuspended."""
    marks = _marks(session)
    if any(each.card_id == card_id and not each.is_flag for each in marks):
        _store(session, [each for each in marks if each.is_flag or each.card_id != card_id])


def last_mark(session: Session, last: ReviewLog | None, today: date) -> CardMark | None:
    """Return the last mark of the study day, unless `last`, the last answer, came after it."""
    marks = _marks(session)
    if not marks or marks[-1].day != today.isoformat() or (last and last.pk > marks[-1].after_log):
        return None
    return marks[-1]


def _marks(session: Session) -> list[CardMark]:
    return [CardMark(**each) for each in session.get(KEY, [])]


def _store(session: Any, marks: list[CardMark]) -> None:
    session[KEY] = [asdict(each) for each in marks]
