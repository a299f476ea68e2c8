"""Two people edit one row at the same time: each field keeps what the one or the other wrote, and no text is lost.

A form sends a fingerprint of each field as it was shown when its page was opened. So a field that the person did not
change stays as it is stored now, and one that they did change is refused, once, when someone else changed it too.
"""

from collections.abc import Collection, Iterable, Mapping
from copy import copy
from datetime import date
from hashlib import blake2b
from json import dumps
from typing import Any

from django import forms
from django.db.models import Model
from django.forms.models import model_to_dict
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.web.localized import enumeration


def fingerprint(values: Iterable[object]) -> str:
    """Return a short text that differs for different values."""
    return blake2b(dumps(list(values)).encode(), digest_size=9).hexdigest()


def plain_lines(text: str) -> str:
    """Return the text with plain line ends and without empty lines around it."""
    return text.replace("\r\n", "\n").strip("\n").rstrip()


def plain_value(name: str, value: object) -> object:
    """Return a value as a form sends it, however it was stored."""
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, str):
        return value
    return " ".join(value.split()) if name == "tags" else plain_lines(value)


def displayed_value(value: object) -> str:
    """Return a value as a person reads it."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, date):
        return date_format(value)
    return ", ".join(value) if isinstance(value, list) else str(value or "")


class MergedForm(forms.ModelForm):
    """A row that two people may edit at the same time; a page must show `seen`, which is hidden.

    Put it before the forms whose `clean` shall have the merged values.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput, label="")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.names_from_others: set[str] = set()
        written = [name for name, field in self.fields.items() if not field.disabled]
        self.stored = self.values_of_row(written)
        self.initial["seen"] = _joined({name: _fingerprint(name, value) for name, value in self.stored.items()})

    def values_of_row(self, names: Collection[str]) -> dict[str, Any]:
        """Return what is stored of the fields of these names."""
        return model_to_dict(self.instance, names)

    def value_of_row(self, name: str) -> Any:
        """Return what is stored of one field, as the form has it once it is cleaned."""
        return getattr(self.instance, name)

    @property
    def changed_data(self) -> list[str]:
        """The fields that the person changed."""
        ignored = {"seen", *self.names_from_others}
        return [name for name in super().changed_data if name not in ignored]

    @property
    def merged_sentence(self) -> str:
        """What to say of the fields that were changed elsewhere and kept; empty where there are none."""
        labels = [str(self.fields[name].label) for name in self.fields if name in self.names_from_others]
        sentence = _("What was changed elsewhere in the meantime was kept too: %(fields)s.")
        return sentence % {"fields": enumeration(labels)} if labels else ""

    def saved_sentence(self, saved: str = "") -> str:
        """Return what to say once it is saved, and what was kept of others."""
        return f"{saved or _('Saved.')} {self.merged_sentence}".strip()

    def is_as_displayed(self) -> bool:
        """Whether the person changed nothing, whatever is stored by now; for a form that was cleaned."""
        seen = _parsed(self.cleaned_data.get("seen", ""))
        typed = {name: _fingerprint(name, self.cleaned_data.get(name)) for name in seen if name in self.fields}
        return bool(seen) and typed == seen

    def clean(self) -> dict[str, Any]:
        """Keep what others wrote where the person wrote nothing, and refuse what both wrote."""
        is_stored = self.instance.pk is not None  # a row of a page may be gone since: nothing to merge with
        seen = _parsed(self.cleaned_data.get("seen", "")) if is_stored else {}
        conflicts = [name for name in self.stored if name in seen and self._is_conflict(name, seen[name])]
        cleaned = super().clean() or self.cleaned_data
        for name in conflicts:
            self.add_error(name, _conflict(self.instance, name, self.value_of_row(name)))
        if conflicts:
            self._show_as_seen(seen | {name: _fingerprint(name, self.stored[name]) for name in conflicts})
        return cleaned

    def _is_conflict(self, name: str, seen: str) -> bool:
        """Whether both changed the field; where only someone else did, take over what they wrote."""
        stored = _fingerprint(name, self.stored[name])
        if name not in self.cleaned_data or stored == seen:
            return False
        typed = _fingerprint(name, self.cleaned_data[name])
        if typed == seen:
            self.cleaned_data[name] = self.value_of_row(name)
            self.names_from_others.add(name)
        return typed not in (seen, stored)

    def _show_as_seen(self, seen: Mapping[str, str]) -> None:
        """Let the next save know that the person saw what is stored."""
        self.data = _resent(self.data, self.add_prefix("seen"), _joined(seen))


class MergedRowForm(forms.ModelForm):
    """A row of a list that two people may edit at the same time: each field is sent with the value that was shown."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            field.show_hidden_initial = True

    def clean(self) -> dict[str, Any]:
        """Keep what is stored where the person wrote nothing, and refuse, once, what both wrote."""
        cleaned = super().clean() or self.cleaned_data
        for name in set(cleaned) & set(self.initial):
            stored = self.initial[name]
            if name not in self.changed_data:
                cleaned[name] = getattr(self.instance, name)
            elif self._seen(name) not in (None, str(stored)) and cleaned[name] != stored:
                self.data = _resent(self.data, self.add_initial_prefix(name), str(stored))
                self.add_error(name, _conflict(self.instance, name, getattr(self.instance, name)))
        return cleaned

    def _seen(self, name: str) -> str | None:
        seen: str | None = self.data.get(self.add_initial_prefix(name))
        return seen


def _resent(data: Any, name: str, value: str) -> Any:
    """Return what was sent, with another value of one field, for the page that is shown again."""
    resent = copy(data)  # a request's is immutable, its copy is not
    resent[name] = value
    return resent


def _conflict(row: Model, name: str, value: object) -> str:
    choice = getattr(row, f"get_{name}_display", None)
    theirs = displayed_value(choice() if choice else value)
    if not theirs:
        return _("This was emptied elsewhere in the meantime. Save again to keep yours.")
    message = _("This was changed elsewhere in the meantime to: %(text)s\nSave again to keep yours.")
    return message % {"text": theirs}


def _fingerprint(name: str, value: object) -> str:
    return fingerprint([plain_value(name, value)])


def _joined(fingerprints: Mapping[str, str]) -> str:
    return " ".join(f"{name}:{value}" for name, value in fingerprints.items())


def _parsed(text: str) -> dict[str, str]:
    return dict(pair.split(":", 1) for pair in text.split() if ":" in pair)
