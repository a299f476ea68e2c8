"""Writes packages of Anki: the old form, which every Anki reads."""

import json
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from apps.formats.anki.export_records import ExportedPackage, Source
from apps.formats.anki.package_layout import MAP
from apps.formats.anki.writer.collection_writer import Collection
from apps.formats.own_files import own_name
from apps.formats.zips.file_names import is_name
from apps.formats.zips.zip_writer import ZipWriter

COLLECTION = "collection.anki2"


def write(package: ExportedPackage, file: BinaryIO | Path) -> None:
    """Write a package: the same one is always the same bytes. Where it fails, nothing is left at the path."""
    if isinstance(file, Path):
        with _put_there(file) as opened:
            _write(package, opened)
    else:
        _write(package, file)


def _write(package: ExportedPackage, file: BinaryIO) -> None:
    media = {_checked(name): source for name, source in package.media.items()}
    with ZipWriter(file) as archive, Collection() as collection:
        for deck in package.decks:
            collection.describe(deck)
        for note in package.notes:
            collection.add(note)
        archive.add(COLLECTION, collection.finish())
        for number, own in enumerate(package.own):
            archive.add(own_name(number), BytesIO(own))
        _add_media(archive, media)


def _add_media(archive: ZipWriter, media: Mapping[str, Source]) -> None:
    """Add pictures and sounds under numbers, and a map that names them. They are compressed as they are."""
    names = {str(number): name for number, name in enumerate(media)}
    for number, source in enumerate(media.values()):
        with _opened(source) as contents:
            archive.add(str(number), contents, is_packed=True)
    archive.add(MAP, BytesIO(json.dumps(names, ensure_ascii=False).encode()))


def _opened(source: Source) -> BinaryIO:
    if isinstance(source, Path):
        return source.open("rb")
    return BytesIO(source() if callable(source) else source)


def _checked(name: str) -> str:
    """Return the name of a file as Anki writes it, or raise ValueError where it would refuse the package."""
    name = unicodedata.normalize("NFC", name)
    if not is_name(name):
        raise ValueError(f"{name!r} is no name of a file. Use letters, digits and a suffix, without slashes.")
    return name


@contextmanager
def _put_there(path: Path) -> Iterator[BinaryIO]:
    """Give a file that takes its place when all of it is written."""
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as file:
            yield file
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
