"""Reads the attributes of a tag as HTML and JSX write them, and writes them as both read them."""

import html
import re
import textwrap
from collections.abc import Mapping

from apps.formats.messages import gettext as _
from apps.formats.problems import page_problem

ATTRIBUTE = re.compile(
    r"""
    \s*(?:
      (?P<end>/?>)
      | (?P<spread>\{[^{}]*\})
      | (?P<name>[^\s=<>/"'{}]+)
        (?:\s*=\s*(?:
          "(?P<double>[^"]*)" | '(?P<single>[^']*)'
          | \{\s*(?:
              "(?P<js_double>[^"\\]*(?:\\.[^"\\]*)*)"
              | '(?P<js_single>[^'\\]*(?:\\.[^'\\]*)*)'
              | (?P<raw>String\.raw)?`(?P<template>[^`\\]*(?:\\.[^`\\]*)*)`
            )\s*\}
          | (?P<expression>\{[^{}]*\})
          | (?P<bare>[^\s"'=<>`{}]+)
        ))?
    )
    """,
    re.VERBOSE | re.DOTALL,
)
QUOTED = ("double", "single")
OF_SCRIPT = ("js_double", "js_single", "template")
ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,5})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
INTERPOLATED = re.compile(r"""\$\{\s*(['"`])([^'"`\\]*)\1\s*\}""")  # ${'{'}: a text in a text
ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "\n": ""}


def read(source: str, position: int, line: int) -> tuple[dict[str, str], int, bool]:
    """Return the attributes of the tag whose name ends at `position`, where the tag ends, and whether it is empty."""
    values: dict[str, str] = {}
    while found := ATTRIBUTE.match(source, position):
        position = found.end()
        if found["end"]:
            return values, position, found["end"] == "/>"
        if found["name"]:
            values.setdefault(found["name"].lower(), _value(found))
            _check_end(source, found, line)
    raise page_problem(
        _(
            "This tag can’t be read. Check that its quotation marks are closed. "
            'Inside "...", write &quot; for a quotation mark.'
        ),
        line,
    )


def _check_end(source: str, found: re.Match[str], line: int) -> None:
    """Refuse a text that goes on after the quotation mark that should end it."""
    quoted = found["double"] is not None or found["single"] is not None
    if quoted and source[found.end() : found.end() + 1].strip() not in ("", "/", ">", "{"):
        raise page_problem(
            _(
                "The text of “{name}” contains its own quotation mark. Write &quot; instead, or use the other kind of "
                "quotation marks.",
                name=found["name"],
            ),
            line,
        )


def _value(found: re.Match[str]) -> str:
    for group in QUOTED:
        if found[group] is not None:
            return html.unescape(unindented(found[group]))
    for group in OF_SCRIPT:
        if found[group] is not None:
            text = unindented(found[group])
            if group == "template":
                text = INTERPOLATED.sub(r"\2", text)
            return text if found["raw"] else ESCAPE.sub(_unescaped, text)
    return found["expression"] or found["bare"] or ""


def unindented(text: str) -> str:
    """Return a text of several lines without the indentation of the tag in which it is written."""
    first, newline, rest = text.partition("\n")
    return (f"{first.strip()}\n{textwrap.dedent(rest)}" if newline else first).strip(" \t\n")


def _unescaped(escape: re.Match[str]) -> str:
    number = escape[1] or escape[2] or escape[3]
    if not number:
        return ESCAPED.get(escape[4], escape[4])
    code = int(number, 16)
    return chr(code) if not 0xD800 <= code < 0xE000 else "\N{REPLACEMENT CHARACTER}"


def write(values: Mapping[str, str]) -> str:
    """Return attributes for a tag, each after a space."""
    return "".join(f" {name}={_quoted(value)}" for name, value in values.items())


def _quoted(value: str) -> str:
    """Put a value in quotation marks, and escape what would end it and what a reader of lines would misread."""
    escaped = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    for character in "\n\r\t":
        escaped = escaped.replace(character, f"&#{ord(character)};")
    inner = escaped.strip(" ")
    spaces = "&#32;" * (len(escaped) - len(escaped.lstrip(" ")))
    after = "&#32;" * (len(escaped) - len(escaped.rstrip(" "))) if inner else ""
    escaped = spaces + inner + after
    if '"' in escaped and "'" not in escaped:
        return f"'{escaped}'"
    return '"' + escaped.replace('"', "&quot;") + '"'
