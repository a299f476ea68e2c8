"""Forms of the review."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.cards.forms.fields import MarkdownField
from apps.reviews.day.queue import PARTS
from apps.reviews.models import PersonalNote, ReviewLog, Schedule
from apps.web.merged_form import MergedForm

MORE_NEW = (5, 10, 20)  # so many more new cards a press adds


class TimedForm(forms.Form):
    """A pressed button, and how long the answer took, where that is known."""

    taken_ms = forms.IntegerField(min_value=0, required=False)

    def clean_taken_ms(self) -> int | None:
        """Limit the time to the longest that is logged."""
        taken: int | None = self.cleaned_data["taken_ms"]
        return None if taken is None else min(taken, ReviewLog.MAX_TAKEN_MS)


class GradeForm(TimedForm):
    """A pressed button: the grade, the version and the part of the queue that were shown, how long it took."""

    grade = forms.IntegerField(min_value=0, max_value=5)
    version = forms.IntegerField(min_value=0, max_value=2**31 - 2)
    part = forms.ChoiceField(choices=[(part, part) for part in PARTS], required=False)

    @property
    def answer(self) -> dict[str, Any]:
        """The valid form as arguments of services.grade_card."""
        data = self.cleaned_data
        return {
            "grade": data["grade"],
            "seen_version": data["version"],
            "seen_part": data["part"],
            "taken_ms": data["taken_ms"],
        }


class MoreNewForm(forms.Form):
    """How many more new cards today, and the page to go back to."""

    number = forms.TypedChoiceField(choices=[(number, number) for number in MORE_NEW], coerce=int)
    back = forms.ChoiceField(choices=[(page, page) for page in ("today", "deck")], required=False)


class UndoForm(forms.Form):
    """What is undone: an answer, or what was done to a card: suspended, flagged."""

    log = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False)
    act = forms.IntegerField(min_value=1, max_value=2**31 - 1, required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse a form that names neither or both."""
        named = [name for name in ("log", "act") if self.cleaned_data.get(name)]
        if len(named) != 1:
            raise forms.ValidationError(_("Choose what to undo."))
        return self.cleaned_data


class ShownCardForm(forms.Form):
    """The card that a page shows, and whether with its answer."""

    card = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    back = forms.CharField(required=False)


class FlagForm(forms.Form):
    """Which flag a card gets; 0 is none."""

    flag = forms.TypedChoiceField(choices=Schedule.Flag.choices, coerce=int)


class PersonalNoteForm(MergedForm):
    """A learner's own text to a card."""

    class Meta:
        model = PersonalNote
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 5})}
        help_texts = {"text": _("Markdown works. Empty it to remove the note.")}
        field_classes = {"text": MarkdownField}
