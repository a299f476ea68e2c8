"""Writing new cards into a deck, one after the other."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.cards.front_line import as_line
from apps.cards.models import Deck, Note
from apps.library.editor import just_added
from apps.library.editor.card_forms import AddCardForm
from apps.library.services.write_cards import AlreadyAdded, add_card, take_back
from apps.library.views.editor import editor_page, preview_page
from apps.web import localized
from apps.web.http import LearnerRequest, is_row_id

KEPT = ("kind", "tags", "choices")  # from one new card to the next


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def add(request: LearnerRequest, slug: str) -> HttpResponse:
    """Show the form of a new card, preview what is typed, or add the card."""
    deck = get_object_or_404(Deck.objects.editable_by(request.user).select_related("course"), slug=slug)
    initial = {name: request.GET[name] for name in (*KEPT, "stay") if name in request.GET}
    form = AddCardForm(request.POST if request.method == "POST" else None, deck=deck, initial=initial)
    if "preview" in request.POST:
        return preview_page(request, form)
    if not form.is_valid():
        reviewed = request.user.subscriptions.filter(deck=deck, paused=False).exists()
        return editor_page(request, form, status=422 if form.is_bound else 200, reviewed=reviewed)
    _add(request, form)
    return redirect(_next_url(deck, form))


def _add(request: LearnerRequest, form: AddCardForm) -> None:
    draft = form.cleaned_data["draft"]
    try:
        note = add_card(request.user, form.instance, form.labels(form.cleaned_data), draft=draft)
    except AlreadyAdded:
        messages.info(request, _("You already added that card."))
        return
    just_added.remember(request.session, note.pk, draft)
    messages.success(request, _added(note))


def _added(note: Note) -> str:
    """Return what was added, and how many cards it is where it is several."""
    number = note.cards.count()
    sentence = ngettext("Added “%(card)s”.", "Added “%(card)s”: %(number)s cards.", number)
    return sentence % {"card": _line(note), "number": localized.number(number)}


def _line(note: Note) -> str:
    """Return the front of the note's first card as lists show it, for a sentence that has a full stop of its own."""
    return as_line(note.cards.order_by("ordinal").values_list("front", flat=True)[0]).removesuffix(".")


def _next_url(deck: Deck, form: AddCardForm) -> str:
    """Return the URL of the page that follows: another new card like this one, or the deck."""
    if not form.cleaned_data["stay"]:
        return reverse("library:deck", args=[deck.slug])
    kept = {name: form.data[name] for name in KEPT if form.data.get(name)}
    return f"{reverse('library:add', args=[deck.slug])}?{urlencode(kept)}"


@require_safe
@never_cache
@login_required
def add_anywhere(request: LearnerRequest) -> HttpResponse:
    """Ask for the deck of a new card; go on to the only one, unless another is wanted (?other), or to making one."""
    editable = Deck.objects.editable_by(request.user).filter(archived_at=None)
    decks = editable.select_related("course").order_by("course__title", "title", "pk")
    found = list(decks[:2])
    if not found:
        return redirect("library:new")
    if len(found) == 1 and "other" not in request.GET:
        return redirect("library:add", found[0].slug)
    return render(request, "library/add_anywhere.html", {"decks": decks})


@require_POST
@login_required
def undo_add(request: LearnerRequest, slug: str) -> HttpResponse:
    """Take back a card that the person added in this session."""
    deck, typed = get_object_or_404(Deck.objects.editable_by(request.user), slug=slug), request.POST.get("note", "")
    keys = just_added.keys(request.session)
    note = get_object_or_404(Note, deck=deck, archived=False, pk__in=keys, pk=typed if is_row_id(typed) else 0)
    line = _line(note)
    take_back(note)
    just_added.forget(request.session, int(typed))
    messages.info(request, _("Removed “%(card)s”.") % {"card": line})
    return redirect("library:add", slug)
