"""Finds the flashcards of an HTML page, whatever they are made of, and puts each into one shape. Pure.

The shape is `<flashcard><question>...</question><answer>...</answer></flashcard>`; a question that the page holds in an
attribute stays in one, since it is Markdown already.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice

from bs4 import BeautifulSoup
from bs4.element import PageElement, Tag

from apps.formats.practice_page.markdown.items import is_plain
from apps.formats.practice_page.markdown.sections import IS_FLASHCARDS

IS_CARD = re.compile(r"(?:^|[-_])flash-?card(?:[-_](?:item|wrapper|container))?$", re.IGNORECASE)
ASKS = re.compile(r"(?:^|[-_])(?:question|front)$", re.IGNORECASE)
ANSWERS = re.compile(r"(?:^|[-_])(?:answer|back)$", re.IGNORECASE)
QUESTION_KEYS = ("data-question", "question", "data-front", "front")
ANSWER_KEYS = ("data-answer", "answer", "data-back", "back")
MAX_GAP = 3  # tags between a question and the card that it stands in


def classes(tag: Tag) -> list[str]:
    """Return the classes of a tag."""
    value = tag.get("class")
    return value.split() if isinstance(value, str) else list(value or [])


def attribute(tag: Tag, *names: str) -> str:
    """Return the first of some attributes that a tag has, or nothing."""
    return next((str(tag[name]) for name in names if tag.get(name)), "")


def mark(soup: BeautifulSoup, root: Tag) -> None:
    """Replace what is a flashcard by one that says so."""
    tags = root.find_all(True)
    pairs = _Pairs(tags)
    inside: set[int] = set()
    among_cards = False
    for tag in tags:
        if tag.name == "h2":
            among_cards = bool(IS_FLASHCARDS.match(tag.get_text().strip()))
        if id(tag.parent) in inside:
            inside.add(id(tag))
            continue
        if pairs.is_card(tag, among_cards=among_cards):
            inside.update(_made(soup, tag))
        elif among_cards and _has_class(tag, ASKS):
            inside.update(_with_sibling(soup, tag))


class _Pairs:
    """Knows of each tag how many questions and answers stand close below it, and what else may."""

    def __init__(self, tags: Sequence[Tag]) -> None:
        self.asks, self.answers, self.cards = Counter[int](), Counter[int](), Counter[int]()
        self.with_details: set[int] = set()
        for tag in tags:
            names = " ".join(classes(tag))
            if names and _has_class(tag, ASKS):
                self.asks.update(_above(tag, MAX_GAP))
            if names and _has_class(tag, ANSWERS):
                self.answers.update(_above(tag, MAX_GAP))
            if tag.name == "flashcard" or (names and _has_class(tag, IS_CARD)):
                self.cards.update(_above(tag, 2 * MAX_GAP))
            if tag.name == "details":
                self.with_details.update(_above(tag, 2 * MAX_GAP))

    def is_card(self, tag: Tag, *, among_cards: bool) -> bool:
        """Say whether a tag is a flashcard; some are only known by the heading above them."""
        if tag.name == "flashcard" or attribute(tag, *QUESTION_KEYS):
            return True
        if _has_class(tag, IS_CARD):
            return not self.cards[id(tag)]
        if tag.name == "details":
            return among_cards and not is_plain(_summary(tag))
        one_of_each = self.asks[id(tag)] == 1 and self.answers[id(tag)] == 1
        return one_of_each and among_cards and id(tag) not in self.with_details


def _above(tag: Tag, most: int) -> list[int]:
    """Return the nearest tags in which a tag stands."""
    return [id(parent) for parent in islice(tag.parents, most)]


def _summary(tag: Tag) -> str:
    first = next((child for child in tag.children if isinstance(child, Tag)), None)
    return first.get_text() if first is not None and first.name == "summary" else ""


def _has_class(tag: Tag, pattern: re.Pattern[str]) -> bool:
    return any(pattern.search(name) for name in classes(tag))


def _made(soup: BeautifulSoup, tag: Tag) -> set[int]:
    """Bring a card into the common shape, and return what stands in it; nothing where there is no question."""
    inner = tag.find_all(True)
    asked, answered = attribute(tag, *QUESTION_KEYS), attribute(tag, *ANSWER_KEYS)
    front = next((one for one in inner if one.name == "summary" or _has_class(one, ASKS)), None)
    if not asked and not front:
        return set()
    question = list(front.extract().contents) if front else []
    back = next((one for one in inner if _has_class(one, ANSWERS)), tag)
    return _shaped(soup, tag, question, list(back.contents), asked, answered) | {id(one) for one in inner}


def _with_sibling(soup: BeautifulSoup, question: Tag) -> set[int]:
    """Make a card of a question and the answer that stands beside it instead of in one tag with it."""
    answer = question.find_next_sibling()
    if answer is None or not _has_class(answer, ANSWERS):
        return set()
    inner = [question, *question.find_all(True), *answer.find_all(True)]
    contents = list(answer.contents)
    answer.attrs = {}
    return _shaped(soup, question, list(question.contents), contents) | {id(one) for one in inner}


def _shaped(
    soup: BeautifulSoup,
    tag: Tag,
    asked_by: Sequence[PageElement],
    answered_by: Sequence[PageElement],
    asked: str = "",
    answered: str = "",
) -> set[int]:
    """Make a tag the card of a question and its answer, and return what it is made of."""
    question, answer = soup.new_tag("question"), soup.new_tag("answer")
    question.extend(asked_by)
    answer.extend(answered_by)
    line = str(tag.sourceline or 0)
    tag.clear()
    tag.name, tag.attrs = "flashcard", {"data-line": line, "data-question": asked, "data-answer": answered}
    tag.extend([question, answer])
    return {id(tag), id(question), id(answer)}
