"""Forms of decks, sections and notes, and of what is done to many notes at once."""

from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator, RegexValidator

from apps.cards.kinds.registry import has_label
from apps.cards.models import Deck, Note, Section
from apps.cards.note_cards import problems_of
from apps.cards.services.notes import normal_tags
from apps.formats.limits import MAX_LABEL_LENGTH, MAX_TAGS_LENGTH

type FieldClasses = dict[str, type[forms.Field]]

NOTE_TEXTS = ["kind", "front", "back", "label", "extra"]
MAX_LABELS = 20  # of one exercise: a learner reads them all for each scenario
language_tag = RegexValidator(r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$", "Write a language tag, as in en or pt-BR.")


def plain_lines(text: str) -> str:
    """Return the text with plain line ends and without empty lines around it."""
    return text.replace("\r\n", "\n").strip("\n").rstrip()


class MarkdownField(forms.CharField):
    """Markdown with its lines as they are: a browser's line ends become plain ones, the first indentation stays.

    A text that is too long is refused here and not cut short by the browser.
    """

    default_error_messages = {
        "max_length": "Shorten this to %(limit_value)d characters. It has %(show_value)d now.",
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "strip": False})
        self.error_messages["required"] = f"Write the {str(self.label).lower()}."

    def to_python(self, value: Any) -> str:
        """Return the text as it is kept."""
        return plain_lines(super().to_python(value) or "")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Return the attributes of any field, without the browser's own limit."""
        return forms.Field.widget_attrs(self, widget)


class LabelsField(forms.CharField):
    """The labels of an exercise: one per line, or on one line with commas between them."""

    def __init__(self, *, encoder: Any = None, decoder: Any = None, **options: Any) -> None:
        help_text = "What learners choose from: one label per line."
        options |= {"widget": forms.Textarea(attrs={"rows": 3}), "help_text": help_text, "strip": False}
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        """Return a list as lines; a single label with a comma in it ends its line, so that it stays one."""
        if not isinstance(value, list):
            return value
        return "\n".join(value) + ("\n" if len(value) == 1 and "," in value[0] else "")

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]  # a list of texts, from one
        """Return the labels, each once."""
        text: str = super().to_python(value) or ""
        labels = text.splitlines() if "\n" in text else text.split(",")
        return list(dict.fromkeys(filter(None, (" ".join(label.split()) for label in labels))))

    def validate(self, value: Any) -> None:
        """Refuse more than a learner can choose from, a label that is a text, and what no database keeps."""
        ProhibitNullCharactersValidator()("".join(value))
        if len(value) > MAX_LABELS:
            raise forms.ValidationError(f"Use fewer labels: an exercise has at most {MAX_LABELS}.")
        if any(len(label) > MAX_LABEL_LENGTH for label in value):
            raise forms.ValidationError(f"Shorten the labels: each may have {MAX_LABEL_LENGTH} characters.")

    def run_validators(self, value: Any) -> None:
        """Leave it at that: validators of a text do not know lists."""


class PositionField(forms.IntegerField):
    """Where a row stands among its neighbours; empty for a new one is the last place."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "required": False, "help_text": "Empty: last."})


class WithPosition(forms.ModelForm):
    """A row whose position may be left empty: a new one then goes last, an old one stays."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance._state.adding and "position" in self.fields:
            self.initial["position"] = None

    def clean_position(self) -> int:
        """Return the position, or 0 where a new row shall go last."""
        position: int | None = self.cleaned_data["position"]
        return self.instance.position if position is None else position


class NoteTextForm(forms.ModelForm):
    """What a note says: enough for a preview. After cleaning, `note` carries the texts, also those with a problem."""

    note: Note | None = None
    section: Section | None = None

    class Meta:
        model = Note
        fields = NOTE_TEXTS
        help_texts = {
            "front": "Markdown, $math$ and code. In a cloze, write {{c1::answer}} or {{c1::answer::hint}}.",
            "back": "The answer. A cloze shows it below its text; in a choice, it says why the label is right.",
            "label": "The right choice, of the exercise's labels.",
        }
        field_classes: FieldClasses = dict.fromkeys(("front", "back", "extra"), MarkdownField)

    def clean(self) -> dict[str, Any]:
        """Name what keeps the cards from being made, each at its field."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            texts = {name: cleaned.get(name, getattr(self.instance, name)) for name in NOTE_TEXTS}
            self.note = Note(section=self.section_of(cleaned), **texts)
            for name, problems in self.problems_of(self.note).items():
                self.add_error(name, problems)
            if problem := "" if cleaned.get("add_label") else problem_of_label(self.note):
                self.add_error("label", problem)
        return cleaned

    def problems_of(self, note: Note) -> dict[str, list[str]]:
        """Return what must be mended before the note can be saved."""
        return problems_of(note)

    def section_of(self, cleaned: dict[str, Any]) -> Section | None:
        """Return the section that the note stands in, where it is known."""
        return self.section


def problem_of_label(note: Note) -> str:
    """Return what to do about a label that the note's exercise does not offer; empty when it does."""
    labels: list[str] = note.section.labels if note.section_id else []
    if not has_label(note.kind) or not note.section_id or not note.label or note.label in labels:
        return ""
    others = f"Choose one of {listed(labels)}, or add it to them." if labels else "Add it to the labels."
    return f"The exercise does not offer the label “{note.label}”. {others}"


