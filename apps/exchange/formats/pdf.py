"""Finds the deck that a PDF of ours carries: an attachment in our JSON. Pure."""

import zlib
from io import BytesIO

import pikepdf

from apps.exchange.limits import MB
from apps.exchange.problems import Code, Problem

NAME = "ditcards.json"
MOST = 100 * MB
MOST_IN_TABLE = 8 * MB  # of a table of objects, unpacked: a deck of 100,000 cards needs no tenth of it
NO_DECK = "No deck is attached to this PDF. Choose one that was printed here, or export the deck as JSON."
DAMAGED = "This PDF is damaged or has a password. Export the deck as JSON instead."

# Of the whole process, which opens no other PDFs but ours.
pikepdf.settings.set_qpdf_limits(
    parser_max_container_size=1_000_000,
    flate_max_memory=MOST_IN_TABLE,
    png_max_memory=MOST_IN_TABLE,
    tiff_max_memory=MOST_IN_TABLE,
    run_length_max_memory=MOST_IN_TABLE,
)


def deck_in(data: bytes) -> bytes:
    """Return the JSON that a PDF carries. Raises Problem."""
    try:
        with pikepdf.open(BytesIO(data), attempt_recovery=False, suppress_warnings=True) as document:
            attachments = document.attachments
            if NAME not in attachments:
                raise Problem(Code.NOT_A_DECK, NO_DECK)
            return _inflated(attachments[NAME].obj.EF.F)
    except (pikepdf.PdfError, AttributeError, KeyError, TypeError, ValueError, zlib.error) as error:
        raise Problem(Code.DAMAGED, DAMAGED) from error


def _inflated(stream: pikepdf.Object) -> bytes:
    """Return the bytes of a stream, which are never believed to be few."""
    raw = stream.read_raw_bytes()
    if "/Filter" not in stream:
        return raw
    if stream.Filter != pikepdf.Name.FlateDecode or "/DecodeParms" in stream:
        raise Problem(Code.DAMAGED, DAMAGED)
    data = zlib.decompressobj().decompress(raw, MOST + 1)
    if len(data) > MOST:
        raise Problem(Code.TOO_LARGE, f"The deck in this PDF has more than {MOST // MB} MB. Divide it into several.")
    return data
