"""Reads orders: the places of scenarios, in a line ("C, A, B") or a numbered list. Finds none unless it is certain.

A list of all scenarios may as well be what one label belongs to: "A, B, C: FRESH", "FRESH: A, B, C".
"""

import re
from collections.abc import Mapping, Sequence

from apps.formats.practice_page.exercises import answers
from apps.formats.practice_page.exercises.answers import LINK, Answer
from apps.formats.practice_page.exercises.unused_labels import offers

NAME = r"(?:[A-Z]|\d{1,2})"
CHAIN = re.compile(rf"(?<!\w){NAME}(?:[ \t]*(?:{LINK}|>|,|;|[—–-])[ \t]*{NAME}(?![\w'’]))+")
IN_CHAIN = re.compile(NAME)
ARROWS = re.compile(r"[→⟶⇒➔>]")
ORDER = re.compile(
    r"\b(?:orders?|ordering|reorder|sequences?|rank(?:ing)?|arrange|chronological\w*|sort)\b", re.IGNORECASE
)
LEAD = re.compile(rf"{ORDER.pattern}|\b(?:answers?|key|solutions?|steps?)\b", re.IGNORECASE)
SENTENCE_END = re.compile(r"(?<=[.!?])\s|\n")
END = re.compile(r"[ \t]*(?:\*\*|__)?[ \t]*(?:[.;!()\n—–-]|\Z)")
NUMBERED = re.compile(rf"^[ \t]*\d{{1,2}}[.)][ \t]+(?:\*\*)?({NAME})(?=\*\*|[ \t.:)—–-]|$)", re.MULTILINE)
RANKED = re.compile(
    rf"(?:\*\*)?(?P<name>{NAME})(?:\*\*)?(?:[.:)]?(?:\*\*)?|(?:[.:)]|[ \t]+[—–-])(?:\*\*)?[ \t]+(?P<why>\S.*))",
    re.IGNORECASE | re.DOTALL,
)


def in_line(text: str, names: Mapping[str, None], about: str) -> tuple[list[Answer], str]:
    """Return the places of all scenarios that a text lists, and what follows them."""
    chain = next((found for found in CHAIN.finditer(text) if _is_whole(IN_CHAIN.findall(found[0]), names)), None)
    if not chain or not (ARROWS.search(chain[0]) or _is_order(text, chain.start(), chain.end(), about)):
        return [], ""
    order = IN_CHAIN.findall(chain[0])
    return [_placed(name, place, "") for place, name in enumerate(order, 1)], rest(text, chain.end())


def _is_whole(order: Sequence[str], names: Mapping[str, None]) -> bool:
    return len(order) == len(names) > 1 and set(order) == set(names)


def _is_order(text: str, start: int, end: int, about: str) -> bool:
    """Return whether a list of all scenarios is an order: it stands alone, and no label is near it."""
    lead = SENTENCE_END.split(text[:start])[-1].strip(" \t*_(—–-")
    if _states_labels(about) or (lead and not LEAD.search(lead)) or not END.match(text, end):
        return False
    return not begins_with_label(rest(text, end), about)


def lists_all(text: str, names: Mapping[str, None]) -> bool:
    """Return whether a text lists all scenarios, in a line or as the beginnings of a numbered list."""
    lists = [IN_CHAIN.findall(chain[0]) for chain in CHAIN.finditer(text)]
    return any(set(found) == set(names) for found in [*lists, NUMBERED.findall(text)])


def _states_labels(about: str) -> bool:
    """Return whether an exercise offers labels that are neither numbers nor letters."""
    return any(not re.fullmatch(NAME, label) for offered in offers(about) for label in offered)


def begins_with_label(text: str, about: str, *, in_capitals: bool = True) -> bool:
    """Return whether a text begins with a label: one that the exercise names, or one in capital letters."""
    answer = answers.read(f"A: {text}")
    if not answer or not answer.label:
        return False
    is_written_as_one = in_capitals and answer.label.isupper() and len(answer.label) > 1
    return is_written_as_one or answers.are_labels([answer], about)


def ranked(items: Sequence[tuple[str, str]], names: Mapping[str, None], about: str) -> list[Answer]:
    """Return the places that a numbered list gives to each name, by the numbers and the texts of its items.

    Names in their own order, each with a text, are rather answers to each.
    """
    found = [RANKED.fullmatch(text) for _number, text in items]
    if [number for number, _text in items] != [str(place) for place in range(1, len(names) + 1)] or not all(found):
        return []
    listed = [(each["name"].upper(), each["why"] or "") for each in found if each]
    reasons = [why for _name, why in listed if why]
    are_answers = len(reasons) == len(names) and [name for name, _why in listed] == list(names)
    if are_answers or _states_labels(about) or len(set(map(str.casefold, reasons))) < len(reasons):
        return []
    if any(begins_with_label(why, about) for why in reasons):
        return []
    return [_placed(name, place, why) for place, (name, why) in enumerate(listed, 1)]


def _placed(name: str, place: int, why: str) -> Answer:
    return Answer(name, str(place), why, text=str(place), linked=True)


def rest(text: str, end: int) -> str:
    """Return what follows answers in their text, without the end of bold print or of a sentence that is theirs."""
    after = text[end:].lstrip(" \t.,;:*_—–-").strip()
    return after if any(character.isalnum() for character in after) else ""
