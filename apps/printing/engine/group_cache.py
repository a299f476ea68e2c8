"""Rendered groups of sheets, cached by their content: editing one card of a thousand renders one group again.

A cached group is a line of JSON, then its PDFs.
"""

import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.utils.translation import get_language

from apps.formats.limits import MIB
from apps.printing.assembly.rendered_group import RenderedGroup
from apps.printing.engine.render_fingerprint import render_fingerprint
from apps.printing.layouts.document_info import DocumentInfo
from apps.printing.layouts.layout import Sheet
from apps.printing.scratch_cache import INCOMPLETE_TTL_SECONDS, content_key, read_cached, trim, write_cached

FOLDER = "groups"
MAX_FILES, MAX_BYTES = 3_000, 600 * MIB


@dataclass(frozen=True)
class GroupResult:
    """A group as it was rendered, in one or several PDFs, and the labels of the sheets that could not be."""

    rendered: Sequence[RenderedGroup]
    failed: Sequence[str] = ()

    @property
    def lacks_pictures(self) -> bool:
        """Whether a picture was missing from the storage."""
        return any(each.missing_pictures for each in self.rendered)


@dataclass(frozen=True)
class GroupCache:
    """The groups of one print."""

    about: DocumentInfo

    def key(self, group: Sequence[Sheet]) -> str:
        """Return a name for exactly this content, rendered exactly like this."""
        sheets = [asdict(sheet) for sheet in group]
        return content_key(asdict(self.about), sheets, get_language(), render_fingerprint())

    def get(self, group: Sequence[Sheet]) -> GroupResult | None:
        """Return the group as it was rendered before, if it is still there."""
        content = read_cached(f"{FOLDER}/{self.key(group)}")
        return _unpacked(content) if content else None

    def put(self, group: Sequence[Sheet], result: GroupResult) -> None:
        """Cache a group: one with a failed sheet only for a short time, one without its pictures not at all."""
        if result.lacks_pictures:
            return
        key = self.key(group)
        write_cached(f"{FOLDER}/{key}", _packed(result))
        trim(FOLDER, key, max_files=MAX_FILES, max_bytes=MAX_BYTES)


def _packed(result: GroupResult) -> bytes:
    header = {
        "failed": list(result.failed),
        "expires_at": time.time() + INCOMPLETE_TTL_SECONDS if result.failed else None,
        "rendered": [
            {
                "size": len(each.pdf),
                "pages": list(each.pages),
                "chapters": [list(chapter) for chapter in each.chapters],
                "missing_glyphs": [list(missing) for missing in each.missing_glyphs],
            }
            for each in result.rendered
        ],
    }
    return b"".join([json.dumps(header).encode(), b"\n", *(each.pdf for each in result.rendered)])


def _unpacked(content: bytes) -> GroupResult | None:
    line, _newline, pdfs = content.partition(b"\n")
    header = json.loads(line)
    if header["expires_at"] and header["expires_at"] < time.time():
        return None
    rendered, start = [], 0
    for each in header["rendered"]:
        end = start + each["size"]
        chapters = [tuple(chapter) for chapter in each["chapters"]]
        missing = [(label, characters) for label, characters in each["missing_glyphs"]]
        rendered.append(RenderedGroup(pdfs[start:end], each["pages"], chapters, missing))
        start = end
    return GroupResult(rendered, header["failed"])
