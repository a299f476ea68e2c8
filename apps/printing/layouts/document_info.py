"""What a PDF states about itself, and the paper it is for."""

import re
from dataclasses import dataclass

from apps.printing.layouts.geometry import CARD, Geometry

PLACEHOLDER = re.compile(r"%\((\w+)\)s")
NOT_PLAIN = re.compile(r'[\\"\n]')


@dataclass(frozen=True)
class DocumentInfo(Geometry):
    """Title, language and author of a PDF, its paper, and its small print."""

    title: str
    language: str
    author: str
    page: str = CARD  # holds one sheet; on all others, sheets follow one another
    foot: str = ""  # the small print of every page whose sheets have none of their own
    numbering: str = ""  # the CSS content that counts pages or cards, at the right of the foot
    in_parts: bool = False  # laid out in several groups, so that its pages cannot be counted while laying out

    def css(self, page: str) -> str:
        """Return the style sheet for this paper, and for the numbers in its foot."""
        numbers = f"@page {page} {{ @bottom-right {{ content: {self.numbering} }} }}\n" if self.numbering else ""
        return super().css(page) + numbers


def css_content(sentence: str, **values: str) -> str:
    """Return a sentence as CSS content, each of its placeholders replaced by the CSS that gives its value."""
    texts = PLACEHOLDER.split(sentence)  # texts and names of placeholders take turns
    return " ".join(values[text] if turn % 2 else _quoted(text) for turn, text in enumerate(texts) if text)


def _quoted(text: str) -> str:
    return '"' + NOT_PLAIN.sub(lambda match: f"\\{ord(match[0]):x} ", text) + '"'
