"""A field of Mnemosyne's as Markdown: HTML in which each line end is one, with tags of its own for formulas."""

import re
from html import unescape
from itertools import count

from apps.formats.anki.fields import field_markdown
from apps.formats.text.external_urls import is_external
from apps.formats.text.html.html_to_markdown import ConversionResult

LATEX_TAG = re.compile(r"<(?P<tag>/?(?:latex|\$\$?))>", re.IGNORECASE)
SOUND = re.compile(r"<(?:audio|video)\b[^<>]*?\bsrc\s*=\s*[\"']?(?P<name>[^\"'<>]+)[\"']?[^<>]*>", re.IGNORECASE)
SOURCE = re.compile(r"(?P<before>\bsrc\s*=\s*[\"'])(?P<name>[^\"'<>]+)", re.IGNORECASE)
BLANK = re.compile(r"\[(?!/?(?:latex|\$\$?)\]|sound:)(?P<text>[^\[\]]*[^\[\]\s][^\[\]]*)\]")


def markdown(field: str) -> ConversionResult:
    """Return a field as Markdown, with its pictures and sounds by their flat names."""
    html = SOURCE.sub(lambda found: found["before"] + _local(found["name"]), field.replace("\n", "<br>"))
    html = SOUND.sub(lambda found: f"[sound:{found['name'].strip()}]", html)
    return field_markdown.markdown(LATEX_TAG.sub(r"[\g<tag>]", html))


def blanked(field: str) -> str:
    """Return a field whose [blanks:hints] are numbered as ours are."""
    numbers = count(1)

    def blank(found: re.Match[str]) -> str:
        answer, colon, hint = found["text"].replace("}}", "}&#125;").partition(":")
        return (
            f"{{{{c{next(numbers)}::{answer}{'::' if colon and hint else ''}{hint}}}}}" if answer.strip() else found[0]
        )

    return BLANK.sub(blank, field)


def unblanked(field: str) -> str:
    """Return a field with its blanks filled in."""
    return BLANK.sub(lambda found: found["text"].partition(":")[0], field)


def flat_name(path: str) -> str:
    """Return the name of a file in a folder as one of a file in none."""
    return path.strip().removeprefix("./").replace("\\", "/").replace("/", "_")


def _local(name: str) -> str:
    return name if is_external(unescape(name).lstrip()) else flat_name(name)
