"""Forms of decks, sections and notes, and of what is done to many notes at once."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator

from apps.cards.kinds import problems_of
from apps.cards.models import TAGS_LIMIT, Deck, Note, Section
from apps.cards.services import normal_tags

type FieldClasses = dict[str, type[forms.Field]]

NOTE_TEXTS = ["kind", "front", "back", "label", "extra"]
language_tag = RegexValidator(r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$", "Write a language tag, as in en or pt-BR.")


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
        """Return the text without empty lines around it."""
        text: str = super().to_python(value) or ""
        return text.replace("\r\n", "\n").strip("\n").rstrip()

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Return the attributes of any field, without the browser's own limit."""
        return forms.Field.widget_attrs(self, widget)


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

    class Meta:
        model = Note
        fields = NOTE_TEXTS
        help_texts = {
            "front": "Markdown, $math$ and code. In a cloze, write {{c1::answer}} or {{c1::answer::hint}}.",
            "back": "The answer. A cloze shows it below its text.",
        }
        field_classes: FieldClasses = dict.fromkeys(("front", "back", "extra"), MarkdownField)

    def clean(self) -> dict[str, Any]:
        """Name what keeps the cards from being made, each at its field."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            self.note = Note(**{name: cleaned.get(name, getattr(self.instance, name)) for name in NOTE_TEXTS})
            for name, problems in problems_of(self.note).items():
                self.add_error(name, problems)
        return cleaned


class NoteForm(WithPosition, NoteTextForm):
    """A note and its place."""

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
        if len(tags) > TAGS_LIMIT:
            raise forms.ValidationError(f"Use fewer tags: together they may have {TAGS_LIMIT - 2} characters.")
        return tags

    def clean(self) -> dict[str, Any]:
        """Also refuse a section of another deck."""
        cleaned = super().clean()
        section, deck_id = cleaned.get("section"), self._deck_id(cleaned)
        if section is not None and deck_id is not None and section.deck_id != deck_id:
            self.add_error("section", "Choose a section of this note's deck.")
        return cleaned

    def _deck_id(self, cleaned: dict[str, Any]) -> int | None:
        deck: Deck | None = cleaned.get("deck")
        return deck.pk if deck else self.instance.deck_id


class SectionForm(WithPosition):
    """A section of a deck."""

    class Meta:
        model = Section
        fields = ["position", "kind", "title", "introduction"]
        field_classes = {"position": PositionField, "introduction": MarkdownField}


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
        if "owner" not in self.fields:
            self.fields["course"].required = True

    def clean(self) -> dict[str, Any]:
        """Refuse a deck of nobody, and one of a course and a person at once."""
        cleaned = super().clean() or self.cleaned_data
        if "owner" in self.fields and bool(cleaned.get("course")) == bool(cleaned.get("owner")):
            self.add_error("course", "Choose either a course or an owner.")
        return cleaned


class TagsForm(forms.Form):
    """Tags to add to many notes, or to take from them."""

    tags = forms.CharField(max_length=TAGS_LIMIT, help_text="Words with spaces between them.")

    def clean_tags(self) -> list[str]:
        """Return the single tags."""
        tags = normal_tags(self.cleaned_data["tags"].split()).split()
        if not tags:
            raise forms.ValidationError("Write at least one tag.")
        return tags


class ConfirmForm(forms.Form):
    """Asks nothing but to press the button again."""
