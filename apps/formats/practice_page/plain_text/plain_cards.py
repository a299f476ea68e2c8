"""Reads self-check questions and flashcards out of the lines of copied plain text."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from apps.formats.practice_page.markdown.syntax import items
from apps.formats.practice_page.markdown.syntax.items import EMPTY_SIDE, NO_ANSWER, NO_QUESTION, Warnings
from apps.formats.practice_page.plain_text.plain_lines import PlainLine, divide_at, is_summary, markdown_of
from apps.formats.practice_page.records import Item
from apps.formats.text.escaping import as_markdown

ASKS = re.compile(r"(?:[-*•][ \t]+)?Q(?:uestion)?[ ]?\d{0,4}[.:](?=\s|$)[ \t]*")
ANSWERS = re.compile(r"(?:[-*•][ \t]+)?A(?:nswer)?[ ]?\d{0,4}(?P<mark>[.:])(?=\s|$)[ \t]*")
RUN_ON_ANSWER = re.compile(r"(?<=[?.!])A[.:](?=\s)")
NUMBER = re.compile(r"(?:Q(?:uestion)?[ ]?)?(\d{1,4})[.):][ \t]+(?=\S)")
MIN_ALIKE = 2  # other answers of one line, before a longer last one is divided from closing words

Found = tuple[str, tuple[Item, ...], str]


def holds_cards(lines: Sequence[PlainLine]) -> bool:
    """Return whether some lines begin like questions of cards, and none opens an answer."""
    return any(ASKS.match(line.text) for line in lines) and not any(is_summary(line) for line in lines)


def asks(lines: Sequence[PlainLine]) -> bool:
    """Return whether lines are a self-check: answers open, or numbered lines or lines that ask have some below."""
    return any(map(is_summary, lines)) or bool(_asking(lines))


def begins(lines: Sequence[PlainLine]) -> bool:
    """Return whether the first of some lines is a question: its answer opens below it, or is the next line."""
    if len(lines) < 2:
        return False
    return is_summary(lines[1]) or (lines[0].text.endswith("?") and not lines[1].text.endswith("?"))


def questions(lines: Sequence[PlainLine], warnings: Warnings) -> Found:
    """Return introduction, questions and closing words of a self-check."""
    opens = [index for index, line in enumerate(lines) if is_summary(line)]
    for index in _without_question(opens):
        warnings.add(lines[index].number, NO_QUESTION)
    lines, opens = _with_questions(lines, opens)
    if not opens:
        return _unanswered(lines, warnings)
    starts = _starts(lines, opens)
    wordings = Counter(lines[index].text for index in opens)
    question_runs = [lines[start:index] for start, index in zip(starts, opens, strict=True)]
    answer_runs: list[Sequence[PlainLine]] = [
        lines[index + 1 : end] for index, end in zip(opens, [*starts[1:], len(lines)], strict=True)
    ]
    answer_runs[-1], more = _without_more_questions(answer_runs[-1], len(opens))
    answer_runs[-1], closing = _without_closing(answer_runs)
    found_items = [
        _question(question_lines, answer, lines[index].text if wordings[lines[index].text] == 1 else "", warnings)
        for question_lines, answer, index in zip(question_runs, answer_runs, opens, strict=True)
    ]
    found_items += [_question([line], [], "", warnings) for line in more]
    return markdown_of(lines[: starts[0]]), tuple(found_items), markdown_of(closing)


def _without_question(opens: Sequence[int]) -> list[int]:
    """Return which of the lines that open an answer have no line above them that may be the question."""
    return [index for before, index in pairwise([-1, *opens]) if index == before + 1]


def _with_questions(lines: Sequence[PlainLine], opens: Sequence[int]) -> tuple[list[PlainLine], list[int]]:
    """Return lines without the answers that have no question, and where the others are opened."""
    left_out = set(_without_question(opens))
    left_out |= {index + 1 for index in left_out if index + 1 not in opens and index + 2 not in opens}
    kept = [(line, index in opens) for index, line in enumerate(lines) if index not in left_out]
    return [line for line, _opens in kept], [index for index, (_line, is_open) in enumerate(kept) if is_open]


def _starts(lines: Sequence[PlainLine], opens: Sequence[int]) -> list[int]:
    """Return where the question of each answer begins: at its number, or it is the line above."""
    starts: list[int] = []
    after, expected = 0, 1
    for index in opens:
        between = range(after, index)
        numbered = [at for at in between if (found := NUMBER.match(lines[at].text)) and int(found[1]) == expected]
        starts.append(numbered[-1] if numbered else index - 1)
        after, expected = index + 1, expected + 1
    return starts


def _question(
    question_lines: Sequence[PlainLine], answer: Sequence[PlainLine], summary: str, warnings: Warnings
) -> Item:
    first = question_lines[0]
    number = NUMBER.match(first.text)
    front = markdown_of([PlainLine(first.text[number.end() if number else 0 :], first.number), *question_lines[1:]])
    back = items.with_summary(as_markdown(summary), markdown_of(answer))
    if not back:
        warnings.add(first.number, NO_ANSWER)
    return Item(front, back, line=first.number)


def _unanswered(lines: Sequence[PlainLine], warnings: Warnings) -> Found:
    """Return numbered lines, or else lines that ask, as questions where nothing opens an answer."""
    starts = _asking(lines)
    found_items = [_question(own[:1], own[1:], "", warnings) for own in divide_at(lines, starts)]
    return markdown_of(lines[: starts[0]] if starts else lines), tuple(found_items), ""


def _asking(lines: Sequence[PlainLine]) -> list[int]:
    """Return which lines are numbered; where none are, which of those that ask have a line below that does not."""
    numbered = [index for index, line in enumerate(lines) if NUMBER.match(line.text)]
    pairs = enumerate(pairwise(line.text for line in lines))
    return numbered or [index for index, (text, below) in pairs if text.endswith("?") and not below.endswith("?")]


def _without_more_questions(lines: Sequence[PlainLine], count: int) -> tuple[Sequence[PlainLine], list[PlainLine]]:
    """Divide the last answer from questions that go on counting but have no answer."""
    more: list[PlainLine] = []
    while lines and _asks_number(lines[-1], count + 1) and len(lines) > 1:
        more, lines, count = [*more, lines[-1]], lines[:-1], count + 1
    return lines, more


def _asks_number(line: PlainLine, number: int) -> bool:
    found = NUMBER.match(line.text)
    return found is not None and int(found[1]) == number and line.text.endswith("?")


def cards(lines: Sequence[PlainLine], warnings: Warnings) -> Found:
    """Return introduction, flashcards and closing words of a section."""
    starts = [index for index, line in enumerate(lines) if ASKS.match(line.text)]
    sides = [_divide(own) for own in divide_at(lines, starts)]
    closing: Sequence[PlainLine] = []
    if sides:
        labelled = [bool(answer and ANSWERS.match(answer[0].text)) for _front, answer in sides]
        sides = [(front, _without_label(answer, whole=all(labelled))) for front, answer in sides]
        last, closing = _without_closing([answer for _front, answer in sides])
        sides[-1] = (sides[-1][0], list(last))
    found_items = [_card(front, answer, warnings) for front, answer in sides]
    return markdown_of(lines[: starts[0]] if starts else lines), tuple(found_items), markdown_of(closing)


def _divide(own: Sequence[PlainLine]) -> tuple[list[PlainLine], list[PlainLine]]:
    """Return question and answer of a card; the answer begins with A: or in the second line."""
    label = ASKS.match(own[0].text)
    first = PlainLine(own[0].text[label.end() if label else 0 :], own[0].number)
    run_on = RUN_ON_ANSWER.search(first.text)
    if run_on:
        front, rest = first.text[: run_on.start()], first.text[run_on.end() :].strip()
        return [PlainLine(front, first.number)], [PlainLine(rest, first.number), *own[1:]]
    at = next((index for index, line in enumerate(own) if index and ANSWERS.match(line.text)), 1)
    return [first, *own[1:at]], list(own[at:])


def _without_label(answer: Sequence[PlainLine], *, whole: bool) -> list[PlainLine]:
    """Return an answer without A:, and without A. if all the cards have one: it may be an article or a name."""
    label = ANSWERS.match(answer[0].text) if answer else None
    if not label or (label["mark"] == "." and not whole):
        return list(answer)
    return [PlainLine(answer[0].text[label.end() :], answer[0].number), *answer[1:]]


def _card(front: Sequence[PlainLine], answer: Sequence[PlainLine], warnings: Warnings) -> Item:
    item = Item(markdown_of(front), markdown_of(answer), line=front[0].number)
    if not (item.front and item.back):
        warnings.add(item.line, EMPTY_SIDE)
    return item


def _without_closing(answer_runs: Sequence[Sequence[PlainLine]]) -> tuple[Sequence[PlainLine], Sequence[PlainLine]]:
    """Divide the last answer from closing words: they are what it has more than all others, which have one line."""
    last = answer_runs[-1]
    alike = len(answer_runs) > MIN_ALIKE and all(len(answer) == 1 for answer in answer_runs[:-1])
    return (last[:1], last[1:]) if alike else (last, [])
