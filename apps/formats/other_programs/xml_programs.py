"""XML of other programs: which program it is from, by its root."""

from collections.abc import Callable

from apps.formats.messages import gettext as _
from apps.formats.other_programs import mnemosyne_xml, supermemo_xml
from apps.formats.problems import Code, ImportProblem
from apps.formats.records import DeckRecord
from apps.formats.text import decode, xml_elements

UNKNOWN_XML = _("This XML isn’t of a known program. XML from Mnemosyne and SuperMemo can be imported.")
READ_BY_ROOT: dict[str, Callable[[str], DeckRecord]] = {
    mnemosyne_xml.LOG: mnemosyne_xml.read,
    mnemosyne_xml.ITEMS: mnemosyne_xml.read,
    supermemo_xml.ROOT: supermemo_xml.read,
}


def is_known(text: str) -> bool:
    """Return whether a text is XML of a program that can be read."""
    return xml_elements.root_name(text) in READ_BY_ROOT


def read(data: bytes) -> DeckRecord:
    """Return the deck of XML of another program. Raises ImportProblem."""
    text = decode.to_text(data)
    read_deck = READ_BY_ROOT.get(xml_elements.root_name(text))
    if read_deck is None:
        raise ImportProblem(Code.NOT_A_DECK, UNKNOWN_XML)
    return read_deck(text)
