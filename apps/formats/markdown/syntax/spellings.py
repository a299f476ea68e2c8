"""How a Markdown file spells its cards: as Ditcards does, as people do by hand, or as note-taking programs do."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from apps.formats.records import ScheduleRecord

IS_OURS = re.compile(r"^<!-- (?:note|section) \{", re.MULTILINE)
PLAIN_MARK = re.compile(r"[QC]:(?:[ \t]|[^\s:])")
SIDES = {
    "Q": (
        "Question|Front|Frage|Vorderseite|Pregunta|Anverso|Domanda|Fronte|Pergunta|Frente|Vraag|"
        "Voorkant|Fråga|Spørgsmål|Spørsmål|Kysymys|Pytanie|Otázka|Kérdés|Întrebare|Pitanje|Soru|"
        "Вопрос|Питання|Ερώτηση|问|問|问题|問題|質問|질문|문제"
    ),
    "A": (
        "Answer|Back|Antwort|Rückseite|Réponse|Verso|Respuesta|Reverso|Risposta|Retro|Resposta|"
        "Antwoord|Achterkant|Svar|Vastaus|Odpowiedź|Odpověď|Válasz|Răspuns|Odgovor|Cevap|Ответ|"
        "Відповідь|Απάντηση|答|答案|答え|回答|답|정답"
    ),
    "C": "Cloze",
}
WORDS = {form: mark for mark, words in SIDES.items() for word in words.split("|") for form in (word, word.upper())}
BOLD = r"(?:\*\*?|__?)"
# Around a word that begins a side there may be a quotation mark, a list marker, a number, and bold print or italics,
# which end before the colon, after it, or with the line.
FREE_MARK = re.compile(
    r"[ \t]*(?:>[ \t]?)?(?:(?:[-*+]|\d{1,4}[.)]|\#{1,6})[ \t]+)?"
    rf"(?P<bold>{BOLD})?(?P<word>[QAC]|(?:{'|'.join(WORDS)})(?=[ \u00a0\u202f]?\d*(?:{BOLD})?[ \u00a0\u202f]?[:：]))"
    rf"(?:[ \t]?\d{{1,4}})?[ \u00a0\u202f]?(?P<colon>{BOLD}[ \u00a0]?[:：]|[:：]{BOLD}|[:：](?!:))[ \t]*(?P<text>.*)\Z"
)
# The same with another sign than a colon, or in small letters: "Q. Why?", "a: So".
LOOSE_MARK = re.compile(
    r"[ ]{0,3}(?:[-*+][ \t]+)?(?P<bold>\*\*)?(?P<word>[QABqa])(?:[ ]?\d{1,4})?(?:[.):]|[ ]-(?=[ ]))(?(bold)\*\*)"
    r"[ \t]+(?P<text>\S.*)\Z"
)
TAG_AT_END = re.compile(r"(?<=\S)[ \t]+#flashcards?(?:/[\w/-]+)?[ \t]*\Z", re.IGNORECASE)
CARD_TAG = re.compile(r"(?:^|(?<=\s))#flashcards?(?:/[\w/-]+)?(?=\s|\Z)", re.IGNORECASE)
TAG = re.compile(r"(?:^|(?<=\s))#[^\s#]+")
TAGGED_HEADING = re.compile(r"#{1,6}[ \t][^\n]*?(?<=\s)#flashcards?(?:/[\w/-]+)?(?=\s|\Z)", re.IGNORECASE)
TAG_LINE = re.compile(r"[ \t]*(?:#[^\s#][^\s]*[ \t]*)+\Z")
TAG_IN_HEAD = re.compile(r"\A\s*---\n(?:[^\n]*\n){0,30}?tags:[^\n]*(?:\n[ \t]*-[^\n]*){0,30}?\bflashcards?\b")
# The schedules of a note's cards, as the plug-in of Obsidian writes them: due date, days, hundredths of easiness.
SCHEDULE = re.compile(r"[ \t]*<!--SR:(?P<schedules>[^\n]{0,300}?)-->[ \t]*\Z")
CARD_SCHEDULE = re.compile(r"!(?P<due>\d{4}-\d\d-\d\d),(?P<days>\d{1,6})(?:\.\d+)?,(?P<easiness>\d{1,4})(?!\d)")
HIDDEN = re.compile(  # what holds no mark
    r"``[^`]*``|`[^`]*`|\{\{c\d{1,4}::[^\n]{0,300}?\}\}|\$[^$\n]*\$|\[\[[^\[\]\n]*\]\]|<!--.*?-->|%%.*?%%|\w+://\S*"
)
NETWORK = r"(?=[a-f]*\d)[\da-f]{1,4}(?![\w-])"  # the end of an address: ::1
PAIRED = re.compile(rf"(?:[ \t]+(:::?)(?!{NETWORK})|(:::?)(?=[ \t]))(?!:)")
GLUED = re.compile(r"(?<!:)(:::?)(?!:)")
BULLET = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?")
LIBRARIES = frozenset(["std", "boost", "self", "crate", "super", "core", "alloc"])
LAST_WORD, FIRST_WORD = re.compile(r"\w*\Z"), re.compile(r"\A\w*")
CODE_LIKE = re.compile(r"\w*_\w*|\w*[a-z][A-Z]\w*")  # snake_case, camelCase


@dataclass(frozen=True)
class Spelling:
    """What a file uses: marks beside Q:, pairs like front::back, and the habits of Obsidian's plug-in for cards.

    Tags at the ends of lines make these cards where no sides are marked. Loose marks are those like "Q." in a file
    that has as many like "A.", and none like "B."; those of headings count where answers are marked. Terms with their
    definitions in lines below that begin with a colon are cards in a file that has others.
    """

    has_free_marks: bool = False
    has_loose_marks: bool = False
    has_heading_marks: bool = False
    has_definitions: bool = False
    has_pairs: bool = False
    is_tagged: bool = False
    has_tags_at_end: bool = False


@dataclass(frozen=True)
class Pair:
    """The two sides of a card in one line; `is_certain` where the line alone shows that it is one."""

    front: str
    mark: str
    back: str
    is_certain: bool
    is_glued: bool = False


def spelling_of(text: str, lines: Iterable[str]) -> Spelling:
    """Return the spelling of a text, by those of its lines that are no code."""
    is_tagged, has_plain_marks, has_pairs = bool(TAG_IN_HEAD.match(text) or "<!--SR:" in text), False, False
    has_tags_at_end = False
    marks: Counter[str] = Counter()
    loose: Counter[str] = Counter()
    for line in lines:
        is_tagged = is_tagged or is_card_tag(line) or is_tagged_heading(line)
        has_tags_at_end = has_tags_at_end or without_tag_at_end(line) != line
        if (":" in line or "：" in line) and (mark := free_mark(line)):
            marks["#" if line[0] == "#" else mark[0]] += 1
        loose[(loose_mark(line) or " ")[0]] += 1
        has_plain_marks = has_plain_marks or bool(PLAIN_MARK.match(line))
        if not has_pairs and "::" in line:
            pair = pair_in(line)
            has_pairs = pair is not None and pair.is_certain
    has_other_marks = any(marks[mark] for mark in "QAC")
    has_tags_at_end = has_tags_at_end and not (has_plain_marks or has_other_marks or IS_OURS.search(text))
    return Spelling(
        has_free_marks=not has_plain_marks,
        has_loose_marks=not (has_plain_marks or has_other_marks) and 0 < loose["Q"] == loose["A"] and not loose["B"],
        has_heading_marks=bool(marks["A"]),
        has_definitions=has_plain_marks or has_other_marks or has_pairs or is_tagged or has_tags_at_end,
        has_pairs=has_pairs,
        is_tagged=is_tagged or has_tags_at_end,
        has_tags_at_end=has_tags_at_end,
    )


def is_card_tag(line: str) -> bool:
    """Return whether a line holds only tags, one of which means that there are flashcards."""
    return "#" in line and bool(TAG_LINE.match(line) and CARD_TAG.search(line))


def without_tag_at_end(line: str) -> str:
    """Return a line of text without the tag at its end which means that it is a flashcard."""
    if "#flashcard" not in line.lower() or line.startswith("#"):
        return line
    found = TAG_AT_END.search(line)
    return line[: found.start()] if found else line


def is_tagged_heading(line: str) -> bool:
    """Return whether a line is a heading with a tag that means that there are flashcards."""
    return line.startswith("#") and bool(TAGGED_HEADING.match(line))


def without_tags(title: str) -> tuple[str, tuple[str, ...]]:
    """Return a heading's title and tags, where one of these means that there are flashcards; else all of it."""
    if "#" not in title or not CARD_TAG.search(title):
        return title, ()
    return " ".join(TAG.sub(" ", title).split()), tuple(each.strip()[1:] for each in TAG.findall(title))


