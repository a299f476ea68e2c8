"""What a learner does with the text of a card in a review: edit their own, or note something to another's."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from apps.cards.models import Deck
from apps.reviews.day import queue
from apps.reviews.forms import PersonalNoteForm
from apps.reviews.models import PersonalNote
from apps.reviews.services.personal_notes import save_personal_note
from apps.reviews.views.scope import scope_query, scoped_url
from apps.web.http import LearnerRequest


@require_safe
@never_cache
@login_required
def edit(request: LearnerRequest, card_id: int) -> HttpResponse:
    """Lead to the card's form, which leads back to its answer; to the learner's own note where others wrote it."""
    schedule = get_object_or_404(request.user.schedules, card_id=card_id)
    if not Deck.objects.editable_by(request.user).filter(pk=schedule.deck_id).exists():
        return redirect(scoped_url("reviews:note", request, card_id))
    back = urlencode({"next": scoped_url("reviews:reveal", request, card_id)})
    return redirect(f"{reverse('library:edit', args=[card_id])}?{back}")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def note(request: LearnerRequest, card_id: int) -> HttpResponse:
    """Show the learner's own note to a card, or save it and go back to the card's answer."""
    schedule = get_object_or_404(queue.with_card(request.user.schedules.all()), card_id=card_id)
    mine = PersonalNote.objects.filter(user=request.user, card=card_id).first()
    mine = mine or PersonalNote(user=request.user, card=schedule.card)
    form = PersonalNoteForm(request.POST if request.method == "POST" else None, instance=mine)
    if form.is_valid():
        save_personal_note(request.user, schedule.card, form.cleaned_data["text"])
        messages.success(request, form.saved_sentence(_("Your note is saved.")))
        return redirect(scoped_url("reviews:reveal", request, card_id))
    context = {"schedule": schedule, "form": form, "scope_query": scope_query(request)}
    return render(request, "reviews/personal_note.html", context, status=422 if form.errors else 200)
