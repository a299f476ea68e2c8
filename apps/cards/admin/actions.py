"""Actions on many notes: each asks first, happens in one transaction, and reports what changed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.options import ModelAdmin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, ngettext_lazy

from apps.cards.forms.actions import ConfirmForm, TagsForm
from apps.cards.models import Note
from apps.cards.services.archive_and_tags import TooManyTags, change_tags, set_archived
from apps.web.localized import enumeration, number

MAX_LISTED = 10  # notes that the question names


@dataclass(frozen=True)
class Question:
    """The page between choosing an action and running it, and the sentence after it.

    Its title and that sentence have the plural forms of `count` and a `number`.
    """

    action: str  # its name in the list of actions
    title: str | Promise
    button: str | Promise
    explanation: str | Promise = ""
    report: str | Promise = ""


ADD_TAGS = Question(
    "add_tags",
    ngettext_lazy("Add tags to %(number)s note", "Add tags to %(number)s notes", "count"),
    _("Add"),
    report=ngettext_lazy("Added %(tags)s to %(number)s note.", "Added %(tags)s to %(number)s notes.", "count"),
)
REMOVE_TAGS = Question(
    "remove_tags",
    ngettext_lazy("Remove tags from %(number)s note", "Remove tags from %(number)s notes", "count"),
    _("Remove"),
    report=ngettext_lazy("Removed %(tags)s from %(number)s note.", "Removed %(tags)s from %(number)s notes.", "count"),
)
ARCHIVE = Question(
    "archive",
    ngettext_lazy("Archive %(number)s note?", "Archive %(number)s notes?", "count"),
    _("Archive"),
    _("Archived notes no longer come up in reviews. Learners’ histories are kept, and you can restore the notes."),
    ngettext_lazy(
        "%(number)s note archived. Learners no longer see it; its history is kept.",
        "%(number)s notes archived. Learners no longer see them; their histories are kept.",
        "count",
    ),
)
RESTORE = Question(
    "restore_archived",
    ngettext_lazy("Restore %(number)s note?", "Restore %(number)s notes?", "count"),
    _("Restore"),
    _("The notes come up in reviews again, on the schedules that learners had."),
    ngettext_lazy(
        "%(number)s note restored. Learners see it again, on the schedule it had.",
        "%(number)s notes restored. Learners see them again, on the schedules they had.",
        "count",
    ),
)


def ask(
    model_admin: ModelAdmin, request: HttpRequest, notes: QuerySet[Note], form: forms.Form, question: Question
) -> TemplateResponse:
    """Show the question with the notes it is about; its button posts the same selection again."""
    count = notes.count()
    context = {
        **model_admin.admin_site.each_context(request),
        "title": question.title % {"count": count, "number": number(count)},
        "question": question,
        "form": form,
        "notes": notes[:MAX_LISTED],
        "more": max(0, count - MAX_LISTED),
        "opts": model_admin.opts,
        "checkbox": ACTION_CHECKBOX_NAME,
        "selected": request.POST.getlist(ACTION_CHECKBOX_NAME),
        "select_across": request.POST.get("select_across", "0"),
    }
    return TemplateResponse(request, "admin/cards/note/ask.html", context)


def report(model_admin: ModelAdmin, request: HttpRequest, notes: Sequence[Note], sentence: str) -> None:
    """Show what happened to the person, and log it in the notes' histories."""
    LogEntry.objects.log_actions(request.user.pk, notes, CHANGE, change_message=sentence)  # type: ignore[arg-type]  # logged in
    model_admin.message_user(request, sentence, messages.SUCCESS)


def count_of_notes(count: int) -> str:
    """Return the number of notes in words: 1 note, 2 notes."""
    return ngettext("%(number)s note", "%(number)s notes", count) % {"number": number(count)}


def ask_and_change(
    model_admin: ModelAdmin,
    request: HttpRequest,
    notes: QuerySet[Note],
    question: Question,
    form_class: type[forms.Form],
    change: Callable[..., int],
) -> TemplateResponse | None:
    """Ask, or change the notes as the form says and report how many of them that were."""
    form = form_class(request.POST if "answered" in request.POST else None)
    if not form.is_valid():
        return ask(model_admin, request, notes, form, question)
    selected = list(notes)
    try:
        changed = change(selected, **form.cleaned_data)
    except TooManyTags as error:
        form.add_error("tags", str(error))
        return ask(model_admin, request, notes, form, question)
    tags = enumeration(f"“{tag}”" for tag in form.cleaned_data.get("tags", ()))
    report(
        model_admin, request, selected, question.report % {"count": changed, "number": number(changed), "tags": tags}
    )
    return None


@admin.action(description=_("Add tags"))
def add_tags(model_admin: ModelAdmin, request: HttpRequest, notes: QuerySet[Note]) -> TemplateResponse | None:
    """Add tags to the notes."""
    return ask_and_change(
        model_admin, request, notes, ADD_TAGS, TagsForm, lambda selected, tags: change_tags(selected, add=tags)
    )


@admin.action(description=_("Remove tags"))
def remove_tags(model_admin: ModelAdmin, request: HttpRequest, notes: QuerySet[Note]) -> TemplateResponse | None:
    """Remove tags from the notes that have them."""
    return ask_and_change(
        model_admin, request, notes, REMOVE_TAGS, TagsForm, lambda selected, tags: change_tags(selected, remove=tags)
    )


@admin.action(description=_("Archive"))
def archive(model_admin: ModelAdmin, request: HttpRequest, notes: QuerySet[Note]) -> TemplateResponse | None:
    """Take the notes out of reviews."""
    return ask_and_change(model_admin, request, notes, ARCHIVE, ConfirmForm, partial(set_archived, archived=True))


@admin.action(description=_("Restore from the archive"))
def restore_archived(model_admin: ModelAdmin, request: HttpRequest, notes: QuerySet[Note]) -> TemplateResponse | None:
    """Let archived notes come up in reviews again."""
    return ask_and_change(model_admin, request, notes, RESTORE, ConfirmForm, partial(set_archived, archived=False))
