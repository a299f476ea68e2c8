"""Writes a PDF file object by object, so that memory does not grow with its size. Knows the syntax, not the content."""

import hashlib
import zlib
from array import array
from collections.abc import Iterable
from shutil import copyfileobj
from typing import BinaryIO

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
MAX_BATCH, MAX_BATCH_BYTES = 200, 100_000  # objects, and bytes of them, that are compressed in one go
STREAM_FACTOR = 1 << 20  # the location of an object in a stream: the number of the stream, times this, plus its index


class PdfWriter:
    """A PDF that is being written. The same objects give the same bytes."""

    def __init__(self, target: BinaryIO) -> None:
        self._target = target
        self._digest = hashlib.sha256()
        self._size = 0
        self._is_alone = bytearray(1)  # by number: whether an object is written by itself, not in a stream of objects
        self._locations = array("Q", [0])  # by number: the byte where it begins, or its stream and its index in that
        self._batch: list[tuple[int, bytes]] = []
        self._batch_bytes = 0
        self.write(HEADER)

    def write(self, data: bytes) -> int:
        """Add bytes to the file."""
        self._target.write(data)
        self._digest.update(data)
        self._size += len(data)
        return len(data)

    def reserve(self) -> int:
        """Return the number of an object that is still to be put."""
        self._is_alone.append(0)
        self._locations.append(0)
        return len(self._locations) - 1

    def put(self, body: bytes, number: int = 0) -> int:
        """Add an object that is not a stream; return its number."""
        number = number or self.reserve()
        self._batch.append((number, body))
        self._batch_bytes += len(body)
        if len(self._batch) == MAX_BATCH or self._batch_bytes > MAX_BATCH_BYTES:
            self._put_batch()
        return number

    def put_stream(self, entries: bytes, data: bytes, number: int = 0) -> int:
        """Add a stream: the entries of its dictionary without its length, and its bytes; return its number."""
        number = self._begin(entries, len(data), number)
        self.write(data)
        self.write(b"\nendstream\nendobj\n")
        return number

    def put_file(self, entries: bytes, file: BinaryIO, size: int) -> int:
        """Add a stream of so many bytes, which are read from a file; return its number."""
        number = self._begin(entries, size, 0)
        copyfileobj(file, self)
        self.write(b"\nendstream\nendobj\n")
        return number

    def finish(self, trailer: bytes) -> None:
        """Write the table of all objects; nothing can be added after that. `trailer` holds more entries for it."""
        self._put_batch()
        number, start = self.reserve(), self._size
        self._is_alone[number], self._locations[number] = 1, start
        identifier = self._digest.hexdigest()[:32].encode()
        rows = bytearray(9)
        for each in range(1, number + 1):  # not joined: that would hold hundreds of thousands of them in memory
            rows += self._row(each)
        entries = b"/Type /XRef /W [1 5 3] /Size %d /ID [<%s> <%s>] %s" % (number + 1, identifier, identifier, trailer)
        self.put_stream(entries + b" /Filter /FlateDecode", zlib.compress(rows), number)
        self.write(b"startxref\n%d\n%%%%EOF\n" % start)

    def _row(self, number: int) -> bytes:
        if self._is_alone[number]:
            return b"\1" + self._locations[number].to_bytes(5) + b"\0\0\0"
        stream, index = divmod(self._locations[number], STREAM_FACTOR)
        return b"\2" + stream.to_bytes(5) + index.to_bytes(3)

    def _begin(self, entries: bytes, size: int, number: int) -> int:
        number = number or self.reserve()
        self._is_alone[number], self._locations[number] = 1, self._size
        self.write(b"%d 0 obj\n<< %s /Length %d >>\nstream\n" % (number, entries, size))
        return number

    def _put_batch(self) -> None:
        """Write the objects of the batch as one compressed stream."""
        if not self._batch:
            return
        stream, offsets, bodies, length = self.reserve(), [], [], 0
        for index, (number, body) in enumerate(self._batch):
            self._locations[number] = stream * STREAM_FACTOR + index
            offsets.append(b"%d %d" % (number, length))
            bodies.append(body)
            length += len(body) + 1
        start = b" ".join(offsets) + b"\n"
        entries = b"/Type /ObjStm /N %d /First %d /Filter /FlateDecode" % (len(bodies), len(start))
        self._batch, self._batch_bytes = [], 0
        self.put_stream(entries, zlib.compress(start + b"\n".join(bodies)), stream)


def reference_array(numbers: Iterable[int]) -> bytes:
    """Return an array of references to the objects of these numbers."""
    return b"[%s]" % b" ".join(b"%d 0 R" % number for number in numbers)
