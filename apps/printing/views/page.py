"""The print page: which cards, in which layout, on which paper, how many that gives, and a preview of the first."""

import secrets
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_htmx.http import replace_url

from apps.accounts.models import User
from apps.cards.models import Deck
from apps.courses.models import Course
from apps.printing.engine.glyphs.missing_glyphs import find_missing_glyphs
from apps.printing.engine.workers.worker_pool import IDLE_WORKERS
from apps.printing.layouts.cut_sheets import CardGrid
from apps.printing.layouts.layout import CARDS, Layout
from apps.printing.layouts.layout_registry import layout_for
from apps.printing.layouts.previews.first_card import preview_of
from apps.printing.make_print import first_pages
from apps.printing.request.card_filter import BadCardFilter, CardFilter
from apps.printing.request.card_picker import pick_cards
from apps.printing.request.form_fields import SHUFFLED
from apps.printing.request.forms import FIELD_MODES, PrintForm, first_of, with_defaults
from apps.printing.request.found_cards import FoundCards
from apps.printing.request.options import CALIBRATION, SHEET, BadOption
from apps.printing.request.print_request import print_page_url, source_url, with_query
from apps.printing.request.selection import PrintSource, Selection, named_texts
from apps.printing.services.due_day import build_day_if_due
from apps.printing.views.pdf import pdf_response
from apps.web.http import LearnerRequest, VisitorRequest

TEMPLATE = "printing/page.html"
MAX_CHECKED_CARDS = 2_000  # for characters that no font draws
SEED_COUNT = 10_000  # short enough to be written on a card


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def deck(request: VisitorRequest, slug: str) -> HttpResponse:
    """Show what can be printed of a deck; a POST shows or prints what is chosen."""
    return _page(request, get_object_or_404(Deck.objects.visible_to(request.user), slug=slug))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def course(request: VisitorRequest, slug: str) -> HttpResponse:
    """Show what can be printed of all decks of a course; a POST shows or prints what is chosen."""
    return _page(request, get_object_or_404(Course.objects.visible_to(request.user), slug=slug))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def found(request: LearnerRequest) -> HttpResponse:
    """Show what can be printed of what a search (?q=) finds; a POST shows or prints what is chosen."""
    return _page(request, FoundCards(request.GET.get("q", "")))


def _page(request: VisitorRequest, source: PrintSource) -> HttpResponse:
    is_post, now = request.method == "POST", timezone.now()
    data = _with_first_choices(request.POST if is_post else with_defaults(request.GET), source, request.user)
    form = PrintForm(data, source=source, person=request.user)
    context = {**_counted(form, now), **_page_context(form)}
    if form.errors:
        context["preview"] = _counted(form.with_errors_reset(), now).get("preview")  # or the page would jump
    IDLE_WORKERS.warm_up()  # whoever looks at this page is about to print
    if is_post and form.is_valid() and not request.htmx:
        if "print" in request.POST:
            return pdf_response(request, form.print_request, now, source_url(source))
        return redirect(_url(form) + "#cards" * form.is_picking)
    template = f"{TEMPLATE}#choices" if request.htmx else TEMPLATE
    response = render(request, template, context, status=422 if form.errors else 200)
    return replace_url(response, _url(form)) if request.htmx and form.is_valid() else response


def _counted(form: PrintForm, now: datetime) -> dict[str, object]:
    """Return how many cards or questions are chosen, and the first card; problems become errors of the form."""
    selected = _selected(form, now) if form.is_valid() else None
    if selected is None:
        return {"count": None}
    (selection, layout), print_request = selected, form.print_request
    count = layout.count if layout else 0
    pages = first_pages(layout) if isinstance(layout, CardGrid) else ()
    return {
        "count": count,
        "thing": layout.thing if layout else CARDS,
        "is_large": count > print_request.max_in_request,
        "preview": preview_of(layout, selection, print_request.options, pages),
        "missing": find_missing_glyphs(named_texts(selection.cards[:MAX_CHECKED_CARDS])),
    }


def _selected(form: PrintForm, now: datetime) -> tuple[Selection, Layout | None] | None:
    """Return what is chosen, and laid out unless it is nothing; a problem becomes an error of the form."""
    print_request = form.print_request
    build_day_if_due(print_request.card_filter, form.person, now)
    try:
        selection = print_request.selection(form.person, now)
        return selection, layout_for(selection, print_request.options) if len(selection) else None
    except BadCardFilter as problem:
        form.add_filter_error(problem)
    except BadOption as problem:
        form.add_error("layout", str(problem))
    return None


def _page_context(form: PrintForm) -> dict[str, object]:
    """Return what surrounds the choices: what is printed, cards to pick, the calibration sheet."""
    form.offer_modes()
    source = form.source
    context: dict[str, object] = {
        "form": form,
        "source": source,
        "page": print_page_url(source),
        "here": _url(form) if form.is_valid() else print_page_url(source),
        "home": source_url(source),
        "picker": None,
    }
    if form.is_picking and not isinstance(source, FoundCards):
        decks = Deck.objects.visible_to(form.person)
        context["picker"] = pick_cards(source, decks, form.data.get("q", ""), form.data.get("page", ""), form.picked)
    if form.chosen_layout == SHEET and form.is_valid():
        options = replace(form.print_request.options, layout=CALIBRATION)
        context["calibration"] = replace(form.print_request, options=options, card_filter=CardFilter()).pdf
    return context


def _url(form: PrintForm) -> str:
    """Return the URL that shows the same choices again, and the same page of cards to pick."""
    picker = {name: form.data[name] for name in ("q", "page") if form.is_picking and form.data.get(name)}
    return with_query(
        print_page_url(form.source), "&".join(filter(None, (form.print_request.query, urlencode(picker))))
    )


def _with_first_choices(data: QueryDict, source: PrintSource, person: User | AnonymousUser) -> QueryDict:
    """Return the submitted data, with a first section, tag or seed where its mode has only just been chosen."""
    data = data.copy()
    for name in ("section", "tag"):
        if data.get("which") == FIELD_MODES[name] and not data.get(name):
            data[name] = first_of(name, source, person)
    if data.get("order") == SHUFFLED and not data.get("seed"):
        data["seed"] = str(secrets.randbelow(SEED_COUNT))
    return data
