"""Writes plain text as Markdown that shows exactly it, with as few backslashes as that takes."""

import re

BEFORE_PUNCTUATION = r"\\(?=[!-/:-@\[-`{-~]|$)"
EMPHASIS = r"\*(?!(?<=\s\*)\s)|(?<![^\W_])_|_(?![^\W_])"
TAG_OR_ENTITY = r"<(?=[a-zA-Z/!?])|&(?=#?\w{1,40};)"
LINK = r"\](?=[(:])"
JSX = r"""\{(?=\s*['"`]|/\*)"""
ANYWHERE = re.compile(rf"{BEFORE_PUNCTUATION}|`|~(?=~)|(?<=~)~|{EMPHASIS}|{TAG_OR_ENTITY}|{LINK}|{JSX}")
BLOCK = re.compile(
    r"(?P<number>\d{1,9})?(?P<mark>(?(number)[.)]|(?:[-+:~>]|\#{1,6})))(?=\s|$)|(?P<rule>>|(?:-\s*){3,}$|=+$)"
)
AFTER_SENTENCE = re.compile(r"(?<=[.!?:;)] )(\d{0,9})(?<!\\)([-+#>.)])(?=\s)")


def as_markdown(line: str) -> str:
    """Return a line of plain text as a paragraph of Markdown; spaces at its edges and doubled ones go."""
    text = ANYWHERE.sub(r"\\\g<0>", " ".join(line.split()))
    if text.count("$") > 1:
        text = text.replace("$", r"\$")
    return not_a_block(text)


def sentences_as_markdown(line: str) -> str:
    """Return a line as `as_markdown` does, so that also what follows any of its sentences may begin a paragraph."""
    return AFTER_SENTENCE.sub(r"\1\\\2", as_markdown(line))


def not_a_block(text: str) -> str:
    """Return a line with a backslash before what would begin a list, a heading, a quotation, a definition or a rule."""
    block = BLOCK.match(text)
    if not block:
        return text
    at = block.end("number") if block["number"] else 0
    return f"{text[:at]}\\{text[at:]}"
