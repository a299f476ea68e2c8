"""What happened to a card in the last study days: answers, the first one, and its note's own dates."""

from django.db.models import Q, QuerySet

from apps.formats.messages import gettext as _
from apps.reviews.day.tallies import countable, earliest
from apps.reviews.models import ReviewLog
from apps.search.context import SearchContext
from apps.search.terms.operator import Example, Operator
from apps.search.terms.values import number
from apps.search.tree import Term

MAX_DAYS = 36_500
GRADES = {1: (0, 1, 2), 2: (3,), 3: (4,), 4: (5,)}  # by the number of the button


def rated(term: Term, context: SearchContext) -> Q:
    """Return the condition that a card was answered lately, with one button where one is named."""
    text, colon, button = term.value.partition(":")
    answers = _answers_since(text, term, context)
    if colon:
        pressed = number(button, term.value_at + len(text) + 1, 1, 4)
        answers = answers.filter(grade__in=GRADES[pressed])
    return Q(pk__in=answers.values("schedule__card"))


def introduced(term: Term, context: SearchContext) -> Q:
    """Return the condition that a card was answered for the first time lately."""
    first = _answers_since(term.value, term, context).filter(due_on_before=None)
    return Q(pk__in=first.values("schedule__card"))


def added(term: Term, context: SearchContext) -> Q:
    """Return the condition that a note was written or imported lately."""
    return Q(note__created_at__gte=context.start_of(_days(term.value, term)))


def edited(term: Term, context: SearchContext) -> Q:
    """Return the condition that a note was written or changed lately."""
    return Q(note__edited_at__gte=context.start_of(_days(term.value, term)))


def _answers_since(days: str, term: Term, context: SearchContext) -> QuerySet[ReviewLog]:
    """Return the answers of the last study days that stand; of imported ones those whose grade is known.

    Their days are as they were when answered; the index is over the instants.
    """
    first = context.first_of(_days(days, term))
    answers = countable(context.person).filter(schedule__user=context.person)
    return answers.filter(day__gte=first, reviewed_at__gte=earliest(first))


def _days(text: str, term: Term) -> int:
    return number(text, term.value_at, 1, MAX_DAYS)


OPERATORS = (
    Operator(
        "rated",
        _("Answered in the last days, 1 being today; with a button: 1 Again, 2 Hard, 3 Good, 4 Easy."),
        (
            Example("rated:1", _("answered today")),
            Example("rated:7:1", _("answered with Again in the last seven days")),
        ),
        rated,
    ),
    Operator(
        "introduced",
        _("Answered for the first time in the last days."),
        (Example("introduced:1", _("first answered today")),),
        introduced,
    ),
    Operator(
        "added",
        _("Written or imported in the last days."),
        (Example("added:7", _("added in the last seven days")),),
        added,
    ),
    Operator(
        "edited",
        _("Written or changed in the last days: its texts, its tags or its deck."),
        (Example("edited:1", _("changed today")),),
        edited,
    ),
)
