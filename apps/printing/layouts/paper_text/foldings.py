"""What a page keeps closed until somebody opens it, a hint or a translation: paper has it below the answer."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from apps.cards.models import Card
from apps.printing.card_names import plain_text

BOUNDARY = re.compile(r"(<details\b[^>]*>|</details>)")
SUMMARY = re.compile(r"<summary>(.*?)</summary>", re.DOTALL)
MEDIA = re.compile(r"<(?:img|audio|svg)\b")


class CardText(NamedTuple):
    """What is printed of a card."""

    context: str
    front: str
    back: str


def text_on_paper(card: Card) -> CardText:
    """Return the texts of a card: what is folded in its question follows its answer."""
    context, of_context = split_foldings(card.context)
    front, of_front = split_foldings(card.front)
    if not (plain_text(front).strip() or MEDIA.search(front)):
        front = "".join(f"<p>{summary}</p>" for summary in SUMMARY.findall(of_front)) or front
    folded = "".join(part for part in (of_context, of_front) if part not in card.back)
    return CardText(context, front, card.back + folded)


def split_foldings(text_html: str) -> tuple[str, str]:
    """Return HTML without what is folded in it, and what is."""
    if "<details" not in text_html:
        return text_html, ""
    parts: dict[bool, list[str]] = {False: [], True: []}
    for part, is_folded in _parts(text_html):
        parts[is_folded].append(part)
    return "".join(parts[False]), "".join(parts[True])


def _parts(text_html: str) -> Iterator[tuple[str, bool]]:
    """Yield tags and texts, each with whether it belongs to something folded, which may hold more of the kind."""
    depth = 0
    for part in BOUNDARY.split(text_html):
        is_start, is_end = part.startswith("<details"), part == "</details>"
        depth += is_start
        yield part, depth > 0
        depth -= is_end and depth > 0
