"""What is done to the cards or notes that were selected in the browser."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from apps.cards.models import Deck
from apps.jobs.services.lifecycle import TooManyJobs
from apps.library import jobs
from apps.library.browse import act_words
from apps.library.browse.forms import EXPORT, PRACTICE, PRINT, BulkActForm
from apps.library.browse.recent_acts import page_of_acts
from apps.library.browse.selection import CardSelection
from apps.library.services.bulk import run
from apps.library.services.bulk.acts import ACTS
from apps.search.tree import SearchError
from apps.web.http import LearnerRequest, sent_text
from apps.web.translation import translate_message

PAGES = {PRACTICE: "library:practice", PRINT: "printing:found", EXPORT: "exchange:export_found"}
MAX_IN_REQUEST = 1_000  # cards or notes that are changed while the person waits


@require_POST
@login_required
def change(request: LearnerRequest) -> HttpResponse:
    """Do the chosen act to the selected cards or their notes, or begin a job that does."""
    selection, form = CardSelection.of(request.POST), BulkActForm(request.POST, person=request.user)
    if selection is None:
        return _refuse(request, _("Nothing changed: select some cards first."))
    if not form.is_valid():
        return _refuse(request, " ".join(str(sentence) for each in form.errors.values() for sentence in each))
    try:
        return _do(request, selection, form, timezone.now())
    except SearchError as error:
        return _refuse(request, translate_message(error.message))
    except TooManyJobs as problem:
        return _refuse(request, str(problem))


def _do(request: LearnerRequest, selection: CardSelection, form: BulkActForm, now: datetime) -> HttpResponse:
    """Do what was pressed, immediately or in a job. Raises SearchError and TooManyJobs."""
    if form.name in PAGES:
        return redirect(f"{reverse(PAGES[form.name])}?{urlencode({'q': selection.as_query()})}")
    keys = selection.keys(request.user, now, of_notes=ACTS[form.name].of_notes)
    act = run.begin(request.user, form.name, form.value, at=now)
    if len(keys) > MAX_IN_REQUEST:
        return redirect("jobs:job", jobs.submit_act(act, selection, at=now).pk)
    run.run(act, keys, now=now)
    return _list(request, done=act.pk)


@require_POST
@login_required
def undo(request: LearnerRequest, pk: int) -> HttpResponse:
    """Take back what was done to many cards."""
    now, act = timezone.now(), get_object_or_404(request.user.bulk_acts.select_related("user"), pk=pk)
    try:
        run.check_undo(act, now)
        if act.changed > MAX_IN_REQUEST:
            return redirect("jobs:job", jobs.submit_undo(act, at=now).pk)
        run.undo(act, now=now)
    except run.ActCannotBeUndone as problem:
        messages.info(request, str(problem))
        return _list(request)
    except TooManyJobs as problem:
        return _refuse(request, str(problem))
    messages.success(request, act_words.undone(act))
    return _list(request)


@require_safe
@never_cache
@login_required
def changes(request: LearnerRequest) -> HttpResponse:
    """Show what the person did in the last day, each with its undo: the page of an act may be closed, or never came."""
    page = page_of_acts(request.user, timezone.now(), request.GET.get("page"))
    return render(request, "library/changes.html", {"page": page})


def _refuse(request: LearnerRequest, sentence: str) -> HttpResponse:
    messages.error(request, sentence)
    return _list(request)


def _list(request: LearnerRequest, **more: int) -> HttpResponse:
    """Return to the page that the form names, with the query of its list."""
    query = QueryDict(sent_text(request, "list"), mutable=True)
    query.pop("done", None)
    query.update({name: str(value) for name, value in more.items()})
    return redirect(f"{_page(request)}?{query.urlencode()}".removesuffix("?"))


def _page(request: LearnerRequest) -> str:
    """Return the page that is named (page=review), the deck from which the person came (back=slug), or the browser."""
    if name := {"review": "reviews:session", "changes": "library:changes"}.get(request.POST.get("page", "")):
        return reverse(name)
    deck = Deck.objects.visible_to(request.user).filter(slug=sent_text(request, "back")).first()
    return reverse("library:deck", args=[deck.slug]) if deck else reverse("library:browse")
