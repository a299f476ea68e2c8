"""What a stylesheet writes on a page is no sentence: nobody could translate it."""

import re

import pytest
import tinycss2
from django.conf import settings

STYLESHEETS = sorted((settings.BASE_DIR / "static/css").rglob("*.css"))
WORD = re.compile(r"[^\W\d_]{2}")


def written(content):
    """Yield the strings that `content` writes, however deep its rule is."""
    for node in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if node.type == "declaration":
            yield from (token.value for token in node.value if node.name == "content" and token.type == "string")
        elif getattr(node, "content", None):
            yield from written(node.content)


def words(css):
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    strings = [each for rule in rules if getattr(rule, "content", None) for each in written(rule.content)]
    return [each for each in strings if WORD.search(each)]


@pytest.mark.parametrize("path", STYLESHEETS, ids=lambda path: path.stem)
def test_a_stylesheet_writes_no_words(path):
    assert words(path.read_text()) == []


def test_a_word_is_found_and_signs_and_labels_are_none():
    assert words('@media print { td::before { content: "Position "; } }') == ["Position "]
    assert words('td::before { content: attr(data-label) " · "; }') == []
