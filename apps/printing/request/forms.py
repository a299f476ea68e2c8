"""The form in which a person chooses what to print, and how."""

from typing import Any, cast

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.cards.models import Deck, Note, Section
from apps.cards.note_tags import tag_numbers
from apps.printing.request import card_filter as filters
from apps.printing.request.card_filter import BadCardFilter, CardFilter
from apps.printing.request.form_fields import (
    CUTS,
    FLIPS,
    IN_ORDER,
    LAYOUTS,
    MODES,
    OF_DECK,
    OF_DECKS,
    OF_LESSONS,
    ORDERS,
    ORIENTATIONS,
    PAPERS,
    SHUFFLED,
    choice_field,
    integer_field,
    offset_field,
)
from apps.printing.request.found_cards import FoundCards
from apps.printing.request.options import (
    CALIBRATION,
    LESSON_LAYOUTS,
    LONG,
    MARGINS_MM,
    MARKS,
    ONE_PER_PAGE,
    PER_SHEET,
    SCALES,
    BadOption,
    PrintOptions,
)
from apps.printing.request.options import LAYOUTS as KNOWN_LAYOUTS
from apps.printing.request.print_request import PrintRequest, effective_options
from apps.printing.request.selection import PrintSource
from apps.web.http import is_row_id

FIELD_MODES = {"section": filters.SECTION, "tag": filters.TAG, "limit": filters.WEAKEST}  # fields of one mode alone
DEFAULTS = {
    "layout": ONE_PER_PAGE,
    "scale": "100",
    "per_sheet": "8",
    "cut": MARKS,
    "flip": LONG,
    "attach": "on",
    "offset_x_mm": "0",
    "offset_y_mm": "0",
    "which": filters.FLASHCARDS,
    "limit": "20",
    "order": IN_ORDER,
}


def with_defaults(query: QueryDict) -> QueryDict:
    """Return the query of a URL with all defaults; a form that was submitted has all its fields."""
    data = query.copy()
    for name, value in DEFAULTS.items():
        data.setdefault(name, value)
    return data


