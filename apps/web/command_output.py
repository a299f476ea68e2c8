"""What commands write: a file that takes its name only when all of it is written, or standard output."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.core.management.base import CommandError

STDOUT = "-"


@contextmanager
def written_to(output: str) -> Iterator[BinaryIO]:
    """Give a file to write into, which takes its name only when all is written. Raises CommandError."""
    if output == STDOUT:
        with tempfile.TemporaryFile() as target:
            yield target
            target.seek(0)
            shutil.copyfileobj(target, sys.stdout.buffer)
        return
    path = Path(output)
    if path.exists() and not path.is_file():
        raise CommandError(f"{output} is not a file. Name a file to write.")
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with unfinished.open("xb") as target:
            yield target
        unfinished.replace(path)
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}. Choose another place.") from error
    finally:
        unfinished.unlink(missing_ok=True)
