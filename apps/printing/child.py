"""The process that lays out booklets: `python -m apps.printing.child`, started and fed by printer.py.

Reads one booklet per line from standard input, as JSON, and answers each with a line of JSON and, when it could be
printed, the bytes of the PDF. What takes too long or too much memory ends the process; printer.py then knows.
"""

import gc
import json
import logging
import os
import resource
import signal
import sys
import threading
import time
from collections.abc import Sequence
from typing import Any, BinaryIO

from apps.printing import pdf

MEMORY = 1024 * 1024 * 1024  # bytes; 50 cards take about an eighth
ORPHANED_EVERY = 1  # seconds after which an orphan ends at the latest

log = logging.getLogger("apps.printing")


def main() -> None:
    """Answer booklets until there are no more."""
    answers = _take_standard_output()
    threading.Thread(target=_end_when_orphaned, args=[os.getppid()], daemon=True).start()
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        pdf.check()
    except pdf.PangoMissing as problem:
        _answer(answers, problem=str(problem))
        return
    _answer(answers)
    _collect_between_booklets()
    for line in sys.stdin.buffer:
        _answer(answers, **_printed(json.loads(line)))


def _printed(request: dict[str, Any]) -> dict[str, Any]:
    """Return the answer to one request."""
    _limit(cpu=request.pop("cpu_seconds"), wall=request.pop("wall_seconds"))
    try:
        laid = pdf.render(pdf.Booklet(**request))
    except MemoryError:
        os._exit(1)  # there is no room left to say so
    except Exception as error:  # whatever a card can make WeasyPrint raise, its other cards are still to be printed
        log.warning("A booklet could not be printed: %r", error)
        return {"problem": repr(error)}
    else:
        return {"body": laid.pdf, "pages": laid.pages, "undrawn": laid.undrawn}
    finally:
        gc.collect()
        _limit(cpu=0, wall=0)


def _collect_between_booklets() -> None:
    """Look for garbage after each booklet, which keeps memory small, and never again in what was imported."""
    gc.collect()
    gc.freeze()
    gc.disable()


def _end_when_orphaned(parent: int) -> None:
    """End this process soon after the one that it works for, even in the middle of a booklet."""
    while os.getppid() == parent:
        time.sleep(ORPHANED_EVERY)
    os._exit(1)


def _limit(*, cpu: float, wall: float) -> None:
    """End this process when it has worked, or waited, for so many seconds; 0 lifts the limit."""
    signal.setitimer(signal.ITIMER_PROF, cpu)
    signal.setitimer(signal.ITIMER_REAL, wall)


def _answer(answers: BinaryIO, *, problem: str = "", body: bytes = b"", **said: Sequence[object]) -> None:
    answers.write(json.dumps({"problem": problem, "size": len(body), **said}).encode() + b"\n" + body)
    answers.flush()


def _take_standard_output() -> BinaryIO:
    """Keep standard output for answers; what libraries print goes to standard error."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


if __name__ == "__main__":
    main()
    os._exit(0)  # nothing is left to tidy up: the folder of temporary files is the parent's
