"""Reads numbered questions with choices: one key names the right ones of all ("1. B, 2. C"), or each has its own."""

import re
from collections.abc import Sequence
from dataclasses import replace

from apps.formats.practice_page.exercises import answer_keys, answer_matching, exercise_reader, expected_outcomes
from apps.formats.practice_page.exercises.choices.numbered_choices import NumberedQuestion, find
from apps.formats.practice_page.markdown.syntax import items
from apps.formats.practice_page.markdown.syntax.blocks import Block
from apps.formats.practice_page.markdown.syntax.items import Warnings
from apps.formats.practice_page.markdown.syntax.markup import Element
from apps.formats.practice_page.records import EXERCISE, NUMBERS, Item, Part

ORDERED = re.compile(r"^[ ]{0,3}(?P<number>\d{1,3})[.)][ \t]+", re.MULTILINE)

type Rights = list[tuple[int, str]]  # the place of the right choice of each question, and why


def read(title: str, pieces: Sequence[Block | Element]) -> list[Part]:
    """Return the questions of a section as exercises, one for each set of choices; nothing if its key is not sure."""
    if own := _with_own_answers(title, pieces):
        return own
    segments, after = exercise_reader.segments_of(expected_outcomes.as_answers(pieces))
    if len(segments) != 1 or after:
        return []
    text, line, attributes = exercise_reader.joined(segments[0].answers)
    found = find(segments[0].blocks) if text and not attributes else None
    introduction, questions = found or ("", [])
    if not questions or not all(question.labels for question in questions):
        return []
    rights, closing = _of_key(text, questions), ""
    if not rights:
        rights, closing = _of_reasons(text, line, questions)
    return _parts(title, questions, rights, introduction, closing) if rights else []


def _with_own_answers(title: str, pieces: Sequence[Block | Element]) -> list[Part]:
    """Return questions each of which has a line below its choices that names the right one: "Answer: B"."""
    blocks = [piece for piece in pieces if isinstance(piece, Block)]
    introduction, questions = (find(blocks) if len(blocks) == len(pieces) else None) or ("", [])
    rights: Rights = []
    for question in questions:
        head, _gap, rest = question.answer.partition("\n")
        place = answer_keys.leading(head, question.choices) if question.labels else None
        if place is None:
            return []
        is_whole = answer_keys.chosen(head, question.choices) == place
        rights.append((place, (rest if is_whole else question.answer).strip()))
    return _parts(title, questions, rights, introduction, "") if rights else []


def may_be_read(pieces: Sequence[Block | Element]) -> bool:
    """Return whether a section has several questions with choices by letters, and one answer for all."""
    segments, _after = exercise_reader.segments_of(expected_outcomes.as_answers(pieces))
    found = find(segments[0].blocks) if len(segments) == 1 and segments[0].answers else None
    questions = found[1] if found else []
    return len(questions) > 1 and all(choice.name for question in questions for choice in question.choices)


def _of_key(text: str, questions: Sequence[NumberedQuestion]) -> Rights:
    """Return what a key says that holds nothing but numbers with choices."""
    found = answer_keys.by_number(text, {question.number: question.choices for question in questions})
    return [(found[question.number], "") for question in questions] if found else []


def _of_reasons(text: str, line: int, questions: Sequence[NumberedQuestion]) -> tuple[Rights, str]:
    """Return what a key says that has a line for each question, with the reason, and what closes it."""
    warnings = Warnings()
    numbers = [question.number for question in questions]
    listed = ORDERED.sub(r"- \g<number>: ", answer_keys.as_list(text))
    matched = answer_matching.match(listed, line, numbers, warnings)
    if warnings.found or len(matched.by_name) < len(questions):
        return [], ""
    rights = []
    for question in questions:
        one = matched.by_name[question.number]
        place = answer_keys.leading(one.answer.text, question.choices)
        if place is None:
            return [], ""
        is_label = answer_keys.chosen(one.answer.label, question.choices) == place
        rights.append((place, one.why if is_label else "\n\n".join([one.answer.text, *one.more])))
    return rights, matched.closing


def _parts(
    title: str, questions: Sequence[NumberedQuestion], rights: Rights, introduction: str, closing: str
) -> list[Part]:
    parts: list[Part] = []
    for question, (place, why) in zip(questions, rights, strict=True):
        label = question.labels[place]
        item = Item(question.front, why, label, items.default_kind(label), line=question.line)
        if parts and parts[-1].labels == question.labels:
            parts[-1] = replace(parts[-1], items=(*parts[-1].items, item))
            continue
        shown = f"{title} {len(parts) + 1}" if parts else title
        parts.append(
            Part(EXERCISE, shown, labels=question.labels, numbering=NUMBERS, items=(item,), line=question.line)
        )
    parts[0] = replace(parts[0], introduction=introduction)
    parts[-1] = replace(parts[-1], closing=closing)
    return parts
