"""The output of commands: a file that takes its name only when it is complete, or standard output."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from django.core.management.base import CommandError

STDOUT = "-"


@contextmanager
def open_output(output: str) -> Iterator[BinaryIO]:
    """Open a file to write, which takes its name only when it is complete. Raises CommandError."""
    if output == STDOUT:
        with tempfile.TemporaryFile() as file:
            yield cast(BinaryIO, file)
            file.seek(0)
            shutil.copyfileobj(file, sys.stdout.buffer)
        return
    path = Path(output)
    if path.exists() and not path.is_file():
        raise CommandError(f"{output} is not a file. Choose another file name.")
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with unfinished.open("xb") as file:
            yield file
        unfinished.replace(path)
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}. Choose another file name.") from error
    finally:
        unfinished.unlink(missing_ok=True)
