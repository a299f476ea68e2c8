"""Writes code of HTML as Markdown."""

import re

from apps.formats.text.html.html_tree import Tag

SPACES = re.compile(r"[ \t\r\n\f]+")
LANGUAGE = re.compile(r"(?:^|\s)(?:language|lang|highlight-source)-([\w+#.-]{1,30})(?=\s|$)")


def span(tag: Tag) -> str:
    """Return code in a line between ticks that nothing in it closes."""
    text = SPACES.sub(" ", tag.text).strip()
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    ticks = "`" * (longest + 1)
    blank = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{blank}{text}{blank}{ticks}" if text else ""


def block(tag: Tag) -> str:
    """Return code in a fence that nothing in it closes."""
    text = _code_lines(tag).removeprefix("\n").removesuffix("\n")
    longest = max((len(run) for run in re.findall("`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{_language(tag)}\n{text}\n{fence}" if text.strip() else ""


def _code_lines(tag: Tag) -> str:
    """Return the text of code; a <div> without others in it is a line."""
    if tag.name == "br":
        return "\n"
    text = "".join([child if isinstance(child, str) else _code_lines(child) for child in tag.children])
    is_line = tag.name == "div" and not (text.endswith("\n") or tag.find("div"))
    return f"{text}\n" if is_line else text


def _language(tag: Tag) -> str:
    """Return the language of code, where its tags name one."""
    if language := tag.attributes.get("data-language") or tag.attributes.get("lang"):
        return language
    classes = (each.attributes.get("class", "") for each in (tag, *tag.children) if isinstance(each, Tag))
    found = next((found[1] for found in map(LANGUAGE.search, classes) if found), "")
    return "" if found == "plaintext" else found
