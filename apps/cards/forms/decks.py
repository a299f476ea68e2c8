"""Forms of decks and their sections."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.cards.deck_slugs import is_taken
from apps.cards.forms.fields import (
    FieldClasses,
    LabelsField,
    MarkdownField,
    PositionedForm,
    PositionField,
    language_tag,
)
from apps.cards.models import Deck, Section
from apps.web.merged_form import MergedForm


class SectionForm(PositionedForm):
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
        labels = {"numbering": _("Names of scenarios")}


class MergedSectionForm(MergedForm, SectionForm):
    """A section on the deck's page."""


class DeckRowsFormSet(forms.BaseInlineFormSet):
    """Rows of a deck's page."""

    def clean(self) -> None:
        """Reject a changed row that is no longer on the page: its text would be lost silently."""
        super().clean()
        gone = [form for form in self.initial_forms if form.instance.pk is None]
        if any(not isinstance(form, MergedForm) or not form.is_as_displayed() for form in gone):
            raise forms.ValidationError(
                gettext(
                    "A row of this page was archived or moved in the meantime. "
                    "Copy what you wrote, then open the page again."
                )
            )


class DeckForm(MergedForm):
    """A deck of a course; a person's own deck is not for instructors."""

    class Meta:
        model = Deck
        fields = ["course", "owner", "title", "slug", "language", "licence", "attribution", "source_url"]
        error_messages = {
            "course": {"required": _("Choose a course."), "invalid_choice": _("Choose one of your courses.")},
            "slug": {"unique": _("Another deck uses this URL. Choose another slug, for example with a number added.")},
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["language"].validators.append(language_tag)
        if "course" in self.fields and "owner" not in self.fields:
            self.fields["course"].required = True

    def clean_slug(self) -> str:
        """Reject a slug that the URLs need, or that a deleted deck would have again."""
        slug: str = self.cleaned_data["slug"]
        if "slug" in self.changed_data and is_taken(slug):
            raise forms.ValidationError(self.Meta.error_messages["slug"]["unique"], code="unique")
        return slug

    def clean(self) -> dict[str, object]:
        """Reject a deck of nobody, and one of both a course and a person."""
        cleaned = super().clean() or self.cleaned_data
        if "owner" in self.fields and bool(cleaned.get("course")) == bool(cleaned.get("owner")):
            self.add_error("course", gettext("Choose either a course or an owner."))
        return cleaned
