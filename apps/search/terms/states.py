"""How a person stands with a card: its state, its flag, its schedule."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from operator import eq, ge, gt, le, lt, ne

from django.db.models import Q

from apps.formats.messages import gettext as _
from apps.reviews.models import LEECH, Schedule, comes_up, is_due
from apps.scheduler.sm2 import CardState
from apps.search.context import SearchContext
from apps.search.terms.operator import Example, Operator
from apps.search.terms.values import number, one_of
from apps.search.tree import SearchError, Term

MAX_DAYS, MAX_COUNT = 36_500, 1_000_000
COMPARISON = re.compile(r"(?P<property>[a-z]+)(?P<comparison><=|>=|!=|=|<|>)(?P<value>.*)", re.IGNORECASE | re.DOTALL)
COMPARISONS: dict[str, tuple[str, Callable[[int, int], bool]]] = {
    "=": ("", eq),
    "!=": ("", ne),
    "<": ("__lt", lt),
    "<=": ("__lte", le),
    ">": ("__gt", gt),
    ">=": ("__gte", ge),
}
PROPERTIES = {
    **dict.fromkeys(("interval", "ivl"), "interval_days"),
    **dict.fromkeys(("easiness", "ease"), "easiness"),
    **dict.fromkeys(("repetitions", "reps"), "repetitions"),
    "lapses": "lapses",
    "due": "due_on",
}
EASINESS = re.compile(r"\d{1,3}(\.\d{1,2})?", re.ASCII)
ANSWERED = Q(due_on__isnull=False)


@dataclass(frozen=True)
class Comparison:
    """How a column is compared with a number."""

    column: str
    sign: str

    def with_value(self, value: object) -> Q:
        """Return the condition."""
        condition = Q(**{f"{self.column}{COMPARISONS[self.sign][0]}": value})
        return ~condition if self.sign == "!=" else condition

    def holds(self, one: int, other: int) -> bool:
        """Return whether it is true of two numbers."""
        return COMPARISONS[self.sign][1](one, other)


def scheduled(context: SearchContext, condition: Q) -> Q:
    """Return the condition that the person has a schedule of the card, of that kind, in one of the decks."""
    mine = Schedule.objects.filter(condition, context.in_decks("deck"), user=context.person)
    return Q(pk__in=mine.values("card"))


ARCHIVED = "archived"
STATES: dict[str, Callable[[SearchContext], Q]] = {
    "new": lambda context: ~scheduled(context, ANSWERED),
    "learn": lambda context: scheduled(context, ANSWERED & (Q(repetitions=0) | Q(drill_on=context.today))),
    "review": lambda context: scheduled(context, Q(repetitions__gt=0) | Q(lapses__gt=0)),
    "due": lambda context: scheduled(context, is_due(context.today)),
    "suspended": lambda context: scheduled(context, Q(suspended=True)),
    "buried": lambda context: scheduled(context, Q(buried_on=context.today)),
    "leech": lambda context: scheduled(context, LEECH),
    "flagged": lambda context: scheduled(context, Q(flag__gt=0)),
    ARCHIVED: lambda _context: Q(note__archived=True),
}


def state(term: Term, context: SearchContext) -> Q:
    """Return the condition that a card is in the state."""
    return STATES[one_of(term, STATES)](context)


def is_archived(term: Term) -> bool:
    """Whether the term asks for archived notes."""
    return term.operator == "is" and term.value.strip().lower() == ARCHIVED


def flag(term: Term, context: SearchContext) -> Q:
    """Return the condition that a card has the flag; 0 is none."""
    flag = number(term.value, term.value_at, 0, max(Schedule.Flag))
    return scheduled(context, Q(flag=flag)) if flag else ~scheduled(context, Q(flag__gt=0))


def due(term: Term, context: SearchContext) -> Q:
    """Return the condition that a card is due in so many days."""
    return _due(Comparison("due_on", "="), term.value, term.value_at, context)


def prop(term: Term, context: SearchContext) -> Q:
    """Return the condition that a number of the schedule compares so; a card without one has that of a new card."""
    parts = COMPARISON.fullmatch(term.value)
    if not parts:
        raise SearchError(
            _("After “prop:”, write a property, a sign and a number, such as “interval>=10”."), term.value_at
        )
    name = one_of(Term("prop", parts["property"], term.at, term.value_at), PROPERTIES)
    comparison = Comparison(PROPERTIES[name], parts["comparison"])
    at = term.value_at + parts.start("value")
    if comparison.column == "due_on":
        return _due(comparison, parts["value"], at, context)
    read = _easiness if comparison.column == "easiness" else _count
    value = read(parts["value"], at)
    condition = comparison.with_value(value)
    if comparison.holds(getattr(CardState(), comparison.column), value):
        return ~scheduled(context, ~condition)
    return scheduled(context, condition)


def _due(comparison: Comparison, text: str, at: int, context: SearchContext) -> Q:
    days = timedelta(days=number(text, at, -MAX_DAYS, MAX_DAYS))
    return scheduled(context, comes_up(context.today) & ANSWERED & comparison.with_value(context.today + days))


def _count(text: str, at: int) -> int:
    return number(text, at, 0, MAX_COUNT)


def _easiness(text: str, at: int) -> int:
    """Return an easiness in hundredths."""
    if not EASINESS.fullmatch(text):
        raise SearchError(_("“{text}” is not an easiness. Write a number such as 2.5.", text=text), at)
    return int(Decimal(text) * 100)


OPERATORS = (
    Operator(
        "is",
        _("The state of a card for you: {states}.", states=", ".join(STATES)),
        (
            Example("is:due", _("due today or earlier, and neither suspended nor buried")),
            Example("is:new", _("never answered")),
            Example("is:learn", _("failed and not remembered since, or in today’s final drill")),
            Example("is:review", _("remembered once at least")),
            Example("is:suspended", _("suspended until you unsuspend it")),
            Example("is:buried", _("waiting for tomorrow because a similar card is in today’s review")),
            Example("is:leech", _("keeps lapsing")),
            Example("is:flagged", _("with a flag of any color")),
            Example("is:archived", _("archived, in a deck whose cards you may edit; you can restore them")),
        ),
        state,
    ),
    Operator(
        "flag",
        _("Your flag: 0 none, 1 red, 2 orange, 3 green, 4 blue, 5 pink, 6 turquoise, 7 purple."),
        (Example("flag:1", _("red flags")),),
        flag,
    ),
    Operator(
        "due",
        _("Due in so many days; of cards that are neither new, suspended nor buried."),
        (Example("due:0", _("due today, and not since earlier")), Example("due:-1", _("due since yesterday"))),
        due,
    ),
    Operator(
        "prop",
        _(
            "A number of the schedule: interval, easiness, lapses, repetitions or due, compared by "
            "=, !=, <, <=, > or >=. A card that you have never answered has the numbers of a new card."
        ),
        (
            Example("prop:interval>=10", _("intervals of ten days or more")),
            Example("prop:easiness<2", _("an easiness below 2.00")),
            Example("prop:lapses>3", _("forgotten four times or more")),
            Example("prop:repetitions=2", _("remembered twice in a row")),
            Example("prop:due<0", _("overdue")),
        ),
        prop,
    ),
)
