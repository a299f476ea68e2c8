"""Zstandard, a piece at a time: the one door to the library."""

import sys
from collections.abc import Iterator
from typing import Protocol

from apps.formats.problems import Code, ImportProblem

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

CHUNK_SIZE = 64 * 1024
WIDEST_WINDOW = 25  # as a power of two: 32 MB of memory. Anki uses 21; a header may ask for gigabytes.


class Readable(Protocol):
    """Something with bytes in it."""

    def read(self, size: int, /) -> bytes:
        """Return at most so many bytes, and none at the end."""
        ...


def pieces(source: Readable, where: str) -> Iterator[bytes]:
    """Yield what a single frame holds, in small pieces, or raise Problem."""
    unpacking = zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: WIDEST_WINDOW})
    try:
        while not unpacking.eof:
            packed = source.read(CHUNK_SIZE) if unpacking.needs_input else b""
            if unpacking.needs_input and not packed:
                raise ImportProblem(
                    Code.DAMAGED, "This file in the package is cut off. Export the package again.", where
                )
            yield unpacking.decompress(packed, CHUNK_SIZE)
    except zstd.ZstdError as error:
        raise ImportProblem(
            Code.DAMAGED, "This file in the package cannot be unpacked. Export it again.", where
        ) from error
    if unpacking.unused_data or source.read(1):
        raise ImportProblem(Code.DAMAGED, "This file in the package goes on after its end. Export it again.", where)
