"""A part of a lesson's page that two people may edit at the same time.

Each part sends what it showed when the page was opened. So a text that the person did not change stays as it is now,
whatever happened to it in the meantime; one that they did change is refused, once, when someone else changed it too.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy

from apps.lessons.editing.row_order import RowFingerprint
from apps.lessons.editing.wording import DELETED_ELSEWHERE
from apps.web.merged_form import displayed_value, fingerprint, plain_value

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MAX_RANK = 9_999
CHANGED_ELSEWHERE = gettext_lazy(
    "This was changed elsewhere in the meantime. Compare both texts, then save again to keep yours."
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
    `section_key` is which section a row shall be in, where it is in one.
    """

    text_fields: Sequence[str]
    section_key = ""
    conflict: "StrOrPromise" = ""
    conflicting_names: Sequence[str] = ()
    advice: Sequence[str] = ()

    def __init__(
        self, data: FormData, *, fingerprint: RowFingerprint, is_deleted: bool = False, **options: Any
    ) -> None:
        super().__init__(data, use_required_attribute=False, **options)
        self.stored_fingerprint, self.is_deleted = fingerprint, is_deleted
        self.stored_values = {} if self.is_new else values_of(self.instance, self.text_fields)
        sent = None if data is None else str(data.get(self.add_prefix("fingerprint"), ""))
        self.seen_fingerprint = fingerprint if sent is None else RowFingerprint.parse(sent)
        self.changed_names: list[str] = []

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
        """Whether the person changed its texts; known once it is cleaned."""
        return bool(self.changed_names)

    @property
    def is_moved(self) -> bool:
        """Whether the person chose another section for it."""
        return self.section_key != self.stored_fingerprint.section

    @property
    def sentences(self) -> list[str]:
        """What keeps it from being saved."""
        return [str(sentence) for sentences in self.errors.values() for sentence in sentences]

    @property
    def is_unchanged(self) -> bool:
        """Whether it is valid and as the page showed it."""
        return self.is_valid() and not self.is_changed

    def clean(self) -> dict[str, Any]:
        """Take over what someone else wrote in the meantime, and refuse to overwrite it."""
        seen, stored = self._by_name(self.seen_fingerprint), self._by_name(self.stored_fingerprint)
        typed = {name: fingerprint([self._typed(name)]) for name in self.text_fields}
        self.changed_names = [name for name in self.text_fields if typed[name] != seen[name]]
        if self.stored_values:
            others = [name for name in self.text_fields if stored[name] not in (seen[name], typed[name])]
            self.conflicting_names = [name for name in others if name in self.changed_names]
            self._take_over(name for name in others if name not in self.changed_names)
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            self._refuse_conflict()
        return cleaned

    def _take_over(self, names: Iterable[str]) -> None:
        """Keep what is stored in fields that only someone else changed."""
        for name in names:
            self.cleaned_data[name] = getattr(self.instance, name)

    def _refuse_conflict(self) -> None:
        if self.is_deleted and self.is_changed:
            self.conflict = DELETED_ELSEWHERE
        elif self.conflicting_names:
            self.conflict = CHANGED_ELSEWHERE
        if self.conflict:
            self.add_error(None, self.conflict)

    def _typed(self, name: str) -> object:
        return plain_value(name, self.cleaned_data.get(name))

    def _by_name(self, row: RowFingerprint) -> dict[str, str]:
        """Return the fingerprint of each text; empty ones for a row that was not shown."""
        texts = row.texts.split(".")
        return dict(zip(self.text_fields, texts + [""] * len(self.text_fields), strict=False))

    def validate_constraints(self) -> None:
        """Leave that to the fields and to `clean`: in the database it would take two queries for each row."""

    @property
    def shown_fingerprint(self) -> RowFingerprint:
        """What the page shows of the row: what is stored, once the person has seen the conflict."""
        if not self.conflict:
            return self.seen_fingerprint
        seen, stored = self._by_name(self.seen_fingerprint), self._by_name(self.stored_fingerprint)
        shown = seen | {name: stored[name] for name in self.conflicting_names}
        return replace(self.stored_fingerprint, texts=".".join(shown.values()))

    @property
    def conflicting_values(self) -> list[tuple[str, str]]:
        """What someone else wrote, by the label of its field, where both changed it."""
        names = self.conflicting_names if self.conflict else ()
        return [(str(self[name].label), displayed_value(self.stored_values[name])) for name in names]


def fingerprint_of(row: Model, fields: Sequence[str], section: str = "", rank: int = 0) -> RowFingerprint:
    """Return what a page shows of a stored row."""
    texts = ".".join(fingerprint([value]) for value in values_of(row, fields).values())
    return RowFingerprint(texts, section, rank)


def values_of(row: Model, fields: Sequence[str]) -> dict[str, object]:
    """Return the values of a stored row as a form would send them."""
    return {name: plain_value(name, getattr(row, name)) for name in fields}
