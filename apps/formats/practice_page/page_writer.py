"""Writes a page as the Markdown or MDX source that `source.read` reads.

Each text is written in the plainest form that is read back letter by letter, which is tested. What no plain form
can hold (such as a raw `</details>` in a sentence) is in an attribute, so that nothing is lost or changed.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import product

from apps.formats.practice_page import spellings
from apps.formats.practice_page.markdown import source
from apps.formats.practice_page.markdown.syntax import front_matter
from apps.formats.practice_page.markdown.syntax.attributes import write as write_attributes
from apps.formats.practice_page.records import EXERCISE, FLASHCARDS, Item, Page, Part
from apps.formats.problems import ImportProblem

# a part is tested below another one: what asks nothing counts as closing words only after flashcards
BEFORE = "---\ntitle: Practice\n---\n\n## Self-check\n\n**1. First?**\n\n<details>\n\nYes.\n\n</details>\n\n"
AFTER_CARDS = '---\ntitle: Practice\n---\n\n## Flashcards\n\n<Flashcard question="First?" answer="Yes." />\n\n'
PLAIN, MARKED, EXACT = range(3)  # how much of a part is in the mark below its heading
NEITHER_TAG_NOR_CODE = re.compile(r"[^\w\s?!.,:-]")


def write(page: Page) -> str:
    """Return the source of a page; `source.read` makes the same page of it, but for lines and warnings."""
    after_cards = [any(part.kind == FLASHCARDS for part in page.parts[:index]) for index in range(len(page.parts))]
    plain = [_part(part, after) for part, after in zip(page.parts, after_cards, strict=True)]
    marked = [_part(part, after, least=MARKED) for part, after in zip(page.parts[:1], after_cards, strict=False)]
    for parts in (plain, [*marked, *plain[1:]]):
        for introduction in (True, False):
            text = _page(page, parts, plain_introduction=introduction)
            if _reads_as_page(text, page):
                return text
    return _page(page, [_exact(part) for part in page.parts], plain_introduction=False)


def _page(page: Page, parts: Iterable[str], *, plain_introduction: bool) -> str:
    head = {
        "title": page.title,
        "description": page.description,
        "track": page.track,
        "language": page.language,
        "licence": page.licence,
        "attribution": page.attribution,
        "source": page.source_url,
        "introduction": "" if plain_introduction else page.introduction,
    }
    values = {key: value for key, value in head.items() if value}
    texts = [front_matter.write(values) if values else "", page.introduction if plain_introduction else "", *parts]
    return "\n\n".join(text.strip("\n") for text in texts if text) + "\n"


def _reads_as_page(text: str, page: Page) -> bool:
    """Return whether a text gives the same page: exactly, but for what only a reading knows."""
    try:
        found = source.read(text)
    except ImportProblem:
        return False
    parts = tuple(_bare(part) for part in page.parts)
    same = replace(found, warnings=(), formatted=page.formatted, parts=tuple(_bare(part) for part in found.parts))
    return same == replace(page, warnings=(), parts=parts) and "\r" not in text


def _reads_as(text: str, part: Part, *, after_cards: bool = False) -> bool:
    """Return whether a text gives the same part below another one."""
    try:
        found = source.read((AFTER_CARDS if after_cards else BEFORE) + text)
    except ImportProblem:
        return False
    return [_bare(one) for one in found.parts[1:]] == [_bare(part)] and "\r" not in text


def _bare(part: Part) -> Part:
    return replace(part, line=0, items=tuple(replace(item, line=0) for item in part.items))


def _part(part: Part, after_cards: bool, *, least: int = PLAIN) -> str:
    """Return the plainest text of a part that is read back as it is."""
    bodies = list(_bodies(part))
    for mark, body in product(range(least, EXACT + 1), bodies):
        text = _with_heading(part, body, mark)
        if _reads_as(text, part, after_cards=after_cards):
            return text
    return _exact(part)


def _exact(part: Part) -> str:
    """Return a part of which everything is in attributes."""
    tag = spellings.exact_flashcard if part.kind == FLASHCARDS else spellings.exact_item
    return _with_heading(part, spellings.Body([tag(item) for item in part.items]), EXACT)


def _with_heading(part: Part, body: spellings.Body, mark: int) -> str:
    """Put heading, mark and introduction above what asks, and the closing words below it."""
    title = part.title if mark < EXACT else NEITHER_TAG_NOR_CODE.sub("", part.title)
    heading = f"## {' '.join(title.split())}".rstrip()
    introduction, closing = (part.introduction, part.closing) if mark < EXACT else ("", "")
    texts = [heading, _mark(part, mark), introduction, *body.texts(closing)]
    return "\n\n".join(text for text in texts if text)


def _mark(part: Part, mark: int) -> str:
    """Return the tag with what the texts of a part cannot express."""
    if mark == PLAIN:
        return ""
    values = {"data-part": part.kind}
    if mark == EXACT:
        labels = "\n".join(part.labels)
        values |= {"data-title": part.title, "data-introduction": part.introduction, "data-closing": part.closing}
        values |= {"data-numbering": part.numbering, "data-labels": labels}
    return f"<div{write_attributes(values)}></div>"


def _bodies(part: Part) -> Iterator[spellings.Body]:
    """Yield the forms of what a part asks, plainest first."""
    if part.kind == EXERCISE:
        yield from spellings.exercise(part)
        yield spellings.Body([spellings.exact_item(item) for item in part.items])
        return
    texts = [_item(part.kind, number, item) for number, item in enumerate(part.items, 1)]
    yield spellings.Body(texts)
    tag = spellings.exact_flashcard if part.kind == FLASHCARDS else spellings.exact_item
    yield spellings.Body([tag(item) for item in part.items])


def _item(kind: str, number: int, item: Item) -> str:
    """Return the plainest text of a question or a card that is read back as it is."""
    alone = Part(kind, "Flashcards" if kind == FLASHCARDS else "Self-check", items=(item,))
    candidates = spellings.flashcard(item) if kind == FLASHCARDS else spellings.question(number, item)
    last = ""
    for last in candidates:
        if _reads_as(f"## {alone.title}\n\n{last}", alone):
            break
    return last
