"""Why a file cannot be imported, and what a person should check in one that can."""

from dataclasses import dataclass, replace
from enum import StrEnum

from apps.formats.messages import Message, verbatim
from apps.formats.messages import gettext as _


class Code(StrEnum):
    """The codes of all problems with a file; the documentation lists them."""

    NOT_A_PACKAGE = "not-a-package"
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    UNSAFE = "unsafe"
    TOO_LARGE = "too-large"
    TOO_SLOW = "too-slow"
    TOO_NEW = "too-new"
    TEMPLATE = "template"
    NOT_A_TEXT = "not-a-text"
    NOT_A_DECK = "not-a-deck"
    NOTHING = "nothing"
    ENCODING = "encoding"
    QUOTES = "quotes"
    OPTIONS = "options"
    BUSY = "busy"


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file something is. Lines, rows and columns count from 1; what is 0 or empty is not known.

    `name` is what the file itself calls the place: a member of an archive, a path such as notes[3].front.
    """

    line: int = 0
    row: int = 0
    column: int = 0
    section: str = ""
    note: str = ""
    note_type: str = ""
    template: str = ""
    name: str = ""

    def child(self, name: str) -> "Place":
        """Return the place of this name within this one."""
        return replace(self, name=f"{self.name}.{name}" if self.name else name)

    def __bool__(self) -> bool:
        """Return whether anything is known of it."""
        return self != EVERYWHERE

    def __str__(self) -> str:
        """Return it in English."""
        return str(self.label)

    @property
    def label(self) -> Message:
        """Return it in words."""
        line, row, column = f"{self.line}", f"{self.row}", f"{self.column}"
        if self.line and self.column:
            return _("Line {line}, column {column}", line=line, column=column)
        if self.row and self.column:
            return _("Row {row}, column {column}", row=row, column=column)
        if self.line and self.name:
            return _("Line {line}, {name}", line=line, name=self.name)
        if self.line:
            return _("Line {line}", line=line)
        return _("Row {row}", row=row) if self.row else self._named

    @property
    def _named(self) -> Message:
        if self.section:
            return _("Section “{title}”", title=self.section)
        if self.note:
            return _("Note “{note}”", note=self.note)
        if self.template:
            return _("Note type “{name}”, template “{template}”", name=self.note_type, template=self.template)
        return _("Note type “{name}”", name=self.note_type) if self.note_type else verbatim(self.name)


EVERYWHERE = Place()


class ImportProblem(Exception):
    """A file cannot be imported. `code` is for programs, `message` is what to do, `place` is where in the file."""

    def __init__(self, code: Code, message: Message, place: Place = EVERYWHERE) -> None:
        super().__init__(code, message, place)
        self.code = code
        self.message = message
        self.place = place

    def __str__(self) -> str:
        return str(self.sentence)

    @property
    def sentence(self) -> Message:
        """Return the message after its place."""
        return _at(self.place, self.message)


@dataclass(frozen=True)
class ImportWarning:
    """What a person should check, though the file was read."""

    message: Message
    place: Place = EVERYWHERE

    def __str__(self) -> str:
        """Return it in English."""
        return str(self.sentence)

    @property
    def sentence(self) -> Message:
        """Return the message after its place."""
        return _at(self.place, self.message)


def page_problem(message: Message, line: int = 0) -> ImportProblem:
    """Return the problem of a practice page that cannot be imported without losing something of it."""
    return ImportProblem(Code.NOT_A_DECK, message, Place(line=line))


TOO_MANY = {
    "cards": _("There are more than {limit} cards. Export smaller decks, one by one."),
    "decks": _("There are more than {limit} decks. Export smaller decks, one by one."),
    "fields": _("There are more than {limit} fields. Export smaller decks, one by one."),
    "labels": _("There are more than {limit} labels. Divide the section into several."),
    "lines": _("There are more than {limit} lines. Divide the file into several."),
    "media": _("There are more than {limit} media files. Export smaller decks, one by one."),
    "note types": _("There are more than {limit} note types. Export smaller decks, one by one."),
    "notes": _("There are more than {limit} notes. Export smaller decks, one by one."),
    "reviews": _("There are more than {limit} reviews. Export smaller decks, one by one."),
    "rows": _("There are more rows in the collection than can be read. Export the package again, from Anki itself."),
    "sections": _("There are more than {limit} sections. Divide the deck into several."),
    "tables": _("There are more than {limit} tables and indexes. Export the package again, from Anki itself."),
    "tags": _("There are more than {limit} tags in this XML. Export smaller decks, one by one."),
    "templates": _("There are more than {limit} card templates. Export smaller decks, one by one."),
}


def too_many(limit: int, what: str, place: Place = EVERYWHERE) -> ImportProblem:
    """Return the problem of more things than there may be; `what` is a key of TOO_MANY."""
    return ImportProblem(Code.TOO_LARGE, TOO_MANY[what].with_parameters(limit=limit), place)


def _at(place: Place, message: Message) -> Message:
    return _("{place}: {message}", place=place.label, message=message) if place else message
