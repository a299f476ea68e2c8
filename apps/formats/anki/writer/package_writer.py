"""Writes packages of Anki: the old form, which every Anki reads. The one door to `zipfile` for what goes out."""

import json
import shutil
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from apps.formats.anki.reader.media import MAP, is_name
from apps.formats.anki.writer.collection_writer import Collection
from apps.formats.anki.writer.export_records import ExportedPackage, Source
from apps.formats.limits import MIB

COLLECTION = "collection.anki2"
OWN = "ditcards.json"
CHUNK_SIZE = MIB
NO_TIME = 1980, 1, 1, 0, 0, 0  # a zip has no earlier one
UNIX, PRIVATE = 3, 0o600 << 16


def write(package: ExportedPackage, file: BinaryIO | Path) -> None:
    """Write a package: the same one is always the same bytes. Where it fails, nothing is left at the path."""
    if isinstance(file, Path):
        with _put_there(file) as opened:
            _write(package, opened)
    else:
        _write(package, file)


def _write(package: ExportedPackage, file: BinaryIO) -> None:
    media = {_checked(name): source for name, source in package.media.items()}
    with zipfile.ZipFile(file, "w") as archive, Collection() as collection:
        for deck in package.decks:
            collection.describe(deck)
        for note in package.notes:
            collection.add(note)
        _add(archive, COLLECTION, collection.finish())
        if package.own is not None:
            _add(archive, OWN, BytesIO(package.own))
        _add_media(archive, media)


def _add_media(archive: zipfile.ZipFile, media: Mapping[str, Source]) -> None:
    """Add pictures and sounds under numbers, and a map that names them. They are compressed as they are."""
    names = {str(number): name for number, name in enumerate(media)}
    for number, source in enumerate(media.values()):
        with _opened(source) as contents:
            _add(archive, str(number), contents, zipfile.ZIP_STORED)
    _add(archive, MAP, BytesIO(json.dumps(names, ensure_ascii=False).encode()))


def _add(archive: zipfile.ZipFile, name: str, contents: BinaryIO, method: int = zipfile.ZIP_DEFLATED) -> None:
    info = zipfile.ZipInfo(name, NO_TIME)
    info.create_system, info.external_attr, info.compress_type = UNIX, PRIVATE, method
    with archive.open(info, "w") as member:
        shutil.copyfileobj(contents, member, CHUNK_SIZE)


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
