"""How much a file may hold, of every format. The sizes that a file itself states are never believed."""

from dataclasses import dataclass

from apps.formats.messages import Message, ngettext
from apps.formats.messages import gettext as _

KIB = 1024
MIB = 1024 * KIB

MAX_UPLOAD_BYTES = 100 * MIB  # of any file: packages hold pictures
MAX_FILE_BYTES = 50 * MIB  # of a file that is no package
MAX_NOTES = 100_000
MAX_FIELD_LENGTH = 64_000  # characters of one field of a note
MAX_LABEL_LENGTH = 100  # of one choice of an exercise
MAX_TAGS_LENGTH = 500  # of all tags of a note
MAX_TITLE_LENGTH = 200
MAX_SLUG_LENGTH = 100
MAX_DESCRIPTION_LENGTH = 500
MAX_LANGUAGE_LENGTH = 35  # of a language tag
MAX_LICENCE_LENGTH = 200
MAX_ATTRIBUTION_LENGTH = 500
MAX_URL_LENGTH = 200
MAX_GUID_LENGTH = 64
MAX_DECK_PATH_LENGTH = 1_000  # Latin::Verbs
MAX_LABELS = 1_000  # of a section
MAX_SECTIONS = 1_000
MAX_COLUMNS = 100
MAX_ROWS = 200_000  # also empty ones
MAX_LINES = 1_000_000  # of a file in Markdown
MAX_CELLS = 2_000_000

MAX_PAGE_BYTES = 2 * MIB
MAX_PAGE_ITEMS = 5_000
MAX_PAGE_ZIP_BYTES = 20 * MIB
MAX_PAGE_ZIP_FILES = 5_000  # of any kind
MAX_PAGE_ZIP_INFLATED_BYTES = 100 * MIB  # of all pages together
MAX_PAGE_TAGS = 40_000  # of an HTML page
MAX_PAGE_DEPTH = 100  # tags in each other

MAX_XML_TAGS = 2_000_000  # beginnings and ends together: 100,000 facts of two cards each
MAX_XML_DEPTH = 100

MAX_WORKBOOK_FILES = 2_000
MAX_WORKBOOK_INFLATED_BYTES = 100 * MIB

MAX_PDF_DECKS = 100
MAX_PDF_DECK_BYTES = 100 * MIB  # of all decks of a PDF together; of all packages as well
MAX_PDF_TABLE_BYTES = 8 * MIB  # of a table of objects, unpacked: a deck of 100,000 cards needs no tenth of it


@dataclass(frozen=True)
class PackageLimits:
    """The limits of one Anki package: bytes, counts, characters, seconds."""

    upload: int = MAX_UPLOAD_BYTES
    inflated: int = 500 * MIB  # all members together, and all text that is read out of the database
    entries: int = 50_000
    text: int = MAX_FILE_BYTES  # a deck in Markdown or HTML, which takes longer to read than others of its size
    one_file: int = 25 * MIB
    notes: int = MAX_NOTES
    cards: int = 500_000
    reviews: int = 5_000_000
    field: int = 64 * KIB  # bytes
    note_types: int = 5_000
    decks: int = 20_000
    names: int = 1_000  # characters of the name of a deck, a note type, a template, a field
    fields_per_type: int = 1_000
    templates_per_type: int = 500
    template: int = 128 * KIB
    json: int = 16 * MIB
    json_values: int = 1_000_000
    media_map: int = 16 * MIB
    seconds: float = 30  # that the database may take, all queries together
    objects: int = 200  # tables and indexes
    columns: int = 64  # of one of them
    sql: int = 20_000  # characters of the statement that makes one of them


PACKAGE_LIMITS = PackageLimits()


def as_size(count: int) -> Message:
    """Return a number of bytes with its unit: 2 MiB, 64 KiB, 500 bytes."""
    if count >= MIB:
        return _("{size} MiB", size=format(count / MIB, "g"))
    if count >= KIB:
        return _("{size} KiB", size=format(count / KIB, "g"))
    return ngettext("{count} byte", "{count} bytes", count)
