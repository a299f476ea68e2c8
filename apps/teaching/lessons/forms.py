"""Forms of lessons in the list of a course."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from apps.cards.models import Deck
from apps.courses.models import Course
from apps.lessons.editing.lesson_slugs import unused_slug
from apps.lessons.models import Lesson
from apps.teaching.dates import MomentField
from apps.teaching.models import Goal
from apps.web.merged_form import MergedForm


class NewLessonForm(forms.ModelForm):
    """A new lesson: its title, and the track that it is in."""

    class Meta:
        model = Lesson
        fields = ["title", "track"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        suggest_tracks(self)


class LessonNameForm(MergedForm):
    """What a lesson is called, where it is found, and its track."""

    class Meta:
        model = Lesson
        fields = ["title", "track", "slug"]
        help_texts = {"slug": _("Used in the URL. Links to the page break when it changes.")}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        suggest_tracks(self)

    def clean_slug(self) -> str:
        """Refuse the slug of another lesson of the course."""
        return unused_slug(self.cleaned_data["slug"], self.instance)


class DeckNameForm(MergedForm):
    """What a deck without a lesson is called."""

    class Meta:
        model = Deck
        fields = ["title", "description"]
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}


class PlaceForm(forms.ModelForm):
    """The track that a drag puts a lesson into: also one that its last lesson has left, which comes back to it."""

    class Meta:
        model = Lesson
        fields = ["track"]


class OpenForm(forms.Form):
    """The moment from which a deck is open, in the time zone of whoever types it."""

    opens_at = MomentField(label=_("Opens at"), error_messages={"invalid": _("Choose a date and a time.")})


class MoveToCourseForm(forms.Form):
    """The course that a deck moves to."""

    course = forms.ModelChoiceField(
        Course.objects.none(),
        label=_("Course"),
        to_field_name="slug",
        error_messages={"invalid_choice": _("Choose one of your courses.")},
    )

    def __init__(self, *args: Any, courses: Any, deck: Deck | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.deck = deck
        self.fields["course"].queryset = courses  # type: ignore[attr-defined]

    def clean_course(self) -> Course:
        """Refuse a course that is archived, and a lesson for which its course has goals."""
        course: Course = self.cleaned_data["course"]
        if course.archived_at:
            raise ValidationError(_("This course is archived. Unarchive it first."))
        if Goal.objects.filter(lesson__deck=self.deck).exists():
            sentence = _("This course has a goal for the lesson. Delete the goal first, or duplicate the lesson.")
            raise ValidationError(sentence)
        return course


def suggest_tracks(form: forms.ModelForm) -> None:
    """Let the browser suggest the tracks of the course, which the page lists."""
    form.fields["track"].widget.attrs |= {"list": "tracks", "autocomplete": "off"}