class PrintForm(forms.Form):
    """What to print, and how. Fields without effect for the chosen layout or cards are hidden, and keep their value."""

    layout = choice_field(_("Layout"), widget=forms.RadioSelect)
    paper = choice_field(_("Paper"), required=False)
    per_sheet = choice_field(_("Cards per sheet"), [(str(number), str(number)) for number in PER_SHEET])
    orientation = choice_field(_("Orientation"), ORIENTATIONS.items(), required=False)
    cut = choice_field(_("Cutting"), CUTS.items(), required=False)
    flip = choice_field(_("Two-sided printing"), FLIPS.items())
    margin_mm = integer_field(
        _("Margins (mm)"), MARGINS_MM, _("Leave empty for the default. At most a fifth of the paper.")
    )
    scale = integer_field(_("Text size (%)"), SCALES)
    offset_x_mm = offset_field(_("Back offset, horizontal (mm)"))
    offset_y_mm = offset_field(_("Back offset, vertical (mm)"))
    ink_saving = forms.BooleanField(label=_("Save ink: black on white, thin lines"), required=False)
    attach = forms.BooleanField(label=_("Attach the deck, so that the PDF can be imported"), required=False)
    which = choice_field(_("Cards"), MODES.items())
    section = choice_field(_("Section"), required=False)
    tag = choice_field(_("Tag"), required=False)
    limit = integer_field(_("Number of cards"), (1, filters.MAX_WEAKEST))
    order = choice_field(_("Order"), ORDERS.items())
    seed = integer_field(_("Shuffle number"), (0, filters.MAX_SEED), _("The same number gives the same order."))

    def __init__(self, data: QueryDict, *, source: PrintSource, person: User | AnonymousUser) -> None:
        super().__init__(data)
        self.source, self.person = source, person
        self._offer_layouts()
        self._offer_papers()
        self._choices("order").choices = [*(ORDERS | {IN_ORDER: self._in_order}).items()]
        self._choices("tag").choices = lambda: [(tag, tag) for tag in tags_of(source, person)]
        self._choices("section").choices = lambda: list(sections_of(source).values_list("pk", "title"))
        self._hide_without_effect()

    @property
    def submitted(self) -> QueryDict:
        """Return the data as submitted, with several values under one name."""
        return cast(QueryDict, self.data)

    @property
    def chosen_layout(self) -> str:
        """Return the chosen layout, or the default for an unknown one."""
        layout = self.data.get("layout", "")
        return layout if layout in KNOWN_LAYOUTS else ONE_PER_PAGE

    @property
    def is_of_lesson(self) -> bool:
        """Whether a lesson's questions are printed, not cards."""
        return self.chosen_layout in LESSON_LAYOUTS

    @property
    def is_picking(self) -> bool:
        """Whether the cards are picked by hand."""
        is_chosen = self.data.get("which") == filters.CARDS
        return is_chosen and not self.is_of_lesson and not isinstance(self.source, FoundCards)

    @property
    def picked(self) -> list[str]:
        """Return the keys of the picked cards as they were submitted."""
        return [key for key in dict.fromkeys(self.submitted.getlist("card")) if is_row_id(key)]

    def _choices(self, name: str) -> forms.ChoiceField:
        return cast(forms.ChoiceField, self.fields[name])

    @property
    def _has_lesson(self) -> bool:
        return isinstance(self.source, Deck) and hasattr(self.source, "lesson")

    @property
    def _in_order(self) -> Promise:
        """What cards that are not shuffled follow."""
        if isinstance(self.source, FoundCards):
            return OF_DECKS
        return OF_DECK if isinstance(self.source, Deck) and not self._has_lesson else OF_LESSONS

    def _offer_layouts(self) -> None:
        offered = [(name, label) for name, label in LAYOUTS.items() if self._has_lesson or name not in LESSON_LAYOUTS]
        self._choices("layout").choices = [*offered, (CALIBRATION, "")]
        self._choices("layout").widget.choices = offered  # calibration has a link of its own

    def _offer_papers(self) -> None:
        options = PrintOptions(layout=self.chosen_layout)
        default = gettext("Default (%(paper)s)") % {"paper": PAPERS[options.paper_name]}
        self._choices("paper").choices = [("", default), *((name, PAPERS[name]) for name in options.papers)]
        if self.data.get("paper") in PAPERS and self.data["paper"] not in options.papers:  # of the previous layout
            data = self.submitted.copy()
            data["paper"] = ""
            self.data = data

    def _hide_without_effect(self) -> None:
        hidden = set(PrintOptions().as_dict()) - {"layout", *effective_options(self.chosen_layout)}
        hidden |= {name for name, mode in FIELD_MODES.items() if self.data.get("which") != mode}
        if self.data.get("order") != SHUFFLED:
            hidden.add("seed")
        if self.is_of_lesson:
            hidden |= {"which", "order", "seed", *FIELD_MODES}
        if isinstance(self.source, FoundCards):
            hidden |= {"which", *FIELD_MODES}
        for name in hidden:
            self.fields[name] = forms.CharField(required=False, widget=forms.HiddenInput)

    def offer_modes(self) -> None:
        """Leave out the modes that can find nothing here; only for the page, not for validation."""
        if self["which"].is_hidden:
            return
        excluded = set() if self.person.is_authenticated else set(filters.PERSONAL_MODES)
        excluded |= {FIELD_MODES[name] for name in ("section", "tag") if not first_of(name, self.source, self.person)}
        excluded.discard(self.data.get("which", ""))
        self._choices("which").widget.choices = [(mode, label) for mode, label in MODES.items() if mode not in excluded]

    def clean(self) -> dict[str, object]:
        """Make the print request from the values."""
        values = super().clean() or {}
        if not self.errors:
            try:
                self.print_request = PrintRequest(self.source, self._card_filter(values), _options(values))
            except BadOption as problem:
                self.add_error(None, str(problem))
            except BadCardFilter as problem:
                self.add_filter_error(problem)
        return values

    @property
    def problem(self) -> tuple[str, str] | None:
        """Return the ID of the first field with an error, and a sentence about it."""
        for name, messages in self.errors.items():
            label = self.fields[name].label if name in self.fields else ""
            return (f"id_{name}", f"{label}: {messages[0]}") if label else ("print", str(messages[0]))
        return None

    def with_errors_reset(self) -> "PrintForm":
        """Return the form with defaults in place of the values that have errors."""
        data = self.submitted.copy()
        for name in self.errors:
            data[name] = DEFAULTS.get(name, "")
        return PrintForm(data, source=self.source, person=self.person)

    def add_filter_error(self, problem: BadCardFilter) -> None:
        """Show next to its field why no cards can be found."""
        self.add_error(problem.field if problem.field in self.fields else None, str(problem))

    def _card_filter(self, values: dict[str, Any]) -> CardFilter:
        if self.is_of_lesson:
            return CardFilter()
        mode = filters.ALL if isinstance(self.source, FoundCards) else values["which"]
        parameters = {name: values[name] for name, of in FIELD_MODES.items() if of == mode and values[name]}
        if "section" in parameters:
            parameters["section"] = int(parameters["section"])
        if mode == filters.CARDS:
            parameters["cards"] = tuple(sorted(map(int, self.picked)))
        seed = (values["seed"] or 0) if values["order"] == SHUFFLED else None
        return CardFilter(mode=mode, seed=seed, **parameters)


def _options(values: dict[str, Any]) -> PrintOptions:
    layout = values["layout"]
    known = {name: values[name] for name in effective_options(layout) if values.get(name) not in (None, "")}
    if "per_sheet" in known:
        known["per_sheet"] = int(known["per_sheet"])
    return PrintOptions(layout=layout, **known)


def first_of(name: str, source: PrintSource, person: User | AnonymousUser) -> str:
    """Return the first section or the first tag of a source; empty where there is none."""
    if name == "section":
        return str(sections_of(source).values_list("pk", flat=True).first() or "")
    return next(iter(tags_of(source, person)), "")


def sections_of(source: PrintSource) -> QuerySet[Section]:
    """Return the sections to choose from: of a deck; a course has too many with the same titles."""
    return source.sections.all() if isinstance(source, Deck) else Section.objects.none()


def tags_of(source: PrintSource, person: User | AnonymousUser) -> list[str]:
    """Return the tags of the notes in use of a source, sorted; of a course, of those that the person may see."""
    if isinstance(source, FoundCards):
        return []
    if isinstance(source, Deck):
        notes = Note.objects.filter(deck=source)
    else:
        notes = Note.objects.filter(deck__in=Deck.objects.listed_for(person).filter(course=source))
    return sorted(tag_numbers(notes))
