"""Reads the style sheets and scripts that a template links to, where the package has them.

Of scripts that are elsewhere only their names are known: they are read as imports.
"""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from apps.formats.anki.card_sides import hiding_scripts
from apps.formats.anki.card_sides.hidden_parts import MAX_INLINE_STYLES
from apps.formats.anki.card_sides.hiding_styles import MAX_LENGTH
from apps.formats.anki.records import AnkiNoteType
from apps.formats.import_source import Files
from apps.formats.problems import ImportProblem

SOURCE = r"[^<>]*?\s{}\s*=\s*[\"']?([^\s\"'<>]{{1,200}})"
SCRIPT = re.compile(rf"<script\b{SOURCE.format('src')}", re.IGNORECASE)
LINK = re.compile(rf"<link\b{SOURCE.format('href')}", re.IGNORECASE)
IMPORT = re.compile(r"@import\s+(?:url\(\s*)?[\"']?([^\s\"'()<>;]{1,200})", re.IGNORECASE)
DATA = re.compile(r"\bdata:[^\s\"'()]{100,}+", re.IGNORECASE)  # fonts and pictures
MAX_STYLES = MAX_LENGTH - MAX_INLINE_STYLES
MAX_SCRIPT_LENGTH = 20_000  # longer ones are libraries, which hide nothing of their own accord


class LinkedFiles:
    """The style sheets of a note type and the scripts that it links to; `are_whole` where there is room for all."""

    def __init__(self, note_type: AnkiNoteType, files: Files | None) -> None:
        self._files = files or {}
        fronts = "\n".join(template.front for template in note_type.templates)
        own = DATA.sub("", note_type.css)
        self.are_whole = len(own) <= MAX_STYLES
        styles = self._texts([*IMPORT.findall(f"{own}\n{fronts}"), *LINK.findall(fronts)])
        self.css = self._fitting(styles, MAX_STYLES - len(own)) + own
        scripts = SCRIPT.findall(fronts)
        absent = [name for name in scripts if unquote(name) not in self._files]
        read = (text for text in self._texts(scripts) if len(text) <= MAX_SCRIPT_LENGTH)
        self.scripts = self._fitting(read, hiding_scripts.MAX_LENGTH) + "".join(
            f"import '{name}';\n" for name in absent
        )

    def _fitting(self, texts: Iterable[str], room: int) -> str:
        """Return the texts for which there is room, one after another."""
        found = []
        for text in texts:
            room -= len(text)
            if room < 0:
                self.are_whole = False
                break
            found.append(f"{text}\n")
        return "".join(found)

    def _texts(self, names: Iterable[str]) -> Iterator[str]:
        """Yield the texts of the files that are there, each once."""
        for name in dict.fromkeys(map(unquote, names)):
            if name in self._files:
                try:
                    yield DATA.sub("", self._files[name]().decode(errors="replace"))
                except ImportProblem:  # which is named where the files are imported
                    continue
