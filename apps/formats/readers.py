"""Chooses the reader of a file and opens it: any kind that can be imported, as a source of notes."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from pathlib import Path, PurePosixPath

from apps.formats import anki, deck_source, ditcards_json, pdf
from apps.formats.anki.conversion import from_anki
from apps.formats.file_kinds import SAMPLE_BYTES, ZIPPED, FileKind, kind_of, kind_of_text, read_bytes
from apps.formats.format_name import format_name
from apps.formats.import_source import TEXTS, Files, ImportSource, Reading
from apps.formats.limits import MAX_PDF_DECK_BYTES, PACKAGE_LIMITS
from apps.formats.markdown import deck_file
from apps.formats.other_programs import kindle_clippings, mnemosyne_cards, xml_programs
from apps.formats.practice_page import page_reader
from apps.formats.problems import Code, ImportProblem
from apps.formats.records import DeckRecord
from apps.formats.tables import json_rows, table_in_text, table_reader
from apps.formats.tables.table_reader import TableOptions
from apps.formats.text import decode
from apps.formats.validation import checked
from apps.formats.zips import deck_zip
from apps.formats.zips.deck_zip import ZippedDeck

type Decks = DeckRecord | Sequence[DeckRecord]  # one, or several that a text holds


@dataclass(frozen=True)
class TextOptions:
    """How a text is read: by which encoding (empty: detected), and whether bold words of Markdown are blanks."""

    encoding: str = ""
    bold_cloze: bool = False


@contextmanager
def open_file(
    path: Path,
    name: str,
    options: TableOptions | None = None,
    encoding: str = "",
    *,
    bold_cloze: bool = False,
) -> Iterator[ImportSource]:
    """Open the file of this name as a source of notes; `options` are for tables.

    `encoding` is that of a text, one of `decode.ENCODINGS`; without one, it is detected. `bold_cloze` where the bold
    words of Markdown are blanks. Raises ImportProblem.
    """
    kind, texts = kind_of(path, name), TextOptions(encoding, bold_cloze)
    with _opened(path, name, kind, options, texts) as source:
        found = format_name(kind.name.lower(), read_bytes(path, SAMPLE_BYTES), name)
        source.reading = replace(source.reading, format=found)
        yield source


@contextmanager
def _opened(
    path: Path, name: str, kind: FileKind, options: TableOptions | None, texts: TextOptions
) -> Iterator[ImportSource]:
    title = _title(name)
    if kind is FileKind.PACKAGE:
        with anki.read(path, PACKAGE_LIMITS) as package:
            yield from_anki.open_source(package, title)
    elif kind is FileKind.ZIP:
        with deck_zip.open_zip(path, ZIPPED, PACKAGE_LIMITS) as found:
            yield _of_zip(found, texts)
    elif kind is FileKind.PDF:
        with _of_pdf(read_bytes(path), title) as decks:
            yield decks
    elif kind is FileKind.MNEMOSYNE:
        with mnemosyne_cards.opened(path, PACKAGE_LIMITS) as (deck, media):
            yield replace(deck_source.of_deck(deck, title), media=media)
    else:
        yield _of_file(kind, read_bytes(path), name, texts, options)


def _title(name: str) -> str:
    """Return the title of a file that holds none."""
    return PurePosixPath(name.replace("\\", "/")).stem.strip()


def _of_zip(found: ZippedDeck, texts: TextOptions) -> ImportSource:
    """Return the deck of a zip, with the files beside it. Raises ImportProblem."""
    decode.check_size(found.content)
    kind = kind_of_text(found.content[:SAMPLE_BYTES], found.name)
    source = _of_file(kind, found.content, found.name, texts)
    source.warnings += found.warnings
    return replace(source, media=found.media)


def _of_file(
    kind: FileKind,
    data: bytes,
    name: str,
    texts: TextOptions,
    options: TableOptions | None = None,
) -> ImportSource:
    """Return what a table or a text holds. Raises ImportProblem."""
    title, encoding = _title(name), texts.encoding
    if kind is FileKind.TABLE:
        options = replace(options or TableOptions(), encoding=encoding) if encoding else options
        return _of_table(data, name, options, title)
    if kind in (FileKind.PAGE, FileKind.MARKDOWN):
        decode.check_size(data, PACKAGE_LIMITS.text)
    if kind is FileKind.PAGE:
        return _of_text(data, encoding, lambda page: _page(page, name), title)
    if kind is FileKind.MARKDOWN:
        return _of_text(data, encoding, partial(_markdown, bold_cloze=texts.bold_cloze), title)
    return _of_text(data, encoding, READ[kind], title)


def _of_text(data: bytes, encoding: str, read: Callable[[bytes], Decks], title: str) -> ImportSource:
    """Return what a text holds, with a warning where it is not in Unicode. Raises ImportProblem."""
    found = encoding or decode.detect_encoding(data)
    is_unicode = not encoding and found in decode.UNICODE
    decks = read(data if is_unicode else decode.to_text(data, found).encode())
    source = deck_source.of_deck(decks, title) if isinstance(decks, DeckRecord) else deck_source.of_decks(decks, title)
    source.warnings += decode.encoding_warnings(data, found)
    source.reading = Reading(encoding=found)
    return source


def _of_table(data: bytes, name: str, options: TableOptions | None, title: str) -> ImportSource:
    """Return what a table holds, or a practice page that was copied from a browser and looks like one."""
    try:
        found = table_reader.preview_table(data, name, options).options
        chosen = replace(found, sheet=options.sheet if options else "")  # else others are named
        source = deck_source.of_deck(table_reader.read(data, chosen, name), title, _provided_fields(found))
        source.reading = Reading(encoding=found.encoding, separator=found.separator, columns=found.columns)
        return source
    except ImportProblem as problem:
        if problem.code is not Code.NOT_A_DECK or options:
            raise
        try:
            return deck_source.of_deck(_page(data, name), title)
        except ImportProblem:
            raise problem from None


def _page(data: bytes, name: str) -> DeckRecord:
    """Return the deck of a practice page, its HTML or the text that a browser copies; or the rows of its tables."""
    return _read(
        lambda: checked(deck_file.of_page(page_reader.read(name, data))),
        lambda: table_in_text.deck_of_html(decode.to_text(data)),
    )


def _markdown(data: bytes, *, bold_cloze: bool) -> DeckRecord:
    """Return the deck of a text in Markdown: its cards, or else the rows of its tables. Raises ImportProblem."""
    return _read(
        lambda: deck_file.read(data, bold_cloze=bold_cloze),
        lambda: table_in_text.deck_of_markdown(decode.to_text(data)),
    )


def _json(data: bytes) -> DeckRecord:
    """Return the deck of our own JSON, or of another program's. Raises ImportProblem."""
    value = json_rows.parsed(data)
    return _read(lambda: ditcards_json.of_value(value), lambda: json_rows.deck_of(value))


