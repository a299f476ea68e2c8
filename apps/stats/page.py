"""What the pages of statistics hold: the figures of one learner, read when they are first needed, and their charts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.cards.models import Deck
from apps.reviews.day import tallies
from apps.reviews.day.scope import Scope, SearchedCards
from apps.reviews.models import Schedule
from apps.stats import answers, cards, what_if
from apps.stats.answers import OLD_ENOUGH, AnswerFigures
from apps.stats.cards import CardFigures
from apps.stats.charts import ahead as charts_ahead
from apps.stats.charts import answers as charts_of_answers
from apps.stats.charts import cards as charts_of_cards
from apps.stats.charts.year import Year
from apps.stats.forms import WhatIfForm
from apps.stats.marks import Columns, Lines

MAX_DAYS_AHEAD = 365  # where all time is looked back on


class Option(NamedTuple):
    """A deck or a course to look at alone."""

    value: str
    label: str
    selected: bool


@dataclass(frozen=True)
class Statistics:
    """The figures of a learner up to today, of so many days or of all, within a deck, a course or a search."""

    user: User
    today: date
    period: int | None
    scope: Scope
    tried: Mapping[str, str]  # other limits to try, as they are typed

    @cached_property
    def first(self) -> date:
        """The first day of the period; of all time, that of the first answer."""
        if self.period is None and not isinstance(self.scope, SearchedCards):
            return tallies.first_day(self.user, self.today, self.scope)
        return self.today - timedelta(days=(self.period or self.answers.days) - 1)

    @cached_property
    def answers(self) -> AnswerFigures:
        """The answers of the period and of the year."""
        return answers.answers_of(self.user, self.today, self.period, self.scope)

    @cached_property
    def cards(self) -> CardFigures:
        """The learned cards."""
        return cards.card_figures(self.user, self.scope)

    @cached_property
    def hardest(self) -> list[Schedule]:
        """The hardest of them."""
        return cards.hardest(self.user, self.scope)

    @cached_property
    def year(self) -> Year:
        """The calendar of the year."""
        return Year(self.answers.year_first, self.today, self.answers.by_day)

    @property
    def due(self) -> Columns:
        """The chart of what is due."""
        days = self.period or MAX_DAYS_AHEAD
        return charts_ahead.due(cards.forecast(self.user, self.today, days, self.scope), self.today)

    def of_first_days(self) -> dict[str, Any]:
        """Return what is drawn of the answers before there is a week of them."""
        charts = charts_of_answers
        return {"buttons": charts.buttons(self.answers), "charts": [charts.hours(self.answers.hours)]}

    def of_answers(self) -> dict[str, Any]:
        """Return what is drawn of the answers."""
        charts = charts_of_answers
        return {
            "learned": cards.learned_counts(self.user, self.scope),
            "retention": self.answers.retention(*OLD_ENOUGH),
            "year": self.year,
            "buttons": charts.buttons(self.answers),
            "charts": [
                charts.retention(self.answers),
                charts.hours(self.answers.hours),
                charts.minutes(self.answers),
                charts.new_cards(self.answers),
            ],
        }

    def of_cards(self) -> dict[str, Any]:
        """Return what is drawn of the cards."""
        charts = charts_of_cards
        return {
            "states": charts.states(self.cards),
            "hardest": self.hardest,
            "charts": [charts.intervals(self.cards), charts.easiness(self.cards), charts.lapses(self.cards)],
        }

    def what_if(self) -> dict[str, Any]:
        """Return the form for other limits and, where some are given, what they would lead to; none of a search."""
        if isinstance(self.scope, SearchedCards):
            return {}
        limits = what_if.limits_of(self.user, self.scope)
        if "new" not in self.tried:
            return {"what_if_form": WhatIfForm(initial={"new": limits.new, "reviews": limits.reviews})}
        form = WhatIfForm(self.tried)
        if not self.answers.total:
            form.add_error(
                None, _("There are no answers in this period to go by. Choose a longer one, or review first.")
            )
        if not form.is_valid():
            return {"what_if_form": form}
        other = what_if.Limits(**form.cleaned_data)
        now, then = what_if.forecasts(self.user, self.answers, self.scope, limits, other)
        chart: Lines = charts_ahead.what_if(now, then, other, self.today)
        return {"what_if_form": form, "what_if": chart, "now": now, "then": then}


def scope_options(user: User, chosen: Mapping[str, str]) -> dict[str, list[Option]]:
    """Return what can be looked at alone: the courses and the decks that the person studies."""
    deck, course = chosen.get("deck"), chosen.get("course")
    decks = Deck.objects.filter(subscriptions__user=user).select_related("course").order_by("title", "pk")
    found = list(decks)
    courses = {deck.course.pk: deck.course for deck in found if deck.course}
    return {
        "courses": [Option(f"course:{each.slug}", str(each), each.slug == course) for each in courses.values()],
        "decks": [Option(f"deck:{each.slug}", str(each), each.slug == deck) for each in found],
    }
