"""The forms of one card, of one section, and of the texts above the sections. Each merges what two people write."""

from secrets import token_hex
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.cards.forms.decks import SectionForm
from apps.cards.forms.fields import MarkdownField
from apps.cards.kinds.registry import BASIC, CHOICE, OCCLUSION
from apps.cards.models import Note, Section
from apps.lessons.editing.lesson_slugs import unused_slug
from apps.lessons.editing.note_kinds import kind_in
from apps.lessons.editing.wording import NoteWording, wording_of
from apps.lessons.models import Lesson
from apps.library.editor.card_forms import CardForm
from apps.web.merged_form import MergedForm

LESSON_TEXTS = ["title", "slug", "description", "introduction"]
SECTION_TEXTS = ["kind", "title", "introduction", "labels", "numbering", "closing"]


class LessonCardForm(CardForm):
    """A card in a section of a lesson, whose labels are what it offers. Without a primary key, it is a new one."""

    choices = None  # type: ignore[assignment]  # those of its section
    add_label = forms.BooleanField(required=False, label=_("Add this label to the section"))

    class Meta(CardForm.Meta):
        fields = ["section", "kind", "front", "back", "label", "extra", "tags"]
        labels = {**CardForm.Meta.labels, "label": _("Correct label")}
        error_messages = {
            **CardForm.Meta.error_messages,
            "section": {"invalid_choice": _("Choose a section of this page.")},
        }
        help_texts = {**CardForm.Meta.help_texts, "label": ""}

    def __init__(self, data: Any = None, *, instance: Note, masks: bool = False, **options: Any) -> None:
        self.key = f"n{instance.pk}" if instance.pk else f"new{instance.section_id or ''}"
        super().__init__(data, deck=instance.deck, instance=instance, auto_id=f"{self.key}-%s", **options)
        self.has_masks = masks
        self.initial["draft"] = token_hex(8)
        self._offer_sections(self.fields["section"])
        self._name_fields()

    def _offer_sections(self, field: Any) -> None:
        """Offer the sections of the lesson; without a choice, the card stays in its own."""
        field.queryset, field.empty_label = Section.objects.filter(deck=self.instance.deck), None
        field.required = False

    def _name_fields(self) -> None:
        wording, kinds = self.wording, self.fields["kind"]
        self.fields["front"].label, self.fields["back"].label = wording.front, wording.back
        self.fields["front"].error_messages["required"] = str(wording.front_required)
        self.fields["label"].widget.attrs["list"] = f"{self.key}-labels"
        self.fields["tags"].widget.attrs |= {"list": f"{self.key}-known-tags", "autocomplete": "off"}
        kinds.choices = [each for each in kinds.choices if self._can_be(each[0])]  # type: ignore[attr-defined]

    def _can_be(self, kind: str) -> bool:
        """Whether this form has what that kind of card needs, or it is of that kind already."""
        section: Section = self.instance.section
        here = {OCCLUSION: self.has_masks, CHOICE: bool(section.labels) or section.kind == Section.Kind.EXERCISE}
        return kind == self.instance.kind or here.get(kind, True)

    @property
    def has_choice(self) -> bool:
        """Whether it can be a choice: only where its section has labels to choose from."""
        return self._can_be(CHOICE)

    @property
    def wording(self) -> NoteWording:
        """What it and its fields are called."""
        return wording_of(self.instance.section)

    @property
    def has_fixed_kind(self) -> bool:
        """Whether its label alone decides what it is: of a scenario, unless it is something else already."""
        section: Section = self.instance.section
        return section.kind == Section.Kind.EXERCISE and self.instance.kind in (BASIC, CHOICE)

    @property
    def is_drawn(self) -> bool:
        """Whether it has masks over a picture, which are drawn on a page of its own."""
        return bool(self.instance.kind == OCCLUSION)

    @property
    def chosen_section(self) -> Section:
        """The section that was chosen, or else the one that the card is in."""
        chosen: Section | None = getattr(self, "cleaned_data", {}).get("section")
        return chosen or self.instance.section

    def clean_section(self) -> Section:
        """Return the chosen section, or the one that it is in."""
        chosen: Section | None = self.cleaned_data["section"]
        return chosen or self.instance.section

    def clean_kind(self) -> str:
        """Return the kind; in an exercise, a scenario with a label is a choice, and one without is open."""
        return kind_in(self.chosen_section, self.cleaned_data["kind"], str(self.data.get("label", "")))

    def offered_labels(self) -> list[str]:
        """Return the labels of the chosen section."""
        labels: list[str] = self.chosen_section.labels
        return labels

    def section_of(self, cleaned: dict[str, Any]) -> Section | None:
        """Return the chosen section."""
        return self.chosen_section

    @property
    def new_label(self) -> str:
        """The label to add to the section; empty for none."""
        label: str = self.cleaned_data["label"]
        wanted = self.cleaned_data["add_label"] and label not in self.chosen_section.labels
        return label if wanted else ""


class SectionTextForm(MergedForm, SectionForm):
    """The texts of a section; an empty one may be deleted."""

    remove = forms.BooleanField(required=False, label=_("Remove this empty section"))

    class Meta(SectionForm.Meta):
        fields = SECTION_TEXTS
        labels = {
            **SectionForm.Meta.labels,
            "introduction": _("Introduction (optional)"),
            "closing": _("Closing words (optional)"),
        }
        help_texts = {
            "kind": _(
                "A self-check asks questions, each with an answer to compare. An exercise gives scenarios to solve, "
                "with labels to choose from. Flashcards are for the daily review."
            ),
            "labels": _("The choices of an exercise, one on each line, in their order. Without them, it is open."),
        }

    def __init__(self, data: Any = None, *, removable: bool = False, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["introduction"].widget.attrs["rows"] = 3
        self.fields["closing"].widget.attrs["rows"] = 2
        if not removable:
            del self.fields["remove"]

    @property
    def is_to_be_removed(self) -> bool:
        """Whether the person asked to remove it."""
        return bool(self.cleaned_data.get("remove"))


class LessonTopForm(MergedForm):
    """The title of a lesson, and what is above its sections."""

    class Meta:
        model = Lesson
        fields = LESSON_TEXTS
        field_classes = {"introduction": MarkdownField}
        help_texts = {"slug": _("Used in the URL. Links to the page break when it changes.")}
        widgets = {"introduction": forms.Textarea(attrs={"rows": 5})}

    def clean_slug(self) -> str:
        """Refuse the slug of another lesson of the course."""
        return unused_slug(self.cleaned_data["slug"], self.instance)
