"""manage.py print_deck: a deck's flashcards as PDF, one card per page, or its lesson's worksheet or answer key."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.cards.commands import STDOUT, deck_named, written_to
from apps.cards.models import Deck
from apps.lessons.models import Lesson
from apps.printing import layouts, prints
from apps.printing.flashcards import OnePerPage
from apps.printing.layouts import Layout, Part
from apps.printing.pdf import INSTALL_PANGO, PangoMissing
from apps.printing.printer import PrintFailed
from apps.printing.worksheets import PAPERS, Worksheet

ONE_PER_PAGE, WORKSHEET, ANSWER_KEY = "one-per-page", "worksheet", "answer-key"


class Command(BaseCommand):
    """Print all flashcards of a deck or all questions of its lesson, or one part of them."""

    help = "Print a deck's flashcards as PDF, one card per page, or its lesson's worksheet or answer key."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the deck, the file, the layout and the part."""
        parser.add_argument("slug", help="the deck's name in addresses")
        parser.add_argument("-o", "--output", required=True, metavar="FILE", help="the PDF to write, or -")
        parser.add_argument("--layout", choices=[ONE_PER_PAGE, WORKSHEET, ANSWER_KEY], default=ONE_PER_PAGE)
        parser.add_argument("--paper", choices=PAPERS, default=PAPERS[0], help="of a worksheet or an answer key")
        parser.add_argument("--part", metavar="N", help="only the Nth part, as the site offers a large deck")

    def handle(self, *_args: Any, slug: str, output: str, part: str | None, **options: Any) -> None:
        """Print, then say how much."""
        layout = _layout(deck_named(slug), options["layout"], options["paper"])
        chosen = _chosen(slug, layout, part)
        try:
            with written_to(output) as target:
                pages, refused = prints.write(layout, chosen, target)
        except PangoMissing as missing:
            raise CommandError(f"Pango, which sets the text, is missing. Add it with: {INSTALL_PANGO}") from missing
        except PrintFailed as failure:
            raise CommandError(str(failure)) from failure
        self._report(_many(chosen[-1].last - chosen[0].first + 1, layout.thing), pages, refused, output)

    def _report(self, things: str, pages: int, refused: int, output: str) -> None:
        to_stdout = output == STDOUT
        said = f"{things}, {_many(pages, 'page')}: {'standard output' if to_stdout else output}"
        if refused:
            said += f"\n{_many(refused, 'text')} could not be printed; in the place of each, the PDF says so."
        (self.stderr if to_stdout else self.stdout).write(said)


def _layout(deck: Deck, name: str, paper: str) -> Layout:
    """Return what is to be printed of the deck."""
    if name == ONE_PER_PAGE:
        return OnePerPage(deck)
    lesson = Lesson.objects.select_related("course", "deck").filter(deck=deck).first()
    if lesson is None:
        raise CommandError(f"The deck {deck.slug} belongs to no lesson. Print it with --layout {ONE_PER_PAGE}.")
    return Worksheet(lesson, paper=paper, key=name == ANSWER_KEY)


def _chosen(slug: str, layout: Layout, number: str | None) -> list[Part]:
    """Return the parts to print: all, or the one asked for."""
    parts = layout.parts
    if not parts:
        raise CommandError(f"The deck {slug} has no {layout.thing}s yet, so there is nothing to print.")
    if number is None:
        return parts
    part = layouts.part_numbered(parts, number)
    if part is None:
        raise CommandError(f"The deck {slug} has no part {number}. Its parts are 1 to {len(parts)}.")
    return [part]


def _many(count: int, thing: str) -> str:
    return f"{count:,} {thing}{'' if count == 1 else 's'}"
