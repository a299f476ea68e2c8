"""manage.py print_deck: a deck's flashcards as PDF, one card per page, or its lesson's worksheet or answer key."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.cards.commands import STDOUT, deck_named, written_to
from apps.cards.models import Deck
from apps.lessons.models import Lesson
from apps.printing import prints
from apps.printing.flashcards import OnePerPage
from apps.printing.layouts import Layout
from apps.printing.options import OF_A_LESSON, ONE_PER_PAGE, SHEETS, Options
from apps.printing.pdf import INSTALL_PANGO, PangoMissing
from apps.printing.printer import PrintFailed
from apps.printing.selection import whole
from apps.printing.worksheets import Worksheet


class Command(BaseCommand):
    """Print all flashcards of a deck or all questions of its lesson,"""

    help = "Print a deck's flashcards as PDF, one card per page, or its lesson's worksheet or answer key."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the deck, the file, the layout and the part."""
        parser.add_argument("slug", help="the deck's name in addresses")
        parser.add_argument("-o", "--output", required=True, metavar="FILE", help="the PDF to write, or -")
        parser.add_argument("--layout", choices=[ONE_PER_PAGE, *OF_A_LESSON], default=ONE_PER_PAGE)
        parser.add_argument("--paper", choices=SHEETS, default="", help="of a worksheet or an answer key")

    def handle(self, *_args: Any, slug: str, output: str, **options: Any) -> None:
        """Print, then say how much."""
        layout = _layout(deck_named(slug), Options.of(options))
        if not layout.count:
            raise CommandError(f"The deck {slug} has no {layout.thing}s yet, so there is nothing to print.")
        try:
            with written_to(output) as target:
                made = prints.write(layout, target)
        except PangoMissing as missing:
            raise CommandError(f"Pango, which sets the text, is missing. Add it with: {INSTALL_PANGO}") from missing
        except PrintFailed as failure:
            raise CommandError(str(failure)) from failure
        self._report(_many(layout.count, layout.thing), made, output)

    def _report(self, things: str, made: prints.Made, output: str) -> None:
        to_stdout = output == STDOUT
        said = f"{things}, {_many(made.pages, 'page')}: {'standard output' if to_stdout else output}"
        if made.refused:
            said += f"\n{_many(made.left_out, 'text')} could not be printed; in the place of each, the PDF says so."
        (self.stderr if to_stdout else self.stdout).write(said)


def _layout(deck: Deck, options: Options) -> Layout:
    """Return what is to be printed of the deck."""
    if options.layout not in OF_A_LESSON:
        return OnePerPage(whole(deck), options)
    lesson = Lesson.objects.select_related("course", "deck").filter(deck=deck).first()
    if lesson is None:
        raise CommandError(f"The deck {deck.slug} belongs to no lesson. Print it with --layout {ONE_PER_PAGE}.")
    return Worksheet(lesson, options)


def _many(count: int, thing: str) -> str:
    return f"{count:,} {thing}{'' if count == 1 else 's'}"
