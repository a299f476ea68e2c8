"""Forms of one note."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.cards.forms.fields import FieldClasses, MarkdownField, PositionedForm, PositionField
from apps.cards.kinds.registry import has_label
from apps.cards.models import Deck, Note, Section
from apps.cards.siblings import problems_of
from apps.cards.tags import normalize_tags
from apps.formats.limits import MAX_TAGS_LENGTH
from apps.web.localized import enumeration
from apps.web.merged_form import MergedForm


class NoteTextForm(forms.ModelForm):
    """The texts of a note: enough for a preview. After cleaning, `note` has the texts, even those with a problem."""

    note: Note | None = None
    section: Section | None = None

    class Meta:
        model = Note
        fields: Sequence[str] = Note.CARD_FIELDS
        help_texts: dict[str, object] = {
            "front": _("Markdown, $math$ and code. In a cloze, write {{c1::answer}} or {{c1::answer::hint}}."),
            "back": _(
                "The answer. A cloze shows it below its text; in a choice, it explains why the label is correct."
            ),
        }
        error_messages = {"front": {"required": _("Write the front.")}}
        field_classes: FieldClasses = dict.fromkeys(("front", "back", "extra"), MarkdownField)

    def clean(self) -> dict[str, Any]:
        """Add what keeps the cards from being made, each at its field."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            texts = {name: cleaned.get(name, getattr(self.instance, name)) for name in Note.CARD_FIELDS}
            self.note = Note(section=self.section_of(cleaned), **texts)
            for name, problems in self.problems_of(self.note).items():
                self.add_error(name, problems)
            if problem := "" if cleaned.get("add_label") else label_problem(self.note):
                self.add_error("label", problem)
        return cleaned

    def problems_of(self, note: Note) -> dict[str, list[str]]:
        """Return what must be fixed before the note can be saved."""
        return problems_of(note)

    def section_of(self, cleaned: dict[str, object]) -> Section | None:
        """Return the note's section, where it is known."""
        return self.section


def label_problem(note: Note) -> str:
    """Return what to do about a label that the note's exercise does not offer; empty where it does."""
    labels: list[str] = note.section.labels if note.section_id else []
    if not has_label(note.kind) or not note.section_id or not note.label or note.label in labels:
        return ""
    if not labels:
        sentence = gettext("The exercise does not offer the label “%(label)s”. Add it to the labels.")
        return sentence % {"label": note.label}
    sentence = gettext(
        "The exercise does not offer the label “%(label)s”. Choose one of these, or add it to them: %(labels)s."
    )
    return sentence % {"label": note.label, "labels": enumeration(labels)}


class TaggedNoteForm(NoteTextForm):
    """The texts of a note, and its tags."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial["tags"] = self.initial.get("tags", "").strip()

    def clean_tags(self) -> str:
        """Return the tags as they are stored, which takes two characters more than were typed."""
        tags = normalize_tags(self.cleaned_data["tags"].split())
        if len(tags) > MAX_TAGS_LENGTH:
            message = _("Use fewer tags: together they may have %(count)d characters.")
            raise forms.ValidationError(message, params={"count": MAX_TAGS_LENGTH - 2})
        return tags


class NoteForm(MergedForm, PositionedForm, TaggedNoteForm):
    """A note and its place."""

    add_label = forms.BooleanField(required=False, label=_("Add this label to the exercise’s labels"))

    class Meta(NoteTextForm.Meta):
        fields = ["deck", "section", "position", *Note.CARD_FIELDS, "tags", "archived"]
        field_classes: FieldClasses = {**NoteTextForm.Meta.field_classes, "position": PositionField}
        error_messages = {
            **NoteTextForm.Meta.error_messages,
            "deck": {"required": _("Choose a deck."), "invalid_choice": _("Choose one of your decks.")},
            "section": {"invalid_choice": _("Choose a section of this note’s deck.")},
        }

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        if section := self.fields.get("section"):
            section.required = False
            section.help_text = _("Empty: the deck’s first section.")

    def clean(self) -> dict[str, Any]:
        """Also reject a section of another deck."""
        cleaned = super().clean()
        section, deck_id = cleaned.get("section"), self._deck_id(cleaned)
        if section is not None and deck_id is not None and section.deck_id != deck_id:
            self.add_error("section", gettext("Choose a section of this note’s deck."))
        return cleaned

    def section_of(self, cleaned: dict[str, Any]) -> Section | None:
        """Return the chosen section, or else the one it is in."""
        chosen: Section | None = cleaned.get("section")
        return chosen or (self.instance.section if self.instance.section_id else None)

    def _deck_id(self, cleaned: dict[str, Any]) -> int | None:
        deck: Deck | None = cleaned.get("deck")
        return deck.pk if deck else self.instance.deck_id
