"""The form in which instructors bring practice pages."""

from typing import Any

from django import forms

from apps.courses.models import Course
from apps.formats.limits import MAX_PAGE_BYTES, MAX_PAGE_ZIP_BYTES, as_size
from apps.lessons.importing.files import SUFFIXES
from apps.lessons.importing.upload import PageUpload

ENDINGS = (*SUFFIXES, ".zip")


class PageUploadForm(forms.Form):
    """A page, pasted or as a file, or a zip of pages; and which lesson it is."""

    text = forms.CharField(
        required=False,
        strip=False,
        label="Paste the page",
        help_text="Its source, its HTML, or the text as copied from the browser.",
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )
    file = forms.FileField(
        required=False,
        label="Or choose a file",
        help_text=f"{', '.join(ENDINGS)}. Up to {as_size(MAX_PAGE_BYTES)}, a zip up to {as_size(MAX_PAGE_ZIP_BYTES)}.",
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
    )
    lesson = forms.ChoiceField(required=False, label="It becomes", help_text="A zip brings its own names of lessons.")

    def __init__(self, *args: Any, course: Course, **options: Any) -> None:
        super().__init__(*args, **options)
        there = [(lesson.slug, f"The lesson “{lesson}”") for lesson in course.lessons.all()]
        self.fields["lesson"].choices = [("", "The lesson of its own title, new or there"), *there]  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        """Refuse a file that is too large, or of a kind that holds no page."""
        file = self.cleaned_data["file"]
        if file is None:
            return None
        name = file.name.lower()
        most = MAX_PAGE_ZIP_BYTES if name.endswith(".zip") else MAX_PAGE_BYTES
        if not name.endswith(ENDINGS):
            raise forms.ValidationError(f"Choose a file that ends in {', '.join(ENDINGS)}.")
        if file.size > most:
            raise forms.ValidationError(f"This file has more than {as_size(most)}. Divide it.")
        return file

    def clean(self) -> dict[str, Any]:
        """Refuse a form with nothing in it, or with both."""
        cleaned = super().clean() or self.cleaned_data
        if bool(cleaned.get("text", "").strip()) == bool(cleaned.get("file")) and "file" not in self.errors:
            both = bool(cleaned.get("file"))
            self.add_error(
                "text", "Paste a page or choose a file, not both." if both else "Paste a page, or choose a file."
            )
        return cleaned

    @property
    def upload(self) -> PageUpload:
        """What was sent, once the form is valid."""
        file, lesson = self.cleaned_data["file"], self.cleaned_data["lesson"]
        if file:
            return PageUpload(file.name, file.read(), lesson)
        return PageUpload("", self.cleaned_data["text"].encode("utf-8", "replace"), lesson)
