"""The forms of a lesson's page: its own texts, one form for each section, one for each note.

Each brings back what it showed when the page was opened. So what the person did not change is left alone, whatever
happened to it meanwhile; and what they did change is refused, once, when somebody else changed it too.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django import forms

from apps.cards.forms import MarkdownField, NoteTextForm, SectionForm, plain_lines
from apps.cards.kinds.registry import BASIC, CHOICE
from apps.cards.models import Note, Section
from apps.lessons.admin.reordering import RowFingerprint, fingerprint
from apps.lessons.models import Lesson

NOTE_TEXTS = ["kind", "front", "back", "label", "extra", "tags", "archived"]
SECTION_TEXTS = ["kind", "title", "introduction", "labels", "numbering", "closing"]
LESSON_TEXTS = ["title", "slug", "description", "introduction"]
MAX_POSITION = 9_999
NAMES = {  # what the front and the back of a note are called in a section
    Section.Kind.SELF_CHECK: ("Question", "Answer"),
    Section.Kind.EXERCISE: ("Scenario", "Why"),
    Section.Kind.FLASHCARDS: ("Front", "Back"),
}
WHOLE = ("Task", "Answer")
GONE = "This was archived, moved or deleted meanwhile. Save again to keep your words as a new one."
CHANGED = "Somebody else changed this meanwhile. Compare; then save again to keep what stands here."


class PlaceField(forms.IntegerField):
    """A place in an order, counted from 1; empty is the last."""

    def __init__(self) -> None:
        super().__init__(required=False, min_value=1, max_value=MAX_POSITION, label="Place")
        self.widget.attrs["class"] = "place"


class EditedRow(forms.ModelForm):
    """A part of the page. `stored` is the row as it is now, before what was typed; `gone` when it is no more."""

    texts: list[str]
    problem_of_others = ""
    advice: Sequence[str] = ()

    def __init__(self, data: Any, *, seen: RowFingerprint, gone: bool = False, **options: Any) -> None:
        super().__init__(data, use_required_attribute=False, **options)
        self.now, self.gone = seen, gone
        self.stored = (
            {}
            if self.instance._state.adding
            else {name: _plain(name, getattr(self.instance, name)) for name in self.texts}
        )
        self.seen = RowFingerprint.read(data.get(self.add_prefix("seen"), "")) if data is not None else seen

    @property
    def is_blank(self) -> bool:
        """Whether it waits for something new to be written."""
        return self.is_new and not self.is_bound

    @property
    def typed(self) -> str:
        """The fingerprint of what was typed."""
        return fingerprint(_plain(name, self.cleaned_data.get(name)) for name in self.texts)

    @property
    def changed(self) -> bool:
        """Whether the person changed its texts."""
        return self.typed != self.seen.texts

    @property
    def is_new(self) -> bool:
        """Whether it is to be made."""
        return bool(self.instance._state.adding)

    @property
    def is_untouched(self) -> bool:
        """Whether it is as the page showed it, and can be read."""
        return self.is_valid() and not self.changed

    def clean(self) -> dict[str, Any]:
        """Refuse to write over what somebody else wrote meanwhile."""
        cleaned = super().clean() or self.cleaned_data
        if self.errors or not self.changed:
            return cleaned
        if self.gone:
            self.problem_of_others = GONE
        elif self.stored and self.now.texts not in (self.seen.texts, self.typed):
            self.problem_of_others = CHANGED
        if self.problem_of_others:
            self.add_error(None, self.problem_of_others)
        return cleaned

    def validate_constraints(self) -> None:
        """Leave that to the fields and to `clean`: asking the database costs two queries for each row."""

    @property
    def seen_now(self) -> RowFingerprint:
        """What the page shows of the row: what is there now once the person was told of it."""
        return self.now if self.problem_of_others else self.seen

    @property
    def theirs(self) -> list[tuple[str, Any]]:
        """What somebody else wrote, by field, where it differs from what was typed."""
        if self.problem_of_others != CHANGED:
            return []
        differing = {
            name: value for name, value in self.stored.items() if _plain(name, self.cleaned_data.get(name)) != value
        }
        return [(str(self[name].label), _shown(value)) for name, value in differing.items()]


def seen_of(row: Any, texts: list[str], section: str = "", place: int = 0) -> RowFingerprint:
    """Return what a page shows of a stored row."""
    return RowFingerprint(fingerprint(_plain(name, getattr(row, name)) for name in texts), section, place)


def _plain(name: str, value: Any) -> Any:
    """Return a value as a form brings it back, however it came to be stored."""
    if not isinstance(value, str):
        return value
    return " ".join(value.split()) if name == "tags" else plain_lines(value)


def _shown(value: Any) -> str:
    """Return a stored value as a person reads it."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return ", ".join(value) if isinstance(value, list) else str(value)


class LessonText(EditedRow):
    """What stands above the sections."""

    texts = LESSON_TEXTS
    called = "The lesson"

    class Meta:
        model = Lesson
        fields = LESSON_TEXTS
        field_classes = {"introduction": MarkdownField}
        help_texts = {"slug": "The lesson's name in addresses. Links to its page break when it changes."}

    def clean_slug(self) -> str:
        """Refuse the address of another lesson of the course."""
        return free_slug(self.cleaned_data["slug"], self.instance)


