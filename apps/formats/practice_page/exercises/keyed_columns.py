"""Reads exercises of which the key is sure by itself: matchings of two columns, and questions with one right choice."""

import re
from collections.abc import Sequence
from dataclasses import replace

from apps.formats.limits import MAX_LABEL_LENGTH
from apps.formats.practice_page.exercises import answer_keys, answer_matching, columns, matchings, orders
from apps.formats.practice_page.exercises.answers import plain_label
from apps.formats.practice_page.exercises.columns import MatchedColumns
from apps.formats.practice_page.markdown.questions.lists import Entry
from apps.formats.practice_page.markdown.syntax import items
from apps.formats.practice_page.markdown.syntax.blocks import Block
from apps.formats.practice_page.markdown.syntax.items import Warnings
from apps.formats.practice_page.records import NUMBERS, Item, Part

MATCHED = 2  # columns
ASKS_FOR_ONE = re.compile(
    r"\b(?:which (?:one|is|of (?:the|these))|what is|choose one|pick one)\b.*\?\s*\Z", re.I | re.DOTALL
)
LISTED = re.compile(r"^[ \t]*(?:[-*+]|\d+[.)])[ \t]", re.MULTILINE)  # an answer to each, not to all


def read(part: Part, blocks: Sequence[Block], key: str) -> Part | None:
    """Return an exercise graded by its key, or nothing where that is not certain."""
    found = columns.find(blocks)
    if not found:
        return None
    if len(found.columns) == 1:
        found = _divided(found)
    if len(found.columns) == 1:
        return _choice(part, found, key) or _ordering(part, found, key)
    return _matching(part, found, key) if len(found.columns) == MATCHED else None


def _divided(found: MatchedColumns) -> MatchedColumns:
    """Return a list as two columns, if each of its entries has one of both on its line."""
    (entries,) = found.columns
    rows, right = (entries[0].name and matchings.columns(entries)) or ((), {})
    both = (tuple(rows), tuple(Entry(name, text, entries[0].line) for name, text in right.items()))
    return replace(found, columns=both) if rows else found


def _matching(part: Part, found: MatchedColumns, key: str) -> Part | None:
    """Return a matching; where only one column is named, its entries are the scenarios."""
    left, right = found.columns
    if right[0].name and not left[0].name:
        left, right = right, left
    texts = _labels(right)
    if not texts or _are_alike(left, right):
        return None
    shown = replace(found, columns=(left, right))
    first, _gap, rest = key.partition("\n\n")
    for text, closing in ((key, ""), (first, rest)):
        if pairs := answer_keys.pairs(text, left, right):
            named = [texts[pairs[place]] for place in range(len(left))]
            made = _graded(part, shown, named, matchings.shuffled(texts, named))
            return replace(made, closing=closing.strip())
    return _with_reasons(part, shown, key, texts)


def _with_reasons(part: Part, found: MatchedColumns, key: str, texts: Sequence[str]) -> Part | None:
    """Return a matching whose key has a line for each scenario that begins with a name of the right column."""
    left, right = found.columns
    matched = answer_matching.match(key, 0, [entry.name for entry in left], Warnings())
    given, names = matched.by_name, {entry.name: text for entry, text in zip(right, texts, strict=True) if entry.name}
    if len(given) < len(left) or not all(one.answer.label.upper() in names for one in given.values()):
        return None
    named = [names[given[entry.name].answer.label.upper()] for entry in left]
    made = _graded(part, found, named, matchings.shuffled(texts, named))
    backs = [given[entry.name].why for entry in left]
    made_items = tuple(replace(item, back=back) for item, back in zip(made.items, backs, strict=True))
    return replace(made, items=made_items, closing=matched.closing)


def _are_alike(left: Sequence[Entry], right: Sequence[Entry]) -> bool:
    """Return whether a name may be that of an entry on either side."""
    return bool({entry.name for entry in left} & {entry.name for entry in right if entry.name})


def _ordering(part: Part, found: MatchedColumns, key: str) -> Part | None:
    """Return an ordering of which the key lists the entries by their texts."""
    (entries,) = found.columns
    places = answer_keys.places(key, entries) if orders.ORDER.search(f"{part.title} {found.introduction}") else None
    if not places:
        return None
    return _graded(part, found, list(map(str, places)), [str(place) for place in range(1, len(entries) + 1)])


def _graded(part: Part, found: MatchedColumns, right: Sequence[str], labels: Sequence[str]) -> Part:
    """Return the exercise whose scenarios have these right labels."""
    made = tuple(
        Item(entry.text, label=label, kind=items.default_kind(label), line=entry.line)
        for entry, label in zip(found.columns[0], right, strict=True)
    )
    return replace(part, introduction=found.introduction, numbering=found.numbering, labels=tuple(labels), items=made)


def _choice(part: Part, found: MatchedColumns, key: str) -> Part | None:
    """Return a question that has its choices below it, of which the key names one; what follows is the reason."""
    (choices,) = found.columns
    first, _gap, why = key.partition("\n\n")
    texts, right = _labels(choices), answer_keys.chosen(first, choices)
    if right is None and ASKS_FOR_ONE.search(found.introduction) and not LISTED.search(key):
        right, why = answer_keys.leading(first, choices), key
    if not texts or right is None or not found.introduction:
        return None
    item = Item(found.introduction, why.strip(), texts[right], items.default_kind(texts[right]), line=part.line)
    return replace(part, labels=tuple(texts), numbering=NUMBERS, items=(item,))


def _labels(entries: Sequence[Entry]) -> list[str]:
    """Return the texts of entries as labels; nothing where one is too long or there twice."""
    texts = [plain_label(entry.text, MAX_LABEL_LENGTH) for entry in entries]
    return texts if all(texts) and len(set(map(str.casefold, texts))) == len(texts) else []
