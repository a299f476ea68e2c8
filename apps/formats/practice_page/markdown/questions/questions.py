"""Reads questions and their collapsible answers: a self-check, or any file of questions under headings."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from apps.formats.messages import ngettext
from apps.formats.practice_page.markdown.questions.question_text import (
    BOLD_NUMBER,
    NUMBER,
    ORDERED,
    block_text,
    ends_as_question,
    front_of,
    unbold,
)
from apps.formats.practice_page.markdown.syntax import items
from apps.formats.practice_page.markdown.syntax.blocks import (
    HEADING,
    LIST,
    PARAGRAPH,
    Block,
    by_answer,
    span,
    without_rules,
)
from apps.formats.practice_page.markdown.syntax.inline_html import markdown, without_html
from apps.formats.practice_page.markdown.syntax.items import Warnings
from apps.formats.practice_page.markdown.syntax.markup import Element
from apps.formats.practice_page.records import Item

ANSWER = re.compile(r"\n+(?:\*\*A(?:nswer)?:\*\*|A(?:nswer)?:)(?=\s)")
HINT = re.compile(r"\W*hint", re.IGNORECASE)
STRONG, ORDERED_PLAIN, BOLD = frozenset({"heading", "bold number", "ordered bold"}), "ordered", "bold"

Gap = tuple[list[Block], Element | None]


@dataclass(frozen=True)
class Questions:
    """What a section of questions holds."""

    introduction: str
    items: tuple[Item, ...]
    closing: str


def read(pieces: Sequence[Block | Element], warnings: Warnings) -> Questions:
    """Return the questions of a section; an answer to which there is no question is left out."""
    return _QuestionReader(by_answer(pieces), warnings).questions()


class _QuestionReader:
    """Goes through what is before each answer; `style` is which blocks begin a question here."""

    def __init__(self, gaps: list[Gap], warnings: Warnings) -> None:
        self.gaps, self.warnings = gaps, warnings
        self.markers = {block: _marker(block) for blocks, _element in gaps for block in blocks}
        self.style = _style(gaps, self.markers)
        self.wordings = Counter(element.summary for _blocks, element in gaps if element)
        self.introduction: list[str] = []
        self.items: list[Item] = []
        self.closing: list[str] = []
        self.hint = ""
        self.below: dict[int, list[str]] = {}  # texts to put below an answer, by its place

    def questions(self) -> Questions:
        for blocks, element in self.gaps:
            before, groups = self._divide(without_rules(blocks))
            if element:
                self._answered(before, groups, element)
            else:
                self._after_last(before, groups)
        for index, texts in self.below.items():
            back = "\n\n".join([self.items[index].back, *texts]).strip()
            self.items[index] = replace(self.items[index], back=back)
        return Questions("\n\n".join(self.introduction), tuple(self.items), "\n\n".join(self.closing))

    def _divide(self, blocks: list[Block]) -> tuple[list[Block], list[list[Block]]]:
        """Return the blocks before the first question, and those of each question."""
        starts = [index for index, block in enumerate(blocks) if self.markers[block] in self.style]
        if not starts:
            return blocks, []
        ends = [*starts[1:], len(blocks)]
        return blocks[: starts[0]], [blocks[start:end] for start, end in zip(starts, ends, strict=True)]

    def _answered(self, before: list[Block], groups: list[list[Block]], element: Element) -> None:
        exact = items.from_attributes(element)
        if not exact and not groups and not self._asks_alone(before, element):
            before, groups = self._unmarked(before)
        self._beside(before)
        for group in groups if exact else groups[:-1]:
            self._unanswered(group)
        if exact:
            self._add(exact)
        elif groups:
            self._question(groups[-1], element)
        else:
            self._without_text(element)

    def _asks_alone(self, blocks: list[Block], element: Element) -> bool:
        """Return whether a summary is the question and the blocks above it are other text."""
        asks = "data-asks" in element.attributes or without_html(element.summary).endswith("?")
        return asks and self._summary_asks(element) and not any(ends_as_question(block) for block in blocks)

    def _unmarked(self, blocks: list[Block]) -> tuple[list[Block], list[list[Block]]]:
        """Find the question among blocks of which none is marked: only the first can have an introduction."""
        if not blocks:
            return [], []
        if self.items or len(blocks) == 1:
            return [], [blocks]
        questions = [index for index, block in enumerate(blocks) if block.kind == PARAGRAPH and "?" in block.text]
        start = questions[0] if questions else len(blocks) - 1
        return blocks[:start], [blocks[start:]]

    def _question(self, group: list[Block], element: Element) -> None:
        if not self._is_question(group[0]) and self._is_beside(group, element):
            if len(group) == 1:
                self._leave_out(group[0])
            else:
                self._beside(group)
            self._without_text(element)
            return
        self._add(items.item(front_of(group), self._without_common_wording(element), group[0].line))
        self.hint = ""
        if HINT.match(element.summary):
            self.hint = f"*Hint*\n\n{self.items[-1].back}"

    def _is_beside(self, group: list[Block], element: Element) -> bool:
        """Return whether a heading, alone or with text below it, is none of the question that the summary asks."""
        return self._asks_alone(group, element) or (len(group) == 1 and self._summary_asks(element))

    def _summary_asks(self, element: Element) -> bool:
        """Return whether the summary is the question itself."""
        return not items.is_plain(element.summary) and self.wordings[element.summary] == 1

    def _without_common_wording(self, element: Element) -> Element:
        return replace(element, summary="") if self.wordings[element.summary] > 1 else element

    def _without_text(self, element: Element) -> None:
        """Take an answer above which nothing is written: its summary asks, or a hint went before it."""
        if self._summary_asks(element):
            question = NUMBER.sub("", markdown(element.summary), count=1)
            self._add(items.item(question, replace(element, summary=""), element.line))
        elif self.hint:
            answer = items.item("", element, element.line)
            back = f"{self.hint}\n\n{answer.back}"
            last = self.items[-1]
            self.items[-1] = replace(answer, front=last.front, line=last.line, back=back)
            self.hint = ""
        else:
            self.warnings.add(element.line, items.NO_QUESTION)

    def _add(self, item: Item) -> None:
        self.items.append(item)
        if not item.back:
            self.warnings.add(item.line, items.NO_ANSWER)

    def _unanswered(self, group: list[Block]) -> None:
        """Keep a question that has no answer; a heading that only groups questions is none."""
        if self._is_question(group[0]):
            front, *answers = ANSWER.split(front_of(group), maxsplit=1)
            self._add(Item(front.strip(), "".join(answers).strip(), line=group[0].line))
        elif len(group) == 1 and group[0].kind == HEADING:
            self._leave_out(group[0])
        else:
            self._beside(group)

    def _is_question(self, block: Block) -> bool:
        """Return whether a block is a question even without an answer."""
        marker = self.markers[block]
        if marker == "heading":
            return bool(NUMBER.match(block.name)) or block.name.endswith("?")
        return marker != BOLD or "?" in block.text

    def _leave_out(self, block: Block) -> None:
        sort = ngettext(
            "“{heading}” has no answer of its own, so this heading was left out.",
            "{count} headings have no answers of their own and were left out: {places}.",
            1,
            heading=block.name,
        )
        self.warnings.add(block.line, sort)

    def _beside(self, blocks: list[Block]) -> None:
        """Keep text that belongs to no question: in the introduction, or below the answer above it."""
        text = markdown(span(blocks))
        if not text:
            return
        if not self.items:
            self.introduction.append(text)
            return
        self.below.setdefault(len(self.items) - 1, []).append(text)
        self.warnings.add(blocks[0].line, items.BETWEEN_QUESTIONS)

    def _after_last(self, before: list[Block], groups: list[list[Block]]) -> None:
        """Take what follows the last answer: more questions, or closing words."""
        more = [group for group in groups if self._is_question(group[0])]
        if more or not self.items:
            self._beside(before)
        elif before:
            self.closing.append(markdown(span(before)))
        for group in groups:
            if group in more:
                self._unanswered(group)
            else:
                self.closing.append(markdown(span(group)))


def _style(gaps: list[Gap], known: Mapping[Block, str]) -> frozenset[str]:
    """Return how this section marks its questions; a weaker mark counts only if all have it."""
    answered = [[known[block] for block in blocks] for blocks, element in gaps if element and blocks]
    everywhere = {marker for markers in answered for marker in markers}
    if everywhere & STRONG or not answered:
        return STRONG
    if all(BOLD in markers for markers in answered):
        return frozenset({BOLD})
    return frozenset({ORDERED_PLAIN}) if _counts_up(gaps, known) else frozenset()


def _counts_up(gaps: list[Gap], known: Mapping[Block, str]) -> bool:
    """Return whether each answer follows a list of one item, numbered 1, 2, 3."""
    numbers = []
    for blocks, element in gaps:
        ordered = [block for block in blocks if known[block] == ORDERED_PLAIN]
        if element and ordered:
            number = ORDERED.match(ordered[0].own[0])
            numbers.append(int(number[1]) if number else 0)
        elif element and blocks:
            return False
    return numbers == list(range(1, len(numbers) + 1))


def _marker(block: Block) -> str:
    """Return how a block may begin a question, or nothing."""
    if block.kind == HEADING:
        return "heading"
    if block.kind == LIST:
        return _marker_of_list(block)
    if block.kind != PARAGRAPH:
        return ""
    text = block_text(block)
    if BOLD_NUMBER.match(text):
        return "bold number"
    return BOLD if unbold(text) != text else ""


def _marker_of_list(block: Block) -> str:
    number = ORDERED.match(block.own[0])
    if not number or any(ORDERED.match(line) for line in block.own[1:] if line[:1] not in (" ", "\t")):
        return ""
    return "ordered bold" if block.own[0][number.end() :].startswith("**") else ORDERED_PLAIN
