"""Reads questions whose answers are a list to tick, with the right one ticked: "- [x] Paris"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from apps.formats.limits import MAX_LABEL_LENGTH
from apps.formats.messages import gettext as _
from apps.formats.practice_page.exercises.answers import plain_label
from apps.formats.practice_page.markdown.questions import question_text
from apps.formats.practice_page.markdown.questions.lists import items_of
from apps.formats.practice_page.markdown.syntax.blocks import LIST, RULE, Block
from apps.formats.practice_page.markdown.syntax.items import Warnings
from apps.formats.practice_page.markdown.syntax.markup import Element
from apps.formats.practice_page.records import EXERCISE, NUMBERS, Item, Part

TASK = re.compile(r"[ \t]*(?:[-*+]|\d{1,4}[.)])[ \t]+[\[(](?P<mark>[ xX]?)[\])][ \t]+(?P<text>\S.*)")
TICKED = re.compile(r"^[ \t]*(?:[-*+]|\d{1,4}[.)])[ \t]+[\[(][xX][\])][ \t]+\S", re.MULTILINE)
OPEN = re.compile(r"^[ \t]*(?:[-*+]|\d{1,4}[.)])[ \t]+[\[(] ?[\])][ \t]+\S", re.MULTILINE)
MIN_CHOICES = 2
NONE_RIGHT = _("This question has no right choice, and was left out. Tick the right one: “- [x] …”.")


@dataclass(frozen=True)
class _Question:
    """A question, its choices, and which of them are ticked."""

    front: str
    choices: tuple[str, ...]
    right: tuple[str, ...]
    line: int


def are_in(text: str) -> bool:
    """Return whether a text holds choices of which some are ticked and some are not."""
    return bool(TICKED.search(text) and OPEN.search(text))


def read(title: str, pieces: Sequence[Block | Element], warnings: Warnings) -> list[Part]:
    """Return the questions of a section as exercises, one for each set of choices; nothing where it has none."""
    blocks = [piece for piece in pieces if isinstance(piece, Block)]
    if len(blocks) < len(pieces) or not are_in("\n".join(block.text for block in blocks)):
        return []
    parts: list[Part] = []
    for question in _questions(blocks):
        if not question.right or not question.front:
            warnings.add(question.line, NONE_RIGHT)
        elif parts and len(question.right) == 1 and parts[-1].labels == question.choices:
            parts[-1] = replace(parts[-1], items=(*parts[-1].items, _item(question)))
        else:
            shown = f"{title} {len(parts) + 1}" if parts else title
            labels = question.choices if len(question.right) == 1 else ()
            item = _item(question)
            parts.append(Part(EXERCISE, shown, labels=labels, numbering=NUMBERS, items=(item,), line=question.line))
    return parts


def _item(question: _Question) -> Item:
    """Return a choice, or an open question where several are right."""
    if len(question.right) == 1:
        return Item(question.front, label=question.right[0], kind="choice", line=question.line)
    choices, right = ("\n".join(f"- {text}" for text in texts) for texts in (question.choices, question.right))
    return Item(f"{question.front}\n\n{choices}", right, line=question.line)


def _questions(blocks: Sequence[Block]) -> Iterator[_Question]:
    """Yield questions whose choices are in the item that asks, or in the list below what asks."""
    above: list[Block] = []
    for block in blocks:
        if block.kind != LIST or not any(map(TASK.match, block.own)):
            above = [*above, block] if block.kind != RULE else []
            continue
        if TASK.match(block.own[0]):
            front = question_text.front_of(above) if above else ""
            yield _question(front, block.own, above[0].line if above else block.line)
        else:
            for item in items_of(block):
                lines = item.text.split("\n")
                at = next((index for index, line in enumerate(lines) if TASK.match(line)), len(lines))
                if at < len(lines):
                    front = question_text.unbold("\n".join(lines[:at]).strip())
                    yield _question(front, lines[at:], item.line)
        above = []


def _question(front: str, lines: Sequence[str], number: int) -> _Question:
    tasks = [task for line in lines if (task := TASK.match(line))]
    found = [(task["mark"].strip() != "", plain_label(task["text"], MAX_LABEL_LENGTH)) for task in tasks]
    choices = tuple(dict.fromkeys(text for _ticked, text in found if text))
    right = tuple(text for ticked, text in found if ticked and text)
    return _Question(front, choices, right if len(choices) >= MIN_CHOICES else (), number)
