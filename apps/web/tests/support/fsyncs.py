"""Counts how often SQLite asks for its write-ahead log to reach the disk."""

import ctypes
import sys
from contextlib import contextmanager
from importlib import import_module

OPEN_FILE_OF_THE_LOG = 28  # SQLITE_FCNTL_JOURNAL_POINTER
SYNC = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int)


class _Methods(ctypes.Structure):
    """The beginning of sqlite3_io_methods, up to xSync, and room for the rest of it."""

    _fields_ = [
        ("version", ctypes.c_int),
        ("before", ctypes.c_void_p * 4),  # xClose, xRead, xWrite, xTruncate
        ("sync", SYNC),
        ("after", ctypes.c_void_p * 13),
    ]


@contextmanager
def counted_fsyncs(connection):
    """Yield a list that grows by one with each. The module's `connection` has written before: its log is open."""
    slot = ctypes.c_void_p.from_address(_open_log(connection))  # the first field of an sqlite3_file: its methods
    original = _Methods.from_address(slot.value)
    seen, counting = [], _Methods.from_buffer_copy(original)
    counting.sync = count = SYNC(lambda log, flags: seen.append(flags) or original.sync(log, flags))
    slot.value = ctypes.addressof(counting)
    try:
        yield seen
    finally:
        slot.value = ctypes.addressof(original)
        del count


def _open_log(connection):
    """Return the address of the log's sqlite3_file."""
    name = "pysqlite3._sqlite3" if "pysqlite3" in sys.modules else "_sqlite3"
    library = ctypes.CDLL(import_module(name).__file__)
    handle = ctypes.c_void_p.from_address(id(connection) + object.__basicsize__)  # the first field of a Connection
    file = ctypes.c_void_p()
    assert library.sqlite3_file_control(handle, b"main", OPEN_FILE_OF_THE_LOG, ctypes.byref(file)) == 0
    return file.value
