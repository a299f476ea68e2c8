"""Reads flashcards: `<Flashcard>` tags, and the older lines that begin with Q: and A:."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from apps.formats.messages import Message
from apps.formats.practice_page.markdown.questions import question_text, questions
from apps.formats.practice_page.markdown.syntax import items
from apps.formats.practice_page.markdown.syntax.blocks import Block, clean, end_of_fence, is_rule, span
from apps.formats.practice_page.markdown.syntax.inline_html import markdown
from apps.formats.practice_page.markdown.syntax.items import Warnings
from apps.formats.practice_page.markdown.syntax.markup import FLASHCARD, Element
from apps.formats.practice_page.records import Item

ASKS = re.compile(
    r"[ \t]*(?:(?:[-*+]|\d{1,3}[.)])[ \t]+)?(?P<bold>\*\*)?[ \t]*"
    r"Q(?:uestion)?[ \t]?\d{0,4}(?::|\.(?=\s|\*))(?P<own>\*\*)?"
)
ANSWERS = re.compile(r"[ \t]*(?P<bold>\*\*)?[ \t]*A(?:nswer)?[ \t]?\d{0,4}(?::|\.(?=\s|\*))(?P<own>\*\*)?")
SECOND_CHOICE = re.compile(r"[ \t]*(?:[-*+][ \t]+)?(?:\*\*)?\(?B[.:)]")


@dataclass
class _LabelledCard:
    """A card of lines: `question` holds the lines from Q:, `answer` those from A: on."""

    line: int
    question: list[str]
    answer: list[str] = field(default_factory=list)
    has_answer: bool = False


def holds_cards(pieces: Sequence[Block | Element]) -> bool:
    """Return whether flashcards are among blocks, in tags or as lines of questions and answers."""
    if any(isinstance(piece, Element) and piece.name == FLASHCARD for piece in pieces):
        return True
    return any(card.has_answer for card in _labelled_cards(pieces))


def holds_pairs(pieces: Sequence[Block | Element]) -> bool:
    """Return whether lines of questions and answers are among blocks; where B follows A, these are choices."""
    answers = [card.answer for card in _labelled_cards(pieces) if card.has_answer]
    return bool(answers) and not any(SECOND_CHOICE.match(line) for answer in answers for line in answer)


def _labelled_cards(pieces: Sequence[Block | Element]) -> list[_LabelledCard]:
    return [card for run in _runs(pieces) for card in _lines_of(run)[1]]


def read(
    pieces: Sequence[Block | Element], warnings: Warnings, *, empty: Message = items.EMPTY_SIDE
) -> questions.Questions:
    """Return the flashcards of a section; `empty` is the warning of one that lacks a side."""
    result = _FlashcardReader(warnings, empty)
    result.read(pieces)
    return questions.Questions("\n\n".join(result.introduction), tuple(result.items), "\n\n".join(result.closing))


class _FlashcardReader:
    """Gathers cards in their order; `loose` are blocks that belong to none so far."""

    def __init__(self, warnings: Warnings, empty: Message) -> None:
        self.warnings, self.empty = warnings, empty
        self.introduction: list[str] = []
        self.items: list[Item] = []
        self.closing: list[str] = []
        self.loose: list[Block] = []

    def read(self, pieces: Sequence[Block | Element]) -> None:
        for run in _runs(pieces):
            loose, cards = _lines_of(run)
            self.loose.extend(loose)
            for card in cards:
                self._text_before()
                self._add(_labelled_item(card))
            element = run[-1]
            if isinstance(element, Element):
                self._element(element)
        self._text_after()

    def _element(self, element: Element) -> None:
        if element.name == FLASHCARD:
            self._text_before()
            card = _card(element)
            if card.front.strip():
                self._add(card)
            else:
                self.warnings.add(element.line, items.NO_CARD)
            return
        found = questions.read([*self.loose, element], self.warnings)
        self._add_text(found.introduction, self.loose[0].line if self.loose else element.line)
        self.loose = []
        self.items.extend(found.items)

    def _add(self, item: Item) -> None:
        self.items.append(item)
        if not (item.front and (item.back or item.label)):
            self.warnings.add(item.line, self.empty)

    def _text_before(self) -> None:
        """Keep text that is before a card: as the introduction before the first, with the closing words later."""
        text = markdown(span(self.loose))
        self._add_text(text, self.loose[0].line if self.loose else 0)
        self.loose = []

    def _add_text(self, text: str, line: int) -> None:
        if text and self.items:
            self.closing.append(text)
            self.warnings.add(line, items.BETWEEN_FLASHCARDS)
        elif text:
            self.introduction.append(text)

    def _text_after(self) -> None:
        if text := markdown(span(self.loose)):
            (self.closing if self.items else self.introduction).append(text)


def _runs(pieces: Sequence[Block | Element]) -> list[list[Block | Element]]:
    """Return pieces in runs of blocks of one text, each with the element that ends it."""
    runs: list[list[Block | Element]] = []
    before: Block | Element | None = None
    for piece in pieces:
        is_apart = isinstance(piece, Block) and isinstance(before, Block) and piece.lines is not before.lines
        if is_apart or not isinstance(before, Block):
            runs.append([])
        runs[-1].append(piece)
        before = piece
    return runs


def _card(element: Element) -> Item:
    """Return the card of a tag."""
    values = element.attributes
    back, extra = items.with_extra(items.text_of(element))
    label = values.get("label", "")
    return Item(
        front=values.get("question") or values.get("front", ""),
        back=values.get("answer") or values.get("back") or back,
        label=label,
        kind=items.kind_of(values.get("kind", ""), label, element.line),
        extra=values.get("extra") or extra,
        tags=values.get("tags", ""),
        guid=values.get("guid", ""),
        line=element.line,
    )


def _lines_of(run: Sequence[Block | Element]) -> tuple[list[Block], list[_LabelledCard]]:
    """Return the blocks before the first line that asks, and the cards of the lines from there on."""
    blocks = [piece for piece in run if isinstance(piece, Block)]
    if not blocks:
        return [], []
    lines, cards = blocks[0].lines, list[_LabelledCard]()
    index, end = blocks[0].start, blocks[-1].end
    while index < end:
        fence_end = end_of_fence(lines, index)
        if fence_end is None:
            _take(lines[index], blocks[0].first + index, cards)
        elif cards:
            _latest(cards).extend(lines[index:fence_end])
        index = fence_end or index + 1
    first = cards[0].line - blocks[0].first if cards else end
    return [replace(block, end=min(block.end, first)) for block in blocks if block.start < first], cards


def _take(line: str, number: int, cards: list[_LabelledCard]) -> None:
    """Give a line outside code to the card that it begins or continues."""
    if asks := ASKS.match(line):
        cards.append(_LabelledCard(number, [_text_after(line, asks)]))
    elif cards and not cards[-1].has_answer and (answers := ANSWERS.match(line)):
        cards[-1].has_answer = True
        cards[-1].answer.append(_text_after(line, answers))
    elif cards:
        _latest(cards).append(line)


def _latest(cards: list[_LabelledCard]) -> list[str]:
    return cards[-1].answer if cards[-1].has_answer else cards[-1].question


def _text_after(line: str, label: re.Match[str]) -> str:
    """Return what follows Q: or A:, in bold print where that goes on."""
    rest = line[label.end() :].strip()
    return f"**{rest}" if label["bold"] and not label["own"] else rest


def _labelled_item(card: _LabelledCard) -> Item:
    question, answer = (card.question, card.answer) if card.has_answer else _divide_unlabelled(card.question)
    front = question_text.unbold(clean(question))
    while answer and (is_rule(answer[-1]) or not answer[-1].strip()):
        answer.pop()
    return Item(markdown(front), markdown(clean(answer)), line=card.line)


def _divide_unlabelled(lines: list[str]) -> tuple[list[str], list[str]]:
    """Return question and answer where the answer has no label: it follows bold print, or a blank line."""
    ends = (index for index, line in enumerate(lines) if not line.strip() or line.rstrip().endswith("**"))
    end = next(ends, 0)
    return (lines[: end + 1], lines[end + 1 :]) if end or lines[0].endswith("**") else (lines, [])
