import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.cards.kinds import cloze_blanks
from apps.cards.kinds.cloze_blanks import ClozeError


def hidden(text, number):
    return cloze_blanks.marked(text, number, reveal=False).replace("\ue002", "[").replace("\ue003", "]")


def shown(text, number):
    return cloze_blanks.marked(text, number, reveal=True).replace("\ue000", "<").replace("\ue001", ">")


@pytest.mark.parametrize(
    ("text", "front", "back"),
    [
        pytest.param("A {{c1::U-Net}} shrinks.", "A [] shrinks.", "A <U-Net> shrinks.", id="one blank"),
        pytest.param("{{c1::a::letter}}", "[letter]", "<a>", id="a hint"),
        pytest.param("{{c1::a}} and {{c2::b}}", "[] and b", "<a> and b", id="others are plain"),
        pytest.param("{{c1::a}}, {{c1::b}}", "[], []", "<a>, <b>", id="one number twice"),
        pytest.param("{{c2::x {{c1::y}} z}}", "x [] z", "x <y> z", id="a blank inside a blank"),
        pytest.param(r"${{c1::\frac{a}{b}}}$", "$[]$", r"$<\frac{a}{b}>$", id="braces of a formula"),
        pytest.param(r"{{c1::$\frac{a}{b_{1}}$}} x", "[] x", r"<$\frac{a}{b_{1}}$> x", id="a formula in a blank"),
        pytest.param("{{c1::$5}} and $6", "[] and $6", "<$5> and $6", id="dollars are no formula"),
        pytest.param("}} {{c1::a}} {", "}} [] {", "}} <a> {", id="stray braces"),
    ],
)
def test_a_blank_is_hidden_and_shown(text, front, back):
    assert hidden(text, 1) == front
    assert shown(text, 1) == back


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("one\n{{c1::two", "Line 2: a blank opens with “{{c1::two” and never closes. Add }}."),
        ("{{c1::a {{c2::b}}", "Line 1: a blank opens with “{{c1::a {{c2::b}}” and never closes. Add }}."),
        ("{{c1::}}", "Line 1: the blank c1 hides nothing. Write {{c1::answer}}."),
        ("{{c1::::hint}}", "Line 1: the blank c1 hides nothing. Write {{c1::answer}}."),
        ("{{c0::a}}", "Line 1: blanks are numbered from c1 to c999, not c0."),
    ],
)
def test_a_broken_blank_is_explained_with_its_line(text, sentence):
    with pytest.raises(ClozeError) as raised:
        cloze_blanks.parse(text)
    assert str(raised.value) == sentence


def test_a_note_has_at_most_fifty_different_blanks():
    assert len(cloze_blanks.numbers(" ".join(f"{{{{c{number}::x}}}}" for number in range(1, 51)))) == 50
    with pytest.raises(ClozeError, match="51 different blanks"):
        cloze_blanks.numbers(" ".join(f"{{{{c{number}::x}}}}" for number in range(1, 52)))


def test_numbers_come_sorted_and_once():
    assert cloze_blanks.numbers("{{c3::a}} {{c1::b {{c2::c}}}} {{c3::d}}") == [1, 2, 3]


@given(st.text(alphabet="{}c1:: $ab\n", max_size=60))
def test_any_text_is_read_or_rejected(text):
    try:
        pieces = cloze_blanks.parse(text)
    except ClozeError:
        return
    assert isinstance(pieces, list)
