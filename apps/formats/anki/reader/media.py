"""The pictures and sounds in a package. Their names come from a map; they are stored under numbers."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from apps.formats.anki.package_layout import MAP
from apps.formats.anki.reader import protobuf
from apps.formats.anki.reader.values import mapping, parsed, text
from apps.formats.limits import PackageLimits
from apps.formats.losses import Losses
from apps.formats.messages import Message, ngettext
from apps.formats.problems import ImportWarning, Place, too_many
from apps.formats.zips.archive import Archive
from apps.formats.zips.file_names import MAX_NAME_LENGTH, is_name

IN_MAP = Place(name=MAP)
ENTRIES = 1  # in the map's message
NAME = 1  # in the message of an entry
BAD_NAME = ngettext(
    "A file with such a name can’t be used. It was left out.",
    "{count} files have names that can’t be used. They were left out: {places}.",
    1,
)
NOT_HELD = ngettext(
    "The package does not hold this file. In Anki, choose Tools, Check Media, and export again.",
    "The package does not hold {count} of its files: {places}. In Anki, choose Tools, Check Media, and export again.",
    1,
)


@dataclass(frozen=True, slots=True)
class PackageFile:
    """A file of the package; its bytes are inflated when they are asked for."""

    name: str
    _archive: Archive = field(repr=False)
    _member: str
    _most: int
    _is_zstd: bool

    def read(self) -> bytes:
        """Return the bytes as they are in the package, of whatever kind they are, or raise ImportProblem."""
        return self._archive.read(self._member, self._most, zstd=self._is_zstd)


def read_media(
    archive: Archive, limits: PackageLimits, *, is_modern: bool
) -> tuple[dict[str, PackageFile], list[ImportWarning]]:
    """Return the media by their names in Unicode's composed form, and what was left out. Raises ImportProblem."""
    if MAP not in archive:
        return {}, []
    raw = archive.read(MAP, limits.media_map, zstd=is_modern)
    entries = _of_message(raw) if is_modern else _of_json(raw, limits)
    media: dict[str, PackageFile] = {}
    losses = Losses()
    for count, (name, member) in enumerate(entries, start=1):
        if count > limits.entries:
            raise too_many(limits.entries, "media", IN_MAP)
        name = unicodedata.normalize("NFC", name)
        if problem := _problem(name, member, archive):
            losses.add(problem, Place(name=name[:MAX_NAME_LENGTH]))
        else:
            media[name] = PackageFile(name, archive, member, limits.one_file, is_modern)
    return media, losses.warnings()


def _of_json(raw: bytes, limits: PackageLimits) -> Iterator[tuple[str, str]]:
    """Yield the name of each file, and of the member that holds it."""
    for member, name in mapping(parsed(text(raw) or "{}", IN_MAP, limits), IN_MAP).items():
        yield text(name), member


def _of_message(raw: bytes) -> Iterator[tuple[str, str]]:
    entries = (value for number, value in protobuf.fields(raw, IN_MAP) if number == ENTRIES)
    for index, entry in enumerate(entries):
        if isinstance(entry, bytes):
            yield protobuf.text(entry, NAME, IN_MAP), str(index)


def _problem(name: str, member: str, archive: Archive) -> Message | None:
    """Return why a file is left out, as a sort of loss, or nothing."""
    if not is_name(name):
        return BAD_NAME
    if not member.isdecimal() or member not in archive:
        return NOT_HELD
    return None
