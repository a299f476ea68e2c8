"""Reads a key that says which entry belongs to which, and nothing else: "1-A, 2-B", "1b, 2a", a table of answers."""

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

from apps.formats.practice_page.exercises.answers import BOLD, LINK, MARKUP
from apps.formats.practice_page.exercises.columns import ALONE, tables_in
from apps.formats.practice_page.markdown.questions.lists import Entry, in_sequence

BULLET = re.compile(r"^[ \t]*[-*+][ \t]+", re.MULTILINE)
LEAD = re.compile(r"(?:the )?(?:correct )?(?:answers?|answer key|key|solutions?)\b(?: (?:is|are)\b)?[ ]?:?[ ]*")
JOIN = rf"(?:\s*(?:{LINK}|[-–—:=.()/]+)\s*|\s+(?:is |goes with |matches )?|(?<=\d)(?=[a-z])|(?<=[a-z])(?=\d))"
BETWEEN = re.compile(r"(?:[\s,;.()]|and\b)*")
NAMES = r"(?:[a-z]|\d{1,2})"
PIECE = re.compile(rf"\(?{NAMES}[.):]?(?:{JOIN})\S.*|.+?(?:{LINK}).+")
NEXT = re.compile(rf"[,;\n]|{LINK}|>|\bthen\b")
NUMBER = re.compile(r"(\d{1,2})[.):][ ]+")
QUESTION = re.compile(r"\(?(?:question |no\. ?|q ?)?(?P<number>\d{1,3})")
LETTER = re.compile(rf"(?:{LEAD.pattern})?\(?(?P<name>[a-z])(?:[.):,;]|\s+[-–—(]|\Z)")
BEFORE_NAME = re.compile(r"[,;][ \t]*(?=\(?(?:[A-Za-z]|\d{1,2})[.):][ \t]+\S)")
IN_LINE = re.compile(r"\(?(?P<name>[A-Za-z]|\d{1,2})[.):][ \t]+(?P<text>[^\s,;][^,;]*)")
REASON = re.compile(rf"^[ \t]*[-*+][ \t]+\*\*\(?{NAMES}[:.)][^*\n]+\*\*[ \t]+\w", re.IGNORECASE | re.MULTILINE)
MAX_LENGTH = 4_000  # characters of a key
MAX_PIECE_LENGTH = 80
MIN_PIECES = 2


def pairs(text: str, left: Sequence[Entry], right: Sequence[Entry]) -> dict[int, int] | None:
    """Return by their places which of the right entries a key gives to each of the left ones.

    Returns nothing where the key holds anything else, leaves one out or names one twice.
    """
    for written in _spellings(text):
        if found := _pairs(written, left, right):
            return found
        turned = _pairs(written, right, left, whole=False) or {}
        if sorted(turned.values()) == list(range(len(left))):
            return {place: other for other, place in turned.items()}
    return None


def chosen(text: str, choices: Sequence[Entry]) -> int | None:
    """Return the place of the only choice that a text names: by its letter, its text or both."""
    pattern = _pattern("choice", [entry if entry.name.isalpha() else _unnamed(entry) for entry in choices])
    plain = _plain(text)
    found = re.fullmatch(rf"(?:{LEAD.pattern})?\(?{pattern}[\s.)]*", plain) if len(plain) <= MAX_LENGTH else None
    return _place("choice", found, len(choices)) if found else None


def by_number(text: str, choices: Mapping[str, Sequence[Entry]]) -> dict[str, int] | None:
    """Return by their numbers the place of each question's only right choice, where a key names these and nothing else.

    Returns nothing where it leaves one out or names one twice.
    """
    return next((found for written in _spellings(text) if (found := _by_number(written, choices))), None)


