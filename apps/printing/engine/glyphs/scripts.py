"""Scripts: which package has fonts for a character, and what is printed where no font draws it."""

import re
import unicodedata
from functools import lru_cache

CORE, CJK, EMOJI = "fonts-noto-core", "fonts-noto-cjk", "fonts-noto-color-emoji"  # packages of Debian
SCRIPTS = (
    (
        "CJK",
        CJK,
        "\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff",
    ),
    ("emoji", EMOJI, "\u231a-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"),
    ("Arabic", CORE, "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc"),
    ("Hebrew", CORE, "\u0590-\u05ff\ufb1d-\ufb4f"),
    ("Hindi", CORE, "\u0900-\u097f"),
    ("Thai", CORE, "\u0e00-\u0e7f"),
)
PATTERNS = [(name, package, re.compile(f"[{characters}]")) for name, package, characters in SCRIPTS]
OTHER_SYMBOLS = "other symbols"
INVISIBLE = ("Cf", "Mn", "Sk")  # Unicode categories of what changes the character before it


@lru_cache(maxsize=4096)
def script_of(character: str) -> tuple[str, str]:
    """Return the name of the script of a character, and the package whose fonts draw it."""
    for name, package, pattern in PATTERNS:
        if pattern.match(character):
            return name, package
    first_word = unicodedata.name(character, "").split(" ")[0]
    return first_word.capitalize() or OTHER_SYMBOLS, CORE


def character_name(characters: str) -> str:
    """Return what is printed in place of joined characters: their names for emoji, else their codes."""
    visible = [each for each in characters if unicodedata.category(each) not in INVISIBLE] or [*characters]
    return " + ".join(_name_or_code(character) for character in visible)


def _name_or_code(character: str) -> str:
    name = unicodedata.name(character, "").lower() if script_of(character)[1] == EMOJI else ""
    return name or f"U+{ord(character):04X}"
