"""The form in which people upload what they import: decks, or practice pages of a course."""

from typing import Any

from django import forms
from django.core.files import File
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.models import User
from apps.courses.models import Course
from apps.exchange.uploads import Upload, UploadKind, courses_of
from apps.formats.file_kinds import FileKind
from apps.formats.limits import (
    MAX_NOTES,
    MAX_PAGE_BYTES,
    MAX_PAGE_ZIP_BYTES,
    MAX_TITLE_LENGTH,
    MAX_UPLOAD_BYTES,
    as_size,
)
from apps.formats.practice_page import page_reader
from apps.web.localized import number
from apps.web.translation import translate_message

DECK_ENDINGS = (*(ending for kind in FileKind for ending in kind.value), ".txt")
NOT_LISTED = (".pdf", ".xls")  # one of these is put in words, the other only gets a hint to save it as .xlsx
PAGE_ENDINGS = (*page_reader.ENDINGS, ".zip")
SENT = ("course", "lesson", "title", "with_schedule", "bold_cloze")


class UploadForm(forms.Form):
    """A file or a pasted text, and what it becomes: decks, or lessons if it is the form of a course."""

    file = forms.FileField(
        required=False,
        allow_empty_file=True,  # its reader knows what is wrong with it
        label=gettext_lazy("Choose a file"),
        widget=forms.FileInput(attrs={"data-max-bytes": MAX_UPLOAD_BYTES}),
    )
    text = forms.CharField(
        required=False,
        strip=False,
        label=gettext_lazy("Or paste text"),
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )
    course = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Import for"),
        help_text=gettext_lazy("Choose the course if the file is a zip of practice pages."),
    )
    lesson = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Lesson"),
        help_text=gettext_lazy("The pages of a zip name their own lessons."),
    )
    title = forms.CharField(
        required=False,
        max_length=MAX_TITLE_LENGTH,
        label=gettext_lazy("Title"),
        help_text=gettext_lazy("Leave empty to use the title in the file."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    with_schedule = forms.BooleanField(
        required=False,
        label=gettext_lazy("Import my schedule and history"),
        help_text=gettext_lazy("From Anki, Mnemosyne or Obsidian. Cards you know there are due here on the same day."),
    )
    bold_cloze = forms.BooleanField(
        required=False,
        label=gettext_lazy("Bold words are blanks"),
        help_text=gettext_lazy("For notes in Markdown that mark in bold what is to be remembered."),
    )

    def __init__(
        self, *args: Any, person: User, course: Course | None = None, problem: str = "", **options: Any
    ) -> None:
        """`course` is the one whose practice pages are imported; without one, the file is of decks.

        `problem` is why what was sent could not be read.
        """
        super().__init__(*args, **options)
        self._course, self._problem = course, problem
        if course:
            self._take_pages(course)
        else:
            self._take_decks(person)

    def _take_decks(self, person: User) -> None:
        limits = {
            "endings": ", ".join(each for each in DECK_ENDINGS if each not in NOT_LISTED),
            "size": _size(MAX_UPLOAD_BYTES),
            "notes": number(MAX_NOTES),
        }
        files = _("%(endings)s, or a PDF with a deck in it. Up to %(size)s and %(notes)s notes.")
        texts = _("Cells copied from a spreadsheet, an export from Quizlet, or Markdown.")
        self._describe(DECK_ENDINGS, files % limits, texts)
        del self.fields["lesson"]
        taught = [(each.slug, _("The course “%(course)s”") % {"course": each}) for each in courses_of(person)]
        if taught:
            self._set_choices("course", [("", _("Only me")), *taught])
        else:
            del self.fields["course"]

    def _take_pages(self, course: Course) -> None:
        limits = {
            "endings": ", ".join(PAGE_ENDINGS),
            "page": _size(MAX_PAGE_BYTES),
            "zip": _size(MAX_PAGE_ZIP_BYTES),
        }
        files = _("%(endings)s. Up to %(page)s, a zip up to %(zip)s.") % limits
        self._describe(PAGE_ENDINGS, files, _("The page’s source, its HTML, or its text copied from the browser."))
        for name in ("course", "title", "with_schedule", "bold_cloze"):
            del self.fields[name]
        lessons = [(each.slug, _("The lesson “%(lesson)s”") % {"lesson": each}) for each in course.lessons.all()]
        self._set_choices("lesson", [("", _("The lesson with the page’s title, new or existing")), *lessons])

    def _describe(self, endings: tuple[str, ...], files: str, texts: str) -> None:
        self.fields["file"].help_text = files
        self.fields["file"].widget.attrs["accept"] = ",".join(endings)
        self.fields["text"].help_text = texts

    def _set_choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_file(self) -> File | None:
        """Refuse a file that is too large."""
        file: File | None = self.cleaned_data["file"]
        if file and file.size > MAX_UPLOAD_BYTES:
            message = _("This file is larger than %(size)s. Split it.")
            raise forms.ValidationError(message % {"size": _size(MAX_UPLOAD_BYTES)})
        return file

    def clean(self) -> dict[str, object]:
        """Refuse a form with neither a file nor a text, or with both, and one whose file or text could not be read."""
        cleaned = super().clean() or self.cleaned_data
        file, text = cleaned.get("file"), cleaned.get("text", "").strip()
        if self._problem:
            self.add_error("text" if text else "file", self._problem)
        elif not {"file", "text"} & set(self.errors) and bool(file) == bool(text):
            both, neither = _("Choose a file or paste text, not both."), _("Choose a file or paste text.")
            self.add_error("file", both if file else neither)
        return cleaned

    def upload(self) -> tuple[Upload, File]:
        """Return what was sent, once the form is valid."""
        data = self.cleaned_data
        file = data["file"] or ContentFile(data["text"].encode("utf-8", "replace"), "")
        course = self._course.slug if self._course else data.get("course", "")
        upload = Upload(
            name=file.name or "",
            size=file.size,
            kind=UploadKind.PAGES if self._course else UploadKind.DECKS,
            course=course,
            lesson=data.get("lesson", ""),
            title=data.get("title", "").strip(),
            with_schedule=data.get("with_schedule", False),
            bold_cloze=data.get("bold_cloze", False),
        )
        return upload, file


def values_of(upload: Upload, text: str) -> dict[str, object]:
    """Return what was sent with an upload, but for its file."""
    return {name: getattr(upload, name) for name in SENT} | {"text": text}


def _size(count: int) -> str:
    """Return a number of bytes with its unit, in the active language."""
    return translate_message(as_size(count))
