"""Mnemosyne's `.cards`: a zip with cards.xml, a few words about the cards, and their pictures and sounds."""

import unicodedata
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from apps.formats.import_source import Files
from apps.formats.limits import MAX_ATTRIBUTION_LENGTH, MAX_FILE_BYTES, MAX_TITLE_LENGTH, PackageLimits
from apps.formats.messages import gettext as _
from apps.formats.other_programs import mnemosyne_xml
from apps.formats.other_programs.mnemosyne_texts import flat_name
from apps.formats.problems import Code, ImportProblem
from apps.formats.records import DeckRecord
from apps.formats.text import decode
from apps.formats.zips.archive import Archive
from apps.formats.zips.file_names import is_name
from apps.formats.zips.zip_guard import safe_path

CARDS, METADATA = "cards.xml", "METADATA"
MAX_METADATA_BYTES = 64_000
NO_CARDS = _("There is no cards.xml in this file. In Mnemosyne, choose File, Export.")
NOT_MNEMOSYNES = _("This isn’t a Mnemosyne .cards file. In Mnemosyne, choose File, Export.")


@contextmanager
def opened(path: Path, limits: PackageLimits) -> Iterator[tuple[DeckRecord, Files]]:
    """Give the deck of a file and what it shows, by their names. Raises ImportProblem."""
    with path.open("rb") as file, closing(Archive(file, limits, NOT_MNEMOSYNES)) as archive:
        if CARDS not in archive:
            raise ImportProblem(Code.NOT_A_PACKAGE, NO_CARDS)
        deck = mnemosyne_xml.read(decode.to_text(archive.read(CARDS, MAX_FILE_BYTES)))
        about = _about(archive) if METADATA in archive else {}
        title, author = about.get("card_set_name", ""), about.get("author_name", "")
        deck = replace(deck, title=title[:MAX_TITLE_LENGTH] or deck.title, attribution=author[:MAX_ATTRIBUTION_LENGTH])
        yield deck, dict(_files(archive, limits.one_file))


def _about(archive: Archive) -> dict[str, str]:
    """Return the words about the cards, `name:text` a line. Raises ImportProblem."""
    text = decode.clean(archive.read(METADATA, MAX_METADATA_BYTES).decode(errors="replace"))
    lines = (line.partition(":") for line in text.split("\n"))
    return {name.strip(): value.strip() for name, _colon, value in lines}


def _files(archive: Archive, limit: int) -> Iterator[tuple[str, partial[bytes]]]:
    """Yield the name of each file that cards may show, and what reads it."""
    for member in archive.names:
        name = unicodedata.normalize("NFC", flat_name(member))
        if member not in (CARDS, METADATA) and not member.endswith("/") and safe_path(member) and is_name(name):
            yield name, partial(archive.read, member, limit)
