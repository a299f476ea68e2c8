"""Reads orderings and matchings: which of two columns, or which place in an order, belongs to each scenario."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from apps.formats.limits import MAX_LABEL_LENGTH
from apps.formats.practice_page.exercises import orders
from apps.formats.practice_page.exercises.answers import LINK, Answer, plain_label
from apps.formats.practice_page.exercises.orders import NAME, ORDER
from apps.formats.practice_page.markdown.questions.lists import Entry, after

PAIR = re.compile(
    rf"(?<![\w*])(?:\*\*)?(?P<name>{NAME})(?:\*\*)?[ \t]*(?:{LINK})[ \t]*(?:\*\*)?(?P<target>[^,;\n*]+?)"
    r"(?:\*\*)?(?=[ \t]*(?:[,;\n]|\.(?=\s|$)|$))"
)
COLUMN = re.compile(r"(?:^|\s)\(?(?P<name>[A-Za-z]|\d{1,2})[.):]\s+(?=\S)")
LISTED = re.compile(
    r"^[ \t]*(?:[-*+][ \t]+)?(?:\*\*)?\(?(?P<name>[A-Za-z]|\d{1,2})[.)](?:\*\*)?[ \t]+(?P<text>\S.*)$", re.M
)
MIN_PAIRS = 2


def pairs_in(text: str, names: Mapping[str, None], about: str) -> tuple[list[Answer], str]:
    """Return the answers of a line of several, and what follows them.

    They are pairs, "A = MODEL, B = LOOP", or the places of an order: "C, A, B".
    """
    placed, rest = orders.in_line(text, names, about)
    if placed:
        return placed, rest
    pairs = list(PAIR.finditer(text))
    found = [(pair["name"], pair["target"].strip(" .")) for pair in pairs]
    if len(found) < MIN_PAIRS or any(name not in names for name, _target in found):
        return [], ""
    named = [Answer(name, plain_label(target), "", text=target, linked=True) for name, target in found]
    return named, orders.rest(text, pairs[-1].end())


def resolve(
    entries: Sequence[Entry], introduction: str, about: str, found: Sequence[Answer]
) -> tuple[list[Entry], dict[str, str], list[str]] | None:
    """Return scenarios without their right column, the label of each by its name, and all labels as they are offered.

    Returns nothing where it is not certain what belongs together.
    """
    targets = {answer.name: answer.label for answer in found}
    if len(targets) < len(entries) or len(found) != len(targets) or not all(targets.values()):
        return None
    if not any(re.fullmatch(NAME, target, re.IGNORECASE) for target in targets.values()):
        return list(entries), targets, shuffled(targets.values())
    if found_columns := columns(entries):
        rows, right = found_columns
        return _from(rows, targets, right)
    if listed := _listed(introduction):
        return _from(list(entries), targets, listed)
    numbers = {str(number) for number in range(1, len(entries) + 1)}
    if set(targets.values()) == numbers and ORDER.search(about):
        return list(entries), targets, sorted(numbers, key=int)
    return None


def _from(
    rows: list[Entry], targets: Mapping[str, str], right: Mapping[str, str]
) -> tuple[list[Entry], dict[str, str], list[str]] | None:
    """Put the texts of a right column in the place of their letters."""
    if not all(target.upper() in right for target in targets.values()):
        return None
    texts = {name: right[target.upper()] for name, target in targets.items()}
    if not all(right.values()) or len(set(right.values())) < len(right):
        return None
    return rows, texts, shuffled(right.values(), list(texts.values()))


def shuffled(labels: Iterable[str], answers: Sequence[str] = ()) -> list[str]:
    """Return labels in an order that does not tell which is whose."""
    known = list(dict.fromkeys(labels))
    result = sorted(known, key=str.casefold)
    return result[::-1] if result == (list(answers) or known) else result


def columns(entries: Sequence[Entry]) -> tuple[list[Entry], dict[str, str]] | None:
    """Return the left column as scenarios and the right one by its names, if each row has both."""
    if any(LISTED.search(entry.text, entry.text.find("\n") + 1 or len(entry.text)) for entry in entries):
        return None  # a list below a scenario is no column beside it
    right: dict[str, str] = {}
    rows: list[Entry] = []
    expected = "1" if not entries[0].name.isdigit() else "A"
    for entry in entries:
        marks = list(_marks(entry.text, expected))
        if not marks or not entry.text[: marks[0].start()].strip():
            return None
        rows.append(replace(entry, text=entry.text[: marks[0].start()].strip(" |\t")))
        ends = [*(mark.start() for mark in marks[1:]), len(entry.text)]
        for mark, end in zip(marks, ends, strict=True):
            right[mark["name"].upper()] = plain_label(entry.text[mark.end() : end], MAX_LABEL_LENGTH)
            expected = after(mark["name"].upper())
    return rows, right


def _marks(text: str, expected: str) -> Iterator[re.Match[str]]:
    """Yield where names stand in a row that count on from the one that is expected."""
    for mark in COLUMN.finditer(text):
        if mark["name"].upper() == expected:
            yield mark
            expected = after(expected)


def _listed(introduction: str) -> dict[str, str]:
    """Return a list of the prompt by its numbers or letters, if it is the only one and counts up."""
    found = [
        (item["name"].upper(), plain_label(item["text"], MAX_LABEL_LENGTH)) for item in LISTED.finditer(introduction)
    ]
    names = [name for name, _text in found]
    if len(found) < MIN_PAIRS or names[0] not in ("1", "A") or any(after(one) != two for one, two in pairwise(names)):
        return {}
    return dict(found)
