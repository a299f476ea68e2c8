"""Reads the answers to an exercise's scenarios out of one text, and matches them by name, never by their place."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from apps.formats.messages import Message, ngettext
from apps.formats.messages import gettext as _
from apps.formats.practice_page.exercises import answers, matchings, orders
from apps.formats.practice_page.exercises.answers import Answer
from apps.formats.practice_page.markdown.questions.lists import ListItem, items_of
from apps.formats.practice_page.markdown.syntax.blocks import LIST, PARAGRAPH, Block, blocks
from apps.formats.practice_page.markdown.syntax.items import Warnings

NAMES = re.compile(r"[A-Z]|\d{1,2}")
SEVERAL = re.compile(
    r"(?P<bold>\*\*)?(?P<names>(?:[A-Z]|\d{1,2})(?:[ ]?(?:,|&|/|and|or)[ ]?(?:and[ ])?(?:[A-Z]|\d{1,2}))+)"
    r"(?=(?:\*\*)?[ ]?(?P<mark>[:.)]))"
)
UNNAMED = _(
    "These answers don’t name their scenarios, so this exercise is open: its answers are revealed, not graded. Begin "
    "each answer with the letter of its scenario."
)
MAX_QUOTED_LENGTH = 40  # characters of an answer in a warning


@dataclass
class ScenarioAnswer:
    """What the answer has for one scenario; `more` are texts that belong to it without being its line."""

    answer: Answer
    line: int
    more: list[str] = field(default_factory=list)

    @property
    def why(self) -> str:
        """The reason, with all that belongs to it."""
        return "\n\n".join(text for text in (self.answer.why, *self.more) if text)


@dataclass
class AnswerMatch:
    """The answers to scenarios in the order of the text, and what else it has."""

    answers: list[ScenarioAnswer] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    by_name: dict[str, ScenarioAnswer] = field(default_factory=dict)

    @property
    def closing(self) -> str:
        """What belongs to no scenario."""
        return "\n\n".join([*self.before, *self.after])

    def with_answers(self, found: Sequence[Answer]) -> "AnswerMatch":
        """Return the match with other answers in the place of its own."""
        matched = [replace(old, answer=answer) for old, answer in zip(self.answers, found, strict=True)]
        return replace(self, answers=matched)


def match(text: str, first_line: int, scenarios: Sequence[str], warnings: Warnings, about: str = "") -> AnswerMatch:
    """Return the answers that a text gives to the scenarios of these names; `about` is what the exercise says."""
    parts, names = blocks(text, first_line), dict.fromkeys(scenarios)
    result = AnswerMatch()
    for block in parts:
        found = _answers_of(block, names, about)
        if any(one.answer.name in names for one in found):
            _take(result, found, names, warnings)
        elif result.answers:
            result.after.append(block.text)
        else:
            result.before.append(block.text)
    if len(result.answers) == len(names):
        return result
    result = _of_pairs(parts, names, about) or result
    if not result.answers and any(block.kind == LIST and len(items_of(block)) == len(names) for block in parts):
        warnings.add(first_line, UNNAMED)
    return result


def _take(result: AnswerMatch, found: list[ScenarioAnswer], names: Mapping[str, None], warnings: Warnings) -> None:
    """Add the answers of a block; text between two blocks belongs to the answer above it."""
    if result.after:
        result.answers[-1].more.extend(result.after)
        result.after = []
    known = result.by_name
    for one in found:
        name = one.answer.name
        if name not in names:
            answer = name or one.answer.why[:MAX_QUOTED_LENGTH]
            warnings.add(one.line, _unmatched(answer))
            result.after.append(f"- **{name}:** {one.answer.text}" if name else f"- {one.answer.why}")
        elif name in known:
            warnings.add(one.line, _answered_twice(name))
            known[name].more.append(one.answer.text)
            if one.answer.label != known[name].answer.label:
                known[name].answer = known[name].answer.without_label()
        else:
            known[name] = one
            result.answers.append(one)


def _unmatched(answer: str) -> Message:
    return ngettext(
        "The answer “{answer}” doesn’t match any scenario.",
        "{count} answers don’t match any scenario: {places}.",
        1,
        answer=answer,
    )


def _answered_twice(scenario: str) -> Message:
    return ngettext(
        "“{scenario}” has two answers. They were combined.",
        "{count} scenarios have two answers, which were combined: {places}.",
        1,
        scenario=scenario,
    )


def _answers_of(block: Block, names: Mapping[str, None], about: str) -> list[ScenarioAnswer]:
    """Return the answers of a block: those of a list's items, or one of a paragraph that names a scenario."""
    if block.kind == LIST:
        return [_of_item(one) for item in items_of(block) for one in _each(item, names, about)]
    if block.kind == PARAGRAPH:
        found = [_of_item(one) for one in _each(ListItem(block.text, block.line), names, about)]
        return found if all(one.answer.name in names for one in found) else []
    return []


def _each(item: ListItem, names: Mapping[str, None], about: str) -> list[ListItem]:
    """Return an answer to several scenarios ("A, C: FRESH.") as one for each; "B, A, C." may be an order."""
    found = SEVERAL.match(item.text)
    own = NAMES.findall(found["names"]) if found else []
    if not found or any(name not in names for name in own):
        return [item]
    rest = item.text[found.end("names") :]
    has_colon = found["mark"] == ":"
    if set(own) == set(names) and not orders.begins_with_label(orders.rest(rest, 0), about, in_capitals=has_colon):
        return [item]
    return [replace(item, text=f"{found['bold'] or ''}{name}{rest}", ordinal="") for name in own]


def _of_item(item: ListItem) -> ScenarioAnswer:
    """Read an item; one without a name takes the number of an ordered list."""
    name = item.ordinal
    head, gap, rest = item.text.partition("\n\n")
    answer = answers.read(head) or (answers.read(f"{name}: {head}") if name else None)
    if not answer:
        return ScenarioAnswer(Answer("", "", item.text, text=item.text), item.line)
    why, text = (f"{part}{gap}{rest}".strip("\n") for part in (answer.why, answer.text))
    return ScenarioAnswer(replace(answer, why=why, text=text), item.line)


def _of_pairs(parts: list[Block], names: Mapping[str, None], about: str) -> AnswerMatch | None:
    """Return the answers of the first block that gives all of them, in a line ("A = MODEL, B = LOOP") or in order."""
    for index, block in enumerate(parts):
        found, rest = matchings.pairs_in(block.text, names, about)
        if not found and block.kind == LIST:
            found = orders.ranked([(item.ordinal, item.text) for item in items_of(block)], names, about)
        if {answer.name for answer in found} == set(names):
            matched = [ScenarioAnswer(answer, block.line) for answer in found]
            texts = [part.text for part in parts]
            return AnswerMatch(matched, texts[:index], [*filter(None, (rest,)), *texts[index + 1 :]])
    return None
