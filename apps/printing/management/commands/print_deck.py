"""manage.py print_deck: a deck as PDF, one card per page."""

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
from apps.printing import layouts, prints
from apps.printing.layouts import Part
from apps.printing.pdf import INSTALL_PANGO, PangoMissing
from apps.printing.printer import PrintFailed

STDOUT = "-"


class Command(BaseCommand):
    """Print all cards of a deck, or one part of them."""

    help = "Print a deck as PDF, one card per page."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the deck, the file and the part."""
        parser.add_argument("slug", help="the deck's name in addresses")
        parser.add_argument("-o", "--output", required=True, metavar="FILE", help="the PDF to write, or -")
        parser.add_argument("--part", metavar="N", help="only the Nth part, as the site offers a large deck")

    def handle(self, *_args: Any, slug: str, output: str, part: str | None, **_options: Any) -> None:
        """Print, then say how much."""
        deck = _deck(slug)
        parts = layouts.parts_of(deck)
        chosen = _chosen(deck, parts, part)
        try:
            with _file(output) as target:
                pages, refused = prints.write(deck, chosen, parts[-1].last, target)
        except PangoMissing as missing:
            raise CommandError(f"Pango, which sets the text, is missing. Add it with: {INSTALL_PANGO}") from missing
        except PrintFailed as failure:
            raise CommandError(str(failure)) from failure
        self._report(chosen[-1].last - chosen[0].first + 1, pages, refused, output)

    def _report(self, cards: int, pages: int, refused: int, output: str) -> None:
        to_stdout = output == STDOUT
        said = f"{_many(cards, 'card')}, {_many(pages, 'page')}: {'standard output' if to_stdout else output}"
        if refused:
            said += f"\n{_many(refused, 'card')} could not be printed; a page in the place of each says so."
        (self.stderr if to_stdout else self.stdout).write(said)


def _deck(slug: str) -> Deck:
    try:
        return Deck.objects.get(slug=slug)
    except Deck.DoesNotExist:
        raise CommandError(f"There is no deck {slug}. Give what stands after /decks/ in its address.") from None


def _chosen(deck: Deck, parts: list[Part], number: str | None) -> list[Part]:
    """Return the parts to print: all, or the one asked for."""
    if not parts:
        raise CommandError(f"The deck {deck.slug} has no cards yet, so there is nothing to print.")
    if number is None:
        return parts
    part = layouts.part_numbered(parts, number)
    if part is None:
        raise CommandError(f"The deck {deck.slug} has no part {number}. Its parts are 1 to {len(parts)}.")
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
