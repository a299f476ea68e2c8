"""A name for everything that decides how a sheet looks: code, templates, styles and fonts."""

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path

from apps.printing.engine.weasyprint_door import FONTS, STYLE_SHEETS

PRINTING = Path(__file__).resolve().parents[1]
ROOMS = ("layouts", "engine", "assembly")  # whose code decides how a page looks
TEMPLATES = PRINTING.parents[1] / "templates" / "printing"
LIBRARIES = ("weasyprint", "pikepdf")
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")


@cache
def render_fingerprint() -> str:
    """Return a hash of the code, the styles and the fonts, read once in the life of the process."""
    digest = hashlib.sha256("".join(version(library) for library in LIBRARIES).encode())
    code = [path for room in ROOMS for path in (PRINTING / room).rglob("*.py")]
    for path in (*sorted(code), *STYLE_SHEETS, *sorted(TEMPLATES.glob("_*.html")), *sorted(FONTS.iterdir())):
        digest.update(path.read_bytes())
    for path in _installed_fonts():
        digest.update(str(path).encode())
    return digest.hexdigest()


def _installed_fonts() -> Iterable[Path]:
    folders = (Path(folder).expanduser() for folder in FONT_FOLDERS)
    return sorted(path for folder in folders if folder.is_dir() for path in folder.rglob("*.[ot]t[fc]"))
