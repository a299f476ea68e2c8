"""Reads one answer of an exercise: which scenario it is for, its label, and why. Reads Markdown and plain text."""

import html
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

BULLET = re.compile(r"\s*(?:[-*+•]\s+)?")
NAME = re.compile(
    r"(?P<bold>\*\*|__)?\s*(?:(?:answer|case|example|item|part|prompt|question|scenario|statement|step|string)\s+)?"
    r"(?P<name>[a-z]|\d{1,3})(?P<closed>\*\*|__)?\s*(?P<end>[:.)])(?P<closed_after>\*\*|__)?(?=\s|$)",
    re.IGNORECASE,
)
BOLD = re.compile(r"(?P<mark>\*\*|__)(?=\S)(?P<text>.+?)(?<=\S)(?P=mark)", re.DOTALL)
LABEL_END = re.compile(r"[.!?](?=\s|$)|[:;](?=\s|$)|\s+[—–-]\s|\s+(?=\()")
NOTE_IN_BOLD = re.compile(r"\s+(?=\()")
END_OF_LABEL = re.compile(r"\s*(?:[.:;]|[—–-](?=\s))?\s*")
MARKUP = re.compile(r"\\([!-/:-@\[-`{-~])|`+|\*+|(?<!\w)_+|_+(?!\w)")
MAX_GUESSED_LABEL_LENGTH = 60
MAX_GUESSED_LABEL_WORDS = 6
MAX_LONE_WORDS = 3  # of a label that nothing but its shortness tells from a sentence


@dataclass(frozen=True)
class Answer:
    """The answer to scenario `name`: "A" or "1". `why` is Markdown or plain text, as it came; `label` is plain.

    A label that `read` returns is a candidate: `labels_of` decides over all answers of the exercise.
    """

    name: str
    label: str
    why: str
    bold: bool = False
    text: str = ""  # label and reason as they were written

    def without_label(self) -> "Answer":
        """Return the answer with its label put back into the reason."""
        return replace(self, label="", why=self.text, bold=False)


def read(line: str) -> Answer | None:
    """Return the answer that a line or a list item gives, or nothing where it begins with no letter or number."""
    start = BULLET.match(line)
    found = NAME.match(line, start.end() if start else 0)
    if not found:
        return None
    name, rest = found["name"].upper(), line[found.end() :].strip()
    if found["bold"] and not (found["closed"] or found["closed_after"]):
        if found["bold"] not in rest:
            return None
        rest = f"{found['bold']}{rest}"
    bold = BOLD.match(rest)
    label, why = _of_bold(rest, bold) if bold else _of_sentence(rest)
    return Answer(name, label, why if label else rest, bold=bool(bold and label), text=rest)


def labels_of(answers: Sequence[Answer], about: str = "") -> list[Answer]:
    """Return answers with the labels that are true ones; a sentence that only looked like one goes back into `why`.

    A label is in bold, repeats, or is named in `about`: the exercise's title and prompt. Without any of these it
    counts if all answers begin with a few words before a reason.
    """
    often = Counter(_key(answer.label) for answer in answers)
    named = f" {_key(about)} "

    def is_sure(answer: Answer) -> bool:
        key = _key(answer.label)
        return bool(key) and (answer.bold or often[key] > 1 or f" {key} " in named)

    all_short = len(answers) > 1 and all(is_sure(answer) or _is_short(answer) for answer in answers)
    checked = [answer if all_short or is_sure(answer) else answer.without_label() for answer in answers]
    return _spell_alike(checked)


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
    if len(text) > 2 * MAX_GUESSED_LABEL_LENGTH:
        return ""
    plain = html.unescape(MARKUP.sub(lambda found: found[1] or "", text))
    plain = " ".join(plain.split()).rstrip(".:;,").strip()
    too_long = len(plain) > MAX_GUESSED_LABEL_LENGTH or len(plain.split()) > MAX_GUESSED_LABEL_WORDS
    return "" if too_long or not re.search(r"\w", plain) else plain


def _is_short(answer: Answer) -> bool:
    """Return whether a label is before a reason and has few words."""
    return bool(answer.why) and 0 < len(answer.label.split()) <= MAX_LONE_WORDS


def _key(text: str) -> str:
    """Return a text that is the same for the same label: folded, without punctuation."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def _spell_alike(answers: list[Answer]) -> list[Answer]:
    """Return answers in which a label is spelled each time as it was at first."""
    first: dict[str, str] = {}
    return [replace(answer, label=first.setdefault(_key(answer.label), answer.label)) for answer in answers]
