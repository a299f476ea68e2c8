"""Opens a file of any kind that can be imported: by what is in it, and only then by its name."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from enum import Enum
from io import BytesIO
from pathlib import Path, PurePosixPath

from apps.exchange.checking import checked
from apps.exchange.formats import apkg, encodings, from_anki, markdown, own, pdf, tables
from apps.exchange.formats.apkg.limits import LIMITS
from apps.exchange.formats.tables import Options
from apps.exchange.incoming import TEXTS, Arriving, Files, Incoming
from apps.exchange.problems import Code, Problem
from apps.exchange.records import Deck
from apps.lessons.practice import reading
from apps.lessons.practice.records import Refused

ZIP, PDF = b"PK\x03\x04", b"%PDF-"
NAME_AT = 30  # of the first member of a zip
OF_WORKBOOKS = (b"[Content_Types].xml", b"_rels/", b"docProps/", b"xl/")  # what their first member is called
LOOKED_AT = 4_000_000  # bytes of a text, to tell Markdown from a table
IS_TABLE = re.compile(r"\A\ufeff?(?:#(?:separator|html|columns|notetype|deck|tags)\b.*:|sep=)", re.IGNORECASE)
IS_MARKDOWN = re.compile(
    r"^(?:[QC]: ?\S|<!-- (?:note|section) \{|[ \t]*<(?:details|flashcard)\b|[^\n\t]*\S :::? \S[^\n\t]*$)", re.MULTILINE
)


class Kind(Enum):
    """How a file is read; a name that ends in one of these says so, where the bytes leave it open."""

    PACKAGE = (".apkg", ".colpkg", ".zip")
    TABLE = (".csv", ".tsv", ".tab", ".xlsx", ".xlsm", ".xls")
    MARKDOWN = (".md", ".markdown", ".mdx")
    PAGE = (".html", ".htm", ".xhtml")
    JSON = (".json",)
    PDF = (".pdf",)


@contextmanager
def opened(path: Path, name: str, options: Options | None = None) -> Iterator[Incoming]:
    """Open the file that somebody calls `name` and give what it brings; `options` are for tables. Raises Problem."""
    title = PurePosixPath(name.replace("\\", "/")).stem.strip()
    kind = kind_of(path, name)
    if kind is Kind.PACKAGE:
        with apkg.read(path) as package:
            yield from_anki.incoming(package, title)
    elif kind is Kind.TABLE:
        yield _of_table(_data(path), name, options, title)
    elif kind is Kind.PDF:
        with _of_pdf(_data(path), title) as found:
            yield found
    elif kind is Kind.PAGE:
        yield _of_deck(_page(_data(path), name), title)
    else:
        yield _of_deck(READ[kind](_data(path)), title)


def kind_of(path: Path, name: str) -> Kind:
    """Return how a file is to be read. Raises Problem."""
    start = _data(path, LOOKED_AT)
    if start.startswith(ZIP):
        is_workbook = start.startswith(OF_WORKBOOKS, NAME_AT) or name.lower().endswith(Kind.TABLE.value)
        return Kind.TABLE if is_workbook else Kind.PACKAGE
    if start.startswith(PDF):
        return Kind.PDF
    named = next((kind for kind in Kind if name.lower().endswith(kind.value)), None)
    return named or _kind_of_text(start)


def _kind_of_text(start: bytes) -> Kind:
    text = encodings.tidied(start.decode(errors="replace"))
    if text.lstrip("\ufeff \n\t").startswith("{"):
        return Kind.JSON
    return Kind.MARKDOWN if IS_MARKDOWN.search(text) and not IS_TABLE.match(text) else Kind.TABLE


def _data(path: Path, most: int = LIMITS.upload) -> bytes:
    """Return the bytes of a file, or the first of them. Raises Problem for one without any."""
    with path.open("rb") as file:
        data = file.read(most + 1)
    encodings.check_size(data)
    return data


def _of_table(data: bytes, name: str, options: Options | None, title: str) -> Incoming:
    """Return what a table brings, or a practice page that was copied from a browser and looks like one."""
    try:
        found = tables.look(data, name, options).options
        return _of_deck(tables.read(data, found, name), title, _said(found))
    except Problem as problem:
        if problem.code is not Code.NOT_A_DECK or options:
            raise
        try:
            return _of_deck(_page(data, name), title)
        except Problem:
            raise problem from None


def _page(data: bytes, name: str) -> Deck:
    """Return the deck of a practice page: its HTML, or the text that a browser copies. Raises Problem."""
    try:
        return checked(markdown.of_page(reading.read(name, data)))
    except Refused as refused:
        where = f"Line {refused.line}" if refused.line else ""
        raise Problem(Code.NOT_A_DECK, refused.message, where) from refused


def _said(chosen: Options) -> frozenset[str]:
    """Return the texts that a table speaks of: those it has columns for, and what was chosen for all of its notes."""
    said = {"front", *chosen.columns} | ({"kind"} if chosen.kind else set()) | ({"tags"} if chosen.tags else set())
    return TEXTS & said


def _of_deck(deck: Deck, title: str, says: frozenset[str] = TEXTS) -> Incoming:
    return Incoming(
        deck=replace(deck, title=deck.title or title, notes=(), warnings=()),
        notes=lambda: (Arriving(note) for note in deck.notes),
        count=len(deck.notes),
        says=says,
        warnings=list(deck.warnings),
    )


@contextmanager
def _of_pdf(data: bytes, title: str) -> Iterator[Incoming]:
    """Give what the decks of a PDF bring; each has its pictures in a package of its own."""
    decks = [own.read(each) for each in pdf.decks_in(data)]
    packages = pdf.packages_in(data, [deck.slug for deck in decks])
    limits = replace(LIMITS, inflated=LIMITS.inflated // max(1, len(packages)))  # all together as much as one package
    with ExitStack() as unpacked:
        media: dict[str, Files] = {}
        for slug, package in packages.items():
            found = unpacked.enter_context(apkg.read(BytesIO(package), limits)).media
            media[slug] = {name: file.read for name, file in found.items()}
        incoming = _of_decks(decks, title)
        others = {path: media.get(deck.slug, {}) for path, deck in incoming.others.items()}
        yield replace(incoming, media=media.get(decks[0].slug, {}), media_of=others)


def _of_decks(decks: Sequence[Deck], title: str) -> Incoming:
    """Return what several decks bring together: the first is the file's own, the others' notes name theirs."""
    first = _of_deck(decks[0], title)
    others = {f"{number}": deck for number, deck in enumerate(decks[1:], start=2)}
    if not others:
        return first
    paths = ["", *others]
    return replace(
        first,
        notes=lambda: (
            Arriving(replace(note, deck=path)) for path, deck in zip(paths, decks, strict=True) for note in deck.notes
        ),
        count=sum(len(deck.notes) for deck in decks),
        others={path: replace(deck, title=deck.title or path, notes=(), warnings=()) for path, deck in others.items()},
        warnings=[warned for deck in decks for warned in deck.warnings],
    )


READ: dict[Kind, Callable[[bytes], Deck]] = {
    Kind.MARKDOWN: markdown.read,
    Kind.JSON: own.read,
}
