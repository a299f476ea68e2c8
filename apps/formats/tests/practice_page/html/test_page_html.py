import contextlib
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.cards.rendering.markdown import render
from apps.formats.practice_page.html import page_html
from apps.formats.practice_page.records import FLASHCARDS, LETTERS, NUMBERS, SELF_CHECK
from apps.formats.problems import ImportProblem

ANSWER = "<details><summary>Show answer</summary>{}</details>"


def page(*parts):
    return page_html.read("<main><h1>Practice: Knots</h1>" + "\n".join(parts) + "</main>")


def questions(*parts):
    return page("<h2>Self-check</h2>", *parts).parts[0].items


def answer(markup):
    """What an answer of this HTML becomes, as it is shown."""
    return render(questions("<p><b>1. What?</b></p>", ANSWER.format(markup))[0].back).html


class TestPropertiesOfThePage:
    def test_title_description_language_license_author_and_url(self):
        head = (
            '<html lang="nl"><head><title>Knots | School</title><meta name=description content="How to &amp; why">'
            '<meta name="author" content="A. Sailor"><link rel="license" href="https://example.org/cc0">'
            "<link rel=canonical href='https://example.org/knots/'></head>"
        )
        read = page_html.read(
            f"{head}<body><h2>Self-check</h2><p><b>1. What?</b></p>{ANSWER.format('This.')}</body></html>"
        )
        assert (read.title, read.description, read.language) == ("Knots", "How to & why", "nl")
        assert (read.attribution, read.licence, read.source_url) == (
            *("A. Sailor", "https://example.org/cc0", "https://example.org/knots/"),
        )

    def test_the_heading_of_the_page_is_its_title(self):
        assert page("<h2>Self-check</h2><p><b>1. What?</b></p>", ANSWER.format("This.")).title == "Practice: Knots"


class TestWhatTheSiteShowsAroundThePage:
    @pytest.mark.parametrize(
        "around",
        [
            "<nav><h2>Contents</h2><ul><li>x</li></ul></nav>",
            "<footer><a rel=next>Next</a></footer>",
            "<script>document.write('<details>')</script>",
            "<style>p > a { color: red }</style>",
            "<svg><path d='M0 0'/></svg>",
            "<button>Print flashcards</button>",
            "<!-- <details> a comment -->",
            '<a class="anchor" href="#x">#</a>',
            '<span class="sr-only">Section titled “Self-check”</span>',
            '<form><input name="q"><label>Search</label></form>',
            "<template><p>Later.</p></template>",
        ],
    )
    def test_is_left_out(self, around):
        parts = ("<h2>Self-check</h2>", "<p><b>1. What?</b></p>", ANSWER.format("<p>This.</p>"))
        assert page(parts[0], around, *parts[1:]).parts[0].items == page(parts[0], "", *parts[1:]).parts[0].items
        assert page(parts[0], around, *parts[1:]).parts[0].introduction == ""

    def test_a_heading_keeps_its_words_only(self):
        heading = '<h2 id="x">Self-check<a class="header-anchor" href="#x" aria-hidden="true">#</a></h2>'
        assert page(heading, "<p><b>1. What?</b></p>", ANSWER.format("This.")).parts[0].title == "Self-check"


