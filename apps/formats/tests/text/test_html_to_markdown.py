import re
from datetime import UTC, datetime
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.cards.rendering.markdown import render
from apps.cards.rendering.own_markup import UNDRAWN
from apps.formats.anki.conversion.from_anki import NoteMaker
from apps.formats.anki.fields import markdown_to_html
from apps.formats.anki.records import AnkiNote, AnkiNoteType, CardTemplate
from apps.formats.tests.support.decks import texts
from apps.formats.text import plain_to_markdown
from apps.formats.text.html import html_to_markdown
from apps.formats.text.html.removed_html import DRAWING, EVENT_HANDLER, FRAME, REMOTE_IMAGE, SCRIPT
from apps.formats.text.listed_html import COLORS


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
        ("foo<b>(bar)</b>baz", "foo(**bar**)baz"),
        ("H<sub>2</sub>O, x<sup>2</sup>, 4<sup>th</sup>", "H₂O, x², 4<sup>th</sup>"),
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
        ("<ruby>漢<rt>かん</rt></ruby>", "<ruby>漢<rt>かん</rt></ruby>"),
        ("<blockquote>a<br>b</blockquote>", "> a\\\n> b"),
        ("[sound:dog.mp3]", "[sound:dog.mp3]"),
        ("<p>a<div>b</div>c", "a\n\nb\\\nc"),
        ("<span>a<ul><li>b</ul></span>c", "a\n\n- b\n\nc"),
        ("<pre>a\n<div>b</div><div><br></div><div>c</div></pre>", "```\na\nb\n\nc\n```"),
        ("<img src='a_b.png' alt='5 < \"6\" > 4'>", '![5 < "6" > 4](a_b.png)'),
        ("<details><summary>a</summary>b</details>", "<details>\n<summary>a</summary>\n\nb\n\n</details>"),
    ],
)
def test_html_becomes_markdown(source, markdown):
    assert html_to_markdown.markdown(source).text == markdown


@pytest.mark.parametrize(
    ("source", "markdown"),
    [
        ("ba<u>na</u>na <ins>x</ins>", "ba<u>na</u>na <u>x</u>"),
        ("<u>a <b>b</b><br>c </u>d", "<u>a **b**</u>\\\n<u>c</u> d"),
        ("<u>a<u>b</u></u><u> </u>", "<u>ab</u>"),
        ("<span style='text-decoration: underline'>a</span>", "<u>a</u>"),
        ("<span style='font-weight: 700'>a</span> <i style='color: red'>b</i>", '**a** *<span class="red">b</span>*'),
        ("<b style='font-weight:normal'>a</b>", "a"),
        ("<span style='vertical-align: super; font-style: italic'>ab</span>", "*<sup>ab</sup>*"),
        ("<font color='#00f'>a</font><font size=6>b</font>", '<span class="blue">a</span><big>b</big>'),
        ("<span style='color: rgb(255, 128, 0) !important'>a</span>", '<span class="orange">a</span>'),
        ("<span style='color: hsl(280, 80%, 40%);'>a</span>", '<span class="purple">a</span>'),
        ("<div style='color:GREEN'>a</div>b", '<span class="green">a</span>\\\nb'),
        ("<ul style='color:red'><li style='color:red'>a</ul>", '- <span class="red">a</span>'),
        ("<table><tr><td style='color:red'>a|b</table>", '| <span class="red">a\\|b</span> |\n| --- |'),
        ("<span style='color: black; background: white'>a</span>", "a"),
        ("<span style='color: #fff; background: rgba(255,0,0,0)'>a</span>", "a"),
        ("<span style='color: var(--x); background: none'>a</span>", "a"),
        ("<mark>a</mark><span style='background-color: yellow'>b</span>", "<mark>a</mark><mark>b</mark>"),
        ("<span style='background:#aaffaa'>a</span>", '<mark class="green">a</mark>'),
        ("<small>a</small> <span style='font-size: 150%'>b</span>", "<small>a</small> <big>b</big>"),
        ("<span style='font-size: 14px'>a</span>", "a"),
        ("{{c1::<u>a</u>::b}} x<sup>{{c2::ab}}</sup>", "{{c1::<u>a</u>::b}} x<sup>{{c2::ab}}</sup>"),
        ("a&nbsp;&nbsp;&nbsp;b&nbsp;c&nbsp; d&nbsp; &nbsp;", "a&nbsp;&nbsp;&nbsp;b c d"),
        ("x<br>&nbsp; &nbsp; y", "x\\\n&nbsp; &nbsp; y"),
        ("<div>&nbsp;&nbsp;</div>a", "a"),
        ("\xa0\xa0", ""),
        ("a\vb&#11;c\u2028d", "a\\\nb\\\nc\\\nd"),
        ("&amp;nbsp;&amp;nbsp; &lt;u&gt;", "\\&nbsp;\\&nbsp; \\<u>"),
        (
            "<ruby><rb>漢</rb><rp>(</rp><rt>かん</rt><rp>)</rp>字<rt>じ</rt></ruby>",
            "<ruby>漢<rt>かん</rt></ruby><ruby>字<rt>じ</rt></ruby>",
        ),
        ("<ruby>日<rt>に</rt>本<rt>ほ</rt></ruby>", "<ruby>日<rt>に</rt></ruby><ruby>本<rt>ほ</rt></ruby>"),
        ("a<details class=hint><summary>S</summary></details>", "a\n\nS"),
    ],
)
def test_formats_without_a_mark_become_listed_tags(source, markdown):
    assert html_to_markdown.markdown(source).text == markdown
    assert "&lt;" not in render(markdown).html.replace("&lt;u&gt;", "")


