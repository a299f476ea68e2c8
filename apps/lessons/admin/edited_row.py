"""A part of a lesson's page that two people may edit at the same time.

Each part sends what it showed when the page was opened. So what the person did not change stays as it is, whatever
happened to it in the meantime; and what they did change is refused, once, when someone else changed it too.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.cards.forms.fields import plain_lines
from apps.lessons.admin.row_order import RowFingerprint, fingerprint

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MAX_RANK = 9_999
DELETED_ELSEWHERE = gettext_lazy(
    "Someone archived, moved or deleted this in the meantime. Save again to keep your text as a new one."
)
CHANGED_ELSEWHERE = gettext_lazy(
    "Someone else changed this in the meantime. Compare both texts, then save again to keep yours."
)

type FormData = Mapping[str, object] | None


class RankField(forms.IntegerField):
    """A row's rank among its siblings, counted from 1; empty is the last."""

    def __init__(self) -> None:
        super().__init__(required=False, min_value=1, max_value=MAX_RANK, label=gettext_lazy("Position"))
        self.widget.attrs["class"] = "rank"


class EditedRow(forms.ModelForm):
    """One part of the page.

    `stored_values` are those of the row before what was typed; `is_deleted` when there is no such row any longer.
    `section_key` says which section a row shall be in, where it is in one.
    """

    text_fields: Sequence[str]
    section_key = ""
    conflict: "StrOrPromise" = ""
    advice: Sequence[str] = ()

    def __init__(
        self, data: FormData, *, fingerprint: RowFingerprint, is_deleted: bool = False, **options: Any
    ) -> None:
        super().__init__(data, use_required_attribute=False, **options)
        self.stored_fingerprint, self.is_deleted = fingerprint, is_deleted
        self.stored_values = {} if self.is_new else values_of(self.instance, self.text_fields)
        sent = None if data is None else str(data.get(self.add_prefix("fingerprint"), ""))
        self.seen_fingerprint = fingerprint if sent is None else RowFingerprint.parse(sent)

    @property
    def is_new(self) -> bool:
        """Whether saving creates it."""
        return bool(self.instance._state.adding)

    @property
    def is_blank(self) -> bool:
        """Whether it is an empty form for something new."""
        return self.is_new and not self.is_bound

    @property
    def is_changed(self) -> bool:
        """Whether the person changed its texts."""
        return self._submitted_texts != self.seen_fingerprint.texts

    @property
    def is_moved(self) -> bool:
        """Whether the person chose another section for it."""
        return self.section_key != self.stored_fingerprint.section

    @property
    def is_unchanged(self) -> bool:
        """Whether it is valid and as the page showed it."""
        return self.is_valid() and not self.is_changed

    @property
    def _submitted_texts(self) -> str:
        return fingerprint(plain_value(name, self.cleaned_data.get(name)) for name in self.text_fields)

    def clean(self) -> dict[str, Any]:
        """Refuse to overwrite what someone else wrote in the meantime."""
        cleaned = super().clean() or self.cleaned_data
        if self.errors or not self.is_changed:
            return cleaned
        known = (self.seen_fingerprint.texts, self._submitted_texts)
        if self.is_deleted:
            self.conflict = DELETED_ELSEWHERE
        elif self.stored_values and self.stored_fingerprint.texts not in known:
            self.conflict = CHANGED_ELSEWHERE
        if self.conflict:
            self.add_error(None, self.conflict)
        return cleaned

    def validate_constraints(self) -> None:
        """Leave that to the fields and to `clean`: in the database it would take two queries for each row."""

    @property
    def shown_fingerprint(self) -> RowFingerprint:
        """What the page shows of the row: what is stored, once the person has seen the conflict."""
        return self.stored_fingerprint if self.conflict else self.seen_fingerprint

    @property
    def conflicting_values(self) -> list[tuple[str, str]]:
        """What someone else wrote, by the label of its field, where it differs from what was typed."""
        if self.conflict != CHANGED_ELSEWHERE:
            return []
        typed = {name: plain_value(name, self.cleaned_data.get(name)) for name in self.stored_values}
        differing = {name: value for name, value in self.stored_values.items() if typed[name] != value}
        return [(str(self[name].label), _display(value)) for name, value in differing.items()]


def fingerprint_of(row: Model, fields: Sequence[str], section: str = "", rank: int = 0) -> RowFingerprint:
    """Return what a page shows of a stored row."""
    return RowFingerprint(fingerprint(values_of(row, fields).values()), section, rank)


def values_of(row: Model, fields: Sequence[str]) -> dict[str, object]:
    """Return the values of a stored row as a form would send them."""
    return {name: plain_value(name, getattr(row, name)) for name in fields}


def plain_value(name: str, value: object) -> object:
    """Return a value as a form sends it, however it was stored."""
    if not isinstance(value, str):
        return value
    return " ".join(value.split()) if name == "tags" else plain_lines(value)


def _display(value: object) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return ", ".join(value) if isinstance(value, list) else str(value)
