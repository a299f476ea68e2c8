"""Reads an exercise: its prompt, its scenarios wherever they are, and their answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from apps.formats.messages import Message, ngettext
from apps.formats.practice_page.exercises import (
    answer_keys,
    answer_labels,
    answer_matching,
    columns,
    expected_outcomes,
    group_labels,
    keyed_columns,
    named_groups,
    orders,
    scenarios,
    unused_labels,
)
from apps.formats.practice_page.exercises.choices import numbered_choices
from apps.formats.practice_page.exercises.named_groups import Group
from apps.formats.practice_page.markdown.questions.lists import Entry, in_sequence
from apps.formats.practice_page.markdown.syntax import items
from apps.formats.practice_page.markdown.syntax.blocks import RULE, Block, by_answer, span, without_rules
from apps.formats.practice_page.markdown.syntax.blocks import blocks as blocks_of
from apps.formats.practice_page.markdown.syntax.inline_html import markdown
from apps.formats.practice_page.markdown.syntax.items import Warnings
from apps.formats.practice_page.markdown.syntax.markup import Element
from apps.formats.practice_page.records import (
    EXERCISE,
    LETTERS,
    NAMED,
    NUMBERS,
    WHOLE,
    Item,
    Part,
)


@dataclass
class Segment:
    """Blocks and the answers that follow them."""

    blocks: list[Block]
    answers: list[Element] = field(default_factory=list)


def read(title: str, line: int, pieces: Sequence[Block | Element], warnings: Warnings) -> Part:
    """Return the exercise below a heading."""
    part = Part(EXERCISE, title, line=line)
    segments, after = segments_of(expected_outcomes.as_answers(pieces))
    if any("data-front" in answer.attributes for segment in segments for answer in segment.answers):
        part = _exact(part, segments)
    elif len(segments) == 1 and _ask_in_summaries(segments[0]):
        part = _of_summaries(part, segments[0])
    elif len(segments) > 1:
        part = _of_groups(part, segments, warnings)
    else:
        part = _of_one_answer(part, segments[0], warnings) if segments else part
    return _with_closing(part, markdown(span(after)))


def _with_closing(part: Part, words: str) -> Part:
    """Add closing words after those that the answers had."""
    return replace(part, closing="\n\n".join(text for text in (part.closing, words) if text))


def segments_of(pieces: Sequence[Block | Element]) -> tuple[list[Segment], list[Block]]:
    """Return blocks with the answers that follow them, and the blocks after the last answer."""
    segments: list[Segment] = []
    for blocks, answer in ((without_rules(blocks), answer) for blocks, answer in by_answer(pieces)):
        if blocks or not segments:
            segments.append(Segment(blocks))
        if answer:
            segments[-1].answers.append(answer)
    if len(segments) > 1 and not segments[-1].answers:
        return segments[:-1], segments[-1].blocks
    return segments, []


def joined(answers: Sequence[Element]) -> tuple[str, int, Mapping[str, str]]:
    """Return answers that follow each other as one text, with its line and the last one's attributes."""
    if not answers:
        return "", 0, {}
    text = "\n\n".join(items.with_summary(answer.summary, items.text_of(answer)) for answer in answers)
    return text, items.line_of_text(answers[0]), answers[-1].attributes


def _of_one_answer(part: Part, segment: Segment, warnings: Warnings) -> Part:
    """Read an exercise that has one answer, or none: scenarios in one place, or a prompt that is answered whole."""
    text, line, attributes = joined(segment.answers)
    found, noted = _of_scenarios(part, segment, Warnings())
    if text and not attributes and not (found and found.labels):
        if keyed := keyed_columns.read(part, segment.blocks, text):
            return keyed
        if found and not all(item.back for item in found.items) and answer_keys.is_bare(text):
            noted = Warnings()  # what a key leaves out is no answer of its own: the exercise is asked as a whole
            noted.add(line, answer_labels.NO_KEY)
        if not noted.found and (why := _why_open(found, segment, text)):
            noted.add(line, why)
        if any(warned.message == answer_labels.NO_KEY for warned in noted.found):
            found = None  # nothing of it could be given to the scenarios: it is asked as a whole
    warnings.found.extend(noted.found)
    if found:
        return found
    back, extra = items.with_extra(text)
    kind, tags, guid = (attributes.get(f"data-{name}", "") for name in ("kind", "tags", "guid"))
    front = markdown(span(segment.blocks)) or part.title
    whole = Item(front, back, kind=items.kind_of(kind, "", line), extra=extra, tags=tags, guid=guid, line=part.line)
    return replace(part, numbering=WHOLE, items=(whole,))


