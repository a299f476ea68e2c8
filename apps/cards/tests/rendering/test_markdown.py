import re
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.cards.kinds.cloze_blanks import ClozeError
from apps.cards.rendering import markdown
from apps.cards.rendering.markdown import answer_html, reason_of, render
from apps.cards.rendering.trusted import trusted, trusted_on_paper


def html(text, **options):
    return render(text, **options).html


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("**bold** and *soft*", "<p><strong>bold</strong> and <em>soft</em></p>", id="emphasis"),
        pytest.param("1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>", id="list"),
        pytest.param("a ~~b~~", "<p>a <s>b</s></p>", id="strikethrough"),
        pytest.param("costs $5 or $6", "<p>costs $5 or $6</p>", id="prices are no formula"),
        pytest.param("$x^2$", "<p><math><msup><mi>x</mi><mn>2</mn></msup></math></p>", id="formula"),
        pytest.param("![a cat](https://a.example/c.png)", "<p>a cat</p>", id="image elsewhere"),
        pytest.param("word\n: meaning", "<dl>\n<dt>word</dt>\n<dd>meaning</dd>\n</dl>", id="definition"),
    ],
)
def test_markdown_becomes_html(text, expected):
    assert html(text) == expected


def test_a_block_formula_stands_alone():
    assert '<math display="block">' in html("$$\n\\frac{a}{b}\n$$")


def test_code_is_colored_by_classes_and_never_by_styles():
    shown = html("```python\nprint('hi')\n```")
    assert '<span class="nb">print</span>' in shown
    assert "style" not in shown


def test_code_in_an_unknown_language_is_shown_as_it_is():
    assert html("```klingon\nnuqneH\n```") == "<pre><code>nuqneH\n</code></pre>"


def test_a_column_keeps_its_alignment():
    assert '<td class="right">1</td>' in html("|a|\n|-:|\n|1|")


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,AAAA)",
        "<svg><animate onbegin=alert(1)>",
        "<iframe src=//a.example></iframe>",
        "<form action=/review/><button>",
        '<p hx-get="/x" id="card" name="y" style="position:fixed">',
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        r"$\text{<img src=x onerror=alert(1)>}$",
        "```html\n<script>alert(1)</script>\n```",
        '[a](https://a.example "onmouseover=alert(1)")',
        '<ruby onclick="alert(1)">a<rt>b</rt></ruby>',
        "<ruby>a<rt><script>alert(1)</script></rt></ruby>",
        '<span class="red" style="position:fixed">a</span>',
        '<span class="red" id="card">a</span><mark class="green" hx-get="/x">b</mark>',
        "<details open ontoggle=alert(1)><summary>a</summary>b</details>",
        "<details><summary><img src=x onerror=alert(1)></summary><svg onload=alert(1)></details>",
        "<u><details><summary></u><iframe src=//a.example></summary></details>",
        "<sub><sup></sub><style>@import 'x'</style></sup>",
    ],
)
def test_hostile_text_stays_text(hostile):
    shown = html(hostile)
    tags = re.findall(r"<[^>]+>", shown)
    assert not re.search(r"<(script|img|svg|iframe|form|button|style|input)", shown)
    assert not any(
        re.search(r"\son\w+=|javascript:|\sid=|\sname=|\shx-|\sstyle=", tag.replace('"onmouse', "")) for tag in tags
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a <u>b **c**</u> d", "<p>a <u>b <strong>c</strong></u> d</p>"),
        ("x<sup>2n</sup> <small>a</small>", "<p>x<sup>2n</sup> <small>a</small></p>"),
        ("<ruby>漢<rt>かん</rt></ruby>", "<p><ruby>漢<rt>かん</rt></ruby></p>"),
        ('<span class="red">a</span> <mark>b</mark>', '<p><span class="red">a</span> <mark>b</mark></p>'),
        ('<span class="cloze">a</span>', '<p>&lt;span class="cloze"&gt;a&lt;/span&gt;</p>'),
        ('<mark class="pink">a</mark>', '<p>&lt;mark class="pink"&gt;a&lt;/mark&gt;</p>'),
        ("<u>a **b</u> c**", "<p><u>a <strong>b</strong></u><strong> c</strong></p>"),
        ("a <u>b", "<p>a &lt;u&gt;b</p>"),
        ("`<u>a</u>` \\<u>b", "<p><code>&lt;u&gt;a&lt;/u&gt;</code> &lt;u&gt;b</p>"),
        ("a&nbsp; &nbsp;b", "<p>a&nbsp; &nbsp;b</p>"),
        (
            "<details>\n<summary>A *hint*</summary>\n\n- one\n\n</details>\nafter",
            "<details><summary>A <em>hint</em></summary>\n<ul>\n<li>one</li>\n</ul>\n</details>\n<p>after</p>",
        ),
        (
            "> <details><summary>a</summary>b</details>",
            "<blockquote>\n<details><summary>a</summary>\n<p>b</p>\n</details>\n</blockquote>",
        ),
        ("<details> a", "<p>&lt;details&gt; a</p>"),
    ],
)
def test_a_few_tags_of_html_format_text_and_all_others_are_text(text, expected):
    assert html(text) == expected


def test_what_opens_inside_what_opens_is_text_at_some_depth():
    shown = html("<details>\n" * 60 + "word\n" + "</details>\n" * 60)
    assert shown.count("<details>") == shown.count("</details>") < 10
    assert "word" in shown


def test_headings_of_a_card_are_below_the_title_of_its_page_and_leave_no_level_out():
    shown = html("# A\n\n### B\n\n## C\n\n# D\n\n> ##### E")
    assert re.findall(r"<h\d>\w", shown) == ["<h2>A", "<h3>B", "<h3>C", "<h2>D", "<h3>E"]
    assert shown.count("</h3>") == shown.count("<h3>")


