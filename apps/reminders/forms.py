"""How a person wants to be reminded."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.accounts.forms import hour_choices
from apps.reminders.models import Reminders
from apps.web.merged_form import MergedForm


class RemindersForm(MergedForm):
    """When an e-mail comes."""

    hour = forms.TypedChoiceField(
        coerce=int,
        choices=hour_choices,
        label=_("Not before"),
        help_text=_("In your own time zone. It comes within the hour, at most once a day."),
    )

    class Meta:
        model = Reminders
        fields = ["digest", "hour"]
        widgets = {"digest": forms.RadioSelect}
        labels = {"digest": _("Remind me by e-mail")}
        help_texts = {
            "digest": _(
                "It is worth it when 20 cards are due, when waiting until tomorrow would probably cost you two cards, "
                "or when a goal needs a review today; not on a day on which you have reviewed, nor when you have been "
                "away for a month."
            )
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        digest: Any = self.fields["digest"]
        digest.choices = Reminders.Digest.choices
