"""The process that lays out groups, `python -m apps.printing.engine.workers.worker FOLDER`.

worker_process.py starts it, with the folder of its temporary files. It reads one group per line from standard input, as
JSON, and answers each with a line of JSON and, when it could be printed, the bytes of the PDF. Each group is laid out
in a fork of this process, which has everything imported: what takes too long or too much memory ends the fork, and all
that a group left in memory goes with it.
"""

import gc
import json
import logging
import os
import resource
import select
import shutil
import signal
import sys
from collections.abc import Sequence
from typing import IO, BinaryIO, NoReturn

from apps.formats.limits import MIB
from apps.printing.engine import weasyprint_door

MEMORY_LIMIT = 1_024 * MIB  # a usual group takes about a seventh
IDLE_SECONDS = 300  # after which it ends when it gets no group; worker_pool.py relies on it
NICENESS, LOWEST = 10, 19  # pages and grades go first: a start alone takes a second of a processor; jobs come last
PARENT_CHECK_SECONDS = 1  # after which an orphan ends at the latest
CHUNK_SIZE = MIB

log = logging.getLogger("apps.printing")


def main() -> None:
    """Answer groups until there are no more, or none has come for a while."""
    parent, responses = os.getppid(), _take_standard_output()
    _give_way()
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        weasyprint_door.prepare()
    except weasyprint_door.PangoMissing as problem:
        _respond(responses, problem=str(problem))
        return
    _respond(responses)
    gc.freeze()
    gc.disable()  # a fork ends before it would matter
    while select.select([sys.stdin.buffer], [], [], IDLE_SECONDS)[0] and (line := sys.stdin.buffer.readline()):
        responses.write(_render_in_fork(line, parent))
        responses.flush()


def _give_way() -> None:
    """Let others go first; the more where a job prints, whose worker has done so: nobody waits for it at a page."""
    niceness = os.nice(0)
    os.nice((LOWEST if niceness else NICENESS) - niceness)


def _render_in_fork(line: bytes, parent: int) -> bytes:
    """Return the response to one request; ends with its fork when the process that asked is gone."""
    if b"<math" in line:
        weasyprint_door.prepare_formulas()
    reading, writing = os.pipe()
    fork = os.fork()
    if not fork:
        os.close(reading)
        with os.fdopen(writing, "wb") as response:
            response.write(_render(line))
        os._exit(0)
    os.close(writing)
    chunks = []
    with os.fdopen(reading, "rb", buffering=0) as response:
        while chunk := _next_chunk(response, fork, parent):
            chunks.append(chunk)
    _, status = os.waitpid(fork, 0)
    return _packed(problem="limit exceeded") if status else b"".join(chunks)


def _next_chunk(response: IO[bytes], fork: int, parent: int) -> bytes:
    """Return some of the response, empty at its end; until it comes, check that somebody still waits for it."""
    while not select.select([response], [], [], PARENT_CHECK_SECONDS)[0]:
        if os.getppid() != parent:
            os.kill(fork, signal.SIGKILL)
            _end(1)
    return response.read(CHUNK_SIZE)


def _end(status: int) -> NoReturn:
    """End this process with its folder of temporary files: whoever started it may be gone, or was killed."""
    shutil.rmtree(sys.argv[1], ignore_errors=True)
    os._exit(status)


def _render(line: bytes) -> bytes:
    """Return the response to one request."""
    request = json.loads(line)
    _limit(cpu=request.pop("cpu_seconds"), wall=request.pop("wall_seconds"))
    try:
        result = weasyprint_door.render(weasyprint_door.SheetGroup(**request))
    except MemoryError:
        os._exit(1)  # there is no memory left to answer
    except Exception as error:  # whatever a card makes WeasyPrint raise, the other cards must still be printed
        log.warning("A group could not be printed: %r", error)
        return _packed(problem=repr(error))
    else:
        return _packed(pdf=result.pdf, pages=result.pages, undrawn=result.undrawn)
    finally:
        _limit(cpu=0, wall=0)


def _limit(*, cpu: float, wall: float) -> None:
    """End this fork when it has worked, or waited, for so many seconds; 0 lifts the limit."""
    signal.setitimer(signal.ITIMER_PROF, cpu)
    signal.setitimer(signal.ITIMER_REAL, wall)


def _respond(responses: BinaryIO, *, problem: str = "") -> None:
    responses.write(_packed(problem=problem))
    responses.flush()


def _packed(*, problem: str = "", pdf: bytes = b"", **lists: Sequence[object]) -> bytes:
    return json.dumps({"problem": problem, "size": len(pdf), **lists}).encode() + b"\n" + pdf


def _take_standard_output() -> BinaryIO:
    """Reserve standard output for responses; what libraries print goes to standard error."""
    responses = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return responses


if __name__ == "__main__":
    main()
    _end(0)
