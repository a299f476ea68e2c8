"""The fields of the print form: their labels, choices and error messages."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from apps.printing.request import card_filter, options

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

IN_ORDER, SHUFFLED = "lesson", "shuffled"
LAYOUTS = {
    options.ONE_PER_PAGE: _("One card per page: question, line, answer"),
    options.DUPLEX: _("Two-sided: a page with the question, the answer on the back"),
    options.SHEET: _("Cards to cut out: several per sheet, with answers on the back"),
    options.FOLD: _("Cards to fold: question and answer next to each other"),
    options.LIST: _("Study list: questions in one column, answers in the other"),
    options.WORKSHEET: _("Worksheet: the lesson’s questions, with space to write"),
    options.ANSWER_KEY: _("Answer key to the worksheet"),
}
PAPERS = {
    "a4": _("A4"),
    "letter": _("US Letter"),
    "a5": _("A5"),
    "a6": _("A6"),
    "a7": _("A7"),
    "3x5": _("3 × 5 in"),
    "4x6": _("4 × 6 in"),
}
MODES = {
    card_filter.FLASHCARDS: _("Flashcards"),
    card_filter.ALL: _("All cards of all sections"),
    card_filter.SECTION: _("One section"),
    card_filter.TAG: _("Cards with a tag"),
    card_filter.DUE: _("Cards due today"),
    card_filter.LEECHES: _("My leeches: cards I keep forgetting"),
    card_filter.WEAKEST: _("My weakest cards"),
    card_filter.CARDS: _("Cards I pick"),
}
OF_LESSONS, OF_DECK, OF_DECKS = _("As in the lesson"), _("As in the deck"), _("Deck by deck")  # what is in order
ORDERS = {IN_ORDER: OF_LESSONS, SHUFFLED: _("Shuffled")}
ORIENTATIONS = {"": _("Default"), options.PORTRAIT: _("Portrait"), options.LANDSCAPE: _("Landscape")}
CUTS = {
    options.MARKS: _("Marks at the edges of the sheet"),
    options.LINES: _("Lines across the sheet"),
    options.FRAMES: _("Frames around the cards"),
}
FLIPS = {options.LONG: _("Flip on long edge"), options.SHORT: _("Flip on short edge")}


def choice_field(
    label: "StrOrPromise", choices: Iterable[tuple[str, "StrOrPromise"]] = (), **arguments: Any
) -> forms.ChoiceField:
    """Return a field for one of the choices."""
    messages = dict.fromkeys(("invalid_choice", "required"), _("Choose one of the options."))
    return forms.ChoiceField(label=label, choices=list(choices), error_messages=messages, **arguments)


def integer_field(label: "StrOrPromise", bounds: tuple[int, int], help_text: "StrOrPromise" = "") -> forms.IntegerField:
    """Return a field for a whole number within bounds."""
    message = format_lazy(_("Enter a whole number from {min} to {max}."), min=bounds[0], max=bounds[1])
    messages = dict.fromkeys(("invalid", "min_value", "max_value"), message)
    return forms.IntegerField(
        label=label,
        min_value=bounds[0],
        max_value=bounds[1],
        required=False,
        error_messages=messages,
        help_text=help_text,
    )


def offset_field(label: "StrOrPromise") -> forms.FloatField:
    """Return a field for a back offset."""
    low, high = options.OFFSETS_MM
    message = format_lazy(_("Enter a number from {min} to {max}."), min=f"{low:g}", max=f"{high:g}")
    messages = dict.fromkeys(("invalid", "min_value", "max_value", "step_size"), message)
    return forms.FloatField(
        label=label, min_value=low, max_value=high, step_size=0.1, required=False, error_messages=messages
    )
