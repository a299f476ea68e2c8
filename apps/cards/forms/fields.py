"""Fields of what authors write: Markdown, labels, positions."""

from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator, RegexValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from apps.formats.limits import MAX_LABEL_LENGTH
from apps.web.merged_form import plain_lines

MAX_CHOICES = 20  # of one exercise: a learner reads them all for each scenario

type FieldClasses = dict[str, type[forms.Field]]

language_tag = RegexValidator(r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$", _("Write a language tag, such as en or pt-BR."))


class MarkdownField(forms.CharField):
    """Markdown with its lines as they are: a browser's line ends become plain ones, the first indentation stays.

    A text that is too long is rejected here and not cut by the browser.
    """

    default_error_messages = {
        "max_length": _("Shorten this to %(limit_value)d characters. It has %(show_value)d now."),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "strip": False})

    def to_python(self, value: object) -> str:
        """Return the text as it is stored."""
        return plain_lines(super().to_python(value) or "")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, object]:
        """Return the attributes of a text in any direction, without the browser's own limit."""
        return {**forms.Field.widget_attrs(self, widget), "dir": "auto"}


class LabelsField(forms.CharField):
    """The labels of an exercise: one per line, or on one line with commas between them."""

    default_error_messages = {
        "too_many": ngettext_lazy(
            "Use fewer labels: an exercise has at most %(count)d.",
            "Use fewer labels: an exercise has at most %(count)d.",
            "count",
        ),
        "too_long": ngettext_lazy(
            "Shorten the labels: each may have %(count)d character.",
            "Shorten the labels: each may have %(count)d characters.",
            "count",
        ),
    }

    def __init__(self, *, encoder: object = None, decoder: object = None, **options: Any) -> None:
        help_text = _("What learners choose from: one label per line.")
        options |= {"widget": forms.Textarea(attrs={"rows": 3}), "help_text": help_text, "strip": False}
        super().__init__(**options)

    def prepare_value(self, value: object) -> object:
        """Return a list as lines; a single label with a comma in it ends its line, so that it stays one."""
        if not isinstance(value, list):
            return value
        return "\n".join(value) + ("\n" if len(value) == 1 and "," in value[0] else "")

    def to_python(self, value: object) -> list[str]:  # type: ignore[override]  # a list of texts, from one
        """Return the labels, each once."""
        text: str = super().to_python(value) or ""
        labels = text.splitlines() if "\n" in text else text.split(",")
        return list(dict.fromkeys(filter(None, (" ".join(label.split()) for label in labels))))

    def validate(self, value: Any) -> None:
        """Reject more than a learner can choose from, a label that is a text, and what no database stores."""
        ProhibitNullCharactersValidator()("".join(value))
        if len(value) > MAX_CHOICES:
            raise forms.ValidationError(self.error_messages["too_many"], params={"count": MAX_CHOICES})
        if any(len(label) > MAX_LABEL_LENGTH for label in value):
            raise forms.ValidationError(self.error_messages["too_long"], params={"count": MAX_LABEL_LENGTH})

    def run_validators(self, value: object) -> None:
        """Run none: validators of a text do not know lists."""


class PositionField(forms.IntegerField):
    """The position of a row among its neighbors; empty for a new one means last."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "required": False, "help_text": _("Empty: last.")})


class PositionedForm(forms.ModelForm):
    """A row whose position may be left empty: a new one then goes last, an existing one stays."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance._state.adding and "position" in self.fields:
            self.initial["position"] = None

    def clean_position(self) -> int:
        """Return the position, or 0 where a new row is to go last."""
        position: int | None = self.cleaned_data["position"]
        return self.instance.position if position is None else position
