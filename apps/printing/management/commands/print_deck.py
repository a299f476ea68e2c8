"""manage.py print_deck: a deck's or a course's cards as PDF, or a lesson's worksheet or answer key."""

from argparse import ArgumentParser, BooleanOptionalAction
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from apps.accounts.models import User
from apps.cards.deck_lookup import deck_named
from apps.cards.models import Deck, Section
from apps.courses.models import Course
from apps.printing.engine.printer import PrintFailed
from apps.printing.engine.weasyprint_door import INSTALL_PANGO, PangoMissing
from apps.printing.jobs import printed, problems
from apps.printing.layouts.layout import Layout
from apps.printing.layouts.layout_registry import layout_for
from apps.printing.make_print import print_to_file
from apps.printing.print_cache import PrintResult
from apps.printing.request import card_filter as filters
from apps.printing.request import options as choices
from apps.printing.request.card_filter import BadCardFilter, CardFilter
from apps.printing.request.options import BadOption, PrintOptions
from apps.printing.request.selection import select
from apps.printing.services.due_day import build_day_if_due
from apps.web.management.command_output import STDOUT, open_output

MODE_ALIASES = {"whole": filters.FLASHCARDS}
MODE_PARAMETERS = {
    filters.SECTION: "section",
    filters.TAG: "tag",
    filters.WEAKEST: "limit",
    filters.CARDS: "cards",
}
WHICH_HELP = "whole, all, section:NUMBER or section:TITLE, tag:NAME, due, leeches, weakest:N, cards:ID,ID"


