"""SuperMemo's XML: its items are cards, wherever in the tree of elements they are."""

from collections.abc import Iterator

from apps.formats.limits import MAX_NOTES
from apps.formats.messages import gettext as _
from apps.formats.other_programs.mnemosyne_notes import FactCard, FactNotes
from apps.formats.problems import Code, ImportProblem, too_many
from apps.formats.records import DeckRecord, NoteRecord
from apps.formats.text import xml_elements
from apps.formats.validation import checked

ROOT, ELEMENT = "SuperMemoCollection", "SuperMemoElement"
NOTHING = _("There is no item with a question and an answer in this file. In SuperMemo, export items as XML.")


def read(text: str) -> DeckRecord:
    """Return the deck of a text. Raises ImportProblem."""
    maker = FactNotes()
    notes = tuple(_notes(text, maker))
    if not notes:
        raise ImportProblem(Code.NOT_A_DECK, NOTHING)
    return checked(DeckRecord(notes=notes, warnings=tuple(maker.warnings())))


def _notes(text: str, maker: FactNotes) -> Iterator[NoteRecord]:
    for number, element in enumerate(xml_elements.elements(text, (ELEMENT,))):
        if number >= MAX_NOTES:
            raise too_many(MAX_NOTES, "notes")
        fields = {"f": element.findtext("Content/Question") or "", "b": element.findtext("Content/Answer") or ""}
        if any(fields.values()):
            yield from maker.notes("", fields, [FactCard("1.1")])
