"""What an author might mend in a lesson: advice that never keeps anything from being saved. Pure.

Each rule would rather miss a case than be wrong about one: advice that is often wrong is not read.
"""

import re
from collections.abc import Sequence

from apps.cards.similarity import SAME, near_duplicates, similarity
from apps.formats.practice_page.markdown import stated_counts
from apps.formats.practice_page.records import EXERCISE, FLASHCARDS, SELF_CHECK, Item, Part

LONG_ANSWER = 300  # characters, without code and marks of Markdown
MANY_ALIKE = 3  # things between semicolons make a list
QUOTED = 80  # characters of another question
COUNTED = {SELF_CHECK: "questions", FLASHCARDS: "cards"}  # what an introduction says the number of

CODE = re.compile(r"^(`{3,}|~{3,}).*?(^\1|\Z)", re.DOTALL | re.MULTILINE)
MARKS = re.compile(r"\*\*|__|[*`]")
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
SAYS_HOW_MANY = re.compile(rf"\b(?:{NUMBER}|both|pair|all|every|each)\b|^\w+ an?\b", re.IGNORECASE)
ANY_OF = re.compile(rf"^\W*any(?: (?P<number>{NUMBER}))?(?: of(?: these| the following)?)?\s*:", re.IGNORECASE)
ASKS_FOR_A_LIST = re.compile(
    r"^(?:name|list|give|enumerate|mention)\b|^(?:what|which)(?! of)\b[^?]*\bare\b", re.IGNORECASE
)
LIST_ITEM = re.compile(r"^(?:[-*+]|\d+[.)]) +\S", re.MULTILINE)
IN_PARENTHESES = re.compile(r"\((\d)\) ")


def advice_on_item(item: Item, kind: str) -> list[str]:
    """Return what might be better in one question, scenario or card of a section of that kind, each with what to do."""
    if kind == EXERCISE:
        return [_long(item.back, "reason")] if item.label and _is_long(item.back) else []
    found = [two_questions(item.front), count_of_a_list(item.front, item.back)]
    if _is_long(item.back):
        found.append(_long(item.back, "answer"))
    return list(filter(None, found))


def advice_on_introduction(part: Part) -> str:
    """Return advice where an introduction speaks of another number than there is; empty where it does not."""
    found = (
        stated_counts.mismatch(part.introduction, COUNTED[part.kind], len(part.items)) if part.kind in COUNTED else ""
    )
    return f"{found} Change the number, or leave it out." if found else ""


def advice_on_duplicates(items: Sequence[Item]) -> dict[int, str]:
    """Return by position which items ask for the same as an earlier one of theirs.

    Give it questions alone, or cards alone: a card that restates a question is meant, and never asked on its day.
    """
    pairs = near_duplicates([item.front for item in items], [item.back for item in items])
    earlier = {second: items[first].front for first, second in reversed(pairs) if _asks_alike(items, first, second)}
    return {
        position: f"This asks nearly the same as “{shortened(front)}” Keep one of the two, or say how they differ."
        for position, front in earlier.items()
    }


def _asks_alike(items: Sequence[Item], first: int, second: int) -> bool:
    """Whether two fronts have the same words, and none asks "why" where the other asks "what"."""
    one, other = items[first].front, items[second].front
    asked = [set(map(str.lower, ANY_QUESTION.findall(front))) for front in (one, other)]
    return asked[0] == asked[1] and similarity(one, other) >= SAME


def advice_on_labels(part: Part) -> list[str]:
    """Return what might be better in the labels of an exercise."""
    used = {item.label for item in part.items if item.label}
    if not used:
        return []
    unused = [label for label in part.labels if label not in used]
    return [f"No scenario has the label “{label}”. Write one for it, or take the label out." for label in unused]


def two_questions(front: str) -> str:
    """Return advice on a front that asks two things; empty for one."""
    sentences = [each for each in re.split(r"(?<=[.?!])\s+", prose(front)) if each.endswith("?")]
    asked = [each for each in sentences if not FOLLOW_UP.match(each)]
    if len(asked) > 1:
        return _divide(asked[0], asked[1])
    for sentence in asked:
        joined = JOINED.match(sentence)
        if joined and FIRST_QUESTION.match(sentence) and len(ANY_QUESTION.findall(joined["first"])) == 1:
            return _divide(f"{joined['first'].rstrip(',')}?", joined["second"])
    return ""


def count_of_a_list(front: str, back: str) -> str:
    """Return advice where the answer lists things and the question does not say how many are wanted."""
    question, number = prose(front), things_in(back)
    if found := ANY_OF.match(prose(back)):
        wanted = found["number"]
        if not SAYS_HOW_MANY.search(question):
            return f"Say in the question how many are wanted, as in “Name {wanted or 'one'}”: the answer takes any."
        return _disagreement(question, wanted or "")
    if number > 1 and ASKS_FOR_A_LIST.match(question) and not SAYS_HOW_MANY.search(question):
        return f"The answer lists {in_words(number)}. Say so in the question, as in “Name {in_words(number)}”."
    return ""


def _disagreement(question: str, wanted: str) -> str:
    """Return advice where the answer takes "any two" and the question asks for another number."""
    asked = re.match(rf"(?:name|list|give|mention) (?:the )?(?P<number>{NUMBER})\b", question, re.IGNORECASE)
    if not asked or not wanted or _number(asked["number"]) == _number(wanted):
        return ""
    return f"The question asks for {asked['number']}, the answer takes any {wanted}. Make them the same."


def things_in(back: str) -> int:
    """Return how many things an answer lists: as a list, as (1) (2), or between semicolons; 0 for none."""
    text = CODE.sub("", back)
    if items := LIST_ITEM.findall(text):
        return len(items)
    numbered = [int(number) for number in IN_PARENTHESES.findall(text)]
    if len(numbered) > 1 and numbered == list(range(1, len(numbered) + 1)):
        return len(numbered)
    parts = prose(back).rstrip(".;").split("; ")
    return len(parts) if len(parts) >= MANY_ALIKE else 0


def prose(text: str) -> str:
    """Return Markdown as one line without code blocks and marks."""
    return " ".join(MARKS.sub("", CODE.sub("", text)).split())


def shortened(front: str) -> str:
    """Return the beginning of a front in one line."""
    text = prose(front)
    return text if len(text) <= QUOTED else f"{text[: QUOTED - 1]}…"


def in_words(number: int) -> str:
    """Return a number up to twelve as a word."""
    return NUMBERS[number - 1] if 1 <= number <= len(NUMBERS) else str(number)


def _number(word: str) -> str:
    return in_words(int(word)) if word.isdecimal() and len(word) < 4 else word.lower()


def _is_long(back: str) -> bool:
    return len(prose(back)) > LONG_ANSWER


def _long(back: str, noun: str) -> str:
    return (
        f"This {noun} has {len(prose(back))} characters; up to {LONG_ANSWER} are easy to recall. Shorten or divide it."
    )


def _divide(first: str, second: str) -> str:
    return f"Two questions at once: “{first}” and “{second[0].upper()}{second[1:]}” Ask each on its own."
