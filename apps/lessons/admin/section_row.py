"""The form of one section on a lesson's page."""

from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.cards.forms.decks import SectionForm
from apps.cards.models import Section
from apps.lessons.admin.edited_row import EditedRow, FormData, RankField
from apps.lessons.editing.wording import NoteWording, wording_of

SECTION_TEXTS = ["kind", "title", "introduction", "labels", "numbering", "closing"]
UNSAVED_PK = -1


class SectionRow(EditedRow, SectionForm):
    """One section; `key` identifies it on the page: its primary key, or "new-" and a number."""

    text_fields = SECTION_TEXTS
    rank = RankField()
    remove = forms.BooleanField(required=False, label=gettext_lazy("Remove this empty section"))

    class Meta(SectionForm.Meta):
        fields = SECTION_TEXTS

    def __init__(self, data: FormData, *, key: str, is_removable: bool = False, **options: Any) -> None:
        super().__init__(data, **options)
        self.key, self.is_removable = key, is_removable
        self.initial["rank"] = self.stored_fingerprint.rank or None
        self.fields["introduction"].widget.attrs["rows"] = 3
        self.fields["closing"].widget.attrs["rows"] = 2

    @cached_property
    def section(self) -> Section:
        """A section with the texts that were typed, valid or not; never saved."""
        cleaned = self.cleaned_data if self.is_bound and self.is_valid() else {}
        texts = {name: cleaned.get(name, getattr(self.instance, name)) for name in SECTION_TEXTS}
        # A note knows that it has a section by the section's primary key.
        return Section(pk=self.instance.pk or UNSAVED_PK, **texts)

    @property
    def is_to_be_removed(self) -> bool:
        """Whether the person asked to remove it, and it holds no note."""
        return self.is_removable and self.is_bound and bool(self.cleaned_data.get("remove"))

    @property
    def wording(self) -> NoteWording:
        """What its notes and their fields are called."""
        return wording_of(self.section)

    @property
    def display_name(self) -> str:
        """Its title, where it has one."""
        return self.section.title or _("New section")
