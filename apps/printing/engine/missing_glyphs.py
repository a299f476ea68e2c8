"""Which cards hold characters that no installed font can draw, asked before anything is printed."""

import re
import subprocess
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from apps.printing.engine.scripts import Missing, missing, script_of

SAMPLE = 40  # characters of a script that a font must have
FORMULA_OR_TAG = re.compile(r"<math\b(?:(?!<math\b).)*?</math>|<[^<>]*>", re.DOTALL)
LETTERS = "\u0370-\u1cff\u2e80-\ud7ff\uf900-\ufdff\ufe70-\uffef"
SIGNS = "\u231a-\u23ff\u2600-\u27bf\u2b00-\u2bff"
FOREIGN = re.compile(f"[{LETTERS}{SIGNS}\U00010000-\U0003ffff]")
MODIFIERS = re.compile("[\U0001f3fb-\U0001f3ff]")


def undrawable(cards: Iterable[tuple[str, str]]) -> Missing:
    """Return which of the cards, each a name and its HTML, hold what nothing can draw; nothing where nobody can say."""
    by_script: dict[tuple[str, str], set[str]] = defaultdict(set)
    found = [(name, set(FOREIGN.findall(FORMULA_OR_TAG.sub("", MODIFIERS.sub("", html))))) for name, html in cards]
    for _, characters in found:
        for character in characters:
            by_script[script_of(character)].add(character)
    absent = {script for script, characters in by_script.items() if not _is_drawn("".join(sorted(characters)[:SAMPLE]))}
    held = ((name, "".join(each for each in characters if script_of(each) in absent)) for name, characters in found)
    return missing((name, characters) for name, characters in held if characters)


@lru_cache(maxsize=256)
def _is_drawn(characters: str) -> bool:
    """Say whether a font that is installed has all of them, as fontconfig knows."""
    codes = " ".join(f"{ord(character):x}" for character in characters)
    command = ["fc-list", f":charset={codes}", "family"]
    try:
        done = subprocess.run(command, capture_output=True, check=True, timeout=10)  # noqa: S603 - numbers of characters
    except (OSError, subprocess.SubprocessError):
        return True
    return bool(done.stdout.strip())
