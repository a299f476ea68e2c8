"""The labels of scenarios that have an answer each: `**A.** …`, then an answer that begins `**LABEL.** …`."""

from dataclasses import replace

from apps.cards.kinds.registry import BASIC, CHOICE
from apps.formats.practice_page.exercises import answers
from apps.formats.practice_page.records import Part


def graded(part: Part) -> Part:
    """Return an exercise with the labels that begin its answers in bold, where its introduction names each of them.

    It stays open otherwise: a bold word that answers share may be no label.
    """
    about = f"{part.title} {part.introduction}"
    divided = [item.back.partition("\n\n") for item in part.items]
    read = [answers.read(f"{number}: {first}") for number, (first, _gap, _rest) in enumerate(divided, start=1)]
    given = [answer for answer in read if answer and answer.bold and not answer.linked]
    is_plain = all(item.kind == BASIC and not item.label for item in part.items)
    if not (is_plain and len(given) == len(part.items) and answers.are_named(given, about)):
        return part
    spelled = answers.spell_alike(given)
    labels = tuple(dict.fromkeys(answer.label for answer in spelled))
    backs = ("\n\n".join(filter(None, (one.why, each[2]))) for one, each in zip(spelled, divided, strict=True))
    labelled = zip(part.items, spelled, backs, strict=True)
    found = tuple(replace(item, label=one.label, back=back, kind=CHOICE) for item, one, back in labelled)
    return replace(part, labels=labels, items=found)
