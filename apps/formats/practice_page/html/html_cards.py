"""Finds the flashcards of an HTML page, whatever they are made of, and gives each the same shape.

The shape is `<flashcard><question>...</question><answer>...</answer></flashcard>`; a question that the page holds in an
attribute stays in one, since it is Markdown already.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from apps.formats.practice_page.markdown.sections import IS_FLASHCARDS
from apps.formats.practice_page.markdown.syntax.items import is_plain
from apps.formats.text.html.html_tree import Tag

IS_CARD = re.compile(r"(?:^|[-_])flash-?card(?:[-_](?:item|wrapper|container))?$", re.IGNORECASE)
IS_QUESTION = re.compile(r"(?:^|[-_])(?:question|front)$", re.IGNORECASE)
IS_ANSWER = re.compile(r"(?:^|[-_])(?:answer|back)$", re.IGNORECASE)
QUESTION_KEYS = ("data-question", "question", "data-front", "front")
ANSWER_KEYS = ("data-answer", "answer", "data-back", "back")
MAX_GAP = 3  # tags between a question and the card that it is in


def attribute(tag: Tag | None, *names: str) -> str:
    """Return the first of some attributes that a tag has, or nothing."""
    return next((tag.attributes[name] for name in names if tag.attributes.get(name)), "") if tag else ""


def shape_cards(root: Tag) -> None:
    """Give what is a flashcard the shape of one."""
    tags = list(root.walk())
    around = _Surroundings([root, *tags])
    inside: set[int] = set()  # a card, where nothing else is one
    among_cards = False
    for tag in tags:
        if tag.name == "h2":
            among_cards = bool(IS_FLASHCARDS.match(tag.text.strip()))
        if id(around.parents.get(id(tag))) in inside:
            inside.add(id(tag))
        elif around.is_card(tag, among_cards=among_cards):
            inside.update(_shape(tag, around))
        elif among_cards and _has_class(tag, IS_QUESTION):
            inside.update(_shape_siblings(tag, around))


class _Surroundings:
    """Knows of each tag what is around it, and how many questions and answers are close below it."""

    def __init__(self, tags: Sequence[Tag]) -> None:
        self.parents: dict[int, Tag] = {}
        self.following: dict[int, Tag] = {}
        for tag in tags:
            children = [child for child in tag.children if isinstance(child, Tag)]
            self.parents.update((id(child), tag) for child in children)
            self.following.update((id(child), after) for child, after in pairwise(children))
        self.questions, self.answers, self.cards = Counter[int](), Counter[int](), Counter[int]()
        self.with_details: set[int] = set()
        for tag in tags:
            self._count(tag)

    def _count(self, tag: Tag) -> None:
        if _has_class(tag, IS_QUESTION):
            self.questions.update(self._above(tag, MAX_GAP))
        if _has_class(tag, IS_ANSWER):
            self.answers.update(self._above(tag, MAX_GAP))
        if tag.name == "flashcard" or _has_class(tag, IS_CARD):
            self.cards.update(self._above(tag, 2 * MAX_GAP))
        if tag.name == "details":
            self.with_details.update(self._above(tag, 2 * MAX_GAP))

    def _above(self, tag: Tag, max_steps: int) -> Iterator[int]:
        """Yield the nearest tags that a tag is in."""
        return map(id, islice(self._ancestors(tag), max_steps))

    def _ancestors(self, tag: Tag) -> Iterator[Tag]:
        parent = self.parents.get(id(tag))
        while parent:
            yield parent
            parent = self.parents.get(id(parent))

    def make_card(self, tag: Tag, front: Tag, back: Tag) -> None:
        """Make a tag the card of a question and its answer; what it is in then holds a block."""
        tag.name, tag.attributes, tag.children = "flashcard", {}, [front, back]
        for parent in self._ancestors(tag):
            parent.holds_blocks = True

    def is_card(self, tag: Tag, *, among_cards: bool) -> bool:
        """Return whether a tag is a flashcard; some are only known by the heading above them."""
        if tag.name == "flashcard" or attribute(tag, *QUESTION_KEYS):
            return True
        if _has_class(tag, IS_CARD):
            return not self.cards[id(tag)]
        if tag.name == "details":
            return among_cards and not is_plain(_summary(tag))
        one_of_each = self.questions[id(tag)] == 1 and self.answers[id(tag)] == 1
        return one_of_each and among_cards and id(tag) not in self.with_details


def _summary(tag: Tag) -> str:
    first = next((child for child in tag.children if isinstance(child, Tag)), None)
    return first.text if first and first.name == "summary" else ""


def _has_class(tag: Tag, pattern: re.Pattern[str]) -> bool:
    return any(pattern.search(name) for name in tag.classes)


def _shape(tag: Tag, around: _Surroundings) -> set[int]:
    """Make a tag a card, and return what is in it; nothing where there is no question."""
    inner = list(tag.walk())
    in_attributes = (attribute(tag, *QUESTION_KEYS), attribute(tag, *ANSWER_KEYS))
    front = next((one for one in inner if one.name == "summary" or _has_class(one, IS_QUESTION)), None)
    if not in_attributes[0] and not front:
        return set()
    if front:
        around.parents[id(front)].children.remove(front)
    back = next((one for one in inner if _has_class(one, IS_ANSWER)), tag)
    question = Tag("question", children=_without_invitation(front.children) if front else [])
    answer = Tag("answer", children=back.children)
    around.make_card(tag, question, answer)
    tag.attributes = dict(zip(("question", "answer"), in_attributes, strict=True))
    return {id(tag), *map(id, inner)}


def _without_invitation(children: list[Tag | str]) -> list[Tag | str]:
    """Return a question without what only invites to open it, such as “Show answer” at the foot of a card."""
    kept = [child for child in children if isinstance(child, str) or not _is_invitation(child.text)]
    return kept if any(child.strip() if isinstance(child, str) else True for child in kept) else children


def _is_invitation(text: str) -> bool:
    return any(map(str.isalnum, text)) and is_plain(text)


def _shape_siblings(question: Tag, around: _Surroundings) -> set[int]:
    """Make a card of a question and the answer that is beside it instead of in one tag with it."""
    answer = around.following.get(id(question))
    if answer is None or not _has_class(answer, IS_ANSWER):
        return set()
    inner = [question, *question.walk(), *answer.walk()]
    around.make_card(question, Tag("question", children=question.children), Tag("answer", children=answer.children))
    answer.attributes, answer.children = {}, []
    return set(map(id, inner))
