"""manage.py print_deck: a deck's flashcards as PDF, one card per page, or its lesson's worksheet or answer key."""

import os
import shutil
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError

from apps.cards.models import Deck
from apps.lessons.models import Lesson
from apps.printing import layouts, prints
from apps.printing.flashcards import OnePerPage
from apps.printing.layouts import Layout, Part
from apps.printing.pdf import INSTALL_PANGO, PangoMissing
from apps.printing.printer import PrintFailed
from apps.printing.worksheets import PAPERS, Worksheet

STDOUT = "-"
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
        layout = _layout(_deck(slug), options["layout"], options["paper"])
        chosen = _chosen(slug, layout, part)
        try:
            with _file(output) as target:
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


def _deck(slug: str) -> Deck:
    try:
        return Deck.objects.get(slug=slug)
    except Deck.DoesNotExist:
        raise CommandError(f"There is no deck {slug}. Give what stands after /decks/ in its address.") from None


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


@contextmanager
def _file(output: str) -> Iterator[BinaryIO]:
    """Give a file to write into, which takes its name only when all is written."""
    if output == STDOUT:
        with tempfile.TemporaryFile() as target:
            yield target
            target.seek(0)
            shutil.copyfileobj(target, sys.stdout.buffer)
        return
    path = Path(output)
    if path.exists() and not path.is_file():
        raise CommandError(f"{output} is not a file. Name a PDF to write.")
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with unfinished.open("xb") as target:
            yield target
        unfinished.replace(path)
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}. Choose another place.") from error
    finally:
        unfinished.unlink(missing_ok=True)


def _many(count: int, thing: str) -> str:
    return f"{count:,} {thing}{'' if count == 1 else 's'}"
