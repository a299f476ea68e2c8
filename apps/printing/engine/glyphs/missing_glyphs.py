"""Which cards hold characters that no installed font can draw, found before anything is printed."""

import re
import subprocess
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.printing.engine.glyphs.scripts import OTHER_SYMBOLS, script_of
from apps.web.localized import number

SAMPLE_SIZE = 40  # characters of a script that a font must have
MAX_NAMES = 20  # of cards that are remembered
SHOWN_NAMES = 3  # of cards in the sentence
FORMULA_OR_TAG = re.compile(r"<math\b(?:(?!<math\b).)*?</math>|<[^<>]*>", re.DOTALL)
LETTERS = "\u0370-\u1cff\u2e80-\ud7ff\uf900-\ufdff\ufe70-\uffef"
SYMBOLS = "\u231a-\u23ff\u2600-\u27bf\u2b00-\u2bff"
FOREIGN = re.compile(f"[{LETTERS}{SYMBOLS}\U00010000-\U0003ffff]")
MODIFIERS = re.compile("[\U0001f3fb-\U0001f3ff]")


@dataclass(frozen=True)
class MissingGlyphs:
    """Cards with characters that no font here can draw: how many, the first names, the scripts, the packages."""

    cards: int = 0
    names: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self.cards > 0

    def __str__(self) -> str:
        if not self:
            return ""
        problem = ngettext(
            "%(count)s card has characters that no font here can draw (%(scripts)s): %(names)s.",
            "%(count)s cards have characters that no font here can draw (%(scripts)s): %(names)s.",
            self.cards,
        )
        names = "; ".join(f"“{name}”" for name in self.names[:SHOWN_NAMES])
        scripts = "; ".join(map(_script_label, self.scripts))
        more = "; …" if self.cards > SHOWN_NAMES else ""
        numbers = {"count": number(self.cards), "scripts": scripts, "names": names + more}
        solution = _(
            "Their names or codes are printed instead. The administrator of this site can add fonts:"
            " apt install %(packages)s"
        )
        return f"{problem % numbers} {solution % {'packages': ' '.join(self.packages)}}"


def find_missing_glyphs(cards: Iterable[tuple[str, str]]) -> MissingGlyphs:
    """Return which of the cards, each a name and its HTML, cannot be drawn; nothing where fontconfig is missing."""
    foreign = [(name, set(FOREIGN.findall(FORMULA_OR_TAG.sub("", MODIFIERS.sub("", html))))) for name, html in cards]
    by_script: dict[tuple[str, str], set[str]] = defaultdict(set)
    for _name, characters in foreign:
        for character in characters:
            by_script[script_of(character)].add(character)
    undrawn = {script for script, characters in by_script.items() if not _has_font(_sample(characters))}
    held = ((name, "".join(each for each in characters if script_of(each) in undrawn)) for name, characters in foreign)
    return missing_glyphs((name, characters) for name, characters in held if characters)


def missing_glyphs(undrawn: Iterable[tuple[str, str]]) -> MissingGlyphs:
    """Return what is missing on cards, each given by its name and the characters that no font draws."""
    cards: dict[str, str] = {}
    for name, characters in undrawn:
        cards[name] = cards.get(name, "") + characters
    kinds = sorted({script_of(character) for characters in cards.values() for character in characters})
    packages = sorted({package for _script, package in kinds})
    scripts = tuple(script for script, _package in kinds)
    return MissingGlyphs(len(cards), tuple(cards)[:MAX_NAMES], scripts, tuple(packages))


def _sample(characters: set[str]) -> str:
    return "".join(sorted(characters)[:SAMPLE_SIZE])


@lru_cache(maxsize=256)
def _has_font(characters: str) -> bool:
    """Return whether an installed font has all of them, according to fontconfig."""
    codes = " ".join(f"{ord(character):x}" for character in characters)
    command = ["fc-list", f":charset={codes}", "family"]
    try:
        result = subprocess.run(command, capture_output=True, check=True, timeout=10)  # noqa: S603 - only hexadecimal numbers
    except (OSError, subprocess.SubprocessError):
        return True
    return bool(result.stdout.strip())


def _script_label(script: str) -> str:
    labels = {
        "CJK": _("Chinese, Japanese or Korean"),
        "emoji": _("emoji"),
        "Arabic": _("Arabic"),
        "Hebrew": _("Hebrew"),
        "Hindi": _("Hindi"),
        "Thai": _("Thai"),
        OTHER_SYMBOLS: _("other symbols"),
    }
    return labels.get(script, script)
