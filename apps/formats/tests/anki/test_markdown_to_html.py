import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.cards.kinds import cloze_blanks
from apps.cards.rendering.markdown import render
from apps.formats.anki.fields import cloze as ankis
from apps.formats.anki.fields import markdown_to_html
from apps.formats.tests.support.decks import texts
from apps.formats.tests.support.examples import STABLE_MARKDOWN
from apps.formats.text.html import html_to_markdown


@pytest.mark.parametrize("markdown", STABLE_MARKDOWN)
def test_markdown_comes_back_from_anki_as_it_was(markdown):
    assert html_to_markdown.markdown(markdown_to_html.html(markdown)).text == markdown


@pytest.mark.parametrize(
    ("markdown", "field"),
    [
        pytest.param("**a** & b", "<strong>a</strong> &amp; b", id="one paragraph has no tag"),
        pytest.param("a\n\nb", "<p>a</p>\n<p>b</p>", id="several have"),
        pytest.param("$a<b$ and $$c$$", "\\(a&lt;b\\) and \\[c\\]", id="formulas as MathJax reads them"),
        pytest.param("$$\nc\n$$", "\\[c\\]", id="a formula that stands alone"),
        pytest.param("![a cat](my%20cat.png)", '<img src="my cat.png" alt="a cat">', id="picture"),
        pytest.param("![dog](dog.mp3)", "[sound:dog.mp3]", id="sound"),
        pytest.param("![far](https://example.org/a.png)", "far", id="a picture elsewhere is its description"),
        pytest.param("![x](../a.png)", "x", id="no path leaves the deck"),
        pytest.param("[x](javascript:alert(1))", "[x](javascript:alert(1))", id="no script in a link"),
        pytest.param("<script>x</script>", "&lt;script&gt;x&lt;/script&gt;", id="tags are text"),
        pytest.param("`a<b`", "<code>a&lt;b</code>", id="code"),
        pytest.param("```python\nx\n```", '<pre><code class="language-python">x\n</code></pre>', id="code block"),
        pytest.param("\\\\(x\\\\)", "\\<span></span>(x\\)", id="what only looks like a formula of Anki's stays text"),
        pytest.param("[latex]", "[<span></span>latex]", id="nor does it run LaTeX"),
        pytest.param("{{c1::a::b *c*}}", "{{c1::a::b <em>c</em>}}", id="blanks stand as they are"),
        pytest.param("{{c1::$x_{y_{z}}$}}", "{{c1::\\(x_{y_{z} }\\)}}", id="braces in a formula close no blank"),
        pytest.param("{{c1::open", "{{c1::open", id="what is no blank is text"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_a_field_of_anki(markdown, field):
    assert markdown_to_html.html(markdown) == field


@given(texts)
@settings(deadline=None)
def test_going_to_anki_twice_changes_no_more_than_going_once(text):
    once = html_to_markdown.markdown(markdown_to_html.html(text)).text
    again = html_to_markdown.markdown(markdown_to_html.html(once)).text
    assert html_to_markdown.markdown(markdown_to_html.html(again)).text == again


@given(st.text(st.sampled_from("ab1. ,-:;()\"'!?/%+=#{}äß漢🙂\u2028 "), max_size=12))
@settings(deadline=None)
def test_the_short_cut_for_plain_words_goes_where_the_long_way_goes(text):
    assert markdown_to_html.html(text) == markdown_to_html.converted(markdown_to_html.with_closing_braces_apart(text))


@given(
    st.lists(st.sampled_from(["{{c1::", "{{c2::", "}}", "}", "{", "$x_{y_{z}}$", "a", " ", "::"]), max_size=9).map(
        "".join
    )
)
@settings(deadline=None)
def test_anki_finds_the_blanks_that_we_find(text):
    try:
        found = cloze_blanks.numbers(text)
    except cloze_blanks.ClozeError:
        return
    assert ankis.numbers(markdown_to_html.html(text)) == found


@pytest.mark.parametrize("markdown", STABLE_MARKDOWN)
def test_learners_see_the_same_before_and_after(markdown):
    assert render(html_to_markdown.markdown(markdown_to_html.html(markdown)).text) == render(markdown)
