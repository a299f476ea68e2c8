"""The form of one note on a lesson's page."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.cards.forms.notes import NoteTextForm
from apps.cards.models import Note, Section
from apps.lessons.admin.edited_row import EditedRow, FormData, RankField
from apps.lessons.admin.section_row import SectionRow
from apps.lessons.editing.note_kinds import kind_in
from apps.lessons.editing.wording import TASK, NoteWording


class NoteRow(EditedRow, NoteTextForm):
    """One note; `number` is its rank on the page as it is shown now."""

    text_fields = Note.CONTENT_FIELDS
    number = 0
    rank = RankField()
    section_choice = forms.ChoiceField(
        label=gettext_lazy("Section"),
        error_messages={"invalid_choice": gettext_lazy("Choose a section of this page.")},
    )
    add_label = forms.BooleanField(required=False, label=gettext_lazy("Add this label to the exercise"))

    class Meta(NoteTextForm.Meta):
        fields = Note.CONTENT_FIELDS
        help_texts = dict.fromkeys(Note.CONTENT_FIELDS, "")  # once above all notes, not at each

    def __init__(self, data: FormData, *, sections: Mapping[str, SectionRow], **options: Any) -> None:
        super().__init__(data, **options)
        self.sections = sections
        self.section_key = self._section_key()
        stored = self.stored_fingerprint
        self.initial = {**self.initial, "rank": stored.rank or None, "section_choice": stored.section}
        self.initial["tags"] = str(self.initial.get("tags") or "").strip()
        choices = [(key, row.display_name) for key, row in sections.items()]
        self.fields["section_choice"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
        self._label_fields()

    def _section_key(self) -> str:
        """Return the key of its section: the one that the person chose, else the one that holds it now."""
        stored = self.stored_fingerprint.section
        typed = str(self.data.get(self.add_prefix("section_choice"))) if self.is_bound else stored
        is_chosen = typed in self.sections and (typed != self.seen_fingerprint.section or not stored)
        return typed if is_chosen else stored

    def _label_fields(self) -> None:
        self.fields["front"].label, self.fields["back"].label = self.wording.front, self.wording.back
        self.fields["front"].error_messages["required"] = str(self.wording.front_required)
        self.fields["label"].label = _("Correct label")
        self.fields["label"].widget.attrs["list"] = f"labels-{self.section_key}"
        self.fields["archived"].label = _("Archive")

    @property
    def wording(self) -> NoteWording:
        """What it and its fields are called in its section."""
        section = self.sections.get(self.section_key)
        return section.wording if section else TASK

    @property
    def heading(self) -> str:
        """What it is called in its section, such as “Question 3”."""
        return str(self.wording.new) if self.is_blank else str(self.wording.numbered).format(number=self.number)

    @property
    def display_name(self) -> str:
        """What it is called among all parts of the page."""
        front = str(self.wording.front)
        return _("%(field)s: %(text)s") % {"field": front, "text": self.instance} if str(self.instance) else front

    @property
    def typed_note(self) -> Note | None:
        """The note with the texts that were typed, or as it is stored; None where these cannot be read."""
        return self.note if self.is_bound else self.instance

    def clean_kind(self) -> str:
        """Return the kind; in an exercise, a scenario with a label is a choice, and one without is open."""
        row = self.sections.get(self.section_key)
        label = str(self.data.get(self.add_prefix("label"), ""))
        return kind_in(row.section if row else None, self.cleaned_data["kind"], label)

    def section_of(self, cleaned: dict[str, object]) -> Section | None:
        """Return its section, as typed."""
        row = self.sections.get(self.section_key)
        return row.section if row else None

    def problems_of(self, note: Note) -> dict[str, list[str]]:
        """Return what must be fixed; what the person did not change can wait."""
        return super().problems_of(note) if self.is_changed or self.is_moved else {}
