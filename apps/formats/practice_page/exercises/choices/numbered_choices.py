"""Finds numbered questions with choices below each: "1. What does yeast eat?", "A. Salt", "B. Sugar"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from apps.formats.limits import MAX_LABEL_LENGTH
from apps.formats.practice_page.exercises import scenarios
from apps.formats.practice_page.exercises.answers import plain_label
from apps.formats.practice_page.markdown.questions.lists import Entry, after, named
from apps.formats.practice_page.markdown.questions.question_text import unbold
from apps.formats.practice_page.markdown.syntax.blocks import FENCE, RULE, Block

FENCED = re.compile(r"[ \t]*(?:`{3}|~{3})")
HEAD = re.compile(r"[ ]{0,3}(?:#{3,6}[ \t]+)?")
WORD = re.compile(r"(?P<bold>\*\*)?(?:question|frage|q)[ ]?(?=\d)", re.IGNORECASE)
NUMBER_ALONE = re.compile(r"(?P<bold>\*\*)?(?P<number>\d{1,3})(?(bold)[.):]?\*\*[.:]?|[.):]?)[ \t]*\Z")
CHOICE = re.compile(
    r"[ \t]*(?:[-*+][ \t]+)?(?:[\[(][ ]?[\])][ \t]+)?(?:\*\*)?\(?(?P<name>[A-Za-z])[.):](?:\*\*)?[ \t]+(?P<text>\S.*)\Z"
)
BULLET = re.compile(r"[ \t]*[-*+][ \t]+(?:[\[(][ ]?[\])][ \t]+)?(?P<text>\S.*)\Z")
ANSWER = re.compile(
    r"[ \t]*(?:[-*+>][ \t]+)?(?P<bold>\*\*)?(?:(?:correct|right)[ ])?(?:answer|solution)(?:[ ]is)?"
    r"(?:\*\*)?[ ]?[:=](?:\*\*)?[ \t]*(?P<text>\S.*)\Z",
    re.IGNORECASE,
)
APART = re.compile(r"(?:(?<! )[ ]{2,}+|(?<!\t)\t++)(?=\(?[A-Za-z][.):][ \t])")  # between choices in one line
MIN_CHOICES = 2


@dataclass(frozen=True)
class NumberedQuestion:
    """A question by its number, its choices, and the answer below them, if there is one.

    The names of the choices are letters that count up, or all empty.
    """

    number: str
    front: str
    choices: tuple[Entry, ...]
    line: int
    answer: str = ""

    @property
    def labels(self) -> tuple[str, ...]:
        """The choices as they are offered; nothing where one is too long, there twice, or the name of another."""
        texts = [plain_label(choice.text, MAX_LABEL_LENGTH) for choice in self.choices]
        folded = {text.casefold() for text in texts}
        is_clear = folded.isdisjoint(choice.name.casefold() for choice in self.choices if choice.name)
        return tuple(texts) if is_clear and all(texts) and len(folded) == len(texts) else ()


@dataclass
class _Draft:
    """A question while its lines are read."""

    number: str
    line: int
    text: list[str]
    choices: list[tuple[str, list[str], int]] = field(default_factory=list)
    answer: list[str] = field(default_factory=list)
    is_apart: bool = False  # whether the last line was blank

    def add(self, line: str, number: int) -> bool:
        """Add a line; return whether that was possible: what follows choices, and is none, is no part of them."""
        is_apart, self.is_apart = self.is_apart, not line.strip()
        answer = ANSWER.match(line) if len(self.choices) >= MIN_CHOICES else None
        if self.answer or answer:
            self.answer.append(_unbold(answer) if answer else line)
            return not (answer and self.answer[1:])
        if found := self._choices(line):
            self.choices.extend((name, [text], number) for name, text in found)
        elif not self.choices:
            self.text.append(line)
        elif line.strip():
            self.choices[-1][1].append(line.strip())
            return not is_apart
        return True

    def _choices(self, line: str) -> list[tuple[str, str]]:
        """Return the choices that a line has: the next letters, or a bullet without one."""
        last = self.choices[-1][0] if self.choices else "@"
        names: list[tuple[str, str]] = []
        for part in APART.split(line.strip()) if last else ():
            found = CHOICE.match(part)
            if not found or found["name"].upper() != (after(last) if last != "@" else "A"):
                break
            last = found["name"].upper()
            names.append((last, found["text"]))
        if names or (self.choices and self.choices[-1][0]):
            return names
        bullet = BULLET.match(line)
        return [("", bullet["text"])] if bullet else []

    def question(self) -> NumberedQuestion:
        """Return what was read."""
        entries = tuple(Entry(name, scenarios.clean_text(" ".join(texts)), line) for name, texts, line in self.choices)
        front, answer = (scenarios.clean_text("\n".join(lines)) for lines in (self.text, self.answer))
        return NumberedQuestion(self.number, front, entries, self.line, answer)


def find(blocks: Sequence[Block]) -> tuple[str, list[NumberedQuestion]] | None:
    """Return the text before the first question, and the questions; nothing where one is no choice."""
    before: list[str] = []
    drafts: list[_Draft] = []
    for line, number, is_code in _lines(blocks):
        begun = None if is_code else _begun(line, drafts[-1].number if drafts else "")
        if begun and drafts and len(drafts[-1].choices) < MIN_CHOICES:
            return None
        if begun:
            drafts.append(_Draft(begun[0], number, [begun[1]]))
        elif not drafts:
            before.append(line)
        elif is_code and not drafts[-1].choices:
            drafts[-1].text.append(line)
        elif is_code or not drafts[-1].add(line, number):
            return None
    found = [draft.question() for draft in drafts]
    if not found or not all(len(each.choices) >= MIN_CHOICES and each.front for each in found):
        return None
    return scenarios.clean_text("\n".join(before)), found


def _unbold(answer: re.Match[str]) -> str:
    """Return the text of an answer without the end of bold print that began before its name."""
    text = answer["text"].rstrip()
    return text.removesuffix("**").rstrip() if answer["bold"] and text.count("**") % 2 else text


def are_below(front: str) -> bool:
    """Return whether a question has lines below it that begin with the letters A and B."""
    found = [choice["name"].upper() for line in front.split("\n") if (choice := CHOICE.match(line))]
    return found[:MIN_CHOICES] == ["A", "B"]


def _lines(blocks: Sequence[Block]) -> Iterator[tuple[str, int, bool]]:
    """Yield each line with its number, and whether it is code; blocks are apart by a blank one."""
    for block in blocks:
        if block.kind == RULE:
            continue
        is_code = False
        for number, line in enumerate(block.own, block.line):
            fences = bool(FENCED.match(line))
            yield line, number, is_code or fences or block.kind == FENCE
            is_code ^= fences
        yield "", block.line + len(block.own), False


def _begun(line: str, before: str) -> tuple[str, str] | None:
    """Return the number and the text of the question that a line begins, if its number follows the one before."""
    if not line.strip() or line[:4].isspace():
        return None
    text = WORD.sub(lambda found: found["bold"] or "", HEAD.sub("", line, count=1), count=1).strip()
    alone = NUMBER_ALONE.match(text)
    found = (alone["number"], "") if alone else named(text)
    if not found or not found[0].isdigit() or (before and after(before) != found[0]):
        return None
    return found[0], unbold(found[1])