def test_code_and_tables_that_scroll_can_be_focused_on_pages():
    text = "    code\n\n|a|\n|-|"
    assert re.findall(r"<(?:pre|table)[^>]*>", trusted(html(text))) == ['<pre tabindex="0">', '<table tabindex="0">']
    assert "tabindex" not in trusted_on_paper(html(text))


LISTED = ["<u>", "</u>", "<details>", "</details>", "<summary>", "</summary>", "<rt>", "</rt>", "<ruby>", "</ruby>"]
COLORED = ['<span class="red">', "</span>", "<mark>", "</mark>", '<mark class="blue">', "<b>", "{{c1::", "}}", "`"]


@given(st.lists(st.sampled_from([*LISTED, *COLORED, "\n", "\n\n", "word", " ", "**", "- ", "> "]), max_size=40))
def test_any_mix_of_listed_tags_keeps_its_words_and_closes_its_tags(pieces):
    shown = html("".join(pieces))
    assert shown.count("word") == pieces.count("word")
    assert all(shown.count(f"<{name}") == shown.count(f"</{name}") for name in ("u>", "details>", "mark", "ruby>"))


@pytest.mark.parametrize(
    ("text", "front", "back"),
    [
        (
            "A {{c1::**b**::h}}.",
            '<p>A <span class="cloze">[h]</span>.</p>',
            '<p>A <mark class="cloze"><strong>b</strong></mark>.</p>',
        ),
        ("`{{c1::x}}`", "<p><code>[…]</code></p>", "<p><code>x</code></p>"),
        ("{{c1::<b>}}", '<p><span class="cloze">[…]</span></p>', '<p><mark class="cloze">&lt;b&gt;</mark></p>'),
        (
            r"${{c1::x}}$",
            '<p><math><menclose notation="box"><mi>?</mi></menclose></math></p>',
            "<p><math><mi>x</mi></math></p>",
        ),
    ],
)
def test_a_cloze_hides_and_marks_its_blank(text, front, back):
    assert html(text, blank=1) == front
    assert html(text, blank=1, reveal=True).replace("<mrow>", "").replace("</mrow>", "") == back


def test_the_text_after_a_revealed_blank_appears_once():
    shown = html("The {{c1::score}} of the *log* {{c1::f}}.", blank=1, reveal=True)
    mark = '<mark class="cloze">'
    assert shown == f"<p>The {mark}score</mark> of the <em>log</em> {mark}f</mark>.</p>"


def test_deep_lists_keep_every_item():
    deep = "\n".join(f"{'  ' * level}- item{level}." for level in range(30))
    shown = html(deep)
    assert all(f"item{level}." in shown for level in range(30))


@pytest.mark.slow
@pytest.mark.parametrize(
    "opening", [*("> ", "- ", "1. ", "**", "[", "`", "{{c1::", "$", "(", "|"), "<u>", "<details>\n", "> <details>\n"]
)
def test_a_flood_of_openings_is_rendered_or_rejected(opening):
    for blank in (None, 1):
        try:
            rendered = render(opening * (60_000 // len(opening)), blank=blank)
        except ClozeError:
            continue
        assert isinstance(rendered.html, str)


def test_a_hint_is_text_and_no_html():
    assert "&lt;i&gt;" in html("{{c1::a::<i>}}", blank=1)


def test_markers_that_an_author_wrote_are_dropped():
    assert html("\ue002a\ue003\0") == "<p>a</p>"


@given(st.text(max_size=200))
def test_any_text_renders(text):
    assert isinstance(html(text), str)


@given(st.text(alphabet="$\\{}^_ab*`[]()<>|\n-#>1. ", max_size=120))
def test_any_markup_renders_without_a_tag_that_is_not_listed(text):
    allowed = re.compile(
        r"</?(p|br|hr|em|strong|s|blockquote|ul|ol|li|a|code|pre|span|h\d|table|thead|tbody|tr|th|td|dl|dt|dd|m\w+)[ >]"
    )
    assert all(allowed.match(tag + ">") for tag in re.findall(r"</?[a-z][^>]*", html(text)))


@given(st.text(st.characters(exclude_categories=["Cs"])) | st.text("aé.1 \"'-=+#:;()漢!?/"))
def test_words_alone_look_as_the_parser_would_show_them(text):
    assert render(text).html == parsed(text)


@given(st.lists(st.sampled_from(["**", "a", "é", "b c", " ", "\n", "\\\n", "\n\n", *'.1:-="*'])).map("".join))
def test_lines_with_bold_words_look_as_the_parser_would_show_them(text):
    assert render(text).html == parsed(text)


@pytest.mark.parametrize(
    "text",
    [
        "**So** it is.\\\nThen **all of it.**\n\nEnd",
        "a **b**\nc",
        "**a** **b**",
        "a **1**",
        "**a.** b",
        "a\\\n\nb",
        "a **b**c",
    ],
)
def test_bold_words_look_as_the_parser_would_show_them(text):
    assert render(text).html == parsed(text)


def parsed(text):
    """Return what the parser makes of a text, even of one that needs none."""
    never = re.compile("(?!)")
    with mock.patch.multiple(markdown, PLAIN=never, LINES=never):
        return render(text).html


@pytest.mark.parametrize("reason", ["<p>It scales.</p>", "<p>(it scales)</p>", "<ul>\n<li>It scales.</li>\n</ul>", ""])
def test_the_reason_of_an_answer_is_found_without_its_label(reason):
    assert reason_of("A & B", answer_html("A & B", reason)) == reason
    assert reason_of("", reason) == reason_of("Other", reason) == reason
