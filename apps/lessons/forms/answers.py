"""What people send from a practice page."""

from collections.abc import Iterator

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from apps.lessons.models import WRITING_LIMIT
from apps.lessons.page import PageItem


class MarkForm(forms.Form):
    """Knew it, or not yet."""

    knew = forms.TypedChoiceField(
        choices=[("yes", _("Knew it")), ("no", _("Not yet"))], coerce=lambda choice: choice == "yes"
    )


class LinesField(forms.CharField):
    """A text of several lines, counted as a browser counts it: a line end is one character, though it sends two."""

    def to_python(self, value: object) -> str:
        """Return the text with plain line ends."""
        return str(super().to_python(value)).replace("\r\n", "\n")


class WritingForm(forms.Form):
    """A learner's own answer to an open exercise; an empty one deletes it."""

    text = LinesField(
        required=False,
        max_length=WRITING_LIMIT,
        error_messages={
            "max_length": _("Shorten this to %(limit_value)d characters. It has %(show_value)d. Nothing was saved.")
        },
    )


class CheckForm(forms.Form):
    """The labels chosen for an exercise's scenarios.

    For each there is `label-<note>`, and `seen-<note>`: how many attempts the page showed, so that a second press is
    not a second attempt. With `again` the page showed no results, so that the same label is a new attempt.
    """

    again = forms.BooleanField(required=False)

    def __init__(self, data: QueryDict, *, scenarios: list[PageItem]) -> None:
        super().__init__(data)
        self.scenarios = scenarios
        for item in scenarios:
            labels = [(label, label) for label in item.choices]
            self.fields[f"label-{item.note.pk}"] = forms.ChoiceField(required=False, choices=labels)
            self.fields[f"seen-{item.note.pk}"] = forms.IntegerField(required=False, min_value=0)
        self.full_clean()

    def attempts(self) -> Iterator[tuple[PageItem, str, int]]:
        """Yield each new attempt: the scenario, the label and the attempt's number."""
        for item, label in self.chosen:
            if self._is_current(item) and (label != item.chosen or self.cleaned_data["again"]):
                yield item, label, len(item.attempts) + 1

    @property
    def is_stale(self) -> bool:
        """Whether a scenario was answered after the page was shown, and with another label."""
        return any(label != item.chosen and not self._is_current(item) for item, label in self.chosen)

    def _is_current(self, item: PageItem) -> bool:
        """Whether the page showed all attempts at the scenario."""
        seen = self.cleaned_data.get(f"seen-{item.note.pk}")
        return seen is None or seen == len(item.attempts)

    @property
    def chosen(self) -> list[tuple[PageItem, str]]:
        """The scenarios with a chosen label, each with that label."""
        labels = [(item, self.cleaned_data.get(f"label-{item.note.pk}", "")) for item in self.scenarios]
        return [(item, label) for item, label in labels if label]