def _by_number(text: str, choices: Mapping[str, Sequence[Entry]]) -> dict[str, int] | None:
    plain = _plain(text)
    lead = LEAD.match(plain)
    found: dict[str, int] = {}
    at = lead.end() if lead else 0
    while at < len(plain) <= MAX_LENGTH:
        number = QUESTION.match(plain, at)
        entries = choices.get(number["number"], ()) if number else ()
        pattern = rf"(?:{JOIN})\(?{_pattern('choice', entries)}(?!\w)"
        pair = re.compile(pattern).match(plain, number.end()) if number and entries else None
        place = _place("choice", pair, len(entries)) if pair else None
        if not number or not pair or place is None or number["number"] in found:
            return None
        found[number["number"]] = place
        between = BETWEEN.match(plain, pair.end())
        at = between.end() if between else pair.end()
    return found if len(found) == len(choices) else None


def leading(text: str, choices: Sequence[Entry]) -> int | None:
    """Return the place of the choice that a text names at its beginning by a letter, or by all of its first lines."""
    head, _gap, _rest = text.partition("\n")
    if (whole := chosen(head, choices)) is not None:
        return whole
    bold = BOLD.match(text.lstrip())
    if bold and (whole := chosen(bold["text"], choices)) is not None:
        return whole if not _continues(_plain(text.lstrip()[bold.end() :]), whole, choices) else None
    plain = _plain(text)
    found = LETTER.match(plain)
    names = [choice.name.lower() for choice in choices]
    if not found or found["name"] not in names:
        return None
    place = names.index(found["name"])
    return None if _continues(plain[found.end() :], place, choices) else place


def _continues(rest: str, place: int, choices: Sequence[Entry]) -> bool:
    """Return whether what follows a letter names another choice as well: its letter, or its text."""
    rest = rest.strip(" .:;,)(-–—")
    names = "".join(choice.name.lower() for choice in choices)
    if names and re.match(rf"(?:(?:and|or|&|/) ?)\(?[{names}]\b|\(?[{names}](?:[.):,;]|\Z)", rest):
        return True
    texts = [_plain(choice.text).rstrip(" .:;,") for choice in choices]
    own = max((len(text) for text in texts if rest.startswith(text)), default=0)
    return bool(own) and texts[place][:own] != rest[:own]


def places(text: str, entries: Sequence[Entry]) -> list[int] | None:
    """Return the place of each entry in the order in which a text lists all of them, and nothing else."""
    pieces = [piece.strip(" .") for piece in NEXT.split(_plain(text)) if piece.strip(" .")]
    numbers = [NUMBER.match(piece) for piece in pieces]
    if all(found and int(found[1]) == place for place, found in enumerate(numbers, 1)):
        pieces = [NUMBER.sub("", piece, count=1) for piece in pieces]
    texts = [_plain(entry.text).strip(" .") for entry in entries]
    if sorted(pieces) != sorted(texts) or len(set(texts)) < len(texts):
        return None
    return [pieces.index(text) + 1 for text in texts]


def as_list(text: str) -> str:
    """Return answers in a table, or in one line, as a list of them; other texts as they are.

    "| A | FLAT | why |" and "1. True, 2. False": a table's are in the same lines.
    """
    if answers_in_line := _of_line(text):
        return answers_in_line
    tables = tables_in(text.strip())
    rows = [[cell for cell in row if cell] for row in tables[0]] if len(tables) == 1 else []
    names = [ALONE.fullmatch(row[0]) if row else None for row in rows]
    if not rows or not all(names[1:]) or any(len(row) < MIN_PIECES for row in rows[1:]):
        return text
    listed = [
        f"- **{name['name']}: {row[1].strip('* ')}** {' '.join(row[2:])}".rstrip()
        for name, row in zip(names, rows, strict=True)
        if name
    ]
    head, body = ([listed[0], ""], listed[1:]) if names[0] else (["", ""], listed)
    return "\n".join([*head, *body])


def _of_line(text: str) -> str:
    """Return as a list what one line answers in words to A, B, C or 1, 2, 3; nothing for any other text."""
    line = text.strip()
    if "\n" in line or len(line) > MAX_LENGTH:
        return ""
    found = [IN_LINE.fullmatch(piece) for piece in BEFORE_NAME.split(line)]
    named = [(piece["name"].upper(), piece["text"].rstrip(" .")) for piece in found if piece]
    names = [name for name, _text in named]
    are_words = not any(re.fullmatch(NAMES, answer, re.IGNORECASE) for _name, answer in named)
    if len(named) < len(found) or len(named) < MIN_PIECES or names[0] not in ("A", "1") or not in_sequence(names):
        return ""
    return "\n".join(f"- {name}: {answer}" for name, answer in named) if are_words else ""


