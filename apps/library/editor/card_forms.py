"""The form in which a person writes or edits a card."""

from collections.abc import Collection
from difflib import get_close_matches
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.cards.forms.fields import FieldClasses, LabelsField, MarkdownField
from apps.cards.forms.notes import TaggedNoteForm
from apps.cards.kinds.choice import choices
from apps.cards.kinds.occlusion import picture_of
from apps.cards.kinds.registry import BASIC, BY_NAME, CHOICE, CLOZE, OCCLUSION, REVERSED, has_label
from apps.cards.models import Deck, Note, Section
from apps.library.editor import occlusion_rows
from apps.library.editor.occlusion_rows import MaskRow
from apps.web.merged_form import MergedForm
from apps.web.translation import translate_lazy

WRITTEN_KINDS = (BASIC, REVERSED, CLOZE, CHOICE, OCCLUSION)
TEXT_ROWS = {"front": 2, "back": 3, "extra": 2}


class CardForm(MergedForm, TaggedNoteForm):
    """A card as its author writes it. Without an instance, it is a new one of the deck.

    A choice has its choices in its section: those of an exercise are edited with the exercise, not here.
    """

    choices = LabelsField(required=False, label=_("Choices"))
    draft = forms.SlugField(required=False, max_length=36, widget=forms.HiddenInput)

    class Meta(TaggedNoteForm.Meta):
        fields = ["kind", "front", "back", "label", "choices", "extra", "tags"]
        widgets = {
            "kind": forms.RadioSelect,
            **{name: forms.Textarea(attrs={"rows": rows}) for name, rows in TEXT_ROWS.items()},
        }
        labels = {"label": _("Correct choice"), "extra": _("More on the back"), "tags": _("Tags")}
        help_texts: dict[str, object] = {
            "tags": _("Words, separated by spaces."),
            "label": _("One of the choices, as it is written there."),
        }
        field_classes: FieldClasses = dict.fromkeys(("front", "back", "extra"), MarkdownField)

    def __init__(self, data: Any = None, *, deck: Deck, instance: Note | None = None, **options: Any) -> None:
        self.deck = deck
        if data and data.get("kind") == OCCLUSION and "mask_left" in data:  # rows of numbers, without a script
            data = data.copy()
            data["back"] = occlusion_rows.text_of(data)
        super().__init__(data, instance=instance or Note(deck=deck), **options)
        self.section = self.instance.section if self.instance.section_id else None
        self.in_exercise = bool(self.section and self.section.kind == Section.Kind.EXERCISE)
        kinds = dict.fromkeys((*WRITTEN_KINDS, self.instance.kind))
        self.fields["kind"].choices = [(name, translate_lazy(BY_NAME[name].label)) for name in kinds]  # type: ignore[attr-defined]  # a TypedChoiceField
        if self.in_exercise:
            self.fields.pop("choices", None)
        elif self.section:
            self.initial["choices"] = self._saved_choices(self.section.labels)

    def values_of_row(self, names: Collection[str]) -> dict[str, Any]:
        """The choices too, which are stored with the section."""
        labels = self.instance.section.labels if self.instance.section_id else []
        choices = {"choices": self._saved_choices(labels)} if "choices" in names else {}
        return super().values_of_row(names) | choices

    def value_of_row(self, name: str) -> Any:
        """The choices too."""
        return self.stored[name] if name == "choices" else super().value_of_row(name)

    def _saved_choices(self, labels: list[str]) -> list[str]:
        """Return what the saved card offers: the correct choice, too, where an import left it out of its section."""
        note = self.instance
        return list(choices(note, labels)) if has_label(note.kind) and note.label else labels

    @property
    def mask_rows(self) -> list[MaskRow]:
        """The masks of an occlusion as rows of numbers, and some more to fill in."""
        sent = occlusion_rows.sent_rows(self.data) if self.is_bound else []
        rows = [row for row in sent if row != MaskRow()] or occlusion_rows.rows_of(str(self["back"].value() or ""))
        return [*rows, *([MaskRow()] * occlusion_rows.BLANK_ROWS)]

    @property
    def missing(self) -> set[str]:
        """The names of the texts that are still empty."""
        return {name for name in Note.CARD_FIELDS if name in self.fields and not self[name].value()}

    def clean(self) -> dict[str, Any]:
        """Also find the correct choice whatever its case, and let a preview have the deck's pictures."""
        self.cleaned_data["label"] = self._as_offered(self.cleaned_data.get("label", ""))
        cleaned = super().clean()
        if problem := self._choice_problem(cleaned):
            self.add_error("label", problem)
        if self.note:
            self.note.deck = self.deck
        return cleaned

    def problems_of(self, note: Note) -> dict[str, list[str]]:
        """Return what must be fixed; masks are drawn here, and a picture is put in by a tool."""
        found = super().problems_of(note)
        if note.kind == OCCLUSION and "front" in found and not picture_of(note.front):
            found["front"] = [gettext("Put one picture into the front.")]
        if note.kind == OCCLUSION and "back" in found and not note.back.strip():
            found["back"] = [gettext("Cover a part of the picture with a mask.")]
        return found

    def _as_offered(self, label: str) -> str:
        """Return the choice that differs in its case alone, or else the label as it was typed."""
        same = [choice for choice in self.offered_labels() if choice.casefold() == label.casefold()]
        return label if label in same or not same else same[0]

    def offered_labels(self) -> list[str]:
        """Return what there is to choose from: the labels of the exercise, or else the choices that were typed."""
        labels = self.section.labels if self.in_exercise and self.section else self.cleaned_data.get("choices")
        return list(labels or [])

    def _choice_problem(self, cleaned: dict[str, Any]) -> str:
        """Return what to do about a correct choice that is none of those typed; the nearest one may be meant."""
        kind, typed, right = (cleaned.get(name, "") for name in ("kind", "choices", "label"))
        if not (kind and has_label(kind) and typed and right) or right in typed:
            return ""
        if nearest := get_close_matches(right, typed, n=1):
            sentence = gettext("“%(label)s” is not among the choices. Add it to them, or write “%(nearest)s”.")
            return sentence % {"label": right, "nearest": nearest[0]}
        return gettext("“%(label)s” is not among the choices. Add it to them, or write one of them.") % {"label": right}

    def section_of(self, cleaned: dict[str, Any]) -> Section | None:
        """Return the note's section, or one that is not saved with the choices that were typed."""
        labels = self.labels(cleaned)
        return self.section if labels is None else Section(deck=self.deck, labels=labels)

    def labels(self, cleaned: dict[str, Any]) -> list[str] | None:
        """Return what there is to choose from, if only the correct one; nothing where the form does not decide."""
        if self.in_exercise or not has_label(cleaned["kind"]):
            return None
        return cleaned.get("choices") or list(filter(None, [cleaned.get("label")]))


class AddCardForm(CardForm):
    """A new card, and whether another one follows it."""

    stay = forms.BooleanField(required=False, initial=True, label=_("Stay here for the next one"))
