"""Scripts: which way a text runs, and which fonts of Debian draw its characters. Pure, and without Django."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

RIGHT_TO_LEFT = {"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"}
STRONG = {"L": "ltr", "R": "rtl", "AL": "rtl"}  # by Unicode's classes of direction
TAG = re.compile(r"<[^<>]*>|&\w+;")
CORE, CJK, EMOJI = "fonts-noto-core", "fonts-noto-cjk", "fonts-noto-color-emoji"
SCRIPTS = (
    (
        "Chinese, Japanese or Korean",
        CJK,
        "\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff",
    ),
    ("emoji", EMOJI, "\u231a-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"),
    ("Arabic", CORE, "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc"),
    ("Hebrew", CORE, "\u0590-\u05ff\ufb1d-\ufb4f"),
    ("Hindi", CORE, "\u0900-\u097f"),
    ("Thai", CORE, "\u0e00-\u0e7f"),
)
KNOWN = [(name, package, re.compile(f"[{signs}]")) for name, package, signs in SCRIPTS]
NAMES = 20  # of cards are told


def direction(language: str, text: str = "") -> str:
    """Return "rtl" or "ltr": as the first letter of the text says, or else the language."""
    for letter in TAG.sub("", text):
        if found := STRONG.get(unicodedata.bidirectional(letter)):
            return found
    return "rtl" if language.lower().split("-")[0] in RIGHT_TO_LEFT else "ltr"


@lru_cache(maxsize=4096)
def script_of(character: str) -> tuple[str, str]:
    """Return what people call the script of a character, and the package whose fonts draw it."""
    for name, package, signs in KNOWN:
        if signs.match(character):
            return name, package
    return unicodedata.name(character, "rare signs").split(" ")[0].capitalize(), CORE


def character_name(characters: str) -> str:
    """Return what is printed instead of signs that belong together: their names for emoji, else their codes."""
    signs = [sign for sign in characters if unicodedata.category(sign) not in ("Cf", "Mn", "Sk")] or [*characters]
    return " + ".join(_called(sign) for sign in signs)


def _called(sign: str) -> str:
    name = unicodedata.name(sign, "").lower() if script_of(sign)[1] == EMOJI else ""
    return name or f"U+{ord(sign):04X}"


@dataclass(frozen=True)
class Missing:
    """Cards with characters that no font here can draw: how many, the names of the first, the scripts, the packages."""

    cards: int = 0
    names: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self.cards > 0

    def __str__(self) -> str:
        if not self:
            return ""
        hold = "card holds" if self.cards == 1 else "cards hold"
        named = "; ".join(f"“{name}”" for name in self.names[:3]) + ("; …" if self.cards > 3 else "")
        return (
            f"{self.cards:,} {hold} characters that no font here can draw ({'; '.join(self.scripts)}): {named}."
            f" Their names or codes are printed instead. Whoever runs this server can add fonts:"
            f" apt install {' '.join(self.packages)}"
        )


NOTHING = Missing()


def missing(found: Iterable[tuple[str, str]]) -> Missing:
    """Return what is missing on cards, each told by its name and the characters that nothing draws."""
    cards: dict[str, str] = {}
    for name, characters in found:
        cards[name] = cards.get(name, "") + characters
    kinds = sorted({script_of(character) for characters in cards.values() for character in characters})
    packages = sorted({package for _, package in kinds})
    return Missing(len(cards), tuple(cards)[:NAMES], tuple(name for name, _ in kinds), tuple(packages))
