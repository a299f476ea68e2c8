"""The labels of scenarios that have an answer each: `**A.** …`, then an answer that begins `**LABEL.** …`."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from apps.cards.kinds.registry import BASIC, CHOICE
from apps.formats.practice_page.exercises import answer_labels, answers
from apps.formats.practice_page.exercises.answers import Answer
from apps.formats.practice_page.markdown.syntax.items import Warnings
from apps.formats.practice_page.records import Part

MIN_LABELS = 2


def graded(part: Part, warnings: Warnings) -> Part:
    """Return an exercise with the labels that begin its answers in bold, where its introduction names each of them.

    It stays open otherwise, with a warning: a bold word that answers share may be no label.
    """
    about = f"{part.title} {part.introduction}"
    divided = [item.back.partition("\n\n") for item in part.items]
    read = [answers.read(f"{number}: {first}") for number, (first, _gap, _rest) in enumerate(divided, start=1)]
    given = [answer for answer in read if answer and answer.bold and not answer.linked]
    is_plain = all(item.kind == BASIC and not item.label for item in part.items)
    are_sure = answers.are_named(given, about) and not answer_labels.are_mixed(given, about)
    if not (is_plain and len(given) == len(part.items) and are_sure):
        if is_plain and _look_like_labels(given, len(part.items), about):
            warnings.add(part.items[0].line, answer_labels.NO_LABELS)
        return part
    spelled = answers.spell_alike(given)
    labels = tuple(dict.fromkeys(answer.label for answer in spelled))
    backs = ("\n\n".join(filter(None, (one.why, each[2]))) for one, each in zip(spelled, divided, strict=True))
    labelled = zip(part.items, spelled, backs, strict=True)
    found = tuple(replace(item, label=one.label, back=back, kind=CHOICE) for item, one, back in labelled)
    return replace(part, labels=labels, items=found)


def _look_like_labels(given: Sequence[Answer], count: int, about: str) -> bool:
    """Return whether the bold beginnings of answers look like labels: each has one, or the introduction names two."""
    are_named = any(answers.are_named(pair, about) for pair in pairwise(given))
    return len(given) >= MIN_LABELS and (len(given) == count or are_named)
