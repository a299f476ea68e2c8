import html
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from apps.cards.rendering.markdown import render
from apps.formats.practice_page.markdown.syntax.inline_html import markdown
from apps.formats.text.escaping import as_markdown, sentences_as_markdown

SIGNS = st.text(alphabet=st.sampled_from("ab1 *_`~<>[](){}#+-.:!|\\$&;=/'\"é\u00a0"), max_size=40)


def shown(source):
    return " ".join(html.unescape(re.sub(r"</?p>", "", render(source).html)).split())


@pytest.mark.parametrize(
    "plain",
    [
        "Width is 2 * 3, or w_h in code: snake_case, x^2.",
        "It costs $5, e.g. [here], (there) and 50% off!",
        "If a < b & b > c then {a: 1}.",
        "1.5 litres; No. 3; 10-12 metres - roughly",
        "-5 degrees",
        "#tag and C# and A-frame",
    ],
)
def test_harmless_characters_are_unchanged(plain):
    assert as_markdown(plain) == plain


@pytest.mark.parametrize(
    ("plain", "written"),
    [
        ("*args and **kwargs", r"\*args and \*\*kwargs"),
        ("the _first_ one", r"the \_first\_ one"),
        ("`code`", r"\`code\`"),
        ("1. One", r"1\. One"),
        ("- One", r"\- One"),
        ("# One", r"\# One"),
        ("> One", r"\> One"),
        ("---", r"\---"),
        ("a <b>bold</b> word", r"a \<b>bold\</b> word"),
        ("<|im_start|>", "<|im_start|>"),
        ("&amp; and AT&T", r"\&amp; and AT&T"),
        ("[a](b)", r"[a\](b)"),
        ("from $5 to $6", r"from \$5 to \$6"),
        ("{'*'}", r"\{'\*'}"),
    ],
)
def test_characters_with_a_meaning_in_markdown_are_escaped(plain, written):
    assert as_markdown(plain) == written


@given(SIGNS | st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Co"]), max_size=40))
@example("__init__")
@example("a*b*c")
@example("~~~")
@example("a\\")
@example("2)")
@example("===")
@example(": a definition")
def test_what_is_escaped_is_shown_exactly_as_it_was(plain):
    written = as_markdown(plain)
    assert shown(written) == " ".join(plain.split())
    assert markdown(written) == written


def test_a_reason_after_a_label_begins_no_list():
    assert sentences_as_markdown("RIPE. - It is soft.") == r"RIPE. \- It is soft."
    assert sentences_as_markdown("RIPE. 2. It is soft.") == r"RIPE. 2\. It is soft."
