"""Which kind of file something is: by what is in it, and only then by its name."""

import re
from enum import Enum
from itertools import pairwise
from pathlib import Path

from apps.formats.limits import PACKAGE_LIMITS
from apps.formats.markdown.note_taking import folded
from apps.formats.markdown.syntax import markdown_lexer, spellings
from apps.formats.other_programs import kindle_clippings, mnemosyne_cards, xml_programs
from apps.formats.practice_page import page_reader
from apps.formats.text import decode
from apps.formats.zips import deck_zip

ZIP, PDF = b"PK\x03\x04", b"%PDF-"
NAME_OFFSET = 30  # of the first member of a zip
WORKBOOK_MEMBERS = (b"[Content_Types].xml", b"_rels/", b"docProps/", b"xl/")  # the name of their first member
MNEMOSYNE_MEMBER = mnemosyne_cards.CARDS.encode()
SAMPLE_BYTES = 4_000_000  # bytes of a text, to tell Markdown from a table
SAMPLE_LENGTH = 10_000  # characters, to look for marks of questions and answers, and for bold print
IS_JSON = re.compile(r"[\ufeff\s]*(?:\{(?!\{)|\[\s*[\[{]\s*\")")
IS_TABLE = re.compile(r"\A\ufeff?(?:#(?:separator|html|columns|notetype|deck|tags)\b.*:|sep=)", re.IGNORECASE)
IS_MARKDOWN = re.compile(
    r"""^(?:[QC]:\ ?\S|\*{0,2}(?:Q|Question)(?:\ ?\d+)?(?::\*\*|\*\*:|:)\ ?\S
    |<!--\ (?:note|section)\ \{|[ \t]*<(?:details|flashcard)\b|[^\n\t]*\S\ :::?\ \S[^\n\t]*$
    |\#flashcards?\b|\*+\ [^\n]*:drill:|START[ \t]*$|STARTI\ \[)""",
    re.MULTILINE | re.VERBOSE,
)


class FileKind(Enum):
    """How a file is read; a name that ends in one of these decides, where the bytes leave it open."""

    PACKAGE = (".apkg", ".colpkg")
    TABLE = (".csv", ".tsv", ".tab", ".xlsx", ".xlsm", ".xls")
    MARKDOWN = (*page_reader.MARKDOWN, ".org")
    PAGE = page_reader.HTML
    JSON = (".json",)
    PDF = (".pdf",)
    XML = (".xml",)
    MNEMOSYNE = (".cards",)
    CLIPPINGS = ()
    ZIP = (".zip",)


ZIPPED = (".csv", ".tsv", ".tab", *FileKind.MARKDOWN.value, *FileKind.PAGE.value, *FileKind.JSON.value, ".txt")


def kind_of(path: Path, name: str) -> FileKind:
    """Return how a file is to be read. Raises ImportProblem."""
    start = read_bytes(path, SAMPLE_BYTES)
    if start.startswith(ZIP):
        if start.startswith(MNEMOSYNE_MEMBER, NAME_OFFSET) or name.lower().endswith(FileKind.MNEMOSYNE.value):
            return FileKind.MNEMOSYNE
        is_workbook = start.startswith(WORKBOOK_MEMBERS, NAME_OFFSET) or name.lower().endswith(FileKind.TABLE.value)
        if is_workbook:
            return FileKind.TABLE
        is_package = name.lower().endswith(FileKind.PACKAGE.value) or not deck_zip.is_zipped_deck(path, ZIPPED)
        return FileKind.PACKAGE if is_package else FileKind.ZIP
    if start.startswith(PDF):
        return FileKind.PDF
    return kind_of_text(start, name)


def kind_of_text(start: bytes, name: str) -> FileKind:
    """Return how a text that begins so is to be read."""
    named = next((kind for kind in FileKind if name.lower().endswith(kind.value)), None)
    if named:
        return named
    text = decode.clean(start.decode(errors="replace"))
    if IS_JSON.match(text):
        return FileKind.JSON
    if xml_programs.is_known(text):
        return FileKind.XML
    if kindle_clippings.are_clippings(text):
        return FileKind.CLIPPINGS
    is_markdown = IS_MARKDOWN.search(text) or _has_marked_sides(text) or _has_bold_fronts(text)
    return FileKind.MARKDOWN if is_markdown and not IS_TABLE.match(text) else FileKind.TABLE


def _has_marked_sides(text: str) -> bool:
    """Return whether the first lines of a text mark questions and answers in any language: "Frage: …", "Antwort: …"."""
    marks = map(spellings.free_mark, text[:SAMPLE_LENGTH].split("\n"))
    return {"Q", "A"} <= {mark[0] for mark in marks if mark}


def _has_bold_fronts(text: str) -> bool:
    """Return whether two lines in succession define bold terms, or two bold questions have answers below.

    A bold word that something else follows may be in a cell of a table: "**gato**,cat".
    """
    lines = [line for line in text[:SAMPLE_LENGTH].split("\n") if line.strip()]
    questions = [bool(folded.BOLD.match(line)) for line in lines]
    answered = sum(asks and not also_asks for asks, also_asks in pairwise(questions))
    return answered >= folded.MIN_QUESTIONS or any(map(all, pairwise(map(_is_bold_term, lines))))


def _is_bold_term(line: str) -> bool:
    found = markdown_lexer.BOLD_TERM.match(line) if "\t" not in line else None
    return bool(found and found["text"])


def read_bytes(path: Path, limit: int = PACKAGE_LIMITS.upload) -> bytes:
    """Return the bytes of a file, or the first of them. Raises ImportProblem for one without any."""
    with path.open("rb") as file:
        data = file.read(limit + 1)
    decode.check_size(data)
    return data
