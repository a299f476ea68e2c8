"""Forms of the browser: an act on many cards, and a saved search."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.library.models import SavedSearch
from apps.library.services.bulk.acts import ACTS
from apps.reviews.models import Schedule

PRACTICE, PRINT, EXPORT = ELSEWHERE = ("practice", "print", "export")  # which other pages do


class BulkActForm(forms.Form):
    """A pressed button: the act, as in `suspend` or `flag:1`, with its tag or its deck."""

    act = forms.RegexField(
        rf"^({'|'.join([*ACTS, *ELSEWHERE])})(:[0-{max(Schedule.Flag)}])?$",
        error_messages={
            "required": _("Nothing changed: press one of the buttons below the list."),
            "invalid": _("Nothing changed: press one of the buttons below the list."),
        },
    )
    tag = forms.RegexField(
        r"^[^\s,]+$",
        max_length=100,
        required=False,
        error_messages={"invalid": _("Nothing changed: a tag is one word, without spaces and commas.")},
    )
    deck = forms.SlugField(required=False)

    def __init__(self, *args: Any, person: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.person = person

    @property
    def name(self) -> str:
        """The name of the act."""
        name: str = self.cleaned_data["act"].partition(":")[0]
        return name

    @property
    def value(self) -> str:
        """Its flag, its tag or the slug of its deck; empty for others."""
        flag = self.cleaned_data["act"].partition(":")[2] or "0"
        tag, deck = self.cleaned_data["tag"], self.cleaned_data["deck"]
        value: str = {"flag": flag, "tag": tag, "untag": tag, "move": deck}.get(self.name, "")
        return value

    def clean(self) -> dict[str, Any]:
        """Refuse a tag without a name, and a deck that is not the person's own."""
        if "act" not in self.cleaned_data or self.errors:
            return self.cleaned_data
        if self.name in ("tag", "untag") and not self.value:
            raise forms.ValidationError(_("Nothing changed: type the tag first."))
        if self.name == "move" and not self.person.decks.filter(slug=self.value).exists():
            raise forms.ValidationError(_("Nothing changed: choose one of your own decks."))
        return self.cleaned_data


class SavedSearchForm(forms.ModelForm):
    """The name of a search, and the search."""

    class Meta:
        model = SavedSearch
        fields = ["name", "query"]


class RenameSearchForm(forms.ModelForm):
    """Another name for a saved search."""

    class Meta:
        model = SavedSearch
        fields = ["name"]
