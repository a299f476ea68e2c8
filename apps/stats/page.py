"""What the page of statistics holds beside the answers: the choice of decks, the charts, and what would be."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from apps.accounts.models import User
from apps.cards.models import Deck
from apps.reviews.day.queue import Scope
from apps.stats import cards, charts, what_if
from apps.stats.answers import OLD_ENOUGH, AnswerFigures
from apps.stats.forms import WhatIfForm
from apps.stats.year import Year


class Option(NamedTuple):
    """A deck or a course to look at alone."""

    value: str
    label: str
    selected: bool


def scope_options(user: User, scope: Scope) -> dict[str, list[Option]]:
    """Return what can be looked at alone: the courses and the decks that the person studies."""
    decks = Deck.objects.filter(subscriptions__user=user).select_related("course").order_by("title", "pk")
    found = list(decks)
    courses = {deck.course.pk: deck.course for deck in found if deck.course}
    return {
        "courses": [Option(f"course:{each.slug}", str(each), each == scope) for each in courses.values()],
        "decks": [Option(f"deck:{each.slug}", str(each), each == scope) for each in found],
    }


def charts_of(user: User, answers: AnswerFigures, scope: Scope) -> dict[str, Any]:
    """Return everything that is drawn."""
    figures = cards.card_figures(user, scope)
    return {
        "figures": figures,
        "retention": answers.retention(*OLD_ENOUGH),
        "year": Year(answers.year_first, answers.today, answers.by_day),
        "buttons": charts.buttons(answers),
        "states": charts.states(figures),
        "hardest": cards.hardest(user, scope),
        "charts": [
            charts.due(cards.forecast(user, answers.today, answers.days, scope), answers.today),
            charts.retention(answers),
            charts.hours(answers.hours),
            charts.minutes(answers),
            charts.new_cards(answers),
            charts.intervals(figures),
            charts.easiness(figures),
            charts.lapses(figures),
        ],
    }


def what_if_of(user: User, answers: AnswerFigures, scope: Scope, data: Mapping[str, str]) -> dict[str, Any]:
    """Return the form for other limits and, where some are given, what they would lead to."""
    limits = what_if.limits_of(user, scope)
    if "new" not in data:
        return {"what_if_form": WhatIfForm(initial={"new": limits.new, "reviews": limits.reviews})}
    form = WhatIfForm(data)
    if not form.is_valid():
        return {"what_if_form": form}
    other = what_if.Limits(**form.cleaned_data)
    now, then = what_if.forecasts(user, answers, scope, limits, other)
    chart = charts.what_if(now, then, other, answers.today)
    return {"what_if_form": form, "what_if": chart, "now": now, "then": then}
