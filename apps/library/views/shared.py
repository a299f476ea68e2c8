"""A deck that is shared by a link: its page and its pictures for whoever has the link, the link for its owner."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.cards.languages import language_name
from apps.cards.models import Media
from apps.library.models import SharedLink
from apps.library.services import shared_links as services
from apps.library.shared_decks import shared_decks
from apps.reviews.views.media import media_response
from apps.web.http import LearnerRequest, VisitorRequest, absolute_url

MAX_SHOWN = 10
PRIVATE = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "same-origin",  # not no-referrer: browsers then send forms without an origin
    "X-Robots-Tag": "noindex, nofollow",
}

type View = Callable[..., HttpResponseBase]


def for_link_holders(view: View) -> View:
    """Let no cache, search engine or other site learn of a page below a link."""

    @wraps(view)
    def private(*arguments: object, **options: object) -> HttpResponseBase:
        response = view(*arguments, **options)
        for name, value in PRIVATE.items():
            response.headers[name] = value
        return response

    return private


@require_safe
@for_link_holders
def shared(request: VisitorRequest, token: str) -> HttpResponse:
    """Show a shared deck: what it is about, and the first of the cards that a copy has."""
    deck = get_object_or_404(shared_decks(token))
    cards = deck.cards_in_use()
    context = {
        "deck": deck,
        "token": token,
        "language": language_name(deck.language),
        "own": deck.owner_id == request.user.pk,
        "number": cards.count(),
        "cards": cards.only("context", "front", "back", "choices")[:MAX_SHOWN],
        "media": f"{reverse('library:shared', args=[token])}media/",
    }
    return render(request, "library/shared.html", context)


@require_safe
@for_link_holders
def shared_media(request: VisitorRequest, token: str, sha256: str, extension: str) -> HttpResponseBase:
    """Send a picture or a sound of a shared deck."""
    in_deck = Media.objects.filter(in_decks__deck__in=shared_decks(token)).distinct()
    return media_response(request, get_object_or_404(in_deck, sha256=sha256, extension=extension))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def share(request: LearnerRequest, slug: str) -> HttpResponse:
    """Show the link of one of the person's own decks; a POST makes it, or a new one."""
    deck = get_object_or_404(request.user.decks, slug=slug)
    link = SharedLink.objects.filter(deck=deck).first()
    if request.method == "POST":
        services.share(deck, at=timezone.now())
        renewed = _("There is a new link. The old one no longer works.")
        messages.success(request, renewed if link else _("“%(deck)s” is shared: copy its link.") % {"deck": deck})
        return redirect("library:share", slug)
    url = absolute_url(reverse("library:shared", args=[link.token])) if link else ""
    return render(request, "library/share.html", {"deck": deck, "link": link, "url": url})


@require_POST
@login_required
def unshare(request: LearnerRequest, slug: str) -> HttpResponse:
    """Revoke the link of one of the person's own decks."""
    services.stop_sharing(get_object_or_404(request.user.decks, slug=slug))
    messages.success(request, _("The link no longer works. Copies that others made stay theirs."))
    return redirect("library:share", slug)
