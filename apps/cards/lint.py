"""Advice to authors on what to improve in a lesson. It never prevents anything from being saved.

Each rule would rather miss a case than be wrong about one, because nobody reads advice that is often wrong.
"""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from apps.cards.comparing.similarity import SAME, near_duplicates, similarity
from apps.cards.kinds.registry import has_label
from apps.cards.models import Note
from apps.formats.practice_page.markdown import stated_counts
from apps.formats.practice_page.records import EXERCISE, FLASHCARDS, SELF_CHECK, Item, Part
from apps.web import localized
from apps.web.translation import translate_message

MAX_ANSWER_LENGTH = 300  # characters, without code and Markdown syntax
MIN_SEMICOLON_ITEMS = 3  # parts between semicolons that make a list
MAX_QUOTE_LENGTH = 80  # characters of another question
COUNTED = {SELF_CHECK: "questions", FLASHCARDS: "cards"}  # what an introduction may give the number of

CODE = re.compile(r"^(`{3,}|~{3,}).*?(^\1|\Z)", re.DOTALL | re.MULTILINE)
SYNTAX = re.compile(r"\*\*|__|[*`]")
ASKS = r"(?:what|which|who|whom|whose|when|where|why|how)"
VERB = (
    r"(?:is|are|was|were|does|do|did|can|could|may|might|must|should|will|would|has|have|had|many|much|often|long|far)"
)
FIRST_QUESTION = re.compile(rf"^(?:in which|from which|in what|at what|by what|{ASKS})\b", re.IGNORECASE)
ANY_QUESTION = re.compile(rf"\b{ASKS}\b", re.IGNORECASE)
JOINED = re.compile(
    rf"^(?P<first>\S+ \S.*?),? and (?P<second>(?:{ASKS} {VERB}|(?:what|which)(?: \w+){{1,4}} {VERB})\b.*\?)$",
    re.IGNORECASE | re.DOTALL,
)
FOLLOW_UP = re.compile(r"^(?:and )?(?:why|why not|how|how so|since when|what for)\?$", re.IGNORECASE)

NUMBERS = stated_counts.WORDS[:12]  # larger ones are written in digits
NUMBER = rf"(?:\d+|{'|'.join(NUMBERS)})"
HAS_NUMBER = re.compile(rf"\b(?:{NUMBER}|both|pair|all|every|each)\b|^\w+ an?\b", re.IGNORECASE)
TAKES_ANY = re.compile(rf"^\W*any(?: (?P<number>{NUMBER}))?(?: of(?: these| the following)?)?\s*:", re.IGNORECASE)
ASKS_FOR_A_LIST = re.compile(
    r"^(?:name|list|give|enumerate|mention)\b|^(?:what|which)(?! of)\b[^?]*\bare\b", re.IGNORECASE
)
LIST_ITEM = re.compile(r"^(?:[-*+]|\d+[.)]) +\S", re.MULTILINE)
IN_PARENTHESES = re.compile(r"\((\d)\) ")


def advice_on_note(note: Note) -> list[str]:
    """Return what might be better in a note; a note without a section counts as a card."""
    label = note.label if has_label(note.kind) else ""
    kind = note.section.kind if note.section_id else FLASHCARDS
    return advice_on_item(Item(front=note.front, back=note.back, label=label), kind)


def advice_on_item(item: Item, kind: str) -> list[str]:
    """Return what might be better in one question, scenario or card of a section of this kind, and what to do."""
    if kind == EXERCISE:
        return [long_answer(item.back)] if item.label and _is_long(item.back) else []
    advice = [two_questions(item.front), list_without_number(item.front, item.back)]
    if _is_long(item.back):
        advice.append(long_answer(item.back))
    return list(filter(None, advice))


def advice_on_introduction(part: Part, shown: int) -> str:
    """Return advice on an introduction with a wrong number of questions or cards; empty for any other.

    `shown` is how many questions or cards the page shows of the part.
    """
    if part.kind not in COUNTED:
        return ""
    problem = stated_counts.mismatch(part.introduction, COUNTED[part.kind], shown)
    return (
        _("%(problem)s Correct the number, or remove it.") % {"problem": translate_message(problem)} if problem else ""
    )


def advice_on_duplicates(items: Sequence[Item]) -> dict[int, str]:
    """Return advice on items that ask the same as an earlier one, by their index.

    The items are all questions or all cards: a card may restate a question, and is never asked on the same day.
    """
    pairs = near_duplicates([item.front for item in items], [item.back for item in items])
    earlier = {second: items[first].front for first, second in reversed(pairs) if _is_same(items, first, second)}
    advice = _("This asks nearly the same as “%(question)s” Keep one of the two, or make clear how they differ.")
    return {index: advice % {"question": quote(front)} for index, front in earlier.items()}


