"""Takes what is under "Expected outcome" for an answer, as if it were a collapsible one."""

import re
from collections.abc import Sequence

from apps.formats.practice_page.markdown.syntax.blocks import HEADING, PARAGRAPH, RULE, Block, span
from apps.formats.practice_page.markdown.syntax.markup import DETAILS, Element

WORDS = r"(?:expected[ \t]+(?:outcome|result|output|answer)s?|answers?|answer[ \t]+key|solutions?)"
IN_BOLD = re.compile(
    rf"\*\*[ \t]*{WORDS}(?:[ \t]*\([^()*]*\))?[ \t]*[.:]?[ \t]*\*\*[ \t]*[.:]?[ \t]*(?=\n|$|\S)", re.IGNORECASE
)
AS_HEADING = re.compile(rf"{WORDS}(?:[ \t]*\([^()*]*\))?[ \t]*:?", re.IGNORECASE)


def as_answers(pieces: Sequence[Block | Element]) -> list[Block | Element]:
    """Return pieces with an answer in the place of each "Expected outcome" and of what is below it."""
    starts = [index for index, piece in enumerate(pieces) if isinstance(piece, Block) and _begins(piece)]
    result: list[Block | Element] = []
    done = 0
    for start in starts:
        if start < done:
            continue
        result.extend(pieces[done:start])
        done = _end(pieces, start, alone=len(starts) == 1)
        answer = _answer([piece for piece in pieces[start:done] if isinstance(piece, Block)])
        if answer.text:
            result.append(answer)
    return [*result, *pieces[done:]]


def _begins(block: Block) -> bool:
    if block.kind == HEADING:
        return bool(AS_HEADING.fullmatch(block.name))
    return block.kind == PARAGRAPH and bool(IN_BOLD.match(block.text.lstrip()))


def _end(pieces: Sequence[Block | Element], start: int, *, alone: bool) -> int:
    """Return where an answer ends: at the next tag, and if there are several, at the next name in bold or heading."""
    for index in range(start + 1, len(pieces)):
        piece = pieces[index]
        if isinstance(piece, Element):
            return index
        if not alone and (piece.kind == HEADING or (piece.kind == PARAGRAPH and piece.text.lstrip().startswith("**"))):
            return index
    return len(pieces)


def _answer(blocks: list[Block]) -> Element:
    first = blocks[0]
    rest = span([block for block in blocks[1:] if block.kind != RULE])
    if first.kind == HEADING:
        return Element(DETAILS, {}, "", rest, first.line, blocks[1].line if rest else first.line)
    own = IN_BOLD.sub("", first.text.lstrip(), count=1).strip()
    text = "\n\n".join(part for part in (own, rest) if part)
    at = first.line if own or not rest else blocks[1].line
    return Element(DETAILS, {}, "", text, first.line, at)
