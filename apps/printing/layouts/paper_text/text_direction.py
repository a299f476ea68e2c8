"""Whether a text runs from left to right or from right to left."""

import re
import unicodedata

RIGHT_TO_LEFT = {"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"}
STRONG = {"L": "ltr", "R": "rtl", "AL": "rtl"}  # Unicode's bidirectional classes
TAG = re.compile(r"<[^<>]*>|&\w+;")


def text_direction(language: str, text: str = "") -> str:
    """Return "rtl" or "ltr": that of the first letter with a direction, or else that of the language."""
    for character in TAG.sub("", text):
        if direction := STRONG.get(unicodedata.bidirectional(character)):
            return direction
    return "rtl" if language.lower().split("-")[0] in RIGHT_TO_LEFT else "ltr"
