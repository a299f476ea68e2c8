"""Takes the import and export lines of MDX off a page."""

import re
from collections.abc import Sequence
from dataclasses import replace

from apps.formats.practice_page.markdown.syntax.blocks import PARAGRAPH, Block
from apps.formats.practice_page.markdown.syntax.markup import Element

STATEMENT = re.compile(
    r"""
    import\s*(?:['"]|[{*]|[\w$]+\s*(?:,|\bfrom\s*['"]))
    | export\s+(?:const|let|var|default|function|async|class|[*{])
    """,
    re.VERBOSE,
)


def without_statements(pieces: Sequence[Block | Element]) -> list[Block | Element]:
    """Return a page's pieces without the statements that make it work on its own site."""
    results = (_without(piece) if isinstance(piece, Block) else piece for piece in pieces)
    return [piece for piece in results if piece]


def _without(block: Block) -> Block | None:
    if block.kind != PARAGRAPH:
        return block
    start = block.start
    while start < block.end and STATEMENT.match(block.lines[start]):
        start = _end_of_statement(block, start)
    return replace(block, start=start) if start < block.end else None


def _end_of_statement(block: Block, start: int) -> int:
    """Return the line after a statement, which goes on while a bracket is open."""
    depth = 0
    for index in range(start, block.end):
        line = block.lines[index]
        depth += sum(line.count(bracket) for bracket in "{[(") - sum(line.count(bracket) for bracket in "}])")
        if depth <= 0:
            return index + 1
    return block.end