class Command(BaseCommand):
    """Print cards of a deck or a course, or the questions of a lesson."""

    help = "Print a deck's or a course's cards as PDF, or a lesson's worksheet or answer key."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what to print, the file, and the options."""
        defaults = PrintOptions()
        parser.add_argument("slug", nargs="?", help="the deck, as in its URL")
        parser.add_argument("--course", metavar="SLUG", help="print all decks of a course instead")
        parser.add_argument("-o", "--output", required=True, metavar="FILE", help="the PDF to write, or -")
        parser.add_argument("--which", default="whole", metavar="WHICH", help=WHICH_HELP)
        parser.add_argument("--person", metavar="EMAIL", help="whose schedule decides what is due, a leech, or weakest")
        parser.add_argument("--shuffle", action="store_true", help="in random order, always the same for a seed")
        parser.add_argument("--seed", type=int, metavar="N", help="which random order; implies --shuffle")
        parser.add_argument("--layout", choices=choices.LAYOUTS, default=defaults.layout)
        parser.add_argument("--paper", choices=list(choices.PAPERS), default="")
        parser.add_argument("--orientation", choices=[choices.PORTRAIT, choices.LANDSCAPE], default="")
        parser.add_argument("--margin", dest="margin_mm", type=int, metavar="MM")
        parser.add_argument("--scale", type=int, default=defaults.scale, metavar="PERCENT", help="of the text size")
        parser.add_argument("--ink-saving", action="store_true")
        parser.add_argument("--per-sheet", type=int, choices=choices.PER_SHEET, default=defaults.per_sheet)
        parser.add_argument("--cut", choices=choices.CUTS, default=defaults.cut)
        parser.add_argument("--flip", choices=[choices.LONG, choices.SHORT], default=defaults.flip)
        parser.add_argument("--offset-x", dest="offset_x_mm", type=float, default=0.0, metavar="MM")
        parser.add_argument("--offset-y", dest="offset_y_mm", type=float, default=0.0, metavar="MM")
        parser.add_argument(
            "--attach",
            action=BooleanOptionalAction,
            default=defaults.attach,
            help="attach the deck, so that the PDF can be imported",
        )

    def handle(self, *_args: object, output: str, **options: object) -> None:
        """Print, then report how much."""
        try:
            layout = _layout(options)
            with open_output(output) as target:
                result = print_to_file(layout, target)
        except PangoMissing as missing:
            raise CommandError(f"Pango, which sets the text, is missing. Install it with: {INSTALL_PANGO}") from missing
        except (BadOption, BadCardFilter, PrintFailed) as failure:
            raise CommandError(str(failure)) from failure
        self._report(layout, result, output)

    def _report(self, layout: Layout, result: PrintResult, output: str) -> None:
        to_stdout = output == STDOUT
        first_line = f"{'Standard output' if to_stdout else output}: {printed(layout, result)}"
        (self.stderr if to_stdout else self.stdout).write("\n".join([first_line, *problems(layout.thing, result)]))


def _layout(arguments: dict[str, Any]) -> Layout:
    """Return what is to be printed; raises BadOption, BadCardFilter and CommandError."""
    source, options = _source(arguments["slug"], arguments["course"]), PrintOptions.from_dict(arguments)
    is_of_lesson = options.layout in choices.LESSON_LAYOUTS
    card_filter = CardFilter(mode=filters.ALL) if is_of_lesson else _card_filter(arguments, source)
    person, now = _person(arguments["person"]), timezone.now()
    build_day_if_due(card_filter, person, now)
    selection = select(card_filter, person, source, Deck.objects.all(), now)
    layout = layout_for(selection, options) if len(selection) else None
    if layout is None or not layout.count:
        things = "questions" if is_of_lesson else "cards"
        raise CommandError(f"There are no such {things} in {source.slug}, so there is nothing to print.")
    return layout


def _source(deck: str | None, course: str | None) -> Deck | Course:
    if (deck is None) == (course is None):
        raise CommandError("Name one deck, or a course with --course.")
    if deck is not None:
        return deck_named(deck)
    found = Course.objects.filter(slug=course).first()
    if found is None:
        raise CommandError(f"There is no course {course}. Use the name after /courses/ in its URL.")
    return found


def _person(email: str | None) -> User | None:
    if email is None:
        return None
    found = User.objects.filter(email__iexact=email).first()
    if found is None:
        raise CommandError(f"No account has the e-mail address {email}.")
    return found


def _card_filter(arguments: dict[str, Any], source: Deck | Course) -> CardFilter:
    """Return which cards, given like section:2; raises BadCardFilter and CommandError."""
    name, _, value = arguments["which"].partition(":")
    mode = MODE_ALIASES.get(name, name)
    if mode in filters.PERSONAL_MODES and not arguments["person"]:
        raise CommandError(f"Name the learner: --which {mode} --person EMAIL.")
    if (mode not in filters.MODES) or (bool(value) and mode not in MODE_PARAMETERS):
        raise CommandError(f"--which is one of: {WHICH_HELP}.")
    parameters = {MODE_PARAMETERS[mode]: _parameter(mode, value, source)} if value else {}
    return CardFilter(mode=mode, seed=_seed(arguments), **parameters)


def _seed(arguments: dict[str, Any]) -> int | None:
    seed: int | None = arguments["seed"]
    return 0 if seed is None and arguments["shuffle"] else seed


def _parameter(mode: str, value: str, source: Deck | Course) -> Any:
    if mode == filters.TAG:
        return value
    if mode == filters.SECTION:
        return _section(value, source)
    numbers = value.split(",")
    if not all(number.strip().isdecimal() for number in numbers) or (mode == filters.WEAKEST and len(numbers) > 1):
        raise CommandError(f"--which {mode}:{value} needs numbers, as in weakest:20 or cards:3,5.")
    return int(value) if mode == filters.WEAKEST else tuple(map(int, numbers))


def _section(name: str, source: Deck | Course) -> int:
    """Return the key of a section, given by its number on the page or its title."""
    sections = list(Section.objects.filter(deck=source)) if isinstance(source, Deck) else []
    for number, section in enumerate(sections, start=1):
        if name in (str(number), section.title):
            return section.pk
    named = "; ".join(f"{number} {section.title}" for number, section in enumerate(sections, start=1))
    raise CommandError(f"There is no section {name}. " + (f"Choose one of: {named}." if named else "Name a deck."))
