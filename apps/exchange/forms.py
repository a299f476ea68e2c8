"""The forms in which people bring decks, and change those of their own."""

from typing import Any

from django import forms
from django.core.files import File
from django.core.files.base import ContentFile

from apps.accounts.models import User
from apps.exchange.uploads import DeckUpload, courses_of
from apps.formats.detect import FileKind
from apps.formats.limits import MAX_NOTES, MAX_TITLE_LENGTH, MAX_UPLOAD_BYTES, MIB

ENDINGS = (*(ending for kind in FileKind for ending in kind.value if ending != ".zip"), ".txt")
NAMED = ".apkg, .colpkg, .csv, .tsv, .txt, .xlsx, .md, .json, or a PDF with a deck in it"
PRIVATE = ("", "Only for me")


class DeckUploadForm(forms.Form):
    """A deck, as a file or pasted; whose it becomes, and what it is called."""

    file = forms.FileField(
        required=False,
        allow_empty_file=True,  # what is wrong with it is said where it is read
        label="Choose a file",
        help_text=f"{NAMED}. Up to {MAX_UPLOAD_BYTES // MIB} MB and {MAX_NOTES:,} notes.",
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS), "data-most": MAX_UPLOAD_BYTES}),
    )
    text = forms.CharField(
        required=False,
        strip=False,
        label="Or paste a deck",
        help_text="Cells copied from a spreadsheet, an export of Quizlet, or Markdown.",
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )
    course = forms.ChoiceField(required=False, label="It is for")
    title = forms.CharField(
        required=False,
        max_length=MAX_TITLE_LENGTH,
        label="Title",
        help_text="Empty: what the file calls it.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    with_schedule = forms.BooleanField(
        required=False,
        label="With my schedule and history from Anki",
        help_text="Cards that you know there are due here on the same day. For packages of Anki.",
    )

    def __init__(self, *args: Any, person: User, **options: Any) -> None:
        super().__init__(*args, **options)
        taught = [(course.slug, f"The course “{course}”") for course in courses_of(person)]
        if taught:
            self.fields["course"].choices = [PRIVATE, *taught]  # type: ignore[attr-defined]
        else:
            del self.fields["course"]

    def clean_file(self) -> File | None:
        """Refuse a file that is too large."""
        file: File | None = self.cleaned_data["file"]
        if file and file.size > MAX_UPLOAD_BYTES:
            raise forms.ValidationError(
                f"This file has more than {MAX_UPLOAD_BYTES // MIB} MB. Divide it into several."
            )
        return file

    def clean(self) -> dict[str, Any]:
        """Refuse a form with nothing in it, or with both."""
        cleaned = super().clean() or self.cleaned_data
        file, text = cleaned.get("file"), cleaned.get("text", "").strip()
        if not {"file", "text"} & set(self.errors) and bool(file) == bool(text):
            self.add_error("file", "Choose a file or paste a deck, not both." if file else "Choose a file, or paste.")
        return cleaned

    @property
    def source(self) -> str:
        """The field in which the deck came, once the form is valid."""
        return "file" if self.cleaned_data["file"] else "text"

    def upload(self) -> tuple[DeckUpload, File]:
        """Return what was sent, once the form is valid."""
        said = self.cleaned_data
        file = said["file"] or ContentFile(said["text"].encode("utf-8", "replace"), "")
        course = said.get("course", "")
        return DeckUpload(file.name or "", file.size, course, said["title"].strip(), said["with_schedule"]), file
