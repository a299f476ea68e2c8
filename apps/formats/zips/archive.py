"""The zip of a package: its members, some of which are packed by Zstandard as well."""

from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

from apps.formats.limits import PackageLimits, as_size
from apps.formats.messages import Message, ngettext
from apps.formats.messages import gettext as _
from apps.formats.problems import EVERYWHERE, Code, ImportProblem, Place
from apps.formats.zips import zstandard
from apps.formats.zips.zip_guard import Fault, GuardedZip, ZipRules, chunks_of, faults


class Archive:
    """The members of a package by their names."""

    def __init__(self, file: BinaryIO, limits: PackageLimits, not_a_package: Message) -> None:
        """Read the list of members, or raise ImportProblem; `not_a_package` is what a person reads of no zip."""
        self._zip = GuardedZip(file, _rules(limits, not_a_package))

    @property
    def names(self) -> list[str]:
        """Return the names of the members in their order."""
        return self._zip.names

    def __contains__(self, name: str) -> bool:
        return name in self._zip

    def read(self, name: str, limit: int, *, zstd: bool = False) -> bytes:
        """Return the contents of a member, of at most so many bytes, or raise ImportProblem."""
        return b"".join(self.chunks(name, limit, zstd=zstd))

    def chunks(self, name: str, limit: int, *, zstd: bool = False) -> Iterator[bytes]:
        """Yield the contents of a member in small chunks, or raise ImportProblem for more than `limit` bytes."""
        size = 0
        for chunk in self._zip.chunks(name, partial(zstandard.chunks, name=name) if zstd else chunks_of):
            size += len(chunk)
            if size > limit:
                raise too_large(limit, Place(name=name))
            yield chunk

    def close(self) -> None:
        """Let go of the file."""
        self._zip.close()


def too_large(limit: int, place: Place = EVERYWHERE) -> ImportProblem:
    """Return the problem of something with more bytes than may be."""
    message = _("This is larger than {size}. Export smaller decks, one by one.", size=as_size(limit))
    return ImportProblem(Code.TOO_LARGE, message, place)


def _rules(limits: PackageLimits, not_a_package: Message) -> ZipRules:
    damaged = _("This file in the package can’t be unpacked. Export the package again.")
    too_many = ngettext(
        "There is more than {count} file in it. Export smaller decks, one by one.",
        "There are more than {count} files in it. Export smaller decks, one by one.",
        limits.entries,
    )
    return ZipRules(
        limits.upload,
        limits.entries,
        limits.inflated,
        faults(
            damaged=damaged,
            encrypted=_("The package is encrypted. Save it without a password."),
            too_many=too_many,
            too_large=_("There is more in this package than can be read. Export smaller decks, one by one."),
        )
        | {Fault.NOT_A_ZIP: (Code.NOT_A_PACKAGE, not_a_package), Fault.LINK: (Code.DAMAGED, damaged)},
    )