def free_slug(slug: str, lesson: Lesson) -> str:
    """Return the slug if no other lesson of the course has it, or raise ValidationError."""
    others = Lesson.objects.filter(course=lesson.course_id, slug=slug).exclude(pk=lesson.pk)
    if others.exists():
        raise forms.ValidationError("A lesson of this course has this address already. Choose another slug.")
    return slug


class LessonForm(forms.ModelForm):
    """A new lesson; its sections are written once it is there."""

    class Meta:
        model = Lesson
        fields = ["course", *LESSON_TEXTS]
        field_classes = {"introduction": MarkdownField}
        error_messages = {"course": {"required": "Choose a course.", "invalid_choice": "Choose one of your courses."}}

    def clean(self) -> dict[str, Any]:
        """Refuse the address of another lesson of the course."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("course") and cleaned.get("slug"):
            self.instance.course = cleaned["course"]
            try:
                free_slug(cleaned["slug"], self.instance)
            except forms.ValidationError as error:
                self.add_error("slug", error)
        return cleaned


class SectionRow(EditedRow, SectionForm):
    """One section; `key` names it on the page: its number, or "new-" and a number."""

    texts = SECTION_TEXTS
    place = PlaceField()
    remove = forms.BooleanField(required=False, label="Remove this section")

    class Meta(SectionForm.Meta):
        fields = SECTION_TEXTS

    def __init__(self, data: Any, *, key: str, removable: bool = False, **options: Any) -> None:
        super().__init__(data, **options)
        self.key, self.removable = key, removable
        self.initial["place"] = self.now.place or None
        self.fields["introduction"].widget.attrs["rows"] = 3
        self.fields["closing"].widget.attrs["rows"] = 2

    @cached_property
    def section(self) -> Section:
        """A section with the texts that were typed, which may be wrong; not for saving."""
        cleaned = self.cleaned_data if self.is_bound and self.is_valid() else {}
        texts = {name: cleaned.get(name, getattr(self.instance, name)) for name in SECTION_TEXTS}
        # A new one needs some number, so that a note knows that it has a section.
        return Section(pk=self.instance.pk or -1, **texts)

    @property
    def names(self) -> tuple[str, str]:
        """What the front and the back of its notes are called."""
        if self.section.kind == Section.Kind.EXERCISE and self.section.numbering == Section.Numbering.WHOLE:
            return WHOLE
        return NAMES[Section.Kind(self.section.kind)]

    @property
    def called(self) -> str:
        """What it is called among the others."""
        return self.section.title or "New section"


class NoteRow(EditedRow, NoteTextForm):
    """One note."""

    texts = NOTE_TEXTS
    place = PlaceField()
    section_key = forms.ChoiceField(
        label="Section", error_messages={"invalid_choice": "Choose a section of this page."}
    )
    add_label = forms.BooleanField(required=False, label="Add it to the labels of the exercise")

    class Meta(NoteTextForm.Meta):
        fields = NOTE_TEXTS
        help_texts = dict.fromkeys(NOTE_TEXTS, "")  # said once above, not thirty times

    def __init__(self, data: Any, *, sections: Mapping[str, SectionRow], **options: Any) -> None:
        super().__init__(data, **options)
        self.sections = sections
        self.initial = {**self.initial, "place": self.now.place or None, "section_key": self.now.section}
        self.initial["tags"] = str(self.initial.get("tags") or "").strip()
        self.fields["section_key"].choices = [(name, row.called) for name, row in sections.items()]  # type: ignore[attr-defined]
        self._name_fields()

    def _name_fields(self) -> None:
        section = self.sections.get(self.in_section)
        self.fields["front"].label, self.fields["back"].label = section.names if section else WHOLE
        self.fields["front"].error_messages["required"] = f"Write the {str(self.fields['front'].label).lower()}."
        self.fields["label"].label = "Right label"
        self.fields["label"].widget.attrs["list"] = f"labels-{self.in_section}"
        self.fields["archived"].label = "Archive"

    @property
    def in_section(self) -> str:
        """The key of the section it stands in: that which the person chose, else where it is now."""
        typed = str(self.data.get(self.add_prefix("section_key"))) if self.is_bound else self.now.section
        chosen = typed in self.sections and (typed != self.seen.section or not self.now.section)
        return typed if chosen else self.now.section

    @property
    def called(self) -> str:
        """What it is called among the others."""
        return (
            f"{self.fields['front'].label}: {self.instance}" if str(self.instance) else str(self.fields["front"].label)
        )

    @property
    def moved(self) -> bool:
        """Whether the person put it into another section."""
        return self.in_section != self.now.section

    @property
    def as_typed(self) -> Note | None:
        """The note with the texts that were typed, or as it is stored; None for what is no text."""
        return self.note if self.is_bound else self.instance

    def clean_kind(self) -> str:
        """Return the kind; in an exercise, a scenario with a label is a choice, and one without is open."""
        kind: str = self.cleaned_data["kind"]
        section = self.sections.get(self.in_section)
        if section is None or section.section.kind != Section.Kind.EXERCISE:
            return kind
        if kind not in (BASIC, CHOICE):
            return kind
        label = str(self.data.get(self.add_prefix("label"), "")).strip()
        return CHOICE if label else BASIC

    def section_of(self, cleaned: dict[str, Any]) -> Section | None:
        """Return its section, as typed."""
        return self.sections[self.in_section].section if self.in_section in self.sections else None

    def problems_of(self, note: Note) -> dict[str, list[str]]:
        """Return what must be mended; what the person did not touch can wait."""
        return super().problems_of(note) if self.changed or self.moved else {}
