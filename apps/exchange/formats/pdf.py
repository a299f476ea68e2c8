"""Finds the decks that a PDF of ours carries: attachments in our JSON. Pure."""

import zlib
from io import BytesIO
from itertools import takewhile

import pikepdf

from apps.exchange.limits import MB
from apps.exchange.problems import Code, Problem

NAME = "ditcards.json"  # of the first deck; the others are numbered from 2
MOST = 100 * MB
MOST_DECKS = 100
NO_DECK = "No deck is attached to this PDF. Choose one that was printed here, or export the deck as JSON."
DAMAGED = "This PDF is damaged or has a password. Export the deck as JSON instead."


def name_of(number: int) -> str:
    """Return what the attachment of a deck is called, the first of which has the number 0."""
    return f"ditcards-{number + 1}.json" if number else NAME


def decks_in(data: bytes) -> list[bytes]:
    """Return the JSON of each deck that a PDF carries. Raises Problem."""
    try:
        with pikepdf.open(BytesIO(data), attempt_recovery=False, suppress_warnings=True) as document:
            attachments = document.attachments
            if NAME not in attachments:
                raise Problem(Code.NOT_A_DECK, NO_DECK)
            names = takewhile(lambda name: name in attachments, map(name_of, range(MOST_DECKS)))
            return [_inflated(attachments[name].obj.EF.F) for name in names]
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
