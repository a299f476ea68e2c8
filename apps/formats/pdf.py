"""Finds the decks that a PDF of ours carries: attachments in our JSON, and packages with their pictures."""

import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from itertools import takewhile

import pikepdf

from apps.formats.limits import MAX_PDF_DECK_BYTES, MAX_PDF_DECKS, MAX_PDF_TABLE_BYTES, as_size
from apps.formats.messages import gettext as _
from apps.formats.own_files import NAME, own_name
from apps.formats.problems import Code, ImportProblem

type Attachments = Mapping[str, pikepdf.AttachedFileSpec]

NO_DECK = _("No deck is attached to this PDF. Choose one that was printed here, or export the deck as JSON.")
DAMAGED = _("This PDF is damaged or has a password. Export the deck as JSON instead.")

# Of the whole process, which opens no other PDFs but ours.
pikepdf.settings.set_qpdf_limits(
    parser_max_container_size=1_000_000,
    flate_max_memory=MAX_PDF_TABLE_BYTES,
    png_max_memory=MAX_PDF_TABLE_BYTES,
    tiff_max_memory=MAX_PDF_TABLE_BYTES,
    run_length_max_memory=MAX_PDF_TABLE_BYTES,
)


BROKEN = (
    pikepdf.PdfError,
    pikepdf.PasswordError,
    AttributeError,
    KeyError,
    TypeError,
    ValueError,
    zlib.error,
)


def package_name(slug: str) -> str:
    """Return the name of the attachment with a deck's package and its pictures."""
    return f"{slug}.apkg"


def decks_in(data: bytes, limit: int = MAX_PDF_DECK_BYTES) -> list[bytes]:
    """Return the JSON of each deck that a PDF carries, at most `limit` bytes together. Raises ImportProblem."""
    with _attachments(data) as attachments:
        if NAME not in attachments:
            raise ImportProblem(Code.NOT_A_DECK, NO_DECK)
        names = takewhile(lambda name: name in attachments, map(own_name, range(MAX_PDF_DECKS)))
        return list(_contents(attachments, names, limit))


def packages_in(data: bytes, slugs: Iterable[str], limit: int = MAX_PDF_DECK_BYTES) -> dict[str, bytes]:
    """Return the packages of these decks that a PDF carries, by their slugs. Raises ImportProblem."""
    with _attachments(data) as attachments:
        attached = [slug for slug in dict.fromkeys(slugs) if package_name(slug) in attachments]
        return dict(zip(attached, _contents(attachments, map(package_name, attached), limit), strict=True))


@contextmanager
def _attachments(data: bytes) -> Iterator[Attachments]:
    """Give the files that a PDF carries. Raises ImportProblem, also for what is done with them."""
    try:
        with pikepdf.open(BytesIO(data), attempt_recovery=False, suppress_warnings=True) as document:
            yield document.attachments
    except BROKEN as error:
        raise ImportProblem(Code.DAMAGED, DAMAGED) from error


def _contents(attachments: Attachments, names: Iterable[str], left: int) -> Iterator[bytes]:
    """Yield the contents of attachments; no more together than may be."""
    for name in names:
        contents = _inflated(attachments[name].obj.EF.F, left)
        left -= len(contents)
        yield contents


def _inflated(stream: pikepdf.Object, limit: int) -> bytes:
    """Return the bytes of a stream, which are never believed to be few. Raises ImportProblem for more than `limit`."""
    data = stream.read_raw_bytes()
    if "/Filter" in stream:
        data = _unpacked(stream, data, limit)
    if len(data) > limit:
        message = _(
            "The decks in this PDF are larger than {size}. Print fewer at once.", size=as_size(MAX_PDF_DECK_BYTES)
        )
        raise ImportProblem(Code.TOO_LARGE, message)
    return data


def _unpacked(stream: pikepdf.Object, data: bytes, limit: int) -> bytes:
    if stream.Filter != pikepdf.Name.FlateDecode or "/DecodeParms" in stream:
        raise ImportProblem(Code.DAMAGED, DAMAGED)
    return zlib.decompressobj().decompress(data, limit + 1)