def _is_same(items: Sequence[Item], first: int, second: int) -> bool:
    """Whether two fronts have the same words, and none asks "why" where the other asks "what"."""
    one, other = items[first].front, items[second].front
    words = [set(map(str.lower, ANY_QUESTION.findall(front))) for front in (one, other)]
    return words[0] == words[1] and similarity(one, other) >= SAME


def advice_on_labels(part: Part) -> list[str]:
    """Return what might be better in the labels of an exercise."""
    used = {item.label for item in part.items if item.label}
    if not used:
        return []
    unused = [label for label in part.labels if label not in used]
    advice = _("No scenario has the label “%(label)s”. Add a scenario, or remove the label.")
    return [advice % {"label": label} for label in unused]


def two_questions(front: str) -> str:
    """Return advice on a front that asks two things; empty for one."""
    sentences = [each for each in re.split(r"(?<=[.?!])\s+", prose(front)) if each.endswith("?")]
    questions = [each for each in sentences if not FOLLOW_UP.match(each)]
    if len(questions) > 1:
        return _split(questions[0], questions[1])
    for sentence in questions:
        joined = JOINED.match(sentence)
        if joined and FIRST_QUESTION.match(sentence) and len(ANY_QUESTION.findall(joined["first"])) == 1:
            return _split(f"{joined['first'].rstrip(',')}?", joined["second"])
    return ""


def list_without_number(front: str, back: str) -> str:
    """Return advice where the answer is a list, and the question does not name the number of things to recall."""
    question, number = prose(front), count_listed(back)
    if found := TAKES_ANY.match(prose(back)):
        return _any_of(question, found["number"] or "")
    if number > 1 and ASKS_FOR_A_LIST.match(question) and not HAS_NUMBER.search(question):
        advice = _("The answer lists %(number)s. Put the number in the question, as in “Name %(number)s”.")
        return advice % {"number": in_words(number)}
    return ""


def _any_of(question: str, number: str) -> str:
    """Return advice where the answer takes "any two", and the question names no number or another one."""
    if not HAS_NUMBER.search(question):
        advice = _("The answer takes any of a list. Put the number in the question, as in “Name %(number)s”.")
        return advice % {"number": number or "one"}
    found = re.match(rf"(?:name|list|give|mention) (?:the )?(?P<number>{NUMBER})\b", question, re.IGNORECASE)
    if not found or not number or _number(found["number"]) == _number(number):
        return ""
    advice = _("The question asks for %(question)s, the answer takes any %(answer)s. Make them the same.")
    return advice % {"question": found["number"], "answer": number}


def count_listed(back: str) -> int:
    """Return how many things an answer lists: as a list, as (1) (2), or between semicolons; 0 without a list."""
    text = CODE.sub("", back)
    if items := LIST_ITEM.findall(text):
        return len(items)
    numbered = [int(number) for number in IN_PARENTHESES.findall(text)]
    if len(numbered) > 1 and numbered == list(range(1, len(numbered) + 1)):
        return len(numbered)
    parts = prose(back).rstrip(".;").split("; ")
    return len(parts) if len(parts) >= MIN_SEMICOLON_ITEMS else 0


def prose(text: str) -> str:
    """Return Markdown as one line without code blocks and syntax."""
    return " ".join(SYNTAX.sub("", CODE.sub("", text)).split())


def quote(front: str) -> str:
    """Return the beginning of a front on one line."""
    text = prose(front)
    return text if len(text) <= MAX_QUOTE_LENGTH else f"{text[: MAX_QUOTE_LENGTH - 1]}…"


def in_words(number: int) -> str:
    """Return a number up to twelve as a word."""
    return NUMBERS[number - 1] if 1 <= number <= len(NUMBERS) else str(number)


def _number(word: str) -> str:
    return in_words(int(word)) if word.isdecimal() and len(word) < 4 else word.lower()


def _is_long(back: str) -> bool:
    return len(prose(back)) > MAX_ANSWER_LENGTH


def long_answer(back: str) -> str:
    """Return advice on an answer that is too long to recall."""
    advice = _("This answer has %(length)s characters. Up to %(max)s are easy to recall. Shorten or split it.")
    return advice % {"length": localized.number(len(prose(back))), "max": localized.number(MAX_ANSWER_LENGTH)}


def _split(first: str, second: str) -> str:
    advice = _("Two questions in one: “%(first)s” and “%(second)s” Ask each on its own.")
    return advice % {"first": first, "second": f"{second[0].upper()}{second[1:]}"}
