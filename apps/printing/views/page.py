"""The print page: which cards, in which layout, on which paper, how many that gives, and how the first one looks."""

import secrets
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_htmx.http import replace_url

from apps.cards.models import Deck
from apps.courses.models import Course
from apps.printing.engine.missing_glyphs import undrawable
from apps.printing.engine.worker_pool import SPARE
from apps.printing.layouts.layout_registry import layout_for
from apps.printing.layouts.preview import preview_of
from apps.printing.request import options as looks
from apps.printing.request.card_filter import BadCardFilter, CardFilter
from apps.printing.request.card_picker import picking
from apps.printing.request.forms import NEEDS, SHUFFLED, PrintForm, complete, first_of
from apps.printing.request.options import BadOption
from apps.printing.request.print_request import PrintRequest, home_of, most_at_once, page_of, with_query
from apps.printing.request.selection import Place, named_texts
from apps.printing.views.pdf import pdf_response
from apps.web.http import VisitorRequest

TEMPLATE = "printing/page.html"
MAX_CHECKED_CARDS = 2_000  # cards, for characters that nothing draws
SEEDS = 10_000  # short enough to be written on a card


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def deck(request: VisitorRequest, slug: str) -> HttpResponse:
    """Show what may be printed of a deck; posted, show or print what is chosen."""
    return _page(request, get_object_or_404(Deck.objects.visible_to(request.user), slug=slug))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def course(request: VisitorRequest, slug: str) -> HttpResponse:
    """Show what may be printed of all decks of a course; posted, show or print what is chosen."""
    return _page(request, get_object_or_404(Course.objects.visible_to(request.user), slug=slug))


def _page(request: VisitorRequest, place: Place) -> HttpResponse:
    sent, now = request.method == "POST", timezone.now()
    form = PrintForm(_begun(request.POST if sent else complete(request.GET), place), place=place, person=request.user)
    context = {**_counted(form, now), **_around(form)}
    if form.errors:
        context["preview"] = _counted(form.mended(), now).get("preview")  # or all would jump up
    SPARE.begin()  # whoever looks at this page is about to print
    if sent and form.is_valid() and not request.htmx:
        if "print" in request.POST:
            return pdf_response(request, form.wanted, now, home_of(place))
        return redirect(_address(form) + "#cards" * form.picks)
    template = f"{TEMPLATE}#choices" if request.htmx else TEMPLATE
    response = render(request, template, context, status=422 if form.errors else 200)
    return replace_url(response, _address(form)) if request.htmx and form.is_valid() else response


def _counted(form: PrintForm, now: datetime) -> dict[str, Any]:
    """Return how many cards or questions are chosen, and the first card; what cannot be chosen is said in the form."""
    if not form.is_valid():
        return {"count": None}
    wanted: PrintRequest = form.wanted
    try:
        selection = wanted.selection(form.person, now)
        layout = layout_for(selection, wanted.options) if len(selection) else None
    except BadCardFilter as refusal:
        form.refuse(refusal)
        return {"count": None}
    except BadOption as refusal:
        form.add_error("layout", str(refusal))
        return {"count": None}
    count = layout.count if layout else 0
    is_large = count > most_at_once(wanted.options.layout)
    return {
        "count": count,
        "thing": layout.thing if layout else "card",
        "is_large": is_large,
        "preview": preview_of(layout, selection, wanted.options),
        "missing": undrawable(named_texts(selection.cards[:MAX_CHECKED_CARDS])),
    }


def _around(form: PrintForm) -> dict[str, Any]:
    """Return what stands around the choices: where this is, cards to pick, the calibration sheet."""
    form.offer_ways()
    place = form.place
    context: dict[str, Any] = {
        "form": form,
        "place": place,
        "page": page_of(place),
        "here": _address(form) if form.is_valid() else page_of(place),
        "home": home_of(place),
        "picking": None,
    }
    if form.picks:
        context["picking"] = picking(place, form.data.get("q", ""), form.data.get("page", ""), form.picked)
    if form.chosen_layout == looks.SHEET and form.is_valid():
        calibration = replace(
            form.wanted, options=replace(form.wanted.options, layout=looks.CALIBRATION), which=CardFilter()
        )
        context["calibration"] = calibration.pdf
    return context


def _address(form: PrintForm) -> str:
    """Return the address that shows the same choices again, with the cards to pick as they are shown."""
    shown = {name: form.data[name] for name in ("q", "page") if form.picks and form.data.get(name)}
    return with_query(page_of(form.place), "&".join(filter(None, (form.wanted.query, urlencode(shown)))))


def _begun(data: QueryDict, place: Place) -> QueryDict:
    """Return what was sent, with something to begin with where a choice has only just been made."""
    data = data.copy()
    for name in ("section", "tag"):
        if data.get("which") == NEEDS[name] and not data.get(name):
            data[name] = first_of(name, place)
    if data.get("order") == SHUFFLED and not data.get("seed"):
        data["seed"] = str(secrets.randbelow(SEEDS))
    return data
