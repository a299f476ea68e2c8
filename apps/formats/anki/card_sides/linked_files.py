"""Reads the style sheets and scripts that a template links to, where the package has them.

Of scripts that are elsewhere only their names are known: they are read as imports.
"""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from apps.formats.anki.records import AnkiNoteType
from apps.formats.import_source import Files
from apps.formats.problems import ImportProblem

SOURCE = r"[^<>]*?\s{}\s*=\s*[\"']?([^\s\"'<>]{{1,200}})"
SCRIPT = re.compile(rf"<script\b{SOURCE.format('src')}", re.IGNORECASE)
LINK = re.compile(rf"<link\b{SOURCE.format('href')}", re.IGNORECASE)
IMPORT = re.compile(r"@import\s+(?:url\(\s*)?[\"']?([^\s\"'()<>;]{1,200})", re.IGNORECASE)
MAX_STYLE_BYTES = 100_000
MAX_SCRIPT_BYTES = 20_000  # larger ones are libraries, which hide nothing of their own accord


class LinkedFiles:
    """The style sheets and the scripts that the templates of a note type link to."""

    def __init__(self, note_type: AnkiNoteType, files: Files | None) -> None:
        self._files = files or {}
        fronts = "\n".join(template.front for template in note_type.templates)
        self.css = self._texts([*IMPORT.findall(f"{note_type.css}\n{fronts}"), *LINK.findall(fronts)], MAX_STYLE_BYTES)
        scripts = SCRIPT.findall(fronts)
        absent = [name for name in scripts if unquote(name) not in self._files]
        self.scripts = self._texts(scripts, MAX_SCRIPT_BYTES) + "".join(f"import '{name}';\n" for name in absent)

    def _texts(self, names: list[str], limit: int) -> str:
        return "".join(f"{text}\n" for name in dict.fromkeys(names) for text in self._text(unquote(name), limit))

    def _text(self, name: str, limit: int) -> Iterator[str]:
        """Yield the text of a file, if it is there and is not too long."""
        if name in self._files:
            try:
                data = self._files[name]()
            except ImportProblem:  # which is named where the files are imported
                return
            if len(data) <= limit:
                yield data.decode(errors="replace")
