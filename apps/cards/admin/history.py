"""The versions of a note, a section or a lesson: what each changed, by whom, and how to restore one.

A version is a row that django-simple-history wrote when the object was saved. Restoring one saves its texts again: that
is a version too, so it can be undone in the same way. It touches no learner's schedule.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.contrib import messages
from django.contrib.admin.options import ModelAdmin
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.cards.comparing.text_diff import SAME, Step, difference
from apps.cards.kinds.registry import BY_NAME
from apps.cards.services.notes import save_note
from apps.cards.siblings import problems_of
from apps.web.translation import translate_message

VERSIONS_PER_PAGE = 20


class HistoryRow(Protocol):
    """A row of a model's history; it also has the model's own fields."""

    history_id: int
    history_date: datetime
    history_type: str
    history_change_reason: str | None
    history_user: User | None


@dataclass(frozen=True)
class Versions:
    """How versions of one model work: their fields, the service that saves one, and what keeps it from being saved."""

    fields: Sequence[str]
    service: Callable[[Any], object]
    restore_url: str  # a name that takes the ids of the object and of the version
    problems: Callable[[Any], dict[str, list[str]]] = lambda _instance: {}
    also_shown: Sequence[str] = ()  # fields whose changes are shown but not restored


NOTE_VERSIONS = Versions(
    fields=["kind", "front", "back", "label", "extra", "tags"],
    service=save_note,
    restore_url="admin:cards_note_restore",
    problems=problems_of,
    also_shown=["archived"],
)


@dataclass(frozen=True)
class VersionChange:
    """How one field differs from the version before."""

    name: str
    steps: list[Step]


@dataclass(frozen=True)
class Version:
    """One version with what it changed; `old` is whether restoring it would change anything."""

    number: int
    at: datetime
    who: str
    what: str
    changes: list[VersionChange]
    old: bool


def history_page(
    model_admin: ModelAdmin, request: HttpRequest, instance: Any, kind: Versions, **context: object
) -> HttpResponse:
    """Show the versions of an object, the newest first."""
    rows = instance.history.select_related("history_user").order_by("-history_date", "-history_id")
    page = Paginator(rows, VERSIONS_PER_PAGE, orphans=3).get_page(request.GET.get("p"))
    # One more, so that the last of the page too can be compared with the one before it.
    start, end = page.start_index(), page.end_index()
    found = list(rows[max(0, start - 1) : end + 1])
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Versions of “%(name)s”") % {"name": instance},
        "opts": model_admin.opts,
        "object": instance,
        "page": page,
        "versions": versions_of(instance, found, kind)[: end - start + 1],
        "restore_url": kind.restore_url,
        **context,
    }
    return TemplateResponse(request, "admin/versions.html", context)


def versions_of(instance: Any, rows: list[HistoryRow], kind: Versions) -> list[Version]:
    """Return what each row changed, from the newest to the oldest of those given."""
    before: list[HistoryRow | None] = [*rows[1:], None]
    return [
        Version(
            number=row.history_id,
            at=row.history_date,
            who=str(row.history_user.name or row.history_user.email) if row.history_user else "",
            what=_what(row, older),
            changes=_changes(instance, row, older, kind) if older else [],
            old=any(getattr(row, name) != getattr(instance, name) for name in kind.fields),
        )
        for row, older in zip(rows, before, strict=True)
    ]


def _what(row: HistoryRow, older: HistoryRow | None) -> str:
    if row.history_change_reason:
        return str(row.history_change_reason)
    return _("First version.") if older is None and row.history_type == "+" else ""


def _changes(instance: Any, row: HistoryRow, older: HistoryRow | None, kind: Versions) -> list[VersionChange]:
    names = [*kind.fields, *kind.also_shown]
    return [
        VersionChange(capfirst(str(instance._meta.get_field(name).verbose_name)), steps)
        for name in names
        if (steps := difference(_text(older, name), _text(row, name))) and any(op != SAME for op, _ in steps)
    ]


def _text(row: object, name: str) -> str:
    """Return the value of a field as an instructor reads it."""
    value = getattr(row, name)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return "\n".join(value)
    if value in BY_NAME and name == "kind":
        return translate_message(BY_NAME[value].label)
    if display := getattr(row, f"get_{name}_display", None):
        return str(display())
    return str(value).strip()


@transaction.atomic
def restore_version(model_admin: ModelAdmin, request: HttpRequest, instance: Any, version: int, kind: Versions) -> None:
    """Save the texts of a version as the newest one; raises Http404 for a version of something else."""
    if version >= 10**18:
        raise Http404
    row = get_object_or_404(instance.history.all(), history_id=version)
    for name in kind.fields:
        setattr(instance, name, getattr(row, name))
    if problems := kind.problems(instance):
        sentences = " ".join(sentence for each in problems.values() for sentence in each)
        message = _("This version cannot be restored as it is. %(problems)s") % {"problems": sentences}
        model_admin.message_user(request, message, messages.ERROR)
        return
    kind.service(instance)
    model_admin.log_change(request, instance, _("Restored an earlier version."))
    sentence = _("The version was restored. To undo that, restore the version below it.")
    model_admin.message_user(request, sentence, messages.SUCCESS)
