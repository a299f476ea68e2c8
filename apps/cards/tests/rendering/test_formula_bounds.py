"""Formulas that would keep the converter busy, or end the process: they are shown as they are written."""

import pytest

from apps.cards.rendering.formula_delimiters import count_unclosed
from apps.cards.rendering.markdown import render

NOT_CLOSED = "Too many brackets are not closed."
TOO_DEEP = "It is too long or too deeply nested."
OPENING = [
    *("(", "[", r"\{", r"\langle ", r"\lfloor ", r"\lceil ", r"\lvert ", r"\lVert ", r"\lbrace ", r"\lgroup "),
    *(r"\lmoustache ", r"\ulcorner ", r"\llbracket ", r"\bigl(", r"\Biggl| ", r"\mathopen| ", "⟨", "⌜", "⎰", "⦅"),
]


def reason(latex: str) -> str:
    """Return why a formula is shown as it is written; empty where it is drawn."""
    rendered = render(f"${latex}$")
    assert ("undrawn" in rendered.html) == bool(rendered.problems)
    return " ".join(rendered.problems)


@pytest.mark.parametrize("opening", OPENING)
@pytest.mark.parametrize(
    "formula", ["{}", r"\sqrt{{{}}}", r"\ce{{{}}}", r"\def\a{{{}}}\a\a", r"\begin{{matrix}}x&{}\end{{matrix}}"]
)
def test_a_flood_of_delimiters_that_are_not_closed_is_shown_as_it_is_written(opening, formula):
    assert reason(formula.format(f"{opening}x" * 30))


@pytest.mark.parametrize(
    "latex",
    [
        r"(\sqrt)" * 30,
        "(x^)" * 30,
        r"({)}" * 30,
        r"(\left.)\right." * 30,
        r"(\bigl)" * 30,
        r"(\big)" * 30,
        r"(\mathclose{x}" * 30,
    ],
)
def test_what_only_looks_as_if_it_closes_a_delimiter_does_not(latex):
    assert NOT_CLOSED in reason(latex)


@pytest.mark.parametrize(
    "latex",
    [
        "(" * 200 + "x" + ")" * 200,
        r"f(\alpha)g(\beta)" * 20,
        r"x \in [0, 1) \cup (2, 3] \cup ]4, 5[",
        r"\left(\frac{1}{2}\right) \bigl(x\bigr) \langle x \rangle \lvert x \rvert \|x\| \{x\}" * 3,
        r"\{x \mid x > 0\} |x| \binom{n}{k} \sqrt[3]{(x)}" * 5,
        "f'(x) + g(x)^2 + (a)! " * 20,
    ],
)
def test_formulas_with_many_delimiters_are_drawn(latex):
    assert reason(latex) == ""


def test_a_delimiter_is_closed_where_it_opens():
    assert count_unclosed(r"(a] \langle b) {(} [") == 2


@pytest.mark.parametrize("times", [40, 6])
def test_a_command_that_a_formula_defines_nests_no_deeper_than_what_is_written(times):
    open_, close = "{" * times, "}" * times
    wraps = rf"\newcommand{{\a}}[1]{{{open_}#1{close}}}"
    twice = rf"\newcommand{{\b}}[1]{{{r'\a{' * times}#1{close}}}"
    assert TOO_DEEP in reason(rf"{wraps}{twice}\b{{\b{{\b{{\b{{\b{{x}}}}}}}}}}")


@pytest.mark.parametrize(
    ("latex", "shown"),
    [
        (r"\def\a{x}\a y", "<mi>x</mi><mi>y</mi>"),
        (r"\newcommand\a[2]{#2#1}\a xy", "<mi>y</mi><mi>x</mi>"),
        (r"\newcommand{\a}[1]{\mathbb#1}\a R", "<mi>ℝ</mi>"),
        (r"\newcommand{\a}{\alpha}\a x", "<mi>α</mi><mi>x</mi>"),
        (r"\let\a=\beta\let\beta=\a\a", "<mi>β</mi>"),
        (r"\let\old\beta\renewcommand{\beta}{\old\old}\beta", "<mi>β</mi><mi>β</mi>"),
        (r"{\gdef\a{x}}\a", "<mi>x</mi>"),
        (r"\providecommand*{\a}{x}\global\let\b\a\b", "<mi>x</mi>"),
        (r"\newcommand{\a}{x}\text{a \a}", "<mtext>a\u00a0x</mtext>"),
        (r"\newcommand{\H}{H2}\ce{\H O}", "H"),
    ],
)
def test_what_a_formula_defines_is_written_out(latex, shown):
    assert reason(latex) == ""
    assert shown in render(f"${latex}$").html


@pytest.mark.parametrize(
    "latex", [r"\def\a(#1){x}\a(y)", r"\newcommand{\a}[2][x]{#1}\a{y}", r"\def", r"\let\a", r"\newcommand{\a}[1]{x}\a"]
)
def test_a_definition_that_cannot_be_read_is_named(latex):
    assert "cannot be read" in reason(latex)
