"""Groups of sheets that were printed, kept by their content: who edits one card of a thousand prints one group anew."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

from django.core.cache import caches
from django.utils.translation import get_language

from apps.printing.engine.printer import Pieces
from apps.printing.engine.weasyprint_door import FONTS, STYLE_SHEETS, DocumentInfo
from apps.printing.layouts.layout import Sheet

INCOMPLETE_KEPT = 600  # seconds for which a print with something left out is kept
TEMPLATES = Path(__file__).resolve().parents[3] / "templates" / "printing"
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")


@dataclass(frozen=True)
class GroupCache:
    """The groups of one print, as `Printer` wants them."""

    about: DocumentInfo

    def key(self, group: list[Sheet]) -> str:
        """Return a name for exactly this content in exactly this look."""
        return name_of(get_language(), asdict(self.about), [asdict(sheet) for sheet in group], render_fingerprint())

    def get(self, group: list[Sheet]) -> Pieces | None:
        """Return the group as it was printed before, if it is still there."""
        found: Pieces | None = caches["pieces"].get(self.key(group))
        return found

    def put(self, group: list[Sheet], pieces: Pieces) -> None:
        """Keep a group; one with a sheet left out may do better soon."""
        keep("pieces", self.key(group), pieces, complete=not pieces[1])


def keep(cache_name: str, key: str, value: object, *, complete: bool) -> None:
    """Keep what was printed: for the cache's usual time, or a short one where something is missing."""
    if complete:
        caches[cache_name].set(key, value)
    else:
        caches[cache_name].set(key, value, INCOMPLETE_KEPT)


def name_of(*content: object) -> str:
    """Return a name for what JSON can say."""
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


@cache
def render_fingerprint() -> str:
    """Return a name for the code, the styles and the fonts that decide how a print looks."""
    digest = hashlib.sha256(version("weasyprint").encode())
    code = [*Path(__file__).parent.rglob("*.py"), *STYLE_SHEETS, *TEMPLATES.glob("_*.html"), *FONTS.iterdir()]
    for path in sorted(code):
        digest.update(path.read_bytes())
    for path in _installed_fonts():
        digest.update(str(path).encode())
    return digest.hexdigest()


def _installed_fonts() -> Iterable[Path]:
    folders = (Path(folder).expanduser() for folder in FONT_FOLDERS)
    return sorted(path for folder in folders if folder.is_dir() for path in folder.rglob("*.[ot]t[fc]"))