@pytest.mark.parametrize(
    ("source", "markdown"),
    [
        ("[latex]$c$[/latex]", "$c$"),
        ("[latex]x^2[/latex] [latex]\\frac{a}{b}[/latex]", "$x^2$ $\\frac{a}{b}$"),
        ("[latex]Some words with $x &lt; y$ in them.[/latex]", "Some words with $x < y$ in them."),
        ("[latex]No formula here at all[/latex]", "No formula here at all"),
        ("[latex]\\textbf{Bold} and \\emph{soft}\\\\next[/latex]", "**Bold** and *soft*\\\nnext"),
        ("[latex]{\\bf Bold} 5\\% \\&amp; more--less[/latex]", "**Bold** 5% & more–less"),
        (
            "[latex]Let it be:<br>\\begin{itemize}<br>\\item $a$<br>\\item two words<br>\\end{itemize}<br>End.[/latex]",
            "Let it be:\n\n- $a$\n- two words\n\nEnd.",
        ),
        (
            "[latex]\\begin{enumerate}\\item a \\begin{itemize}\\item b\\end{itemize}\\item c\\end{enumerate}[/latex]",
            "1. a\n   - b\n2. c",
        ),
        ("[latex]\\begin{displaymath}x\\end{displaymath}[/latex]", "$$x$$"),
        ("[latex]\\begin{align*}a&amp;=b\\end{align*}[/latex]", "$$\\begin{align*}a&=b\\end{align*}$$"),
        ("[latex]As in \\[ x \\] here[/latex]", "As in $$x$$ here"),
        ("[latex]Two parts.<div><br></div><div>Part two.[/latex]", "Two parts.\n\nPart two."),
        ("[latex]The {{c1::first thing}} is $x$[/latex]", "The {{c1::first thing}} is $x$"),
        ("[LATEX]a word *here* &lt;b&gt;[/LATEX]", "a word \\*here\\* \\<b>"),
        ("[latex]never closed", "[latex]never closed"),
        ("[latex]see \\SI{5}{m} and \\ce{H2O} now[/latex]", "see $\\SI{5}{m}$ and $\\ce{H2O}$ now"),
        ("[latex]\\ce{H2O} melts[/latex]", "$\\ce{H2O}$ melts"),
        ("[latex]\\ce{H2O}[/latex]", "$\\ce{H2O}$"),
        ("[latex]both \\textcolor{red}{red} sorts[/latex]", "both red sorts"),
        (
            "[latex]A \\textbf{bold} list:\\begin{itemize}\\item \\SI{5}{m}\\item $x$\\end{itemize}[/latex]",
            "A **bold** list:\n\n- $\\SI{5}{m}$\n- $x$",
        ),
    ],
)
def test_a_text_of_latex_is_text_with_its_formulas(source, markdown):
    assert html_to_markdown.markdown(source).text == markdown


@pytest.mark.parametrize(
    ("source", "markdown"),
    [
        (
            "[latex]\\begin{tabular}{cc} a &amp; b \\\\ c &amp; $d$ \\end{tabular}[/latex]",
            "$\\begin{tabular}{cc} a & b \\\\ c & d \\end{tabular}$",
        ),
        ("[latex]A picture: \\includegraphics[width=1cm]{a}[/latex]", "A picture: $\\includegraphics[width=1cm]{a}$"),
        ("[latex]\\begin{center}\\includegraphics{a}\\end{center}[/latex]", "$\\includegraphics{a}$"),
        ("[latex]two lines\\\\\\includegraphics{a}[/latex]", "two lines\\\n$\\includegraphics{a}$"),
        ("[latex]Some words \\mycommand{$x$} here[/latex]", "Some words $\\mycommand{x}$ here"),
    ],
)
def test_what_cannot_be_drawn_in_a_text_of_latex_is_a_formula_that_is_named(source, markdown):
    assert html_to_markdown.markdown(source).text == markdown
    assert UNDRAWN in render(markdown).html


