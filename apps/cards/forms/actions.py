"""Forms of actions on many notes."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.cards.tags import normalize_tags
from apps.formats.limits import MAX_TAGS_LENGTH


class TagsForm(forms.Form):
    """Tags to add to many notes, or to remove from them."""

    tags = forms.CharField(label=_("Tags"), max_length=MAX_TAGS_LENGTH, help_text=_("Words, separated by spaces."))

    def clean_tags(self) -> list[str]:
        """Return the single tags."""
        tags = normalize_tags(self.cleaned_data["tags"].split()).split()
        if not tags:
            raise forms.ValidationError(gettext("Write at least one tag."))
        return tags


class ConfirmForm(forms.Form):
    """Has no field: pressing the button again is the answer."""
