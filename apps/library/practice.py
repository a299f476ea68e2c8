"""Practice without consequence: which cards are asked, and how far a round of them has come."""

import random
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime
from typing import Any, Self

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.models import User
from apps.cards.models import Deck
from apps.reviews.day import day_summary
from apps.reviews.models import Schedule
from apps.search import titles
from apps.search.search import search_cards
from apps.web import localized

KEY = "practice_round"
MAX_CARDS = 500  # of a round
MAX_WEAKEST = 200


class SourceForm(forms.Form):
    """What is practiced, as the URL names it: `?deck=slug`, `?q=search`, `?lapses=today` or `?weakest=20`."""

    deck = forms.CharField(max_length=100, required=False)
    q = forms.CharField(required=False)
    lapses = forms.ChoiceField(choices=[(day, day) for day in ("today",)], required=False)
    weakest = forms.IntegerField(min_value=1, max_value=MAX_WEAKEST, required=False)

    @property
    def named(self) -> tuple[str, Any]:
        """The first of them that the URL names, with its value; two empty strings where it names none."""
        return next(((name, value) for name, value in self.cleaned_data.items() if value), ("", ""))


def title_of(name: str, value: Any) -> str:
    """Return what is practiced, as a heading."""
    match name:
        case "deck":
            return Deck.objects.get(slug=value).title
        case "q":
            return titles.title_of(value)
        case "lapses":
            return _("Not remembered today")
    return ngettext("Your weakest card", "Your %(number)s weakest cards", value) % {"number": localized.number(value)}


def practiced(user: User, name: str, value: Any, *, today: date, now: datetime) -> QuerySet[Schedule]:
    """Return the cards of the person's review that are meant, but for suspended ones. Raises SearchError."""
    if name == "lapses":
        return day_summary.failed(user, today)
    mine = Schedule.objects.in_use().filter(user=user)
    match name:
        case "deck":
            return mine.filter(deck__slug=value)
        case "q":
            return mine.filter(card__in=search_cards(user, value, now=now).order_by().values("pk"))
    return mine.filter(due_on__isnull=False).order_by("-lapses", "easiness", "pk")[:value]


@dataclass(frozen=True)
class PracticeRound:
    """A round of practice in a login's session: the cards left, the first of which is asked, and those once missed."""

    source: str
    day: str
    left: list[int]
    total: int
    missed: list[int]
    since: str  # the instant of the last answer, or of the beginning
    turn: int = 0

    @classmethod
    def begin(cls, source: str, today: date, cards: Iterable[int], at: datetime) -> Self:
        """Return a new round of the cards in any order."""
        shuffled = list(cards)
        random.Random().shuffle(shuffled)  # noqa: S311 - the order of cards is no secret
        return cls(source, today.isoformat(), shuffled[:MAX_CARDS], len(shuffled[:MAX_CARDS]), [], at.isoformat())

    @property
    def since_at(self) -> datetime:
        """After which the first card was not answered yet."""
        return datetime.fromisoformat(self.since)

    @property
    def done(self) -> int:
        """How many cards were known in the end."""
        return self.total - len(self.left)

    @property
    def known_at_first(self) -> int:
        """How many of those were known when they were first asked."""
        return self.total - len({*self.left, *self.missed})

    def answered(self, *, knew: bool, at: datetime) -> Self:
        """Return the round after an answer to its first card, which comes again at the end if it was not known."""
        first, *others = self.left
        following = replace(self, left=others, since=at.isoformat(), turn=self.turn + 1)
        return following if knew else replace(following, left=[*others, first], missed=[*{*self.missed, first}])

    def without(self, gone: Iterable[int]) -> Self:
        """Return the round without cards that are no longer there."""
        left = [card for card in self.left if card not in {*gone}]
        return replace(self, left=left, total=self.total - len(self.left) + len(left))


def current_round(session: Any) -> PracticeRound | None:
    """Return the round of the session; None where there is none, or one of another release."""
    stored = session.get(KEY, {})
    return PracticeRound(**stored) if stored.keys() == {each.name for each in fields(PracticeRound)} else None


def store_round(session: Any, current: PracticeRound) -> None:
    """Keep the round in the session."""
    session[KEY] = asdict(current)


def forget_round(session: Any) -> None:
    """Remove the round from the session, so that the next page begins another."""
    session.pop(KEY, None)