class TestText:
    @pytest.mark.parametrize(
        "markup",
        [
            "<p>A <strong>bold</strong> and <em>soft</em> word, <code>code</code> and <del>gone</del>.</p>",
            "<p>One.</p>\n<p>Two.</p>",
            "<ul>\n<li>one</li>\n<li>two\n<ul>\n<li>deep</li>\n</ul>\n</li>\n</ul>",
            '<ol start="3">\n<li>three</li>\n<li>four</li>\n</ol>',
            "<ul>\n<li>\n<p>loose</p>\n</li>\n<li>\n<p>items</p>\n</li>\n</ul>",
            "<blockquote>\n<p>Quoted.</p>\n<p>Twice.</p>\n</blockquote>",
            "<p>One<br>\nline.</p>",
            "<p>A <code>`tick`</code> in code, and <code>&lt;b&gt; **x**</code>.</p>",
            "<p>2 * 3 * 4, a_b_c, *no*, _no_, `no`, [no](no), ~~no~~, $5 and $6, &amp;amp; \\*</p>",
            "<p>&lt;details&gt; and &lt;|im_start|&gt; and {'*'} and {/* x */}</p>",
            "<p># none</p>\n<p>- none</p>\n<p>1. none</p>\n<p>&gt; none</p>\n<p>--- none</p>",
            "<pre><code>a\n\n  b  \n```\nc</code></pre>",
            "<pre><code>Q: none\nA: none\n&lt;/details&gt;\n</code></pre>",
            "<hr>\n<p>below</p>",
            "<table>\n<thead>\n<tr>\n<th>a</th>\n<th>b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>1|2</td>\n<td><code>|</code>"
            "</td>\n</tr>\n</tbody>\n</table>",
        ],
    )
    def test_is_shown_as_it_was(self, markup):
        assert "".join(answer(markup).split()) == "".join(render_like(markup).split())

    def test_code_of_a_fancy_frame_keeps_its_lines_and_language(self):
        row = '<div class="ec-line"><div class="gutter">1</div><div class="code">{}</div></div>'
        rows = "".join(row.format(code) for code in ("<span>def</span> f():", '<span class="indent">    </span>pass'))
        frame = (
            '<div class="expressive-code"><figure><figcaption><span class="title">a.py</span></figcaption>'
            f'<pre data-language="py"><code>{rows}</code></pre><div><button>Copy</button></div></figure></div>'
        )
        [item] = questions("<p><b>1. What?</b></p>", ANSWER.format(frame))
        assert item.back == "```py\ndef f():\n    pass\n```"

    def test_code_colored_in_lines_keeps_them(self):
        rows = '<span class="line">a()</span>\n<span class="line">b()</span>'
        markup = f'<pre class="shiki" lang="js"><code>{rows}</code></pre>'
        assert questions("<p><b>1. What?</b></p>", ANSWER.format(markup))[0].back == "```js\na()\nb()\n```"

    def test_a_formula_is_its_latex(self):
        katex = (
            '<span class="katex"><span class="katex-mathml"><math><semantics><mi>x</mi><annotation '
            'encoding="application/x-tex">x^2</annotation></semantics></math></span><span class="katex-html" '
            'aria-hidden="true">x2</span></span>'
        )
        assert questions("<p><b>1. What?</b></p>", ANSWER.format(f"<p>So {katex}.</p>"))[0].back == "So $x^2$."

    def test_text_without_paragraphs_is_a_paragraph(self):
        assert answer("Plain <b>bold</b> words<ul><li>one</ul>and more") == (
            "<p>Plain <strong>bold</strong> words</p>\n<ul>\n<li>one</li>\n</ul>\n<p>and more</p>"
        )

    def test_end_tags_may_be_omitted_where_html_allows_it(self):
        assert answer("<p>One<p>Two<ul><li>a<li>b</ul>") == (
            "<p>One</p>\n<p>Two</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>"
        )


def render_like(markup):
    """The HTML as rendering writes it."""
    quoted = markup.replace('"', "&quot;").replace("start=&quot;3&quot;", 'start="3"')
    return quoted.replace("<del>", "<s>").replace("</del>", "</s>")


class TestQuestions:
    def test_are_numbered_in_bold(self):
        found = questions(
            "<p><strong>1. What is <code>x</code>?</strong></p><p>Think.</p>",
            ANSWER.format("<p>This.</p>"),
            "<p><strong>2. Why?</strong></p>",
            ANSWER.format("So."),
        )
        assert [(item.front, item.back) for item in found] == [("What is `x`?\n\nThink.", "This."), ("Why?", "So.")]

    def test_may_be_the_items_of_a_list(self):
        found = questions(
            f"<ol><li>What is <code>x</code>?{ANSWER.format('This.')}</li>"
            f"<li><p>Why?</p><p>Think.</p>{ANSWER.format('<p>So.</p>')}</li></ol>"
        )
        assert [(item.front, item.back) for item in found] == [("What is `x`?", "This."), ("Why?\n\nThink.", "So.")]

    def test_may_be_headings_of_any_page(self):
        headings = ("<h3>What is <em>x</em>?</h3>", ANSWER.format("This."), "<h3>Why?</h3>", ANSWER.format("So."))
        read = page_html.read("".join(["<h1>Common questions</h1>", *headings]))
        assert [(part.kind, [item.front for item in part.items]) for part in read.parts] == [
            (SELF_CHECK, ["What is *x*?", "Why?"])
        ]

    def test_have_their_line_of_the_page(self):
        found = questions(
            "", "<p><b>1. What?</b></p>", ANSWER.format("This."), "<p>\n<b>2. Why?</b></p>", ANSWER.format("So")
        )
        assert [item.line for item in found] == [3, 5]


