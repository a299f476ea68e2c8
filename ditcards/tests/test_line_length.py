"""Stylesheets and templates that can be read and compared line by line."""

import re

import pytest
import tinycss2
from django.conf import settings

MAX_LINE_LENGTH = 120
STYLESHEETS = sorted((settings.BASE_DIR / "static/css").rglob("*.css"))
TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
PATH_DATA = re.compile(r' d="[^"]*"')  # a drawing has as many points as it has


def name(path):
    return str(path.relative_to(settings.BASE_DIR))


def long_lines(text):
    lines = enumerate(text.splitlines(), start=1)
    return [number for number, line in lines if len(PATH_DATA.sub("", line)) > MAX_LINE_LENGTH]


def declarations(content):
    """Yield the declarations of a stylesheet's rules, however deep."""
    for node in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if node.type == "declaration":
            yield node
        elif getattr(node, "content", None):
            yield from declarations(node.content)


@pytest.mark.parametrize("path", [*STYLESHEETS, *TEMPLATES], ids=name)
def test_a_line_is_short_enough_to_read(path):
    assert long_lines(path.read_text()) == []


@pytest.mark.parametrize("path", STYLESHEETS, ids=name)
def test_a_stylesheet_has_one_declaration_a_line(path):
    rules = tinycss2.parse_stylesheet(path.read_text(), skip_comments=True, skip_whitespace=True)
    lines = [declaration.source_line for rule in rules for declaration in declarations(rule.content or [])]
    assert lines
    assert len(lines) == len(set(lines))
