"""The form in which a person says what to print, and how."""

from typing import Any, cast

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import QueryDict

from apps.accounts.models import User
from apps.cards.models import Deck, Note, Section
from apps.printing.request import card_filter as ways
from apps.printing.request import options as looks
from apps.printing.request.card_filter import BadCardFilter, CardFilter
from apps.printing.request.options import BadOption, PrintOptions
from apps.printing.request.print_request import PrintRequest, matter
from apps.printing.request.selection import Place
from apps.web.http import is_row_id

IN_ORDER, SHUFFLED = "lesson", "shuffled"
LAYOUTS = {
    looks.ONE_PER_PAGE: "One card per page: the question, a rule, the answer",
    looks.DUPLEX: "Two-sided: a page with the question, behind it one with the answer",
    looks.SHEET: "Cards to cut: several on a sheet, with their answers behind them",
    looks.FOLD: "Cards to fold: question and answer beside each other",
    looks.LIST: "A study list: questions in one column, answers in the other",
    looks.WORKSHEET: "Worksheet: the lesson’s questions, with room to write",
    looks.ANSWER_KEY: "Answer key to the worksheet",
}
PAPERS = {
    "a4": "A4",
    "letter": "Letter",
    "a5": "A5",
    "a6": "A6",
    "a7": "A7",
    "3x5": "3 × 5 inches",
    "4x6": "4 × 6 inches",
}
WAYS = {
    ways.FLASHCARDS: "The flashcards",
    ways.ALL: "All cards, of every section",
    ways.SECTION: "One section",
    ways.TAG: "A tag",
    ways.DUE: "What is due for me today",
    ways.LEECHES: "My leeches: what I keep forgetting",
    ways.WEAKEST: "My weakest cards",
    ways.CARDS: "Cards that I pick",
}
NEEDS = {"section": ways.SECTION, "tag": ways.TAG, "most": ways.WEAKEST}  # fields of one way to choose alone
USUAL = {"layout": looks.ONE_PER_PAGE, "scale": "100", "per_sheet": "8", "flip": looks.LONG, "attach": "on"} | {
    "offset_x_mm": "0",
    "offset_y_mm": "0",
    "which": ways.FLASHCARDS,
    "most": "20",
    "order": IN_ORDER,
}


def complete(query: QueryDict) -> QueryDict:
    """Return a query with what goes without saying; a form that was sent says all of it."""
    said = query.copy()
    for name, value in USUAL.items():
        said.setdefault(name, value)
    return said


def _number(label: str, bounds: tuple[float, float], unit: str, *, whole: bool = True, **more: Any) -> Any:
    """Return a field for a number within bounds, whose refusals are sentences."""
    sentence = f"Write a{' whole' if whole else ''} number between {bounds[0]:g} and {bounds[1]:g}."
    kind: Any = forms.IntegerField if whole else forms.FloatField
    said = dict.fromkeys(("invalid", "min_value", "max_value", "step_size"), sentence)
    label = f"{label} ({unit})" if unit else label
    step = {} if whole else {"step_size": 0.1}
    return kind(
        label=label, min_value=bounds[0], max_value=bounds[1], required=False, error_messages=said, **step, **more
    )


def _choice(label: str, choices: Any, **more: Any) -> forms.ChoiceField:
    refused = dict.fromkeys(("invalid_choice", "required"), "Choose one of these.")
    return forms.ChoiceField(label=label, choices=choices, error_messages=refused, **more)


