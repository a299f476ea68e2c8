"""Which style sheets and scripts each kind of page has, and how they become one file each. No Django."""

import re
from collections.abc import Callable, Iterator

type Read = Callable[[str], str]

FONTS = ("fonts/source-sans-3-core-wght-normal.woff2", "fonts/source-serif-4-core-wght-normal.woff2")
BASE, CARD = ("tokens", "fonts", "base", "layout", "components"), ("flashcard", "review", "text")
REVIEW = (*BASE, *CARD)
PAGES = (*BASE, "pages", *CARD)
SITE = (*PAGES, "import")
ADMIN = (
    *CARD,
    *(f"admin/{name}" for name in ("site", "lists", "forms", "notes", "phone", "lessons")),
    *("lesson-preview", "admin/versions"),
)
SHEETS = {
    "site": SITE,
    "review": REVIEW,
    "practice": (*PAGES, "practice"),
    "charts": (*SITE, "charts"),
    "front": (*SITE, "front"),
    "library": (*SITE, "library"),
    "deck": (*SITE, "library", "charts"),
    "browse": (*SITE, "library", "browse"),
    "card": (*SITE, "library", "browse", "charts"),
    "write-card": (*SITE, "write-card", "deck-files", "teaching/reports"),
    "files": (*SITE, "deck-files"),
    "lesson-plan": (*SITE, "practice", "lesson-preview"),
    "teaching": (*SITE, "library", "teaching", "teaching/lessons", "teaching/people", "teaching/reports"),
    "goals": (*SITE, "library", "charts", "teaching", "teaching/goals"),
    "insight": (*SITE, "library", "charts", "teaching", "teaching/insight"),
    "room": (*PAGES, "teaching/room"),
    "lesson-editor": (*SITE, "library", "teaching", "write-card", "deck-files", "teaching/lesson-editor"),
    "paper-session": (*SITE, "paper-session"),
    "print": (*SITE, "print-page", "pdf/card-text", "pdf/cards"),
    "admin": ADMIN,
}
SITE_SCRIPTS = ("site", "unsaved", "menu")
SCRIPTS = {
    "site": SITE_SCRIPTS,
    "review": ("site", "menu", "review"),  # nothing to save
    "practice": (*SITE_SCRIPTS, "practice"),
    "room-phone": ("site", "room-phone"),
    "room-screen": ("site", "menu", "room-screen"),
}
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
LINE_COMMENT = re.compile(r"(?:^\s*|(?<=[;{}]) )//.*$", re.MULTILINE)
INDENTATION = re.compile(r"\n\s*")
SPACED = re.compile(r"\s*([{};])\s*|(?<=[\w-])(:) (?=\S)")  # in no string of a style sheet, which a test asserts
IMPORT = re.compile(r'^import (?:\{(?P<names>[^}]*)\} from )?"\./(?P<module>[\w-]+)\.js";$', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|class) (?P<name>\w+))", re.MULTILINE)


def sheet_path(name: str) -> str:
    """Return the path of a style sheet below the static files."""
    return f"css/{name}.css"


def script_path(name: str) -> str:
    """Return the path of a script below the static files."""
    return f"js/{name}.js"


def built_sheet(kind: str) -> str:
    """Return the path of the one style sheet of a kind of page."""
    return f"css/built-{kind}.css"


def built_script(kind: str) -> str:
    """Return the path of its one script."""
    return f"js/built-{kind}.js"


def built_files(read: Read) -> Iterator[tuple[str, str]]:
    """Yield path and text of each built file; `read` gives the text of a static file."""
    for kind, names in SHEETS.items():
        yield built_sheet(kind), "\n".join(_small_sheet(read(sheet_path(name))) for name in names)
    for kind, names in SCRIPTS.items():
        yield built_script(kind), joined_modules(names, lambda name: read(script_path(name)))


def joined_modules(entries: tuple[str, ...], read: Read) -> str:
    """Return one script that does what these modules do with those that they import.

    Each is a function that returns what it exports, so that names of two modules never meet.
    """
    parts: dict[str, str] = {}
    for name in entries:
        _add_module(name, read, parts)
    return "".join(parts.values())


def _add_module(name: str, read: Read, parts: dict[str, str]) -> None:
    if name in parts:
        return
    source = read(name)
    for match in IMPORT.finditer(source):
        _add_module(match["module"], read, parts)
    exports = ",".join(match["name"] for match in EXPORT.finditer(source))
    body = EXPORT.sub("", IMPORT.sub(_from_module, source))
    if re.search(r"^(?:import|export)\b", body, re.MULTILINE):
        raise ValueError(f"{name}.js imports or exports in a way that bundles.py does not know.")
    parts[name] = f"const {_variable(name)}=(()=>{{{_small_script(body)}\nreturn{{{exports}}}}})();\n"


def _from_module(match: re.Match[str]) -> str:
    names = (match["names"] or "").replace(" as ", ": ").strip()
    return f"const {{{names}}} = {_variable(match['module'])};" if names else ""


def _variable(module: str) -> str:
    return "module_" + module.replace("-", "_")


def _small_sheet(text: str) -> str:
    """Leave out comments, and spaces that mean nothing."""
    return SPACED.sub(r"\1\2", INDENTATION.sub("\n", COMMENT.sub("", text))).strip()


def _small_script(text: str) -> str:
    return INDENTATION.sub("\n", LINE_COMMENT.sub("", text))
