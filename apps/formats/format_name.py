"""What a file is, for people: more exactly than how it is read."""

from pathlib import PurePosixPath

from apps.formats.other_programs import supermemo_xml
from apps.formats.text import decode, xml_elements

BY_ENDING = {".org": "org", ".ipynb": "notebook"}


def format_name(kind: str, start: bytes, name: str) -> str:
    """Return the name of the format of a file that begins so, which is read as a file of this kind."""
    if kind == "xml":
        root = xml_elements.root_name(decode.clean(start.decode(errors="replace")))
        return "supermemo_xml" if root == supermemo_xml.ROOT else "mnemosyne_xml"
    return BY_ENDING.get(PurePosixPath(name.lower()).suffix, kind)
