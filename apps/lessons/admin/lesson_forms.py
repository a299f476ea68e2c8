"""The forms of a new lesson, and of the texts above a lesson's sections."""

from django import forms
from django.utils.translation import gettext_lazy

from apps.cards.forms.fields import MarkdownField
from apps.lessons.admin.edited_row import EditedRow
from apps.lessons.editing.lesson_slugs import unused_slug
from apps.lessons.models import Lesson
from apps.lessons.services.lessons import LESSON_TEXTS


class LessonTextForm(EditedRow):
    """The texts above the sections."""

    text_fields = LESSON_TEXTS
    display_name = gettext_lazy("Lesson")

    class Meta:
        model = Lesson
        fields = LESSON_TEXTS
        field_classes = {"introduction": MarkdownField}
        help_texts = {"slug": gettext_lazy("Used in the URL. Links to the page break when it changes.")}

    def clean_slug(self) -> str:
        """Refuse the slug of another lesson of the course."""
        return unused_slug(self.cleaned_data["slug"], self.instance)


class LessonForm(forms.ModelForm):
    """A new lesson; its sections are written once it exists."""

    class Meta:
        model = Lesson
        fields = ["course", *LESSON_TEXTS]
        field_classes = {"introduction": MarkdownField}
        error_messages = {
            "course": {
                "required": gettext_lazy("Choose a course."),
                "invalid_choice": gettext_lazy("Choose one of your courses."),
            }
        }

    def clean(self) -> dict[str, object]:
        """Refuse the slug of another lesson of the course."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("course") and cleaned.get("slug"):
            self.instance.course = cleaned["course"]
            try:
                unused_slug(cleaned["slug"], self.instance)
            except forms.ValidationError as error:
                self.add_error("slug", error)
        return cleaned