def free_mark(line: str) -> tuple[str, str] | None:
    """Return the mark (Q, A or C) and the text of a line such as "**Q: Why?**" or "2. Question: Why?"."""
    found = FREE_MARK.match(line)
    if not found or (len(found["colon"]) > 1 and not found["bold"]):
        return None
    text, bold = found["text"].strip(), found["bold"]
    if bold and len(found["colon"]) == 1 and text.count(bold) % 2:
        text = text.removesuffix(bold).rstrip()
    return WORDS.get(found["word"], found["word"]), text


def loose_mark(line: str) -> tuple[str, str] | None:
    """Return the mark (Q, A or B) and the text of a line such as "Q. Why?", "a: So" or "A - So"."""
    found = LOOSE_MARK.match(line)
    return (found["word"].upper(), found["text"].strip()) if found else None


def schedules_in(comment: str) -> tuple[ScheduleRecord, ...]:
    """Return the schedules in such a comment; one with an impossible date ends them."""
    found = []
    for each in CARD_SCHEDULE.finditer(comment):
        try:
            due_on = date.fromisoformat(each["due"])
        except ValueError:
            break
        found.append(ScheduleRecord(due_on, int(each["days"]), int(each["easiness"])))
    return tuple(found)


def masked(line: str) -> str:
    """Return a line of the same length without what holds no mark: code, formulas, links, comments."""
    return HIDDEN.sub(lambda found: "\0" * len(found[0]), line)


