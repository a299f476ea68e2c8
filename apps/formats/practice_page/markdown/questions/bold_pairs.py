"""Reads questions in bold print with their answers in plain print below them, all under one heading."""

import re
from collections.abc import Sequence

from apps.formats.practice_page.markdown.questions.question_text import NUMBER
from apps.formats.practice_page.markdown.syntax.blocks import PARAGRAPH, RULE, Block, span
from apps.formats.practice_page.markdown.syntax.inline_html import markdown
from apps.formats.practice_page.markdown.syntax.markup import Element
from apps.formats.practice_page.records import Item

LEAD = re.compile(r"(?:[-*+][ \t]+)?\*\*(?P<front>[^*]+)\*\*[ \t]*(?:$|\n|[:—–-](?=\s)[ \t]*)(?P<back>.*)", re.DOTALL)
MIN_PAIRS = 2


def read(pieces: Sequence[Block | Element]) -> tuple[str, list[Item]]:
    """Return the introduction and the pairs; none where there is another tag, or a question without an answer."""
    blocks = [piece for piece in pieces if isinstance(piece, Block) and piece.kind != RULE]
    starts = [index for index, block in enumerate(blocks) if _lead(block)]
    if len(starts) < MIN_PAIRS or any(isinstance(piece, Element) for piece in pieces):
        return "", []
    ends = [*starts[1:], len(blocks)]
    pairs = [_pair(blocks[start:end]) for start, end in zip(starts, ends, strict=True)]
    if not all(pair.front and pair.back for pair in pairs):
        return "", []
    return markdown(span(blocks[: starts[0]])), pairs


def _lead(block: Block) -> re.Match[str] | None:
    return LEAD.fullmatch(block.text.strip()) if block.kind == PARAGRAPH else None


def _pair(blocks: Sequence[Block]) -> Item:
    lead = _lead(blocks[0])
    front, own = (lead["front"], lead["back"]) if lead else ("", "")
    texts = (markdown(own.strip()), markdown(span(blocks[1:])))
    back = "\n\n".join(text for text in texts if text)
    return Item(NUMBER.sub("", markdown(front.strip()).rstrip(":"), count=1), back, line=blocks[0].line)
