"""Unpacks Zstandard chunk by chunk: the one door to the library."""

import sys
from collections.abc import Iterator

from apps.formats.messages import gettext as _
from apps.formats.problems import Code, ImportProblem, Place
from apps.formats.zips.zip_guard import CHUNK_SIZE, Readable

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

MAX_WINDOW_LOG = 25  # 32 MiB of memory. Anki uses 21; a header may ask for gigabytes.
CUT_OFF = _("This file in the package is cut off. Export the package again.")
DAMAGED = _("This file in the package can’t be unpacked. Export the package again.")
TOO_LONG = _("This file in the package goes on after its end. Export the package again.")


def chunks(source: Readable, name: str) -> Iterator[bytes]:
    """Yield what a single frame holds in small chunks, or raise ImportProblem; `name` is what the file is called."""
    place = Place(name=name)
    decompressor = zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: MAX_WINDOW_LOG})
    try:
        while not decompressor.eof:
            packed = source.read(CHUNK_SIZE) if decompressor.needs_input else b""
            if decompressor.needs_input and not packed:
                raise ImportProblem(Code.DAMAGED, CUT_OFF, place)
            yield decompressor.decompress(packed, CHUNK_SIZE)
    except zstd.ZstdError as error:
        raise ImportProblem(Code.DAMAGED, DAMAGED, place) from error
    if decompressor.unused_data or source.read(1):
        raise ImportProblem(Code.DAMAGED, TOO_LONG, place)
