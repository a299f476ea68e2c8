"""How a worker knows that others go on with its listeners: after HUP new workers do, after USR2 a new server.

Then it leaves them alone. With SIGTERM, nobody comes after it, and no connection may be left behind in them, unless
systemd keeps them for the next start: what waits in them is served then.
"""

import ctypes
import mmap
import os
import socket
import struct

# Instructions of a classic BPF program: code, jump if true, jump if false, constant. Offset 0 is TCP's header.
FLAGS = (0x30, 0, 0, 13)  # load the byte of the flags
SYN_OR_ACK = (0x54, 0, 0, 0x12)  # of these two
IS_SYN = (0x15, 0, 1, 0x02)  # SYN alone: somebody begins a connection
DROP = (0x06, 0, 0, 0)
PASS = (0x06, 0, 0, 0xFFFFFFFF)
INSTRUCTION = struct.Struct("HBBI")
PROGRAM = b"".join(INSTRUCTION.pack(*each) for each in (FLAGS, SYN_OR_ACK, IS_SYN, DROP, PASS))
SO_ATTACH_FILTER = 26  # of Linux; the module socket does not name it

NEVER_REACHED = 2**63 - 1  # the age of no worker

NOTE = struct.Struct("qq")  # the age of the youngest that others come after; the process that has to live, or 0
_note = mmap.mmap(-1, NOTE.size)  # shared by the server and its workers


def supersede(age: int, *, while_alive: int = 0) -> None:
    """Note that all workers up to this age have successors, of a new server for as long as that process is alive."""
    _note[:] = NOTE.pack(age, while_alive)


def leave_listeners_to_systemd() -> None:
    """Note that all workers of this server, from the first to the last, leave listeners that stay."""
    supersede(NEVER_REACHED)


def has_successors(age: int) -> bool:
    """Whether others accept the connections that a worker of this age leaves."""
    last, process = NOTE.unpack(_note[:])
    return bool(age <= last) and (not process or _is_alive(process))


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def begin_no_connection(listener: socket.socket) -> bool:
    """Let nobody begin a connection any more; those that have begun one still get it. Whether that is possible here.

    Else who connects between the last look at the listener and its end would be reset. They try again a second later,
    and then nobody listens, or the next server does.
    """
    if listener.family not in (socket.AF_INET, socket.AF_INET6):
        return False
    program = ctypes.create_string_buffer(PROGRAM, len(PROGRAM))
    pointer = struct.pack("@HP", len(PROGRAM) // INSTRUCTION.size, ctypes.addressof(program))
    try:
        listener.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, pointer)
    except OSError:  # another system than Linux
        return False
    return True
