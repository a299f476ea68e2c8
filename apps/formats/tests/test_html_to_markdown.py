import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.cards.rendering.markdown import render
from apps.formats.tests.support.decks import texts
from apps.formats.text import html_to_markdown, plain_to_markdown


def shown(markdown: str) -> str:
    """Return what a reader sees of Markdown, without its spaces."""
    rendered = re.sub(r"<li>|<hr />", "", render(markdown).html)
    return "".join(unescape(re.sub(r"<[^<>]*>", "", rendered)).split())


@pytest.mark.parametrize(
    ("source", "markdown"),
    [
        ("a<br>b<div>c</div><div>d</div>", "a\\\nb\\\nc\\\nd"),
        ("<p>a</p><p>b</p>", "a\n\nb"),
        ("<b>bold </b>and <i>soft</i>", "**bold** and *soft*"),
        ("<b><i>x</i></b> <b>a<br>b</b>", "***x*** **a**\\\n**b**"),
        ("<b>a</b><b>b</b>", "**ab**"),
        ("foo<b>(bar)</b>baz", "foo(bar)baz"),
        ("H<sub>2</sub>O, x<sup>2</sup>, 4<sup>th</sup>", "H₂O, x², 4^(th)"),
        ("<ul><li>a<li>b<ol><li>c</ol></ul>d", "- a\n- b\n  1. c\n\nd"),
        ("<table><tr><td>a|<td>b<tr><td>1</table>", "| a\\| | b |\n| --- | --- |\n| 1 |  |"),
        ("<pre>x\n  y</pre>", "```\nx\n  y\n```"),
        ("<code>a`b</code>", "``a`b``"),
        ("<h2>Title</h2>text", "## Title\n\ntext"),
        ("<a href='https://x.org/(a)'>link</a>", "[link](https://x.org/%28a%29)"),
        ("<a href='javascript:x()'>link</a>", "link"),
        ("<img src='my cat.png' alt='a cat'>", "![a cat](my%20cat.png)"),
        ("5 &lt; 6 &amp;amp; *x* $1 $2", "5 < 6 \\&amp; \\*x\\* \\$1 \\$2"),
        ("\\(x &lt; y\\), 5\\(z\\)", "$x < y$, 5 $z$"),
        ("[$]a[/$][$$]b[/$$][latex]$c$[/latex]\\[d<br>e\\]", "$a$$$b$$$c$$$d e$$"),
        ("{{c1::<b>sun</b>::hot}}", "{{c1::**sun**::hot}}"),
        ("- a<br># b<br>1. c", "\\- a\\\n\\# b\\\n1\\. c"),
        ("<ruby>漢<rt>かん</rt></ruby>", "漢(かん)"),
        ("<blockquote>a<br>b</blockquote>", "> a\\\n> b"),
        ("[sound:dog.mp3]", "[sound:dog.mp3]"),
        ("<p>a<div>b</div>c", "a\n\nb\\\nc"),
        ("<span>a<ul><li>b</ul></span>c", "a\n\n- b\n\nc"),
        ("<pre>a\n<div>b</div><div><br></div><div>c</div></pre>", "```\na\nb\n\nc\n```"),
        ("<img src='a_b.png' alt='5 < \"6\" > 4'>", '![5 < "6" > 4](a_b.png)'),
        ("<details><summary>a</summary>b</details>", "a\\\nb"),
    ],
)
def test_html_becomes_markdown(source, markdown):
    assert html_to_markdown.markdown(source).text == markdown


@pytest.mark.parametrize(
    ("source", "text", "removed"),
    [
        ("a<script>alert('<b>')</script>b", "ab", 1),
        ("<iframe src=x>no</iframe>", "", 1),
        ('<b onclick="x()">a</b>', "**a**", 1),
        ("<img src=https://evil.example/x.png>a", "a", 1),
        ("<img src=//evil.example/x.png onerror=x>", "", 2),
        ("<svg><script>x</script></svg>a", "a", 1),
        ("<style>.card {}</style>a", "a", 0),
        ("<script>a<style>b</style>", "a", 1),
    ],
)
def test_what_runs_or_loads_is_removed_and_counted(source, text, removed):
    converted = html_to_markdown.markdown(source)
    assert (converted.text, converted.removed) == (text, removed)


@given(texts)
@settings(deadline=None)
def test_plain_text_shows_as_it_is(text):
    source = text.replace("$", "").replace("\\(", "").replace("\\)", "")
    assert shown(plain_to_markdown.markdown(source)) == "".join(source.split())


@given(texts)
@settings(deadline=None)
def test_escaped_html_shows_as_it_is(text):
    source = text.replace("$", "").replace("\\(", "").replace("\\)", "").replace("&nbsp;", "")
    field = "<span></span>" + source.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")
    assert shown(html_to_markdown.markdown(field).text) == "".join(source.split())


@pytest.mark.slow
@pytest.mark.parametrize(
    "hostile",
    [
        *("""<a b="'" c='""", "<a b=\"'", "<a b= ", "<!--", "<script>", "</b>", "<p>", "<ul><li>", "<span><div>", "<"),
        *("<table><tr><td>", "<blockquote>", "<pre><div>", "<code>`", "&", "\\("),
    ],
)
def test_a_hostile_field_is_read_quickly(hostile):
    html_to_markdown.markdown("<i>x</i>" + hostile * 20_000)


CHUNKS = """<b> </b> <i> <br> <div> </div> <li> <ul> </ul> <td> <p> <table> <tr> word ( * _ ` 1. <code> </code> <pre>
\\( x\\)"""


@given(st.lists(st.sampled_from([*CHUNKS.split(), " "]), max_size=30))
@settings(deadline=None)
def test_words_of_any_html_survive(pieces):
    text = shown(html_to_markdown.markdown("".join(pieces)).text)
    assert text.count("word") == pieces.count("word")


SIMPLE = ["<b>", "</b>", "<br>", "<br />", "a", "é b", " ", "  ", *'.1:-=()"\u2003\xa0']


@given(st.lists(st.sampled_from(SIMPLE)).map("".join))
@settings(deadline=None)
def test_the_short_cut_for_lines_of_words_goes_where_the_long_way_goes(field):
    assert html_to_markdown.markdown(field) == html_to_markdown.converted(field)


@pytest.mark.parametrize(
    "field", ["a (b): c.", "<b>So.</b> It is<br/>1 <b>x</b>", "a <b>b</b> 1. <b>c</b><br><b>d</b>"]
)
def test_lines_of_words_go_the_short_way_where_the_long_way_goes(field):
    assert html_to_markdown.markdown(field) == html_to_markdown.converted(field)
