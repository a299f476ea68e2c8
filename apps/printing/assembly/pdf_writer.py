"""Writes a PDF file object by object, so that memory does not grow with its size. Knows the form, not what is in it."""

import hashlib
import zlib
from array import array
from shutil import copyfileobj
from typing import BinaryIO

HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
MAX_TOGETHER, MAX_TOGETHER_LENGTH = 200, 100_000  # objects, and bytes of them, that are compressed in one go
PLACE = 1 << 20  # a place is where an object's stream lies, times this, and its number in there; 0 where it lies alone


class Document:
    """A PDF that is being written. The same objects give the same bytes."""

    def __init__(self, target: BinaryIO) -> None:
        self._target = target
        self._digest = hashlib.sha256()
        self._size = 0
        self._alone = bytearray(1)  # by number: whether an object lies by itself, or in a stream of objects
        self._places = array("Q", [0])  # by number: the byte where it begins, or its stream and its place in there
        self._together: list[tuple[int, bytes]] = []
        self._length = 0
        self.write(HEAD)

    def write(self, data: bytes) -> int:
        """Add bytes to the file."""
        self._target.write(data)
        self._digest.update(data)
        self._size += len(data)
        return len(data)

    def reserve(self) -> int:
        """Return the number of an object that is still to be put."""
        self._alone.append(0)
        self._places.append(0)
        return len(self._places) - 1

    def put(self, body: bytes, number: int = 0) -> int:
        """Add an object that is no stream; return its number."""
        number = number or self.reserve()
        self._together.append((number, body))
        self._length += len(body)
        if len(self._together) == MAX_TOGETHER or self._length > MAX_TOGETHER_LENGTH:
            self._put_together()
        return number

    def put_stream(self, head: bytes, data: bytes, number: int = 0) -> int:
        """Add a stream: the entries of its dictionary without its length, and its bytes; return its number."""
        number = self._begin(head, len(data), number)
        self.write(data)
        self.write(b"\nendstream\nendobj\n")
        return number

    def put_file(self, head: bytes, file: BinaryIO, size: int) -> int:
        """Add a stream of so many bytes, which are read from a file; return its number."""
        number = self._begin(head, size, 0)
        copyfileobj(file, self)
        self.write(b"\nendstream\nendobj\n")
        return number

    def finish(self, trailer: bytes) -> None:
        """Write where everything is; nothing can be added after that. `trailer` are its entries."""
        self._put_together()
        number, start = self.reserve(), self._size
        self._alone[number], self._places[number] = 1, start
        name = self._digest.hexdigest()[:32].encode()
        rows = bytearray(9)
        for each in range(1, number + 1):  # not joined: hundreds of thousands of them would lie in memory first
            rows += self._row(each)
        head = b"/Type /XRef /W [1 5 3] /Size %d /ID [<%s> <%s>] %s" % (number + 1, name, name, trailer)
        self.put_stream(head + b" /Filter /FlateDecode", zlib.compress(rows), number)
        self.write(b"startxref\n%d\n%%%%EOF\n" % start)

    def _row(self, number: int) -> bytes:
        if self._alone[number]:
            return b"\1" + self._places[number].to_bytes(5) + b"\0\0\0"
        stream, index = divmod(self._places[number], PLACE)
        return b"\2" + stream.to_bytes(5) + index.to_bytes(3)

    def _begin(self, head: bytes, size: int, number: int) -> int:
        number = number or self.reserve()
        self._alone[number], self._places[number] = 1, self._size
        self.write(b"%d 0 obj\n<< %s /Length %d >>\nstream\n" % (number, head, size))
        return number

    def _put_together(self) -> None:
        """Write the objects that wait, as one compressed stream."""
        if not self._together:
            return
        stream, index, bodies, length = self.reserve(), [], [], 0
        for place, (number, body) in enumerate(self._together):
            self._places[number] = stream * PLACE + place
            index.append(b"%d %d" % (number, length))
            bodies.append(body)
            length += len(body) + 1
        start = b" ".join(index) + b"\n"
        head = b"/Type /ObjStm /N %d /First %d /Filter /FlateDecode" % (len(bodies), len(start))
        self._together, self._length = [], 0
        self.put_stream(head, zlib.compress(start + b"\n".join(bodies)), stream)
