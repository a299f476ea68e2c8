"""Reads the answers to an exercise's scenarios out of one text, and matches them by name or in order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from apps.formats.messages import gettext as _
from apps.formats.practice_page.exercises import answers
from apps.formats.practice_page.exercises.answers import Answer
from apps.formats.practice_page.markdown.blocks import LIST, PARAGRAPH, Block, blocks
from apps.formats.practice_page.markdown.items import Warnings
from apps.formats.practice_page.markdown.lists import ListItem, items_of

MAX_QUOTED_LENGTH = 40  # characters of an answer in a warning


@dataclass
class ScenarioAnswer:
    """What the answer says of one scenario; `more` are texts that belong to it without being its line."""

    answer: Answer
    line: int
    more: list[str] = field(default_factory=list)

    @property
    def why(self) -> str:
        """The reason, with all that belongs to it."""
        return "\n\n".join(text for text in (self.answer.why, *self.more) if text)


@dataclass
class AnswerMatch:
    """The answers to scenarios in the order of the text, and what else it says."""

    answers: list[ScenarioAnswer] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    by_name: dict[str, ScenarioAnswer] = field(default_factory=dict)

    @property
    def closing(self) -> str:
        """What belongs to no scenario."""
        return "\n\n".join([*self.before, *self.after])

    def with_labels(self, about: str, allowed: Sequence[str] | None) -> "AnswerMatch":
        """Return the answers with the labels that are true ones: those of a list, or those that stand out."""
        found = [one.answer for one in self.answers]
        if allowed is None:
            sure = answers.labels_of(found, about)
        else:
            sure = [answer if answer.label in allowed else answer.without_label() for answer in found]
        matched = [replace(old, answer=answer) for old, answer in zip(self.answers, sure, strict=True)]
        return replace(self, answers=matched)


def match(text: str, first_line: int, scenarios: Sequence[str], warnings: Warnings) -> AnswerMatch:
    """Return the answers that a text gives to the scenarios of these names."""
    parts, names = blocks(text, first_line), dict.fromkeys(scenarios)
    result = AnswerMatch()
    for block in parts:
        found = _answers_of(block, names)
        if any(one.answer.name in names for one in found):
            _take(result, found, names, warnings)
        elif result.answers:
            result.after.append(block.text)
        else:
            result.before.append(block.text)
    return result if result.answers else _in_order(parts, names)


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
            warnings.add(one.line, _("The answer “{answer}” doesn’t match any scenario.", answer=answer))
            result.after.append(f"- **{name}:** {one.answer.text}" if name else f"- {one.answer.why}")
        elif name in known:
            warnings.add(one.line, _("“{scenario}” has two answers. They were combined.", scenario=name))
            known[name].more.append(one.answer.text)
        else:
            known[name] = one
            result.answers.append(one)


def _answers_of(block: Block, names: Mapping[str, None]) -> list[ScenarioAnswer]:
    """Return the answers of a block: those of a list's items, or one of a paragraph that names a scenario."""
    if block.kind == LIST:
        return [_of_item(item) for item in items_of(block)]
    if block.kind == PARAGRAPH:
        answer = _of_item(ListItem(block.text, block.line))
        return [answer] if answer.answer.name in names else []
    return []


def _of_item(item: ListItem, name: str = "") -> ScenarioAnswer:
    """Read an item; one without a name takes the number of an ordered list, or `name`."""
    name = name or item.ordinal
    head, gap, rest = item.text.partition("\n\n")
    answer = answers.read(head) or (answers.read(f"{name}: {head}") if name else None)
    if not answer:
        return ScenarioAnswer(Answer("", "", item.text, text=item.text), item.line)
    why, text = (f"{part}{gap}{rest}".strip("\n") for part in (answer.why, answer.text))
    return ScenarioAnswer(replace(answer, why=why, text=text), item.line)


def _with_name(scenario_answer: ScenarioAnswer, name: str) -> ScenarioAnswer:
    return replace(scenario_answer, answer=replace(scenario_answer.answer, name=name))


def _in_order(parts: list[Block], names: Mapping[str, None]) -> AnswerMatch:
    """Give a list without names to the scenarios one after the other, if there are as many."""
    for index, block in enumerate(parts):
        items = items_of(block) if block.kind == LIST else []
        if items and len(items) == len(names):
            matched = [_with_name(_of_item(item, name), name) for item, name in zip(items, names, strict=True)]
            texts = [part.text for part in parts]
            return AnswerMatch(matched, texts[:index], texts[index + 1 :])
    return AnswerMatch(before=[part.text for part in parts])
