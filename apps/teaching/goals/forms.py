"""The forms of goals and extensions."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.courses.models import Course
from apps.scheduler.sm2 import CardState, Sm2Variant, grade
from apps.teaching.dates import DayField
from apps.teaching.models import Goal
from apps.web import localized
from apps.web.merged_form import MergedForm

GOOD = 4


class GoalForm(MergedForm):
    """What the goals of each kind share."""

    class Meta:
        model = Goal
        fields = ["lesson", "days", "starts_on", "last_on"]
        field_classes: ClassVar[dict[str, type[forms.Field]]] = {"starts_on": DayField, "last_on": DayField}
        help_texts = {"last_on": _("Until the end of this day, wherever a learner is.")}

    def __init__(self, course: Course, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        lessons: Any = self.fields["lesson"]
        lessons.queryset, lessons.empty_label = course.lessons.all(), _("All lessons")

    def clean(self) -> dict[str, Any]:
        """Refuse a goal that ends before it begins, or that nobody can reach."""
        cleaned = super().clean()
        first, last, days = (cleaned.get(name) for name in ("starts_on", "last_on", "days"))
        if first and last and last < first:
            self.add_error("last_on", _("The last day is before the first."))
        elif first and last and days:
            self.check_days(days, (last - first).days + 1)
        return cleaned

    def check_days(self, days: int, length: int) -> None:
        """Add an error if the number of days is too large for a goal of this length."""


class DaysGoalForm(GoalForm):
    """Review on so many different days."""

    class Meta(GoalForm.Meta):
        labels = {"days": _("Different days")}
        help_texts = GoalForm.Meta.help_texts | {
            "days": _("A day counts once, however many cards are reviewed on it."),
        }

    def check_days(self, days: int, length: int) -> None:
        """Refuse more days than there are."""
        if days > length:
            sentence = ngettext("There is only %(number)s day.", "There are only %(number)s days.", length)
            self.add_error("days", sentence % {"number": localized.number(length)})


class RememberedGoalForm(GoalForm):
    """Remember so many of the cards after so many days."""

    class Meta(GoalForm.Meta):
        fields = ["lesson", "percent", "days", "starts_on", "last_on"]
        labels = {"days": _("Days after which a card is remembered")}
        help_texts = GoalForm.Meta.help_texts | {
            "days": _("A card counts when it was right in a review after an interval of at least so many days."),
            "percent": _("Of the flashcards; of all cards where a lesson has none."),
        }

    def check_days(self, days: int, length: int) -> None:
        """Refuse an interval that no card has by the last day, even if it is always answered well."""
        if (first := days_until_interval(days)) > length:
            sentence = ngettext(
                "A card that is learned on the first day is asked after so long on day %(number)s. Choose a later last "
                "day, or fewer days.",
                "A card that is learned on the first day is asked after so long on day %(number)s. Choose a later last "
                "day, or fewer days.",
                first,
            )
            self.add_error("days", sentence % {"number": localized.number(first)})


class ExtensionForm(forms.Form):
    """A learner's own last day."""

    last_on = DayField(
        required=False,
        label=_("Last day for this learner"),
        help_text=_("Empty: as for everyone."),
    )

    def __init__(self, goal: Goal, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.goal = goal

    def clean_last_on(self) -> date | None:
        """Refuse a day that gives no more time."""
        day: date | None = self.cleaned_data["last_on"]
        if day and day <= self.goal.last_on:
            raise forms.ValidationError(_("Choose a day after the last day of the goal."))
        return day


def days_until_interval(days: int) -> int:
    """Return on which day a card is asked after an interval of so many, when it is learned on day 1 and always good."""
    state, day = grade(CardState(), GOOD, Sm2Variant.TEXT), 1
    while state.interval_days < days:
        day += state.interval_days
        state = grade(state, GOOD, Sm2Variant.TEXT)
    return day + state.interval_days
