"""A deck as text in a zip, with its pictures and sounds beside it: `knots.md` and `media/map.png`."""

import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from apps.formats.anki.package_layout import COLLECTIONS
from apps.formats.import_source import Files
from apps.formats.limits import MAX_FILE_BYTES, PACKAGE_LIMITS, PackageLimits, as_size
from apps.formats.losses import Losses, first_of
from apps.formats.messages import gettext as _
from apps.formats.messages import ngettext
from apps.formats.practice_page.archives import PRACTICE
from apps.formats.problems import Code, ImportProblem, ImportWarning
from apps.formats.zips.file_names import is_name
from apps.formats.zips.zip_guard import GuardedZip, ZipRules, faults, is_of_system, safe_path
from apps.formats.zips.zip_writer import ZipWriter

FOLDER = "media"
SAME_NAME = ngettext(
    "A file in this zip has the name of another one, and only the first counts: {places}.",
    "{count} files in this zip have the names of others, and only the first of each counts: {places}.",
    1,
)
SEVERAL = _("There are several decks in this zip: {names}. Import them one by one.")
PAGES = _(
    "This zip holds practice pages: {names}. Import them on the page of their course, or with the command "
    "import_practice."
)
NO_DECK = _("There is no deck in this zip: no table, Markdown or JSON. Zip the deck’s file with its media.")


@dataclass(frozen=True, slots=True)
class ZippedDeck:
    """The file of a deck with its name, and the files beside it, which are inflated when they are read."""

    name: str
    content: bytes
    media: Files
    warnings: tuple[ImportWarning, ...]


def write(name: str, content: bytes, media: Files, file: BinaryIO) -> None:
    """Write a deck's file of this name, its pictures and its sounds."""
    with ZipWriter(file) as archive:
        archive.add(name, BytesIO(content))
        for each, read in media.items():
            archive.add(f"{FOLDER}/{each}", BytesIO(read()), is_packed=True)


def is_zipped_deck(path: Path, suffixes: tuple[str, ...]) -> bool:
    """Return whether a file is a zip with a deck that has one of these suffixes, and no package of Anki."""
    try:
        with path.open("rb") as file, GuardedZip(file, _rules(PACKAGE_LIMITS)) as archive:
            has_collection = any(name in archive for name in COLLECTIONS)
            return not has_collection and any(_decks(archive.names, suffixes))
    except ImportProblem:
        return False


@contextmanager
def open_zip(path: Path, suffixes: tuple[str, ...], limits: PackageLimits) -> Iterator[ZippedDeck]:
    """Open a zip with a deck that has one of these suffixes. Raises ImportProblem, also for several decks."""
    with path.open("rb") as file, GuardedZip(file, _rules(limits)) as archive:
        decks = _decks(archive.names, suffixes)
        if len(decks) != 1:
            are_pages = all(PurePosixPath(name).stem.lower() == PRACTICE for name in decks)
            several = (PAGES if are_pages else SEVERAL).with_parameters(names=first_of(decks))
            raise ImportProblem(Code.NOT_A_DECK, several if decks else NO_DECK)
        content = archive.read(decks[0], MAX_FILE_BYTES + 1)
        media, losses = _media(archive, decks[0], limits)
        yield ZippedDeck(PurePosixPath(decks[0]).name, content, media, tuple(losses.warnings()))


def _decks(names: Iterable[str], suffixes: tuple[str, ...]) -> list[str]:
    """Return the members that may be decks, in the folder that is nearest to the zip's root."""
    found = [name for name in dict.fromkeys(names) if name.lower().endswith(suffixes) and _path(name)]
    depth = min((name.count("/") for name in found), default=0)
    return [name for name in found if name.count("/") == depth]


def _media(archive: GuardedZip, deck: str, limits: PackageLimits) -> tuple[Files, Losses]:
    """Return the files beside a deck by their names; of several with one name the first counts."""
    media, losses = {}, Losses()
    for member in sorted(dict.fromkeys(archive.names), key=lambda name: FOLDER not in PurePosixPath(name).parts):
        path = _path(member)
        name = unicodedata.normalize("NFC", path.name) if path else ""
        if member == deck or member.endswith("/") or not is_name(name):
            continue
        if name in media:
            losses.add(SAME_NAME, name)
        else:
            media[name] = partial(archive.read, member, limits.one_file + 1)
    return media, losses


def _path(name: str) -> PurePosixPath | None:
    """Return the path of a member; None for one that leads elsewhere or that a system left there."""
    path = safe_path(name)
    return None if path is None or is_of_system(path) else path


def _rules(limits: PackageLimits) -> ZipRules:
    inflated = as_size(limits.inflated)
    return ZipRules(
        limits.upload,
        limits.entries,
        limits.inflated,
        faults(
            damaged=_("This zip is damaged or of an unknown kind. Export the deck again."),
            encrypted=_("This file needs a password. Zip the files without one."),
            too_many=_("This zip has more than {limit} files. Divide it into several.", limit=limits.entries),
            too_large=_("There is more than {size} in this zip. Divide it into several.", size=inflated),
        ),
    )