@pytest.mark.parametrize(
    ("source", "markdown"),
    [
        ("\\(\\text{a $x$ b}\\)", "$\\text{a }{x}\\text{ b}$"),
        ("\\(\\text{$x_{1}$ and $y$}\\)", "${x_{1}}\\text{ and }{y}$"),
        ("\\(\\text{cost \\$5}\\)", "$\\text{cost \\$5}$"),
        ("\\[\\text{if } $ x\\]", "$$\\text{if } \\$ x$$"),
        ("a \\($x\\) b", "a $\\$x$ b"),
        ("\\(x\\\\$y\\)", "$x\\\\\\$y$"),
    ],
)
def test_a_formula_that_holds_dollars_is_drawn(source, markdown):
    assert html_to_markdown.markdown(source).text == markdown
    assert "<math" in render(markdown).html
    assert UNDRAWN not in render(markdown).html


def test_a_text_of_latex_that_a_template_adds_is_text():
    template = CardTemplate("1", "[latex]{{F}}[/latex]", "[latex]{{B}}[/latex]")
    note_type = AnkiNoteType(1, "LaTeX", ("F", "B"), (template,), "", is_cloze=False)
    note = AnkiNote(1, "g", 1, ("Show that $a$ holds", "\\textbf{Yes} it does"), (), datetime.now(UTC))
    made = NoteMaker(note_type).note(note, [], "")
    assert (made.front, made.back) == ("Show that $a$ holds", "**Yes** it does")


@pytest.mark.parametrize(
    "hostile",
    ["[latex]", "[latex]$", "[latex]\\textbf{", "[latex]\\begin{align}", "[latex]\\foo{a{b}[", "[latex]aa \\ce{"],
)
def test_a_hostile_text_of_latex_is_read_quickly(hostile):
    html_to_markdown.markdown(hostile * 2_000 + "[/latex]")
    html_to_markdown.markdown("[latex]" + hostile.removeprefix("[latex]") * 2_000 + "[/latex]")


FORMATTED = ["a <u>b</u>", "x<sup>ab</sup>", "<ruby>漢<rt>かん</rt></ruby>", "a&nbsp;&nbsp;b", "<mark>a</mark>"]
FORMATTED += [f'<span class="{color}">a</span> <mark class="{color}">b</mark>' for color in COLORS if color != "yellow"]
FORMATTED += ['<span class="yellow">a</span>', "<details>\n<summary>a</summary>\n\nb\n\n- c\n\n</details>"]


@pytest.mark.parametrize("markdown", FORMATTED)
def test_formats_go_to_anki_and_come_back(markdown):
    field = markdown_to_html.html(markdown)
    assert "class" not in field
    assert html_to_markdown.markdown(field).text == markdown


def test_a_plain_text_keeps_its_soft_line_ends_and_gaps():
    assert plain_to_markdown.markdown("a\vb\xa0\xa0\xa0c <u>") == "a\\\nb&nbsp;&nbsp;&nbsp;c \\<u>"


@pytest.mark.parametrize(
    ("source", "text", "removed"),
    [
        ("a<script>alert('<b>')</script>b", "ab", [SCRIPT]),
        ("<iframe src=x>no</iframe>", "", [FRAME]),
        ('<b onclick="x()">a</b>', "**a**", [EVENT_HANDLER]),
        ("<img src=https://evil.example/x.png>a", "a", [REMOTE_IMAGE]),
        ("<img src=//evil.example/x.png onerror=x>", "", [EVENT_HANDLER, REMOTE_IMAGE]),
        ("<svg><script>x</script></svg>a", "a", [DRAWING]),
        ("<style>.card {}</style>a", "a", []),
        ("<script>a<style>b</style>", "a", [SCRIPT]),
    ],
)
def test_what_runs_or_loads_is_removed_and_noted(source, text, removed):
    converted = html_to_markdown.markdown(source)
    assert (converted.text, list(converted.removed)) == (text, removed)


def without_marks(text: str) -> str:
    """Return a text without what makes a formula, and without the signs around blanks, which no card shows."""
    return re.sub("[\ue000-\ue003]", "", text.replace("$", "").replace("\\(", "").replace("\\)", ""))


@given(texts)
@settings(deadline=None)
def test_plain_text_shows_as_it_is(text):
    source = without_marks(text)
    assert shown(plain_to_markdown.markdown(source)) == "".join(source.split())


@given(texts)
@settings(deadline=None)
def test_escaped_html_shows_as_it_is(text):
    source = without_marks(text).replace("&nbsp;", "")
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