class TestScenarios:
    def test_of_fenced_code(self):
        fence = "<pre><code>A. A granny knot\n   on nylon.\nB. A bowline.\n</code></pre>"
        answers = (
            "<ul><li><strong>A: SLIP.</strong> It rolls.</li><li><strong>B: HOLD</strong> (mostly). It jams.</li></ul>"
        )
        part = page(
            "<h2>Try it yourself</h2><p>SLIP or HOLD?</p>", fence, ANSWER.format(answers + "<p>Turn.</p>")
        ).parts[0]
        assert (part.numbering, part.labels, part.closing) == (LETTERS, ("SLIP", "HOLD"), "Turn.")
        assert [(item.front, item.label, item.back) for item in part.items] == [
            ("A granny knot on nylon.", "SLIP", "It rolls."),
            ("A bowline.", "HOLD", "(mostly). It jams."),
        ]

    def test_of_a_numbered_list(self):
        answers = (
            "<ul><li><b>1:</b> It does because of its turns.</li><li><b>2:</b> It does not hold at all, ever.</li></ul>"
        )
        part = page(
            "<h2>Try it yourself</h2><p>Does it hold?</p><ol><li>A bowline.</li><li>A granny.</li></ol>",
            ANSWER.format(answers),
        ).parts[0]
        assert (part.numbering, part.labels) == (NUMBERS, ())
        assert [item.front for item in part.items] == ["A bowline.", "A granny."]

    def test_answers_may_be_terms_and_what_they_mean(self):
        terms = "<dl><div><dt>A</dt><dd><p><b>SLIP</b>. It rolls.</p></dd></div><dt>B.</dt><dd>HOLD. It jams.</dd></dl>"
        part = page(
            "<h2>Try it yourself</h2><p>SLIP or HOLD?</p><ul><li>A) Granny.</li><li>B) Bowline.</li></ul>",
            ANSWER.format(terms),
        ).parts[0]
        assert [(item.label, item.back) for item in part.items] == [("SLIP", "It rolls."), ("HOLD", "It jams.")]


def test_a_wrong_count_is_a_warning_with_its_line():
    read = page("<h2>Flashcards</h2>", "<p>Ten cards.</p>", "<details><summary>What?</summary>This.</details>")
    assert [(warned.place.line, str(warned.message)) for warned in read.warnings] == [
        (2, "The introduction mentions 10 cards, but this section has 1.")
    ]
    assert read.parts[0].kind == FLASHCARDS


@pytest.mark.parametrize(
    ("parts", "line", "message"),
    [
        (["<h2>Self-check</h2>", "<p>1</p>", "<details><summary>Show answer</summary>", "<p>x</p>"], 3, "never closed"),
        (["<h2>Self-check</h2>", "<details><summary>Show answer"], 2, "never closed"),
        (["<h2>Self-check</h2>", "", ANSWER.format("Why?")], 3, "This answer has no question"),
        (["<p>x</p>", "<!-- never"], 2, "This <!-- is never closed"),
        (["<p>x</p>", "", "<script>never"], 3, "This <script> is never closed"),
        (["<p>x</p>", "<div>" * 200], 2, "nested too deeply"),
        (["<p>x</p>", "<p>" * 50_000], 2, "tags"),
        (["<p>Just words.</p>"], 0, "No questions, scenarios, or flashcards"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(parts, line, message):
    with pytest.raises(ImportProblem, match=message) as refused:
        page(*parts)
    assert refused.value.place.line == line


@pytest.mark.slow
@pytest.mark.parametrize(
    "hostile",
    [
        *(
            "<" * 500_000,
            "<a " * 300_000,
            "<!--" * 100_000,
            "<a b=\"'" * 100_000,
            """<a b="'" c='""" * 100_000,
            "</b>" * 200_000,
            "<p>x" * 9_000,
        ),
        *(
            "&" * 900_000,
            "<p>" + " " * 900_000,
            "<p>a" + "\n" * 900_000 + "b",
            "<ol>" + "<li>x" * 9_000,
            "<br>" * 9_000,
        ),
        *("<h2>Flashcards</h2>" + "<b class=front>x</b>" * 9_000, "<pre>" + "<div>x</div>" * 9_000 + "</pre>"),
        *("<table><tr>" + "<td colspan=1000>x" * 9_000, "<dl>" + "<dt>A" * 9_000, "<ul><li>" * 45 + "x<br>" * 5_000),
    ],
)
def test_a_hostile_page_is_read_or_refused_quickly(hostile):
    with contextlib.suppress(ImportProblem):
        page_html.read(f"<h2>Self-check</h2><p><b>1. x</b></p>{ANSWER.format('y')}{hostile}")


CHUNKS = st.sampled_from(
    re.findall(
        r"\S+",
        """<p> </p> <li> <ul> </ul> <ol|start=2> <b> </b> <code> </code> <pre> </pre> <br> <details> <summary>
        </summary> </details> <h2>Self-check</h2> <h2>Flashcards</h2> <h2>Try|it</h2> <div|class=flashcard> <table>
        <td> <tr> <dl> <div|class=question> <div|class=answer> </div> <dt> <dd> <a|href=x> </a> <img|alt='*'>
        Show|answer 1.|What? A.|one -|x Q:|a A:|b &amp; &lt; < > ` * <!--|x|--> <math> </math> <form> <button> {'*'}""",
    )
).map(lambda piece: piece.replace("|", " "))


@settings(deadline=None)
@given(st.lists(CHUNKS | st.just("\n"), max_size=30))
def test_any_tags_are_read_or_refused_with_a_sentence(pieces):
    try:
        read = page_html.read("".join(pieces))
    except ImportProblem as refused:
        assert str(refused.message).endswith(".")  # noqa: PT017 - a page that is read is right as well
    else:
        assert any(part.items for part in read.parts)
        assert "\ufdd0" not in repr(read)