def pair_in(line: str) -> Pair | None:
    """Return the sides of a line like "front :: back" or "front::back"; None for tables, types of C++ and times."""
    if line.lstrip().startswith("|"):
        return None
    text = masked(line)
    spaced = PAIRED.search(text)
    found = spaced or GLUED.search(text)
    if not found:
        return None
    front, back = line[: found.start()], line[found.end() :].strip()
    bullet = BULLET.match(front)
    front = front[bullet.end() if bullet else 0 :].strip()
    if not front or not back or front.count("`") % 2:
        return None
    if spaced:
        return Pair(front, spaced[1] or spaced[2], back, is_certain=True)
    return _glued(front, found[1], back, is_alone=len(GLUED.findall(text)) == 1)


def _glued(front: str, mark: str, back: str, *, is_alone: bool) -> Pair | None:
    """Return a pair without spaces around its mark; None where the mark joins names of a program, or times."""
    left, right = LAST_WORD.findall(front)[0], FIRST_WORD.findall(back)[0]
    is_time = left[-1:].isdigit() and right[:1].isdigit()
    is_call = back[len(right) :].startswith(("(", "<", "{", "::", "->")) and bool(right)
    if is_time or is_call or left in LIBRARIES or any(map(CODE_LIKE.fullmatch, (left, right))):
        return None
    is_inside_prose = " " in front and " " in back and left[:1].islower() and right[:1].islower()
    return Pair(front, mark, back, is_certain=is_alone and not is_inside_prose, is_glued=True)
