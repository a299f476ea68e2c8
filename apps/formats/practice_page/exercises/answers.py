"""Reads one answer of an exercise: which scenario it is for, its label, and why. Reads Markdown and plain text."""

import html
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

LINK = r"<?(?:[-–—=]{1,2}|--)>|[→⟶⇒➔]|(?<![=<>!])=(?![=>])"  # what joins a scenario to its match
BULLET = re.compile(r"\s*(?:[-*+•]\s+)?")
NAME = re.compile(
    r"(?P<bold>\*\*|__)?\s*(?:(?:answer|case|example|item|part|prompt|question|scenario|statement|step|string)\s+)?"
    r"(?P<name>[a-z]|\d{1,3})(?P<closed>\*\*|__)?\s*"
    rf"(?:(?P<end>[:.)])|(?P<link>{LINK})|(?P<dash>[—–-](?=\s)))(?P<closed_after>\*\*|__)?(?=\s|$|(?<=[→⟶⇒➔>=]))",
    re.IGNORECASE,
)
BOLD = re.compile(r"(?P<mark>\*\*|__)(?=\S)(?P<text>.+?)(?<=\S)(?P=mark)", re.DOTALL)
LABEL_END = re.compile(r"[.!?](?=\s|$)|[:;](?=\s|$)|\s+[—–-]\s|\s+(?=\()")
NOTE_IN_BOLD = re.compile(r"\s+(?=\()")
END_OF_LABEL = re.compile(r"\s*(?:[.:;,]|[—–-](?=\s))?\s*")
MARKUP = re.compile(r"\\([!-/:-@\[-`{-~])|`+|\*+|(?<!\w)_+|_+(?!\w)")
TARGET = re.compile(r"(?:\*\*)?(?P<target>[A-Za-z]|\d{1,2})(?=[\s.:;,)*—–-]|$)")
AFTER_TARGET = re.compile(r"[\s.:;,)*—–-]+")
NO_LABEL = re.compile(rf"{LINK}|^\d+$|^[A-Z]$")
LETTER = re.compile(r"(?<![\w-])([A-Z])(?![\w'’-])(?! [a-z])")
MAX_GUESSED_LABEL_LENGTH = 60
MAX_GUESSED_LABEL_WORDS = 6


@dataclass(frozen=True)
class Answer:
    """The answer to scenario `name`: "A" or "1". `why` is Markdown or plain text, as it came; `label` is plain.

    A label that `read` returns is a candidate: `are_labels` decides over all answers of the exercise.
    """

    name: str
    label: str
    why: str
    bold: bool = False
    text: str = ""  # label and reason as they were written
    linked: bool = False  # whether it names what belongs to the scenario: "A = MODEL", "A -> 2"

    def without_label(self) -> "Answer":
        """Return the answer with its label put back into the reason."""
        return replace(self, label="", why=self.text, bold=False)


def read(line: str) -> Answer | None:
    """Return the answer that a line or a list item gives, or nothing where it begins with no letter or number."""
    start = BULLET.match(line)
    found = NAME.match(line, start.end() if start else 0)
    if not found or (found["dash"] and not found["bold"]):
        return None
    name, rest = found["name"].upper(), line[found.end() :].strip()
    if found["bold"] and not (found["closed"] or found["closed_after"]):
        if found["bold"] not in rest:
            return None
        rest = f"{found['bold']}{rest}"
    if found["link"]:
        return _linked(name, rest)
    bold = BOLD.match(rest)
    label, why = _of_bold(rest, bold) if bold else _of_sentence(rest)
    return Answer(name, label, why if label else rest, bold=bool(bold and label), text=rest)


def _linked(name: str, rest: str) -> Answer:
    """Return the answer that joins a scenario to a letter, a number or a word."""
    if target := TARGET.match(rest):
        end = AFTER_TARGET.match(rest, target.end())
        why = rest[end.end() if end else target.end() :]
        return Answer(name, target["target"], f"**{why}" if why.count("**") % 2 else why, text=rest, linked=True)
    bold = BOLD.match(rest)
    label, why = _of_bold(rest, bold) if bold else _of_sentence(rest)
    return Answer(name, label, why, text=rest, linked=True)


