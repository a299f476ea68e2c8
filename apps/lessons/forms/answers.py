"""What people send from a practice page."""

from collections.abc import Iterator

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from apps.lessons.models import WRITING_LIMIT
from apps.lessons.page import PageItem
from apps.web.merged_form import fingerprint


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
    """A learner's own answer to an open exercise; an empty one deletes it.

    `seen` is the fingerprint of the text that the page showed, and `sent` the text that it sent last, whose answer may
    still be on its way: whatever else is stored by now was written on another page.
    """

    text = LinesField(
        required=False,
        max_length=WRITING_LIMIT,
        error_messages={
            "max_length": _("Shorten this to %(limit_value)d characters. It has %(show_value)d. Nothing was saved.")
        },
    )
    seen = forms.CharField(required=False)
    sent = LinesField(required=False)

    def is_conflict(self, stored: str) -> bool:
        """Whether saving would replace a text that was written on another page since."""
        known = ("", self.cleaned_data["text"], self.cleaned_data["sent"])
        seen = self.cleaned_data["seen"]
        return bool(seen) and seen != fingerprint([stored]) and stored not in known


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
