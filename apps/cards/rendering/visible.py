"""Whether rendered text shows anything: a letter or a sign, a picture, a sound. What does not is no question."""

import re
from html import unescape
from unicodedata import category

from apps.cards.rendering.media_tags import DRAWN_IMAGE, IMAGE, SOUND

TAG = re.compile(r"<[^<>]*>")
BEGINS_VISIBLY = re.compile(r"(?:<[^<>]*>)*+[0-9A-Za-z]")  # as most texts do
INVISIBLE = ("Z", "Cc", "Cf", "Cs", "Cn")  # categories of Unicode
# Letters, signs and marks that are drawn as nothing: Hangul fillers, the blank of Braille, selectors of variants.
BLANKS = re.compile("[\u115f\u1160\u17b4\u17b5\u180b-\u180d\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef\u034f]")


def is_visible(html: str) -> bool:
    """Return whether HTML that `render` made shows anything."""
    if BEGINS_VISIBLY.match(html) or any(tag in html for tag in (IMAGE, SOUND, DRAWN_IMAGE)):
        return True
    text = BLANKS.sub("", unescape(TAG.sub("", html)))
    return any(not category(character).startswith(INVISIBLE) for character in text)