def _why_open(found: Part | None, segment: Segment, text: str) -> Message | None:
    """Return why answers to the entries of a prompt could not be given to them; nothing where they were."""
    if found and any(item.back for item in found.items):
        return answer_labels.CHOICES_OPEN if any(map(_has_choices, found.items)) else None
    entries = [entry for block in segment.blocks for entry in columns.entries_of(block)]
    has_table = any(columns.tables_in(block.text, block.kind) for block in segment.blocks)
    keys = (text, text.partition("\n\n")[0]) if has_table else (text,)  # below a table's key there may be a reason
    if (found or entries or has_table) and any(answer_keys.is_key(key, entries) for key in keys):
        return answer_labels.NO_KEY
    return answer_matching.UNNAMED if found else None


def _has_choices(item: Item) -> bool:
    """Return whether a question has choices with letters below it, or others of which its answer names one."""
    if numbered_choices.are_below(item.front):
        return True
    entries = [entry for block in blocks_of(item.front) for entry in columns.entries_of(block)]
    is_letter = bool(columns.ALONE.fullmatch(item.back.strip()))
    return bool(entries) and (is_letter or answer_keys.chosen(item.back, entries) is not None)


def _of_scenarios(part: Part, segment: Segment, warnings: Warnings) -> tuple[Part | None, Warnings]:
    """Return the exercise by its scenarios, if it has some, and the warnings about them."""
    text, line, attributes = joined(segment.answers)
    found = scenarios.find(segment.blocks) or columns.scenarios_of(segment.blocks) or _found_groups(segment.blocks)
    if not found:
        return None, warnings
    about, names = f"{part.title} {found.introduction}", [entry.name for entry in found.entries]
    matched = answer_matching.match(answer_keys.as_list(text), line, names, warnings, about)
    if not found.is_certain and not matched.answers:
        if not warnings.found and orders.lists_all(text, dict.fromkeys(names)):
            warnings.add(line, answer_labels.NO_KEY)
        return None, warnings
    graded = answer_labels.decide(found, matched, about, _listed(attributes))
    if graded.why:
        warnings.add(line, graded.why)
    part = replace(part, introduction=found.introduction, numbering=found.numbering, labels=graded.labels)
    return _with_answers(part, graded, attributes, warnings), warnings


def _found_groups(blocks: Sequence[Block]) -> scenarios.ScenarioList | None:
    """Return scenarios that have names of their own but one answer for all."""
    before, found = named_groups.divide(blocks, lettered=True)
    if len(found) < scenarios.MIN_SCENARIOS or not in_sequence([group.key for group in found]):
        return None
    numbering = _numbering(found)
    entries = tuple(Entry(group.key, group.text, group.line) for group in found)
    return scenarios.ScenarioList(markdown(span(before)), entries, numbering, is_certain=numbering == LETTERS)


def _with_answers(part: Part, graded: answer_labels.Graded, attributes: Mapping[str, str], warnings: Warnings) -> Part:
    """Return the exercise with what the answer has for each scenario."""
    found, matched = graded.found, graded.matched
    by_name = {one.answer.name: one for one in matched.answers}
    guids = attributes.get("data-guids", "").split(" ")
    scenario_items = []
    for index, entry in enumerate(found.entries):
        if by_name and entry.name not in by_name:
            warnings.add(entry.line, items.NO_SCENARIO_ANSWER)
        guid = guids[index] if index < len(guids) and guids[index] != "-" else ""
        scenario_items.append(_scenario(entry, by_name.get(entry.name), attributes, guid))
    used = tuple(dict.fromkeys(one.answer.label for one in matched.answers if one.answer.label))
    for label in unused_labels.unused(found.introduction, used):
        warnings.add(part.line, _unused(label))
    return replace(part, items=tuple(scenario_items), closing=matched.closing)


def _unused(label: str) -> Message:
    return ngettext(
        "No scenario uses the label “{label}”.",
        "{count} labels are not used by any scenario: {places}.",
        1,
        label=label,
    )


