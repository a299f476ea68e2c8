"""Points where a line may break.

WeasyPrint breaks a long word anywhere, but not one made of several elements (`<b>so</b>me<b>thing</b>`): that runs off
the page. And the time for a very long word grows with the square of its length. So we put zero-width spaces into such
words. They are not drawn, and not copied out of the PDF.
"""

import re

BREAK = "\u200b"
MAX_PLAIN_WORD = 60  # characters of a word in one element that is not changed
MAX_MIXED_WORD = 30  # and of a word made of several elements

TOKEN = re.compile(r"""(?P<tag><(?:"[^"]*"|[^>"])*>)|(?P<space>\s+)|(?P<text>[^<\s]+)""")
CHARACTER = r"(?:&[#\w]+;|[^&])"
LETTER = "[!-\u02ff\u0370-\u058f]"  # Latin, Greek, Cyrillic, digits, punctuation; no combining accents
# Where a line has no room for the element that starts here, WeasyPrint 70 would break after its first word.
BEFORE_INLINE = re.compile(r"(?<=\s)(?=<(?:a|code|del|em|mark|s|span|strong|sub|sup)\b)")
INLINE = re.compile(r"</?(?:a|code|del|em|img|mark|s|span|strong|sub|sup)\b")


def with_breaks(card_html: str, *, mixed_word: int = MAX_MIXED_WORD, every: int = 12) -> str:
    """Return the HTML with break points in its long words; a smaller `mixed_word` and `every` make more of them."""
    result: list[str] = []
    word: list[str] = []
    for token in TOKEN.finditer(card_html):
        if token["text"] or (token["tag"] and INLINE.match(token["tag"])):
            word.append(token[0])
        else:
            result += [*_broken(word, mixed_word, every), token[0]]
            word = []
    return BEFORE_INLINE.sub(BREAK, "".join([*result, *_broken(word, mixed_word, every)]))


def _broken(word: list[str], mixed_word: int, every: int) -> list[str]:
    """Return the parts of a word, texts and inline tags, with break points if it is too long for a line."""
    texts = [part for part in word if not part.startswith("<")]
    length = sum(map(len, texts))
    if len(word) == len(texts):
        return [_cut(text, MAX_PLAIN_WORD) for text in texts] if length > 2 * MAX_PLAIN_WORD else word
    if length <= mixed_word:
        return word
    return [part if part.startswith("</") else BREAK + _cut(part, every) for part in word]


def _cut(part: str, every: int) -> str:
    """Return a text with a break point after so many letters; scripts with line break rules of their own stay as is."""
    return part if part.startswith("<") else re.sub(rf"({CHARACTER}{{{every}}})(?={LETTER})", rf"\1{BREAK}", part)
