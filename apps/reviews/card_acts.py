"""Today's suspensions and flags of a login, in its session, so that the last act can be taken back before the answer.

Each knows the answer after which it was made: no clock decides what came last.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from apps.reviews.models import ReviewLog

KEY = "card_acts"
MAX_ACTS = 50

type Session = Mapping[str, Any]


@dataclass(frozen=True)
class CardAct:
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


def remember(session: Any, act: CardAct) -> None:
    """Put an act on top of those of the session."""
    acts = _acts(session)
    number = acts[-1].number + 1 if acts else 1
    _store(session, [*acts, replace(act, number=number)][-MAX_ACTS:])


def forget(session: Any, act: CardAct) -> None:
    """Remove an act that was taken back."""
    _store(session, [each for each in _acts(session) if each.number != act.number])


def forget_suspension(session: Any, card_id: int) -> None:
    """Remove a card's suspension: the card was unsuspended."""
    acts = _acts(session)
    if any(each.card_id == card_id and not each.is_flag for each in acts):
        _store(session, [each for each in acts if each.is_flag or each.card_id != card_id])


def last_act(session: Session, last: ReviewLog | None, today: date) -> CardAct | None:
    """Return the last act of the study day, unless `last`, the last answer, came after it."""
    acts = _acts(session)
    if not acts or acts[-1].day != today.isoformat() or (last and last.pk > acts[-1].after_log):
        return None
    return acts[-1]


def _acts(session: Session) -> list[CardAct]:
    return [CardAct(**each) for each in session.get(KEY, [])]


def _store(session: Any, acts: list[CardAct]) -> None:
    session[KEY] = [asdict(each) for each in acts]
