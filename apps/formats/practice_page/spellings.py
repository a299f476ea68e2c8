"""The forms in which questions, scenarios and flashcards can be written, plainest first."""

import re
import string
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from apps.cards.kinds.registry import spelling_of
from apps.formats.practice_page.markdown.syntax.attributes import write as write_attributes
from apps.formats.practice_page.markdown.syntax.items import default_kind
from apps.formats.practice_page.records import LETTERS, NAMED, NUMBERS, WHOLE, Item, Part

SUMMARY = "<summary>Show answer</summary>"
STARTS_BLOCK = re.compile(r"[ \t]*(?:[#>|+*-]|\d{1,9}[.)]|```|~~~|$)")
IN_LABEL = re.compile(r"([\\`*_])")


@dataclass
class Body:
    """What a part asks, as texts; `answer` is one for all of them, and may hold the closing words."""

    questions: list[str]
    answer: list[str] = field(default_factory=list)
    attributes: Mapping[str, str] = field(default_factory=dict)
    closing_inside: bool = False

    def texts(self, closing: str) -> list[str]:
        """Return the texts with the closing words in their place."""
        inside = [closing] if closing and self.closing_inside else []
        lines = [*self.answer, *inside]
        answer = [details("\n\n".join(lines), self.attributes)] if lines or self.attributes else []
        return [*self.questions, *answer, *([] if self.closing_inside else [closing])]


def details(text: str, attributes: Mapping[str, str]) -> str:
    """Return a collapsible answer."""
    return "\n\n".join(
        part for part in (f"<details{write_attributes(attributes)}>\n{SUMMARY}", text, "</details>") if part
    )


def question(number: int, item: Item) -> Iterator[str]:
    """Yield the forms of a question."""
    answer = details(_with_extra(item), _attributes(item, "data-"))
    first, gap, rest = item.front.partition("\n\n")
    if first and not STARTS_BLOCK.match(first):
        yield f"**{number}. {first}**{gap}{rest}\n\n{answer}"
        yield f"**{number}.** {item.front}\n\n{answer}"
    yield f"**{number}.**\n\n{item.front}\n\n{answer}"
    yield exact_item(item)


def flashcard(item: Item) -> Iterator[str]:
    """Yield the forms of a flashcard."""
    values = {"question": item.front, **_attributes(item)}
    values |= {"label": item.label} if item.label else {}
    body = _with_extra(item)
    if body:
        yield f"<Flashcard{write_attributes(values)}>\n\n{body}\n\n</Flashcard>"
    yield exact_flashcard(item)


def exact_flashcard(item: Item) -> str:
    """Write a flashcard in attributes only."""
    texts = {"question": item.front, "answer": item.back, "label": item.label, "extra": item.extra}
    values = {name: text for name, text in texts.items() if text or name == "question"}
    return f"<Flashcard{write_attributes(values | _attributes(item))} />"


def exact_item(item: Item) -> str:
    """Write a question or a scenario in attributes only."""
    texts = {"data-back": item.back, "data-label": item.label, "data-extra": item.extra}
    values = {"data-front": item.front} | {name: text for name, text in texts.items() if text}
    return f"<details{write_attributes(values | _attributes(item, 'data-'))}></details>"


def exercise(part: Part) -> Iterator[Body]:
    """Yield the forms of an exercise."""
    if part.numbering == WHOLE and len(part.items) == 1:
        yield _whole(part.items[0])
    elif part.numbering == NAMED:
        yield Body([text for item in part.items for text in (item.front, details(_with_extra(item), _of_named(item)))])
    elif part.numbering in (LETTERS, NUMBERS) and part.items:
        yield from _listed(part)


def _whole(item: Item) -> Body:
    answer = _with_extra(item)
    return Body([item.front], [answer] if answer else [], _attributes(item, "data-"))


def _listed(part: Part) -> Iterator[Body]:
    """Yield a list of scenarios and one of answers; labels that the answers do not show are listed."""
    names = string.ascii_uppercase if part.numbering == LETTERS else [str(n) for n in range(1, len(part.items) + 1)]
    pairs = list(zip(names, part.items, strict=False))
    questions = "\n".join(_entry(f"**{name}.**", item.front) for name, item in pairs)
    answers = "\n".join(_answer(name, item) for name, item in pairs if item.label or item.back or item.extra)
    shared = _shared(part.items)
    for values in (shared, shared | {"data-labels": "|".join(part.labels)}):
        for inside in (True, False):
            yield Body([questions], [answers] if answers else [], values, closing_inside=inside)


def _entry(name: str, text: str) -> str:
    """Return one item of a list; what follows its first line is indented."""
    gap = "\n\n" if STARTS_BLOCK.match(text) and text else " "
    lines = f"{name}{gap}{text}".rstrip().split("\n")
    return "\n".join([f"- {lines[0]}", *(f"  {line}" if line else "" for line in lines[1:])])


def _answer(name: str, item: Item) -> str:
    label, why = IN_LABEL.sub(r"\\\1", item.label), _with_extra(item)
    if not label:
        return _entry(f"**{name}:**", why)
    return _entry(f"**{name}: {label}**" if why.startswith("(") else f"**{name}: {label}.**", why)


def _with_extra(item: Item) -> str:
    """Return an answer with the remark below it."""
    if not item.extra:
        return item.back
    return f"{item.back}\n\n<aside>\n\n{item.extra}\n\n</aside>".lstrip("\n")


def _attributes(item: Item, prefix: str = "") -> dict[str, str]:
    """Return identifier, kind and tags, where they are not the usual ones."""
    kind = spelling_of(item.kind) if item.kind != default_kind(item.label) else ""
    values = {"guid": item.guid, "kind": kind, "tags": item.tags}
    return {f"{prefix}{name}": value for name, value in values.items() if value}


def _of_named(item: Item) -> dict[str, str]:
    return _attributes(item, "data-") | ({"data-label": item.label} if item.label else {})


def _shared(items: Sequence[Item]) -> dict[str, str]:
    """Return the attributes of an answer to several scenarios."""
    values = {}
    if any(item.guid for item in items):
        values["data-guids"] = " ".join(item.guid or "-" for item in items)
    if items[0].tags:
        values["data-tags"] = items[0].tags
    if items[0].kind != default_kind(items[0].label):
        values["data-kind"] = spelling_of(items[0].kind)
    return values