def are_labels(answers: Sequence[Answer], about: str = "") -> bool:
    """Return whether the candidates of all answers are labels: the exercise names them, or some share one.

    A label names no scenario and joins nothing to another: that is a matching.
    """
    labels = [_key(answer.label) for answer in answers]
    if not all(labels) or any(NO_LABEL.search(answer.label) for answer in answers):
        return False
    letters = {answer.name for answer in answers}
    if any(letters.intersection(LETTER.findall(answer.label)) for answer in answers):
        return False
    named = f" {_key(about)} "
    return len(set(labels)) < len(labels) or all(f" {label} " in named for label in labels)


def mix_labels(answers: Sequence[Answer], about: str, offered: Sequence[str]) -> bool:
    """Return whether a candidate says more than one label: two that the exercise has, or one of its offer and more.

    "HIGH, but LOW at night", "CACHE or COMPUTE": which of its labels is right is not certain.
    """
    keys = dict.fromkeys(_key(answer.label) for answer in answers)
    offer = {_key(label) for label in offered}
    named = {key for key in keys if f" {key} " in f" {_key(about)} "}
    for key in keys if offer.intersection(keys) else ():
        inside = {other for other in offer | named if other != key and f" {other} " in f" {key} "}
        if key not in offer and (len(inside) > 1 or (key not in named and offer & inside)):
            return True
    return False


def are_named(answers: Sequence[Answer], about: str) -> bool:
    """Return whether the candidates are two labels or more, each of which the exercise names."""
    labels = {_key(answer.label) for answer in answers}
    named = f" {_key(about)} "
    return len(labels) > 1 and are_labels(answers, about) and all(f" {label} " in named for label in labels)


def may_be_labels(answers: Sequence[Answer], about: str) -> bool:
    """Return whether some candidate looks like a label to a reader, though they are none together."""
    often = Counter(_key(answer.label) for answer in answers if answer.label)
    named = f" {_key(about)} "
    return any(answer.label and (answer.bold or answer.linked) for answer in answers) or any(
        count > 1 or f" {key} " in named for key, count in often.items()
    )


def _of_bold(rest: str, bold: re.Match[str]) -> tuple[str, str]:
    """Return label and reason where the label is in bold, with or without its second part."""
    inner, after = bold["text"].strip(), rest[bold.end() :]
    note = NOTE_IN_BOLD.search(inner, 0, 2 * MAX_GUESSED_LABEL_LENGTH)
    if note:
        second = inner[note.end() :]
        gap = "" if not after or after[0].isspace() or after[0] in ".:;," else " "
        return _label(inner[: note.start()]), f"{second}{gap}{after}".strip()
    if after.lstrip().startswith("("):
        return _label(inner), after.strip()
    end = END_OF_LABEL.match(after)
    return _label(inner), after[end.end() if end else 0 :].strip()


def _of_sentence(rest: str) -> tuple[str, str]:
    """Return the first few words as a candidate, and what follows them."""
    end = LABEL_END.search(rest, 0, MAX_GUESSED_LABEL_LENGTH + 2)
    if not end:
        return _label(rest), ""
    return _label(rest[: end.start()]), rest[end.end() :].strip()


def _label(text: str) -> str:
    """Return a label as plain text, or nothing where it is too long for one."""
    plain = plain_label(text)
    return "" if len(plain.split()) > MAX_GUESSED_LABEL_WORDS else plain


def plain_label(text: str, limit: int = MAX_GUESSED_LABEL_LENGTH) -> str:
    """Return a text without Markdown and the punctuation at its end, or nothing where it is longer than a limit."""
    if len(text) > 2 * limit:
        return ""
    plain = html.unescape(MARKUP.sub(lambda found: found[1] or "", text))
    plain = " ".join(plain.split()).rstrip(".:;,").strip()
    return "" if len(plain) > limit or not re.search(r"\w", plain) else plain


def _key(text: str) -> str:
    """Return a text that is the same for the same label: folded, without punctuation."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def spell_alike(answers: Sequence[Answer]) -> list[Answer]:
    """Return answers in which a label is spelled each time as it was at first."""
    first: dict[str, str] = {}
    return [replace(answer, label=first.setdefault(_key(answer.label), answer.label)) for answer in answers]
