"""Reads questions whose answers are a list to tick, with the right one ticked: "- [x] Paris"."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from apps.formats.limits import MAX_LABEL_LENGTH
from apps.formats.messages import gettext as _
from apps.formats.practice_page.exercises.answers import plain_label
from apps.formats.practice_page.markdown.questions import question_text, questions
from apps.formats.practice_page.markdown.questions.lists import ListItem, items_of
from apps.formats.practice_page.markdown.syntax.blocks import LIST, RULE, Block, by_answer, without_rules
from apps.formats.practice_page.markdown.syntax.inline_html import without_html
from apps.formats.practice_page.markdown.syntax.items import Warnings, is_plain, text_of, with_summary
from apps.formats.practice_page.markdown.syntax.markup import DETAILS, Element
from apps.formats.practice_page.records import EXERCISE, NUMBERS, SELF_CHECK, Item, Part

TASK = re.compile(r"[ \t]*(?:[-*+]|\d{1,4}[.)])[ \t]+[\[(](?P<mark>[ xX]?)[\])][ \t]+(?P<text>\S.*)")
TICKED = re.compile(r"^[ \t]*(?:[-*+]|\d{1,4}[.)])[ \t]+[\[(][xX][\])][ \t]+\S", re.MULTILINE)
OPEN = re.compile(r"^[ \t]*(?:[-*+]|\d{1,4}[.)])[ \t]+[\[(] ?[\])][ \t]+\S", re.MULTILINE)
ASKS = re.compile(r"[?\uff1f][*_ ]*\Z")
MIN_CHOICES = 2
NONE_RIGHT = _("This question has no right choice, and was left out. Tick the right one: “- [x] …”.")
NO_QUESTION = _("These choices have no question, and were left out. Write it above them.")


@dataclass(frozen=True)
class _Question:
    """A question, its choices, and which of them are ticked."""

    front: str
    choices: tuple[str, ...]
    right: tuple[str, ...]
    line: int
    explanation: str = ""


def are_in(text: str) -> bool:
    """Return whether a text holds choices of which some are ticked and some are not."""
    return bool(TICKED.search(text) and OPEN.search(text))


def read(title: str, pieces: Sequence[Block | Element], warnings: Warnings) -> list[Part]:
    """Return the questions of a section as exercises, one for each set of choices; nothing where it has none.

    What opens below choices explains them; other questions with answers that open are self-checks among the exercises.
    """
    texts = [piece.text for piece in pieces if isinstance(piece, Block)]
    foldings = [piece for piece in pieces if isinstance(piece, Element)]
    if any(piece.name != DETAILS for piece in foldings) or not are_in("\n".join(texts)):
        return []
    groups = [_Group.of(blocks, element, bool(foldings)) for blocks, element in by_answer(pieces)]
    if foldings and not any(group.choices for group in groups):
        return []
    parts: list[Part] = []
    for group in groups:
        _add_choices(title, group.questions(), parts, warnings)
        _add_others(title, group.others, parts, warnings)
    return parts


def _add_choices(title: str, found: Iterable[_Question], parts: list[Part], warnings: Warnings) -> None:
    for question in found:
        if not question.right or not question.front:
            warnings.add(question.line, NONE_RIGHT if question.front else NO_QUESTION)
        elif parts and len(question.right) == 1 and parts[-1].labels == question.choices:
            parts[-1] = replace(parts[-1], items=(*parts[-1].items, _item(question)))
        else:
            labels = question.choices if len(question.right) == 1 else ()
            item = _item(question)
            shown = _numbered(title, parts)
            parts.append(Part(EXERCISE, shown, labels=labels, numbering=NUMBERS, items=(item,), line=question.line))


def _add_others(title: str, pieces: Sequence[Block | Element], parts: list[Part], warnings: Warnings) -> None:
    """Add questions whose answers open, and text below choices as closing words."""
    found = questions.read(pieces, warnings)
    if found.items and parts and parts[-1].kind == SELF_CHECK:
        parts[-1] = replace(parts[-1], items=(*parts[-1].items, *found.items), closing=found.closing)
    elif found.items:
        shown = _numbered(title, parts)
        line = pieces[0].line
        parts.append(Part(SELF_CHECK, shown, found.introduction, found.closing, items=found.items, line=line))
    elif parts:
        closing = (parts[-1].closing, found.introduction, found.closing)
        parts[-1] = replace(parts[-1], closing="\n\n".join(filter(None, closing)))


def _numbered(title: str, parts: Sequence[Part]) -> str:
    return f"{title} {len(parts) + 1}".strip() if parts else title


def _item(question: _Question) -> Item:
    """Return a choice, or an open question where several are right."""
    if len(question.right) == 1:
        label = question.right[0]
        return Item(question.front, question.explanation, label=label, kind="choice", line=question.line)
    choices, right = ("\n".join(f"- {text}" for text in texts) for texts in (question.choices, question.right))
    back = "\n\n".join(filter(None, (right, question.explanation)))
    return Item(f"{question.front}\n\n{choices}", back, line=question.line)


@dataclass(frozen=True)
class _Group:
    """Blocks up to what opens: choices with their questions, what explains the last of them, and all else."""

    choices: Sequence[Block]
    explanation: Element | None
    others: Sequence[Block | Element]

    @classmethod
    def of(cls, blocks: Sequence[Block], element: Element | None, are_mixed: bool) -> "_Group":
        """Divide blocks; `are_mixed` where lists to tick may as well be lists of what to do."""
        last = max((index for index, block in enumerate(blocks) if _holds_choices(block)), default=-1) + 1
        choices, below = blocks[:last], blocks[last:]
        explains = element is not None and bool(choices) and not without_rules(below) and not _asks(element)
        if explains:
            return cls(choices, element, ())
        if are_mixed and not any(ASKS.search(question.front) for question in _questions(choices)):
            choices, below = (), blocks
        return cls(choices, None, [*below, element] if element else below)

    def questions(self) -> Iterator[_Question]:
        """Yield the questions, the last with its explanation."""
        found = list(_questions(self.choices))
        yield from found[:-1]
        for question in found[-1:]:
            element = self.explanation
            yield replace(question, explanation=with_summary(element.summary, text_of(element)) if element else "")


def _holds_choices(block: Block) -> bool:
    return block.kind == LIST and any(map(TASK.match, block.own))


def _asks(element: Element) -> bool:
    """Return whether what opens has a question of its own."""
    asks = "data-asks" in element.attributes or without_html(element.summary).endswith(("?", "？"))
    return asks and not is_plain(element.summary)


def _questions(blocks: Sequence[Block]) -> Iterator[_Question]:
    """Yield questions whose choices are in the item that asks, or in the list below what asks."""
    above: list[Block] = []
    for block in blocks:
        if not _holds_choices(block):
            above = [*above, block] if block.kind != RULE else []
            continue
        own, items = _own_choices(block)
        if own:
            front = question_text.front_of(above) if above else ""
            yield _question(front, own, above[0].line if above else block.line)
        for item in items:
            lines = item.text.split("\n")
            at = next((index for index, line in enumerate(lines) if TASK.match(line)), len(lines))
            if at < len(lines):
                front = question_text.unbold("\n".join(lines[:at]).strip())
                yield _question(front, lines[at:], item.line)
        above = []


def _own_choices(block: Block) -> tuple[Sequence[str], Sequence[ListItem]]:
    """Return the choices that a list begins with, and the items that follow them: these may ask themselves."""
    items = items_of(block)
    if not TASK.match(block.own[0]):
        return [], items
    asking = [item for item in items if not TASK.match(block.lines[item.line - block.first])]
    end = asking[0].line - block.line if asking else len(block.own)
    return block.own[:end], [item for item in items if item.line - block.line >= end]


def _question(front: str, lines: Sequence[str], number: int) -> _Question:
    tasks = [task for line in lines if (task := TASK.match(line))]
    found = [(task["mark"].strip() != "", plain_label(task["text"], MAX_LABEL_LENGTH)) for task in tasks]
    choices = tuple(dict.fromkeys(text for _ticked, text in found if text))
    right = tuple(text for ticked, text in found if ticked and text)
    return _Question(front, choices, right if len(choices) >= MIN_CHOICES else (), number)
