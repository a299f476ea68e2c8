"""Copying a deck to one's own decks: immediately, or as a job where that takes long."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from apps.cards.models import Deck
from apps.exchange import pending_copy
from apps.exchange.copying import copy_or_submit
from apps.exchange.forms.copy import CopyForm
from apps.exchange.jobs import copied_message
from apps.exchange.services.copy_deck import DeckCopy
from apps.jobs.models import Job
from apps.jobs.services.lifecycle import TooManyJobs
from apps.library.shared_decks import shared_decks
from apps.library.views.shared import for_link_holders
from apps.reviews.pending_review import to_account
from apps.web.http import LearnerRequest, VisitorRequest


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def copy(request: LearnerRequest, slug: str) -> HttpResponse:
    """Ask how a deck that the person may see is copied; a POST copies it."""
    source = get_object_or_404(Deck.objects.visible_to(request.user).select_related("course"), slug=slug)
    form = CopyForm(request.POST if request.method == "POST" else None, person=request.user, source=source)
    if form.is_valid():
        try:
            return _copied(request, DeckCopy(request.user, source, **form.cleaned_data))
        except TooManyJobs as problem:
            form.add_error(None, str(problem))
    context = {"deck": source, "form": form, "number": source.notes.filter(archived=False).count()}
    return render(request, "exchange/copy.html", context, status=422 if form.errors else 200)


@require_POST
@for_link_holders
def copy_shared(request: VisitorRequest, token: str) -> HttpResponse:
    """Copy the deck that a link shares; a visitor signs up or logs in first, and then it is copied."""
    source = get_object_or_404(shared_decks(token))
    if not request.user.is_authenticated:
        pending_copy.remember(request.session, token)
        sentence = _("Sign up or log in: then “%(deck)s” is copied to your decks.")
        messages.info(request, sentence % {"deck": source})
        return to_account(request)
    wanted = DeckCopy(request.user, source, source.title, token=token)
    try:
        return _copied(cast(LearnerRequest, request), wanted)
    except TooManyJobs as problem:
        messages.error(request, str(problem))
        return redirect("library:shared", token)


def _copied(request: LearnerRequest, wanted: DeckCopy) -> HttpResponse:
    """Copy the deck; lead to the copy, or to the job that makes it. Raises TooManyJobs."""
    made = copy_or_submit(wanted, at=timezone.now())
    if isinstance(made, Job):
        return redirect("jobs:job", made.pk)
    messages.success(request, copied_message(made))
    return redirect("library:deck", made.slug)
