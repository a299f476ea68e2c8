"""What is done to many notes at once: it asks first, happens in one transaction, and says what changed."""

from dataclasses import dataclass

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.options import ModelAdmin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse

from apps.cards.forms import ConfirmForm, TagsForm
from apps.cards.models import Note
from apps.cards.services.notes import TooManyTags, change_tags, set_archived

SHOWN = 10  # notes that the question names


@dataclass(frozen=True)
class Question:
    """The page between choosing an action and its happening."""

    action: str  # its name in the list of actions
    title: str
    button: str
    says: str = ""


ADD_TAGS = Question("add_tags", "Add tags to {notes}", "Add")
REMOVE_TAGS = Question("remove_tags", "Remove tags from {notes}", "Remove")
ARCHIVE = Question(
    "archive",
    "Archive {notes}?",
    "Archive",
    "Learners are no longer asked what is archived. Their history stays, and you can bring it back.",
)
BRING_BACK = Question(
    "bring_back", "Bring back {notes}?", "Bring back", "Learners are asked again, on the schedules they had."
)


def answer_to(request: HttpRequest, form_class: type[forms.Form]) -> forms.Form:
    """Return the form of the question: filled in once it was asked, empty before."""
    return form_class(request.POST if "answered" in request.POST else None)


def ask(
    model_admin: ModelAdmin, request: HttpRequest, notes: QuerySet[Note], form: forms.Form, question: Question
) -> TemplateResponse:
    """Show the question with the notes it is about; its button posts the same selection again."""
    count = notes.count()
    context = {
        **model_admin.admin_site.each_context(request),
        "title": question.title.format(notes=counted(count)),
        "question": question,
        "form": form,
        "notes": notes[:SHOWN],
        "more": max(0, count - SHOWN),
        "opts": model_admin.opts,
        "checkbox": ACTION_CHECKBOX_NAME,
        "selected": request.POST.getlist(ACTION_CHECKBOX_NAME),
        "select_across": request.POST.get("select_across", "0"),
    }
    return TemplateResponse(request, "admin/cards/note/ask.html", context)


def tell(model_admin: ModelAdmin, request: HttpRequest, notes: list[Note], sentence: str) -> None:
    """Say what happened, to the person and in the notes' histories."""
    LogEntry.objects.log_actions(request.user.pk, notes, CHANGE, change_message=sentence)  # type: ignore[arg-type]  # logged in
    model_admin.message_user(request, sentence, messages.SUCCESS)


def counted(count: int) -> str:
    """Return the number of notes in words: 1 note, 2 notes."""
    return f"{count:,} note{'' if count == 1 else 's'}"


@admin.action(description="Add tags")
def add_tags(model_admin: ModelAdmin, request: HttpRequest, notes: QuerySet[Note]) -> TemplateResponse | None:
    """Give tags to the notes."""
    form = answer_to(request, TagsForm)
    if not form.is_valid():
        return ask(model_admin, request, notes, form, ADD_TAGS)
    chosen = list(notes)
    try:
        changed = change_tags(chosen, add=form.cleaned_data["tags"])
    except TooManyTags as error:
        form.add_error("tags", str(error))
        return ask(model_admin, request, notes, form, ADD_TAGS)
    tell(model_admin, request, chosen, f"Added {_listed(form)} to {counted(changed)}.")
    return None


@admin.action(description="Remove tags")
def remove_tags(model_admin: ModelAdmin, request: HttpRequest, notes: QuerySet[Note]) -> TemplateResponse | None:
    """Take tags from the notes that have them."""
    form = answer_to(request, TagsForm)
    if not form.is_valid():
        return ask(model_admin, request, notes, form, REMOVE_TAGS)
    chosen = list(notes)
    changed = change_tags(chosen, remove=form.cleaned_data["tags"])
    tell(model_admin, request, chosen, f"Took {_listed(form)} from {counted(changed)}.")
    return None


@admin.action(description="Archive")
def archive(model_admin: ModelAdmin, request: HttpRequest, notes: QuerySet[Note]) -> TemplateResponse | None:
    """Stop asking the notes."""
    form = answer_to(request, ConfirmForm)
    if not form.is_valid():
        return ask(model_admin, request, notes, form, ARCHIVE)
    chosen = list(notes)
    count = set_archived(chosen, archived=True)
    theirs = "it; its history stays" if count == 1 else "them; their history stays"
    tell(model_admin, request, chosen, f"{counted(count)} archived. Learners no longer see {theirs}.")
    return None


@admin.action(description="Bring back from the archive")
def bring_back(model_admin: ModelAdmin, request: HttpRequest, notes: QuerySet[Note]) -> TemplateResponse | None:
    """Ask archived notes again."""
    form = answer_to(request, ConfirmForm)
    if not form.is_valid():
        return ask(model_admin, request, notes, form, BRING_BACK)
    chosen = list(notes)
    count = set_archived(chosen, archived=False)
    theirs = "it again, on the schedule it had" if count == 1 else "them again, on the schedules they had"
    tell(model_admin, request, chosen, f"{counted(count)} brought back. Learners see {theirs}.")
    return None


def _listed(form: forms.Form) -> str:
    return ", ".join(f"“{tag}”" for tag in form.cleaned_data["tags"])