def listed(labels: list[str]) -> str:
    """Return labels as a part of a sentence."""
    return ", ".join(f"“{label}”" for label in labels)


class NoteForm(WithPosition, NoteTextForm):
    """A note and its place."""

    add_label = forms.BooleanField(required=False, label="Add this label to those of the exercise")

    class Meta(NoteTextForm.Meta):
        fields = ["deck", "section", "position", *NOTE_TEXTS, "tags", "archived"]
        field_classes: FieldClasses = {**NoteTextForm.Meta.field_classes, "position": PositionField}
        error_messages = {
            "deck": {"required": "Choose a deck.", "invalid_choice": "Choose one of your decks."},
            "section": {"invalid_choice": "Choose a section of this note's deck."},
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial["tags"] = self.initial.get("tags", "").strip()
        if section := self.fields.get("section"):
            section.required = False
            section.help_text = "Empty: the deck's first section."

    def clean_tags(self) -> str:
        """Return the tags as they are stored, which needs two characters more than was typed."""
        tags = normal_tags(self.cleaned_data["tags"].split())
        if len(tags) > MAX_TAGS_LENGTH:
            raise forms.ValidationError(f"Use fewer tags: together they may have {MAX_TAGS_LENGTH - 2} characters.")
        return tags

    def clean(self) -> dict[str, Any]:
        """Also refuse a section of another deck."""
        cleaned = super().clean()
        section, deck_id = cleaned.get("section"), self._deck_id(cleaned)
        if section is not None and deck_id is not None and section.deck_id != deck_id:
            self.add_error("section", "Choose a section of this note's deck.")
        return cleaned

    def section_of(self, cleaned: dict[str, Any]) -> Section | None:
        """Return the chosen section, or else the one it stands in."""
        chosen: Section | None = cleaned.get("section")
        return chosen or (self.instance.section if self.instance.section_id else None)

    def _deck_id(self, cleaned: dict[str, Any]) -> int | None:
        deck: Deck | None = cleaned.get("deck")
        return deck.pk if deck else self.instance.deck_id


class SectionForm(WithPosition):
    """A section of a deck."""

    class Meta:
        model = Section
        fields = ["position", "kind", "title", "introduction", "labels", "numbering", "closing"]
        field_classes: FieldClasses = {
            "position": PositionField,
            "introduction": MarkdownField,
            "labels": LabelsField,
            "closing": MarkdownField,
        }
        labels = {"numbering": "Scenarios are named"}


class DeckRows(forms.BaseInlineFormSet):
    """Rows of a deck's page."""

    def clean(self) -> None:
        """Refuse a row that is not on the page any more, which would be left out without a word."""
        super().clean()
        if any(form.instance.pk is None for form in self.initial_forms):
            raise forms.ValidationError(
                "A row of this page was archived or moved meanwhile. Copy what you wrote, then open the page again."
            )


class DeckForm(forms.ModelForm):
    """A deck of a course; one person's own deck is theirs alone and not an instructor's matter."""

    class Meta:
        model = Deck
        fields = ["course", "owner", "title", "slug", "language", "licence", "attribution", "source_url"]
        labels = {"source_url": "Source address"}
        error_messages = {
            "course": {"required": "Choose a course.", "invalid_choice": "Choose one of your courses."},
            "slug": {
                "unique": "A deck has this address already. Choose another slug, for example with a number at its end."
            },
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["language"].validators.append(language_tag)
        if "course" in self.fields and "owner" not in self.fields:
            self.fields["course"].required = True

    def clean(self) -> dict[str, Any]:
        """Refuse a deck of nobody, and one of a course and a person at once."""
        cleaned = super().clean() or self.cleaned_data
        if "owner" in self.fields and bool(cleaned.get("course")) == bool(cleaned.get("owner")):
            self.add_error("course", "Choose either a course or an owner.")
        return cleaned


class TagsForm(forms.Form):
    """Tags to add to many notes, or to take from them."""

    tags = forms.CharField(max_length=MAX_TAGS_LENGTH, help_text="Words with spaces between them.")

    def clean_tags(self) -> list[str]:
        """Return the single tags."""
        tags = normal_tags(self.cleaned_data["tags"].split()).split()
        if not tags:
            raise forms.ValidationError("Write at least one tag.")
        return tags


class ConfirmForm(forms.Form):
    """Asks nothing but to press the button again."""
