"""Figures and texts of cards in words, for the browser and the page of a card."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from apps.cards.front_line import as_line
from apps.library.browse import act_words
from apps.library.browse.columns import due_text, short_date
from apps.library.browse.listing import ListedRow
from apps.reviews.grading.arithmetic import format_days, format_hundredths
from apps.search.manual import COMBINED
from apps.search.terms.registry import GROUPS

register = template.Library()
register.filter("as_hundredths", format_hundredths)
register.filter("as_line", as_line)
register.filter("due_text", due_text)
register.filter("in_days", format_days)
register.filter("short_date", short_date)


@register.simple_tag
def cells_of(line: ListedRow) -> SafeString:
    """Return the cells of a row: a page has a thousand, for which a template takes five times as long."""
    return format_html_join("", '<td class="{}" data-label="{}">{}</td>', line.cells)


@register.simple_tag(takes_context=True)
def last_act(context: template.Context) -> act_words.LastAct | None:
    """Return what the page's URL names as done last (?done=), if it can be named."""
    request = context["request"]
    return act_words.last_act(request.user, request.GET.get("done", ""), timezone.now())


@register.simple_tag
def search_help() -> SafeString:
    """Return the grammar of searches, rendered once for each language."""
    return _help(get_language())


@lru_cache(maxsize=64)
def _help(_language: str | None) -> SafeString:
    return render_to_string("library/_search_help.html", {"combined": COMBINED, "groups": GROUPS})
