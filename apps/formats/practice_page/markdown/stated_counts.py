"""Compares the number that an introduction promises ("Ten cards.") with what the page has."""

import re

from apps.formats.messages import Message, ngettext

WORDS = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
NUMBERS = {word: number for number, word in enumerate(WORDS, 1)}
NAMES = {"questions": "question", "cards": "(?:flash)?card"}
MAX_GAP = 3  # words: "Seven short, harder questions"


def mismatch(introduction: str, what: str, count: int) -> Message | None:
    """Return a warning if an introduction names another number of "questions" or "cards" than `count`.

    Only the first number counts, and only in "Ten cards", not in "one card per page".
    """
    promised = _promised(re.sub(r"[*_`]", "", introduction[:1000]), what)
    if promised is None or promised == count:
        return None
    return _of_questions(promised, count) if what == "questions" else _of_cards(promised, count)


def _of_questions(stated: int, count: int) -> Message:
    return ngettext(
        "The introduction mentions {count} question, but this section has {actual}.",
        "The introduction mentions {count} questions, but this section has {actual}.",
        stated,
        actual=count,
    )


def _of_cards(stated: int, count: int) -> Message:
    return ngettext(
        "The introduction mentions {count} card, but this section has {actual}.",
        "The introduction mentions {count} cards, but this section has {actual}.",
        stated,
        actual=count,
    )


def _promised(introduction: str, what: str) -> int | None:
    number = rf"(?<![\w.,/-])(?P<number>{'|'.join(WORDS)}|\d{{1,4}})"
    between = rf"(?:[ \t\n]+(?!of\b|per\b|or\b|and\b|to\b)[^\W\d][\w-]*,?){{0,{MAX_GAP}}}?"
    thing = rf"[ \t\n]+{NAMES[what]}(?P<many>s)?\b(?!\s+(?:per|each|at a time)\b)"
    found = re.search(rf"{number}{between}{thing}", introduction, re.IGNORECASE)
    if not found or _is_one_of_many(found, introduction):
        return None
    text = found["number"].lower()
    return NUMBERS[text] if text in NUMBERS else int(text)


def _is_one_of_many(found: re.Match[str], introduction: str) -> bool:
    """Return whether "one question" is not the number of all: "Answer one question before opening the next"."""
    promises_one = found["number"].lower() in ("one", "1")
    before = introduction[: found.start()].rstrip()
    return promises_one and (bool(found["many"]) or (bool(before) and before[-1] not in ".!?:"))
