"""Divides a prompt where scenarios have names in bold or headings of their own: "**Part A: ...**"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from apps.formats.practice_page.markdown.questions import lists
from apps.formats.practice_page.markdown.syntax.blocks import HEADING, LIST, PARAGRAPH, RULE, Block, clean, span
from apps.formats.practice_page.markdown.syntax.inline_html import markdown, without_html

BOLD_START = re.compile(r"\*\*([^*\n]+)(?:\*\*|\n|\*)")
NAME = re.compile(r"(?:[^\W\d_]{2,}\s+)?(?P<key>[A-Z]|\d{1,3})(?=[\s.:)–—-]|$)")


@dataclass(frozen=True)
class Group:
    """A scenario's blocks; `key` is the letter or number of its name, which is `bare` if it is nothing else."""

    key: str
    bare: bool
    text: str
    line: int


def divide(blocks: Sequence[Block], *, lettered: bool) -> tuple[list[Block], list[Group]]:
    """Return the blocks before the first name, and the groups that begin with one.

    Names are letters and numbers ("Part A", "Step 1"), or else the first text in bold or heading.
    """
    starts = [index for index, block in enumerate(blocks) if _key(block)] if lettered else _first_name(blocks)
    if not starts:
        return list(blocks), []
    ends = [*starts[1:], len(blocks)]
    return list(blocks[: starts[0]]), [_group(blocks[start:end]) for start, end in zip(starts, ends, strict=True)]


def unnamed(blocks: Sequence[Block]) -> Group:
    """Return blocks as one group without a name."""
    return Group("", False, markdown(span(blocks)), blocks[0].line)


def has_letter(blocks: Sequence[Block]) -> bool:
    """Return whether a name with a letter or a number is among blocks."""
    return any(_key(block) for block in blocks)


def _first_name(blocks: Sequence[Block]) -> list[int]:
    return [index for index, block in enumerate(blocks) if _name(block)][:1]


def _name(block: Block) -> str:
    """Return the heading, or the bold text at the beginning of a paragraph."""
    if block.kind == HEADING:
        return without_html(block.name)
    bold = BOLD_START.match(markdown(clean(block.own))) if block.kind == PARAGRAPH else None
    return bold[1].strip() if bold else ""


def _key(block: Block) -> str:
    """Return the letter or number of a block that names a scenario."""
    if block.kind == LIST:
        entries = lists.items_of(block)
        marker = lists.named(entries[0].text) if len(entries) == 1 else None
        return marker[0].upper() if marker else entries[0].ordinal if len(entries) == 1 else ""
    found = NAME.match(_name(block))
    return found["key"] if found else ""


def _group(blocks: Sequence[Block]) -> Group:
    first, key = blocks[0], _key(blocks[0])
    if first.kind == LIST:
        own, bare = lists.items_of(first)[0].text, True
        marker = lists.named(own)
        text = _join(marker[1] if marker else own, blocks)
    else:
        bare = _is_bare(first)
        text = _join(_shown(first, bare=bare), blocks)
    return Group(key, bare, text, first.line)


def _is_bare(block: Block) -> bool:
    """Return whether the name is a letter or number and a marker, as in "**A.** ..." or "### 1. ..."."""
    text = block.name if block.kind == HEADING else clean(block.own)
    return lists.named(text) is not None


def _shown(block: Block, *, bare: bool) -> str:
    """Return a group's first block: with its name in bold, or without it where that is only a letter or number."""
    if block.kind == HEADING:
        marker = lists.named(block.name)
        return marker[1] if bare and marker else f"**{markdown(block.name)}**"
    text = markdown(clean(block.own))
    marker = lists.named(text)
    return marker[1] if bare and marker else text


def _join(first: str, blocks: Sequence[Block]) -> str:
    rest = [block for block in blocks[1:] if block.kind != RULE]
    return "\n\n".join(text for text in (first, markdown(span(rest))) if text)