class PrintForm(forms.Form):
    """What to print, and how. Fields that do nothing for the chosen layout or cards are carried along, hidden."""

    layout = _choice("Layout", [], widget=forms.RadioSelect)
    paper = _choice("Paper", [], required=False)
    per_sheet = _choice("Cards on a sheet", [(number, str(number)) for number in looks.PER_SHEET])
    orientation = _choice(
        "Which way up",
        [("", "As usual"), (looks.PORTRAIT, "Stands (portrait)"), (looks.LANDSCAPE, "Lies (landscape)")],
        required=False,
    )
    flip = _choice(
        "My printer turns the sheet",
        [(looks.LONG, "Over its long edge (usual)"), (looks.SHORT, "Over its short edge")],
    )
    margin_mm = _number("Margins", looks.MARGINS_MM, "mm", help_text="Empty: as usual. At most a fifth of the paper.")
    scale = _number("Size of the text", looks.SCALES, "percent")
    offset_x_mm = _number("Move the backs right", looks.OFFSETS_MM, "mm", whole=False)
    offset_y_mm = _number("Move the backs down", looks.OFFSETS_MM, "mm", whole=False)
    ink_saving = forms.BooleanField(label="Save ink: black on white, thin lines", required=False)
    attach = forms.BooleanField(label="Attach the deck to the PDF, so that it can be imported again", required=False)
    which = _choice("Which cards", list(WAYS.items()))
    section = _choice("Section", [], required=False)
    tag = _choice("Tag", [], required=False)
    most = _number("How many", (1, ways.MAX_WEAKEST), "")
    order = _choice("Order", [(IN_ORDER, "As in the lesson"), (SHUFFLED, "Shuffled")])
    seed = _number("Shuffle by number", (0, ways.MAX_SEED), "", help_text="The same number gives the same order.")

    def __init__(self, data: QueryDict, *, place: Place, person: User | AnonymousUser) -> None:
        super().__init__(data)
        self.place, self.person = place, person
        self._offer_layouts()
        self._offer_cards()
        self._hide(set(PrintOptions().as_dict()) - {"layout", *matter(self.chosen_layout)})
        self._hide({name for name, way in NEEDS.items() if self.data.get("which") != way})
        if self.data.get("order") != SHUFFLED:
            self._hide({"seed"})
        if self.chosen_layout in looks.OF_A_LESSON:
            self._hide({"which", "order", "seed", *NEEDS})

    @property
    def said(self) -> QueryDict:
        """Return what was said, with several values under one name."""
        return cast(QueryDict, self.data)

    @property
    def chosen_layout(self) -> str:
        """Return the layout that is asked for; the usual one for one that nobody knows."""
        layout = self.data.get("layout", "")
        return layout if layout in looks.LAYOUTS else looks.ONE_PER_PAGE

    @property
    def picks(self) -> bool:
        """Whether the cards are picked by hand."""
        return self.data.get("which") == ways.CARDS and self.chosen_layout not in looks.OF_A_LESSON

    @property
    def picked(self) -> list[str]:
        """Return the keys of the picked cards as they were sent."""
        return [key for key in dict.fromkeys(self.said.getlist("card")) if is_row_id(key)]

    def _offer_layouts(self) -> None:
        has_lesson = isinstance(self.place, Deck) and hasattr(self.place, "lesson")
        offered = [(name, label) for name, label in LAYOUTS.items() if has_lesson or name not in looks.OF_A_LESSON]
        unseen = [(looks.CALIBRATION, "")]  # asked for by a link
        self._field("layout").choices = offered + unseen
        self._field("layout").widget.choices = offered
        to_cut = self.chosen_layout in (looks.SHEET, looks.CALIBRATION, *looks.OF_A_LESSON)
        papers = looks.SHEETS if to_cut else tuple(PAPERS)
        usual = PAPERS[PrintOptions(layout=self.chosen_layout).paper_name]
        self._field("paper").choices = [("", f"As usual ({usual})"), *((name, PAPERS[name]) for name in papers)]
        if self.data.get("paper") in PAPERS and self.data["paper"] not in papers:  # of the layout chosen before
            self._say("paper", "")

    def _offer_cards(self) -> None:
        self._field("tag").choices = lambda: [(tag, tag) for tag in tags_of(self.place)]
        self._field("section").choices = lambda: list(sections_of(self.place).values_list("pk", "title"))

    def offer_ways(self) -> None:
        """Leave out the ways to choose cards by which nothing can be found here; for the page, not for who asks."""
        if self["which"].is_hidden:
            return
        left_out = set() if self.person.is_authenticated else set(ways.OF_A_PERSON)
        left_out |= {
            way for name, way in (("section", ways.SECTION), ("tag", ways.TAG)) if not first_of(name, self.place)
        }
        left_out -= {self.data.get("which", "")}
        offered = [(way, label) for way, label in WAYS.items() if way not in left_out]
        self._field("which").widget.choices = offered

    def _field(self, name: str) -> Any:
        return self.fields[name]

    def _say(self, name: str, value: str) -> None:
        said = self.said.copy()
        said[name] = value
        self.data = said

    def _hide(self, names: set[str]) -> None:
        for name in names:
            self.fields[name] = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Make the values of what was said."""
        said = super().clean() or {}
        if not self.errors:
            try:
                self.wanted = PrintRequest(self.place, self._which(said), self._options(said))
            except BadOption as refusal:
                self.add_error(None, str(refusal))
            except BadCardFilter as refusal:
                self.refuse(refusal)
        return said

    @property
    def problem(self) -> tuple[str, str] | None:
        """Return where the first thing stands that cannot be as it is, and a sentence on it."""
        for name, said in self.errors.items():
            label = self.fields[name].label if name in self.fields else ""
            return (f"id_{name}", f"{label}: {said[0]}") if label else ("print", str(said[0]))
        return None

    def mended(self) -> "PrintForm":
        """Return the form with what goes without saying where something cannot be as it is."""
        said = self.said.copy()
        for name in self.errors:
            said[name] = USUAL.get(name, "")
        return PrintForm(said, place=self.place, person=self.person)

    def refuse(self, refusal: BadCardFilter) -> None:
        """Say beside its field why no cards can be found like that."""
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))

    def _options(self, said: dict[str, Any]) -> PrintOptions:
        known = {name: said[name] for name in matter(said["layout"]) if said.get(name) not in (None, "")}
        if "per_sheet" in known:
            known["per_sheet"] = int(known["per_sheet"])
        return PrintOptions(layout=said["layout"], **known)

    def _which(self, said: dict[str, Any]) -> CardFilter:
        if self.chosen_layout in looks.OF_A_LESSON:
            return CardFilter()
        way = said["which"]
        needed: dict[str, Any] = {name: said[name] for name, of in NEEDS.items() if of == way and said[name]}
        if "section" in needed:
            needed["section"] = int(needed["section"])
        if way == ways.CARDS:
            needed["cards"] = tuple(sorted(map(int, self.picked)))
        return CardFilter(way=way, seed=(said["seed"] or 0) if said["order"] == SHUFFLED else None, **needed)


def first_of(name: str, place: Place) -> str:
    """Return the first section or the first tag of a place, to begin with; empty where there is none."""
    if name == "section":
        return str(sections_of(place).values_list("pk", flat=True).first() or "")
    return next(iter(tags_of(place)), "")


def sections_of(place: Place) -> QuerySet[Section]:
    """Return the sections to choose from: of a deck; a course has too many that are called the same."""
    return place.sections.all() if isinstance(place, Deck) else Section.objects.none()


def tags_of(place: Place) -> list[str]:
    """Return the tags of the notes in use of a place, sorted."""
    within = {"deck": place} if isinstance(place, Deck) else {"deck__course": place}
    texts = Note.objects.filter(archived=False, **within).exclude(tags="").order_by()
    return sorted({tag for text in texts.values_list("tags", flat=True).distinct() for tag in text.split()})
