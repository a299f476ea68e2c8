"""Reads XML of other programs, element by element: without a document type, whose entities could grow to any size."""

import re
from collections.abc import Collection, Iterator
from typing import cast
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

from apps.formats.limits import MAX_XML_DEPTH, MAX_XML_TAGS
from apps.formats.messages import gettext as _
from apps.formats.problems import Code, ImportProblem, Place, too_many

PROLOG = r"<\?[^>]{0,200}\?>|<!--.{0,2000}?-->|<![^>]{0,2000}>(?:\s*\]>)?"
ROOT = re.compile(rf"\s*(?:(?:{PROLOG})\s*){{0,9}}<(?P<name>[A-Za-z][\w.-]{{0,50}})", re.DOTALL)
DECLARATION = re.compile(r"<!(?:DOCTYPE|ENTITY)")
CHUNK_SIZE = 64 * 1024  # characters
DAMAGED = _("This XML is damaged here. Export the file again.")
UNSAFE = _("This XML has a document type, which could hold anything. Export the file again, without one.")


def root_name(text: str) -> str:
    """Return the name of a text's first element; empty for a text that is no XML."""
    found = ROOT.match(text)
    return found["name"] if found else ""


def elements(text: str, names: Collection[str]) -> Iterator[Element]:
    """Yield each element of these names when it is complete; it is empty afterwards. Raises ImportProblem."""
    for event, element in _bounded(text):
        if event == "end" and element.tag in names:
            yield element
            element.clear()


def root(text: str) -> Element:
    """Return all of a small text's elements. Raises ImportProblem."""
    return [element for _event, element in _bounded(text)][-1]


def _bounded(text: str) -> Iterator[tuple[str, Element]]:
    """Yield the start and the end of each element of a text that is no bomb. Raises ImportProblem."""
    if DECLARATION.search(text):
        raise ImportProblem(Code.UNSAFE, UNSAFE)
    if text.count("<") > MAX_XML_TAGS:
        raise too_many(MAX_XML_TAGS, "tags")
    depth = 0
    for event, element in _events(text):
        depth += 1 if event == "start" else -1
        if depth > MAX_XML_DEPTH:
            raise ImportProblem(Code.TOO_LARGE, DAMAGED)
        yield event, element


def _events(text: str) -> Iterator[tuple[str, Element]]:
    """Yield the start and the end of each element. Raises ImportProblem."""
    parser: XMLPullParser[Element] = XMLPullParser(("start", "end"))
    try:
        for start in range(0, len(text), CHUNK_SIZE):
            parser.feed(text[start : start + CHUNK_SIZE])
            yield from cast("Iterator[tuple[str, Element]]", parser.read_events())
        parser.close()
    except ParseError as error:
        raise ImportProblem(Code.DAMAGED, DAMAGED, Place(line=error.position[0])) from error