def is_key(text: str, entries: Sequence[Entry] = ()) -> bool:
    """Return whether a text looks like a key to a reader: short pairs, a table, or the entries in some order."""
    if tables_in(text):
        return True
    pieces = [piece.strip(" .") for piece in re.split(r"[,;\n]", LEAD.sub("", _plain(text), count=1)) if piece.strip()]
    if not pieces or max(map(len, pieces)) > MAX_PIECE_LENGTH:
        return False
    known = {_plain(entry.text).strip(" .") for entry in entries} - {""}
    alone = [piece for piece in pieces if piece in known or re.fullmatch(rf"{NAMES}(?:{JOIN}{NAMES})?", piece)]
    joined = [piece for piece in pieces if PIECE.fullmatch(piece) or piece.startswith(tuple(known))]
    return len(alone) == len(pieces) or (len(pieces) >= MIN_PIECES and len(joined) == len(pieces))


def is_bare(text: str) -> bool:
    """Return whether a text is a key without reasons: what it leaves out is then no answer of its own."""
    return is_key(text) and not REASON.search(text)


def _spellings(text: str) -> Iterator[str]:
    """Yield a key as text; one in a table by its rows and by its columns, with and without a head."""
    tables = tables_in(text.strip())
    if not tables:
        yield text
        return
    rows = tables[0]
    for table in (rows, rows[1:], list(zip_longest(*rows, fillvalue="")), list(zip_longest(*rows, fillvalue=""))[1:]):
        yield "\n".join(" → ".join(cell for cell in row if cell) for row in table)


def _pairs(text: str, left: Sequence[Entry], right: Sequence[Entry], *, whole: bool = True) -> dict[int, int] | None:
    """Return the pairs that a text is made of."""
    plain = _plain(text)
    if len(plain) > MAX_LENGTH:
        return None
    lead = LEAD.match(plain)
    pattern = re.compile(rf"\(?{_pattern('left', left)}(?:{JOIN}){_pattern('right', right)}(?!\w)")
    found: dict[int, int] = {}
    at = lead.end() if lead else 0
    while at < len(plain):
        pair = pattern.match(plain, at)
        place = _place("left", pair, len(left)) if pair else None
        other = _place("right", pair, len(right)) if pair else None
        if not pair or place is None or other is None or place in found:
            return None
        found[place] = other
        between = BETWEEN.match(plain, pair.end())
        at = between.end() if between else pair.end()
    return found if len(found) == len(left) or (found and not whole) else None


def _pattern(group: str, entries: Sequence[Entry]) -> str:
    """Return what matches an entry by name and text, by its text or by its name, each in a group of its own."""
    forms = [(place, form) for place, entry in enumerate(entries) for form in _forms(entry)]
    forms.sort(key=lambda form: -len(form[1]))
    numbered = [rf"(?P<{group}_{place}_{number}>{form})" for number, (place, form) in enumerate(forms)]
    return f"(?:{'|'.join(numbered)})"


def _forms(entry: Entry) -> list[str]:
    text = re.escape(_plain(entry.text).rstrip(" .:;,"))
    name = entry.name.lower()
    return [text, *([name, rf"{name}[.):]*\s+{text}"] if name else [])]


def _place(group: str, found: re.Match[str], count: int) -> int | None:
    """Return which entry a match is of."""
    names = [name for name, text in found.groupdict().items() if text is not None and name.startswith(f"{group}_")]
    place = int(names[0].split("_")[1]) if names else count
    return place if place < count else None


def _unnamed(entry: Entry) -> Entry:
    return Entry("", entry.text, entry.line)


def _plain(text: str) -> str:
    """Return Markdown as folded plain text, in which lines stay lines."""
    plain = html.unescape(MARKUP.sub(lambda found: found[1] or "", BULLET.sub("", text)))
    return "\n".join(" ".join(line.split()) for line in plain.casefold().split("\n")).strip()
