"""manage.py print_deck: a deck's or a course's cards as PDF, or a lesson's worksheet or answer key."""

from argparse import ArgumentParser, BooleanOptionalAction
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from apps.accounts.models import User
from apps.cards.deck_lookup import deck_named
from apps.cards.models import Deck, Section
from apps.courses.models import Course
from apps.printing import print_cache
from apps.printing.engine.printer import PrintFailed
from apps.printing.engine.weasyprint_door import INSTALL_PANGO, PangoMissing
from apps.printing.jobs import count_of, failures
from apps.printing.layouts.layout import Layout
from apps.printing.layouts.layout_registry import layout_for
from apps.printing.print_cache import Made
from apps.printing.request import card_filter as ways
from apps.printing.request import options as looks
from apps.printing.request.card_filter import BadCardFilter, CardFilter
from apps.printing.request.options import BadOption, PrintOptions
from apps.printing.request.selection import Place, select
from apps.web.command_output import STDOUT, written_to

WHOLE = {"whole": ways.FLASHCARDS}
WITH_WHAT = {ways.SECTION: "section", ways.TAG: "tag", ways.WEAKEST: "most", ways.CARDS: "cards"}
WAYS = "whole, all, section:NUMBER or section:TITLE, tag:NAME, due, leeches, weakest:N, cards:ID,ID"


class Command(BaseCommand):
    """Print cards of a deck or a course, or the questions of a lesson."""

    help = "Print a deck's or a course's cards as PDF, or a lesson's worksheet or answer key."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to print, the file, and how it shall look."""
        usual = PrintOptions()
        parser.add_argument("slug", nargs="?", help="the deck's name in addresses")
        parser.add_argument("--course", metavar="SLUG", help="print all decks of a course instead")
        parser.add_argument("-o", "--output", required=True, metavar="FILE", help="the PDF to write, or -")
        parser.add_argument("--which", default="whole", metavar="WHICH", help=WAYS)
        parser.add_argument("--person", metavar="EMAIL", help="whose schedule knows what is due, a leech, or weakest")
        parser.add_argument("--shuffle", action="store_true", help="in another order, always the same for a seed")
        parser.add_argument("--seed", type=int, metavar="N", help="which order: shuffles, too")
        parser.add_argument("--layout", choices=looks.LAYOUTS, default=usual.layout)
        parser.add_argument("--paper", choices=list(looks.PAPERS), default="")
        parser.add_argument("--orientation", choices=[looks.PORTRAIT, looks.LANDSCAPE], default="")
        parser.add_argument("--margin", dest="margin_mm", type=int, metavar="MM")
        parser.add_argument("--scale", type=int, default=usual.scale, metavar="PERCENT", help="of the text")
        parser.add_argument("--ink-saving", action="store_true")
        parser.add_argument("--per-sheet", type=int, choices=looks.PER_SHEET, default=usual.per_sheet)
        parser.add_argument("--flip", choices=[looks.LONG, looks.SHORT], default=usual.flip)
        parser.add_argument("--offset-x", dest="offset_x_mm", type=float, default=0.0, metavar="MM")
        parser.add_argument("--offset-y", dest="offset_y_mm", type=float, default=0.0, metavar="MM")
        parser.add_argument(
            "--attach", action=BooleanOptionalAction, default=usual.attach, help="the deck, to be imported again"
        )

    def handle(self, *_args: Any, output: str, **said: Any) -> None:
        """Print, then say how much."""
        try:
            layout = _layout(said)
            with written_to(output) as target:
                made = print_cache.write(layout, target)
        except PangoMissing as missing:
            raise CommandError(f"Pango, which sets the text, is missing. Add it with: {INSTALL_PANGO}") from missing
        except (BadOption, BadCardFilter, PrintFailed) as failure:
            raise CommandError(str(failure)) from failure
        self._report(layout, made, output)

    def _report(self, layout: Layout, made: Made, output: str) -> None:
        to_stdout = output == STDOUT
        printed = f"{count_of(layout.count, layout.thing)}, {count_of(made.pages, 'page')}"
        said = f"{printed}: {'standard output' if to_stdout else output}"
        (self.stderr if to_stdout else self.stdout).write(
            "\n".join(filter(None, (said, failures(layout.thing, made), str(made.missing))))
        )


def _layout(said: dict[str, Any]) -> Layout:
    """Return what is to be printed; raises BadOption, BadWhich and CommandError."""
    place, options = _place(said["slug"], said["course"]), PrintOptions.of(said)
    of_a_lesson = options.layout in looks.OF_A_LESSON
    which = CardFilter(way=ways.ALL) if of_a_lesson else _which(said, place)
    selection = select(which, _person(said["person"]), place, Deck.objects.all(), timezone.now())
    layout = layout_for(selection, options) if len(selection) else None
    if layout is None or not layout.count:
        thing = "questions" if of_a_lesson else "cards"
        raise CommandError(f"There are no such {thing} in {place.slug}, so there is nothing to print.")
    return layout


def _place(deck: str | None, course: str | None) -> Place:
    if (deck is None) == (course is None):
        raise CommandError("Name one deck, or a course with --course.")
    if deck is not None:
        return deck_named(deck)
    found = Course.objects.filter(slug=course).first()
    if found is None:
        raise CommandError(f"There is no course {course}. Give what stands after /courses/ in its address.")
    return found


def _person(email: str | None) -> User | None:
    if email is None:
        return None
    found = User.objects.filter(email__iexact=email).first()
    if found is None:
        raise CommandError(f"Nobody here has the address {email}. Give the one of an account.")
    return found


def _which(said: dict[str, Any], place: Place) -> CardFilter:
    """Return which cards, of words like section:2; raises BadWhich and CommandError."""
    way, _, with_what = said["which"].partition(":")
    way, seed = WHOLE.get(way, way), said["seed"] if said["seed"] is not None else 0 if said["shuffle"] else None
    if way in ways.OF_A_PERSON and not said["person"]:
        raise CommandError(f"Say whose schedule it is: --which {way} --person EMAIL.")
    if (way not in ways.WAYS) or (bool(with_what) and way not in WITH_WHAT):
        raise CommandError(f"--which is one of: {WAYS}.")
    needed = {WITH_WHAT[way]: _value(way, with_what, place)} if with_what else {}
    return CardFilter(way=way, seed=seed, **needed)


def _value(way: str, said: str, place: Place) -> Any:
    if way == ways.TAG:
        return said
    if way == ways.SECTION:
        return _section(said, place)
    numbers = said.split(",")
    if not all(number.strip().isdecimal() for number in numbers) or (way == ways.WEAKEST and len(numbers) > 1):
        raise CommandError(f"--which {way}:{said} needs numbers, as in weakest:20 or cards:3,5.")
    return int(said) if way == ways.WEAKEST else tuple(map(int, numbers))


def _section(said: str, place: Place) -> int:
    """Return the key of a section, named by its number on the page or its title."""
    sections = list(Section.objects.filter(deck=place)) if isinstance(place, Deck) else []
    for number, section in enumerate(sections, start=1):
        if said in (str(number), section.title):
            return section.pk
    named = "; ".join(f"{number} {section.title}" for number, section in enumerate(sections, start=1))
    raise CommandError(f"There is no section {said}. " + (f"Choose one of: {named}." if named else "Name a deck."))
