"""Finished prints, cached by their content: whoever asks for the same again gets the same file immediately.

`prints/<key>.pdf` is the file. `prints/<key>.json`, written after it, describes it.
"""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import BinaryIO

from apps.formats.limits import MIB
from apps.printing.engine.glyphs.missing_glyphs import MissingGlyphs
from apps.printing.scratch_cache import INCOMPLETE_TTL_SECONDS, read_cached, trim, write_cached

FOLDER = "prints"
MAX_FILES, MAX_BYTES = 2_000, 1_024 * MIB
MAX_PRINT_BYTES = 30 * MIB


@dataclass(frozen=True)
class PrintResult:
    """What a print holds, and what could not be printed."""

    pages: int
    failed: tuple[str, ...] = ()  # the labels of the first sheets that a placeholder stands for
    failed_count: int = 0
    missing_glyphs: MissingGlyphs = field(default_factory=MissingGlyphs)
    missing_pictures: tuple[str, ...] = ()  # the labels of the first sheets that lack a picture
    missing_pictures_count: int = 0


def cached_result(key: str) -> PrintResult | None:
    """Return what is known of a cached print, or None where it is not cached."""
    content = read_cached(f"{FOLDER}/{key}.json")
    if content is None:
        return None
    entry = json.loads(content)
    if entry["expires_at"] and entry["expires_at"] < time.time():
        return None
    result = entry["result"]
    glyphs = _from_json(MissingGlyphs, result["missing_glyphs"])
    return _from_json(PrintResult, {**result, "missing_glyphs": glyphs})


def _from_json[T](record: Callable[..., T], fields: Mapping[str, object]) -> T:
    """Return a record with tuples again, which JSON writes as lists."""
    return record(**{name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()})


def cached_pdf(key: str) -> bytes | None:
    """Return a cached PDF, or None where it is not cached."""
    return read_cached(f"{FOLDER}/{key}.pdf") if cached_result(key) else None


def cache_print(key: str, result: PrintResult, file: BinaryIO) -> None:
    """Cache a print: one with a failed sheet only for a short time, one without its pictures not at all."""
    if file.seek(0, 2) > MAX_PRINT_BYTES or result.missing_pictures_count:
        return
    file.seek(0)
    write_cached(f"{FOLDER}/{key}.pdf", file)
    expires_at = time.time() + INCOMPLETE_TTL_SECONDS if result.failed_count else None
    write_cached(f"{FOLDER}/{key}.json", json.dumps({"result": asdict(result), "expires_at": expires_at}).encode())
    trim(FOLDER, key, max_files=MAX_FILES, max_bytes=MAX_BYTES)