def _read(read: Callable[[], DeckRecord], read_otherwise: Callable[[], DeckRecord | None]) -> DeckRecord:
    """Return the deck that a reader finds, or another one where the first sees no deck. Raises the first's problem."""
    try:
        return read()
    except ImportProblem as problem:
        found = read_otherwise() if problem.code is Code.NOT_A_DECK else None
        if found is None:
            raise
        return found


def _provided_fields(chosen: TableOptions) -> frozenset[str]:
    """Return the fields that a table provides: those of its columns, and what was chosen for all of its notes."""
    provided = {"front", *chosen.columns} | ({"kind"} if chosen.kind else set()) | ({"tags"} if chosen.tags else set())
    return TEXTS & provided


@contextmanager
def _of_pdf(data: bytes, title: str) -> Iterator[ImportSource]:
    """Yield the decks of a PDF; each has its pictures in a package of its own."""
    most = min(PACKAGE_LIMITS.inflated, MAX_PDF_DECK_BYTES)
    decks = [ditcards_json.read(each) for each in pdf.decks_in(data, most)]
    packages = pdf.packages_in(data, [deck.slug for deck in decks], most)
    limits = replace(
        PACKAGE_LIMITS, inflated=PACKAGE_LIMITS.inflated // max(1, len(packages))
    )  # all together as much as one package
    with ExitStack() as unpacked:
        media: dict[str, Files] = {}
        for slug, package in packages.items():
            found = unpacked.enter_context(anki.read(BytesIO(package), limits)).media
            media[slug] = {name: file.read for name, file in found.items()}
        incoming = deck_source.of_decks(decks, title)
        others = {path: media.get(deck.slug, {}) for path, deck in incoming.others.items()}
        yield replace(incoming, media=media.get(decks[0].slug, {}), media_of=others)


def _clippings(data: bytes) -> Sequence[DeckRecord]:
    return kindle_clippings.read(decode.to_text(data))


READ: dict[FileKind, Callable[[bytes], Decks]] = {
    FileKind.JSON: _json,
    FileKind.XML: xml_programs.read,
    FileKind.CLIPPINGS: _clippings,
}
