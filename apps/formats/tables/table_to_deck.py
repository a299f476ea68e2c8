"""Makes a deck of the rows of a table."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import unescape

from apps.cards.kinds.registry import BASIC, CHOICE, CLOZE, KINDS, OCCLUSION, name_of_spelling
from apps.formats.anki.fields import field_markdown
from apps.formats.anki.occlusion import occlusion_blanks
from apps.formats.limits import (
    MAX_FIELD_LENGTH,
    MAX_GUID_LENGTH,
    MAX_LABEL_LENGTH,
    MAX_NOTES,
    MAX_SECTIONS,
    MAX_TAGS_LENGTH,
    MAX_TITLE_LENGTH,
)
from apps.formats.losses import Losses
from apps.formats.messages import gettext as _
from apps.formats.problems import EVERYWHERE, Code, ImportProblem, ImportWarning, Place, too_many
from apps.formats.records import (
    EXERCISE,
    UNTITLED,
    DeckRecord,
    NoteRecord,
    SectionRecord,
    labels_of,
    words,
)
from apps.formats.tables import own_note_types, row_losses
from apps.formats.tables.delimited_text.dialects import HTML, width
from apps.formats.tables.delimited_text.directives import CREDITS, Headers
from apps.formats.tables.formula_guard import restore
from apps.formats.tables.rows import TableRow
from apps.formats.tables.sections import title_of
from apps.formats.validation import checked

TEXTS = ("front", "back", "extra")
FORMS = ("plain", "markdown", "html")
MAX_LENGTHS = {
    **dict.fromkeys(TEXTS, MAX_FIELD_LENGTH),
    "label": MAX_LABEL_LENGTH,
    "tags": MAX_TAGS_LENGTH,
    "section": MAX_TITLE_LENGTH,
    "guid": MAX_GUID_LENGTH,
    "deck": 1_000,
}
BLANK = re.compile(r"\{\{c\d{1,4}::")
TAG_SEPARATOR = re.compile(r"\s*[,;，、；]\s*")
YES = ("yes", "true", "1", "x")


@dataclass(frozen=True)
class DeckOptions:
    """How rows are to be read; `is_list` where what follows the separator is one text, whatever is in it.

    `above` are rows above the names of the columns.
    """

    columns: tuple[str, ...]
    names: tuple[str, ...] = ()
    form: str = "plain"
    kind: str = ""
    title: str = ""
    tags: tuple[str, ...] = ()
    separator: str = ""
    is_list: bool = False
    above: tuple[int, ...] = ()


def deck(rows: Sequence[TableRow], head: Headers, options: DeckOptions) -> DeckRecord:
    """Return the deck of rows that hold something. Raises ImportProblem."""
    if len(rows) > MAX_NOTES:
        raise too_many(MAX_NOTES, "notes")
    builder = _DeckBuilder(head, options)
    notes = tuple(builder.notes(rows))
    title, notes = _titled(notes, options.title, chosen=bool(head.title()))
    builder.warn_of_columns()
    made = DeckRecord(
        title=title[:MAX_TITLE_LENGTH],
        **{role: head.text(key) for key, role in CREDITS.items() if head.text(key)},
        sections=builder.sections(notes),
        notes=notes,
        warnings=tuple(builder.warnings),
    )
    return checked(made)


def _titled(notes: tuple[NoteRecord, ...], title: str, *, chosen: bool) -> tuple[str, tuple[NoteRecord, ...]]:
    """Return the deck's title, and the notes without their decks' paths where all are of one deck: it has its name."""
    paths = {note.deck for note in notes}
    if len(paths) == 1 and (path := paths.pop()):
        return title if chosen else path, tuple(replace(note, deck="") for note in notes)
    return title, notes


class _DeckBuilder:
    """Makes notes one after the other; sections come with the first note in them."""

    def __init__(self, head: Headers, options: DeckOptions) -> None:
        self.options = options
        self.defused = bool(head.flag("defused"))
        self.is_html = bool(head.flag("html"))
        self.is_plain = not head.is_anki
        self.kind = _kind_named(head.text("notetype")) or options.kind
        self.tags = (*words(head.text("tags")), *options.tags)
        self.titles: dict[str, int] = {}
        self.warnings: list[ImportWarning] = []
        self.losses = Losses()
        self.title = ""  # of the section that rows are below
        self.place = EVERYWHERE  # of the row that is read
        self.unused: dict[int, int] = {}  # columns that are not imported, with the row in which they first hold text
        forms: dict[str, Callable[[str], str]] = {
            "plain": field_markdown.of_plain,
            "html": self._of_html,
            "markdown": str if self.defused else lambda text: field_markdown.of_markdown(text.strip()),
        }
        self.to_text = forms[options.form]

    def notes(self, rows: Sequence[TableRow]) -> Iterator[NoteRecord]:
        """Yield a note for each row that asks something; what others lose is named later."""
        for number in self.options.above:
            self.losses.add(row_losses.ABOVE, Place(row=number))
        for row in rows:
            if row.is_blank:
                self.losses.add(row_losses.BLANK, Place(row=row.number))
            elif not self.defused and (title := title_of(row.cells)):
                self.title = title
            elif note := self._asked(row):
                yield note

    def _asked(self, row: TableRow) -> NoteRecord | None:
        """Return the note of a row; None for one without a front, of which nothing can be asked."""
        note = self._note(row)
        if not note.front.strip():
            self.losses.add(row_losses.NO_FRONT, Place(row=row.number))
            return None
        if row.continued:
            self.losses.add(row_losses.CONTINUED, Place(row=row.number))
        if not note.archived and row_losses.is_unanswered(note):
            self.losses.add(row_losses.NO_BACK, Place(row=row.number))
        return note

    def _of_html(self, text: str) -> str:
        if not (self.is_html or HTML.search(text)):
            text = text.replace("\n", "<br>")  # another cell's tags do not make its line ends spaces
        converted = field_markdown.markdown(text)
        for sort in converted.removed:
            self.losses.add(sort, self.place)
        return converted.text

    def _note(self, row: TableRow) -> NoteRecord:
        self.place = Place(row=row.number)
        texts = self._texts(row)
        front, tags = texts.get("front", ""), (*self._words(texts.get("tags", "")), *self.tags)
        title = " ".join((texts.get("section", "") or self.title).split())[:MAX_TITLE_LENGTH]
        return NoteRecord(
            front=front,
            back=texts.get("back", ""),
            extra=texts.get("extra", ""),
            kind=self._kind(texts.get("kind", ""), front, texts.get("label", "")),
            label=texts.get("label", "").strip(),
            tags=tuple(dict.fromkeys(tags)),
            guid=texts.get("guid", "").strip(),
            section=self._section(title, row),
            archived=texts.get("archived", "").strip().lower() in YES,
            deck=_path(texts.get("deck", "")),
            place=row.place(),
        )

    def _words(self, tags: str) -> tuple[str, ...]:
        """Return the tags of a cell; Anki and we divide them by spaces, others by commas or semicolons as well."""
        if self.is_plain and TAG_SEPARATOR.search(tags):
            return words(" ".join("-".join(tag.split()) for tag in TAG_SEPARATOR.split(tags)))
        return words(tags)

    def _texts(self, row: TableRow) -> dict[str, str]:
        """Return what a row holds, by roles; several columns of one role follow each other."""
        texts: dict[str, list[str]] = defaultdict(list)
        cells = self._cells(row)
        name = self._type_named(cells)
        for column, (role, cell) in enumerate(
            zip(own_note_types.roles(self.options.columns, name), cells, strict=False)
        ):
            if role:
                texts[role].append(self._text(role, cell, row, column))
            elif role is not None and cell.strip():
                self.unused.setdefault(column, row.number)
        return {role: own_note_types.joined(found, own_note_types.kind_of(name)) for role, found in texts.items()}

    def _type_named(self, cells: Sequence[str]) -> str:
        """Return the name of a row's note type, or nothing."""
        named = (cell for role, cell in zip(self.options.columns, cells, strict=False) if role == "kind")
        return next(named, "").strip()

    def _text(self, role: str, cell: str, row: TableRow, column: int) -> str:
        """Return what a cell holds. Raises ImportProblem for a text that is too long."""
        text = (restore(cell) if self.defused else cell).replace("\v", "\n")
        if role in TEXTS:
            text = self.to_text(text)
        elif role == "label" and self.options.form == "html":
            text = unescape(text)
        self._check(role, text, row, column)
        return text

    def _cells(self, row: TableRow) -> Sequence[str]:
        """Return as many cells as there are columns; the rest belongs to the last."""
        count = len(self.options.columns)
        own = width(row.cells)
        if own > count:
            if not self.options.is_list:
                self.losses.add(row_losses.WIDE, Place(row=row.number))
            return [*row.cells[: count - 1], self.options.separator.join(row.cells[count - 1 : own])]
        return row.cells

    def _check(self, role: str, text: str, row: TableRow, column: int) -> None:
        if len(text) > MAX_LENGTHS.get(role, MAX_FIELD_LENGTH):
            limit = MAX_LENGTHS.get(role, MAX_FIELD_LENGTH)
            message = _("This cell has more than {limit} characters. Shorten it.", limit=limit)
            raise ImportProblem(Code.TOO_LARGE, message, row.place(column))

    def _kind(self, name: str, front: str, label: str) -> str:
        named = own_note_types.kind_of(name.strip()) or _kind_named(name, label=label)
        if named or self.kind:
            return named or self.kind
        if BLANK.search(front):
            return OCCLUSION if occlusion_blanks.has_masks(front) else CLOZE
        return CHOICE if label.strip() else BASIC

    def _section(self, title: str, row: TableRow) -> int:
        title = title or UNTITLED
        if title not in self.titles and len(self.titles) >= MAX_SECTIONS:
            raise too_many(MAX_SECTIONS, "sections", row.place())
        return self.titles.setdefault(title, len(self.titles))

    def sections(self, notes: Sequence[NoteRecord]) -> tuple[SectionRecord, ...]:
        """Return the sections of the notes; one with choices in it is an exercise with their labels."""
        inside: list[list[NoteRecord]] = [[] for _title in self.titles]
        for note in notes:
            inside[note.section].append(note)
        return tuple(map(_section_of, self.titles, inside))

    def warn_of_columns(self) -> None:
        """Warn of rows and columns that were left out, and of what was removed."""
        self.warnings += self.losses.warnings()
        for column, number in sorted(self.unused.items()):
            name = self.options.names[column] if column < len(self.options.names) else ""
            unnamed = _("This column was not imported. Choose what it holds, if you need it.")
            named = _("The column “{name}” was not imported. Choose what it holds, if you need it.", name=name)
            self.warnings.append(ImportWarning(named if name else unnamed, TableRow(number, ()).place(column)))


def _section_of(title: str, notes: Sequence[NoteRecord]) -> SectionRecord:
    labels = labels_of(notes)
    return SectionRecord(title, kind=EXERCISE, labels=labels) if labels else SectionRecord(title)


def _kind_named(name: str, *, label: str = "") -> str:
    """Return the kind that a note type's name stands for; empty for a name without one."""
    name = name.strip()
    if known := name_of_spelling(name.lower()):
        return known
    for kind in KINDS:
        if kind.note_type_words and kind.note_type_words.search(name):
            return kind.name
    return BASIC if name and not label.strip() else ""


def _path(name: str) -> str:
    """Return the path of a deck with its levels trimmed."""
    return "::".join(level for level in (" ".join(part.split()) for part in name.split("::")) if level)