def _listed(attributes: Mapping[str, str]) -> tuple[str, ...] | None:
    """Return the labels that an answer lists for the exercise; nothing where it leaves that to its lines."""
    if "data-labels" not in attributes:
        return None
    return tuple(label for label in attributes["data-labels"].split("|") if label)


def _scenario(
    entry: Entry, answer: answer_matching.ScenarioAnswer | None, values: Mapping[str, str], guid: str
) -> Item:
    back, extra = items.with_extra(answer.why if answer else "")
    label = answer.answer.label if answer else ""
    kind = items.kind_of(values.get("data-kind", ""), label, answer.line if answer else entry.line)
    return Item(entry.text, back, label, kind, extra, values.get("data-tags", ""), guid, entry.line)


def _ask_in_summaries(segment: Segment) -> bool:
    """Return whether each of several answers has its scenario for a summary."""
    summaries = {answer.summary for answer in segment.answers}
    return 1 < len(summaries) == len(segment.answers) and not any(map(items.is_plain, summaries))


def _of_summaries(part: Part, segment: Segment) -> Part:
    scenario_items = [items.item(markdown(one.summary), replace(one, summary=""), one.line) for one in segment.answers]
    return replace(part, introduction=markdown(span(segment.blocks)), numbering=NUMBERS, items=tuple(scenario_items))


def _of_groups(part: Part, segments: list[Segment], warnings: Warnings) -> Part:
    """Read an exercise in which each scenario has an answer of its own."""
    lettered = any(named_groups.has_letter(segment.blocks) for segment in segments)
    introduction, closing = "", []
    found: list[tuple[Group, Segment | None]] = []
    for segment in segments:
        before, own = named_groups.divide(segment.blocks, lettered=lettered)
        if not before and not own:
            warnings.add(segment.answers[0].line, items.NO_SCENARIO)
            continue
        if not own:
            before, own = _unnamed(before, first=not found)
        text = markdown(span(before))
        if text and not found:
            introduction = text
        elif text:
            closing.append(text)
            warnings.add(before[0].line, items.BETWEEN_SCENARIOS)
        found.extend((group, None) for group in own[:-1])
        found.append((own[-1], segment))
    scenario_items = tuple(_item(group, segment, warnings) for group, segment in found)
    grouped = replace(
        part,
        introduction=introduction,
        closing="\n\n".join(closing),
        numbering=_numbering([group for group, _segment in found]),
        items=scenario_items,
    )
    return group_labels.graded(grouped, warnings)


def _unnamed(blocks: list[Block], *, first: bool) -> tuple[list[Block], list[Group]]:
    """Take blocks without a name for one scenario; before the first one is the introduction."""
    shown = [block for block in blocks if block.kind != RULE]
    divide = 1 if first and len(shown) > 1 else 0
    return shown[:divide], [named_groups.unnamed(shown[divide:])]


def _item(group: Group, segment: Segment | None, warnings: Warnings) -> Item:
    if not segment:
        warnings.add(group.line, items.NO_SCENARIO_ANSWER)
        return Item(group.text, line=group.line)
    last = segment.answers[-1]
    item = items.item(group.text, last, group.line)
    label = last.attributes.get("data-label", "")
    if len(segment.answers) > 1:
        back, extra = items.with_extra(joined(segment.answers)[0])
        item = replace(item, back=back, extra=extra)
    return replace(item, label=label, kind=items.kind_of(last.attributes.get("data-kind", ""), label, last.line))


def _numbering(found: Sequence[Group]) -> str:
    """Return how groups are named: by bare letters, by bare numbers or not at all, or by names of their own."""
    if not any(group.key for group in found):
        return NAMED if any(group.text.startswith("**") for group in found) else NUMBERS
    if not all(group.bare for group in found):
        return NAMED
    return NUMBERS if found[0].key.isdigit() else LETTERS


def _exact(part: Part, segments: list[Segment]) -> Part:
    """Read scenarios that carry their texts in attributes."""
    scenario_items: list[Item] = []
    texts: list[str] = []
    for segment in segments:
        texts.append(markdown(span(segment.blocks)))
        scenario_items.extend(item for answer in segment.answers if (item := items.from_attributes(answer)))
    used = dict.fromkeys(item.label for item in scenario_items if item.label)
    introduction = "\n\n".join(text for text in texts if text)
    return replace(part, introduction=introduction, items=tuple(scenario_items), labels=tuple(used))
