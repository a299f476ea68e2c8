"""The text of a question: without its number, its bullet, and bold print around all of it."""

import re

from apps.formats.practice_page.markdown.syntax.blocks import HEADING, LIST, PARAGRAPH, Block, clean, span
from apps.formats.practice_page.markdown.syntax.inline_html import markdown
from apps.formats.practice_page.markdown.syntax.markup import PARAGRAPH_END, ends_of_code

QUESTION = r"(?:(?:Q(?:uestion)?[ \t]*)?\d{1,4}[.):]|Q(?:uestion)?[.):](?=[\s*]))"
BOLD_NUMBER = re.compile(rf"\*\*[ \t]*{QUESTION}[ \t]*", re.IGNORECASE)
NUMBER = re.compile(rf"{QUESTION}(?:\s+|$)", re.IGNORECASE)
ORDERED = re.compile(r"[ \t]*(\d{1,4})[.)][ \t]+")
BULLET = re.compile(r"([ \t]*)[-*+][ \t]+(?=\S)")


def ends_as_question(block: Block) -> bool:
    """Return whether a block is a paragraph that ends in a question mark, or an item of a list."""
    return block.kind == LIST or (block.kind == PARAGRAPH and block_text(block).rstrip("*_ ").endswith("?"))


def _is_topic(heading: Block, below: list[Block]) -> bool:
    """Return whether a heading names what the one paragraph below it asks."""
    asks = NUMBER.match(heading.name) or heading.name.rstrip("*_ ").endswith("?")
    return not asks and len(below) == 1 and below[0].kind == PARAGRAPH and ends_as_question(below[0])


def front_of(group: list[Block]) -> str:
    """Return the question of some blocks without its number and the bold print of its first paragraph."""
    first = group[0]
    if first.kind == HEADING and _is_topic(first, group[1:]):
        return unbold(block_text(group[1]))
    if first.kind == HEADING:
        texts = [NUMBER.sub("", markdown(first.name), count=1), markdown(span(group[1:]))]
        return "\n\n".join(text for text in texts if text)
    if first.kind == LIST:
        texts = [unbold(_text_of_item(first)), markdown(span(group[1:]))]
        return "\n\n".join(text for text in texts if text)
    whole, head = markdown(span(group)), block_text(first)
    return (_without_number(head) + whole.removeprefix(head)).strip()


def block_text(block: Block) -> str:
    """Return the text of a block as Markdown."""
    return markdown(clean(block.own))


def _text_of_item(block: Block) -> str:
    """Return the text of a list's only item."""
    number = ORDERED.match(block.own[0]) or _lone_bullet(block)
    width = number.end() if number else 0
    rest = [line[width:] if not line[:width].strip() else line for line in block.own[1:]]
    return markdown(clean([block.own[0][width:], *rest]))


def _lone_bullet(block: Block) -> re.Match[str] | None:
    """Return the bullet of a list of one item."""
    first = BULLET.match(block.own[0])
    more = (line for line in block.own[1:] if (bullet := BULLET.match(line)) and first and bullet[1] == first[1])
    return first if not any(more) else None


def _without_number(text: str) -> str:
    number = BOLD_NUMBER.match(text)
    if not number:
        return unbold(text)
    rest = text[number.end() :]
    return rest[2:].lstrip() if rest.startswith("**") else unbold(f"**{rest}")


def unbold(text: str) -> str:
    """Return a paragraph that is bold as a whole without its asterisks."""
    inner = text[2:-2]
    if not (text.startswith("**") and text.endswith("**")) or not inner.strip() or inner[-1] in "\\*":
        return text
    return text if "**" in _without_code(inner) else inner.strip()


def _without_code(text: str) -> str:
    """Return a text without what is in code spans."""
    ends, pieces, position = ends_of_code(text, PARAGRAPH_END), [], 0
    for ticks in re.finditer("`+", text):
        if ticks.start() >= position and ticks.start() in ends:
            pieces.append(text[position : ticks.start()])
            position = ends[ticks.start()]
    return "".join([*pieces, text[position:]])
