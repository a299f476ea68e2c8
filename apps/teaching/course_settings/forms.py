"""Forms of a course: a new one, its settings, its copy."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.cards.languages import language_choices
from apps.courses.models import Course
from apps.courses.services.course_settings import SETTINGS
from apps.formats.limits import MAX_TITLE_LENGTH
from apps.teaching.dates import DayField
from apps.web.merged_form import MergedForm

LESSON, PAGES, DECK = "lesson", "pages", "deck"
BEGINNINGS = [
    (LESSON, gettext_lazy("an empty lesson")),
    (PAGES, gettext_lazy("pages that I have: Markdown, HTML or text")),
    (DECK, gettext_lazy("a deck that I have: from Anki, a table or a text")),
]
MAX_COPY_WORDS = 30  # characters, in any language


class NewCourseForm(forms.ModelForm):
    """A new course: its title, and what it begins with."""

    begin = forms.ChoiceField(
        label=gettext_lazy("Begin with"), choices=BEGINNINGS, widget=forms.RadioSelect, initial=LESSON
    )

    class Meta:
        model = Course
        fields = ["title"]


class CourseForm(MergedForm):
    """What a course says of itself, who sees it, and when it takes place."""

    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        widget=forms.Select(attrs={"translate": "no"}),  # the names of languages are Django's
        help_text=gettext_lazy("Of new lessons. It decides hyphenation, fonts and how cards are read aloud."),
    )

    class Meta:
        model = Course
        fields = SETTINGS
        labels = {
            "description": gettext_lazy("About the course"),
            "visibility": gettext_lazy("Who sees it"),
        }
        help_texts = {"licence": gettext_lazy("Of new lessons, such as CC BY 4.0.")}
        widgets = {
            "description": forms.Textarea(attrs={"rows": 3}),
            "visibility": forms.RadioSelect,
        }
        field_classes: ClassVar[dict[str, type[forms.Field]]] = {"starts_on": DayField, "ends_on": DayField}

    def __init__(self, *args: Any, may_edit: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = language_choices([self.initial["language"]])
        self.fields["language"].choices = choices  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.disabled = not may_edit

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the start."""
        cleaned = super().clean()
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("This is before the start. Choose a later day."))
        return cleaned


def copy_title(title: str) -> str:
    """Return the title on offer for a copy: another than that of the course itself."""
    kept = title[: MAX_TITLE_LENGTH - MAX_COPY_WORDS]
    return _("%(title)s (copy)") % {"title": kept}


class NextTermForm(forms.Form):
    """The copy of a course: its title, and the day on which it starts, without which goals would be over already."""

    title = forms.CharField(label=gettext_lazy("Title of the copy"), max_length=MAX_TITLE_LENGTH)
    starts_on = DayField(
        label=gettext_lazy("New start"),
        error_messages={"required": gettext_lazy("Choose when the copy starts: the days of its goals move with it.")},
    )

    def __init__(self, *args: Any, course: Course, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["starts_on"].required = course.goals.exists()
