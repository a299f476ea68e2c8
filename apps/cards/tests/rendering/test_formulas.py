"""Formulas of card text: drawn, or shown as they are written."""

import re

import pytest

from apps.cards.rendering.markdown import render


def test_a_color_in_a_formula_becomes_no_inline_style():
    assert "style" not in render(r"$\color{red}x$").html


def test_a_formula_with_an_unknown_command_is_shown_as_code_and_named():
    rendered = render(r"$\foo$ and more")
    assert r"\foo</code> and more" in rendered.html
    assert rendered.problems == (r'The formula $\foo$ cannot be read: Unknown command "\foo".',)


@pytest.mark.parametrize(
    ("latex", "shown"),
    [
        (r"\ce{2H2 + O2 -> 2H2O}", "2H2+ O2 ⟶2H2O"),
        (r"\ce{SO4^2-} \ce{Na+} \ce{CuSO4.5H2O}", "SO42−Na+CuSO4⋅5H2O"),
        (r"\ce{^{227}_{90}Th} \ce{H3O+(aq)} \ce{C#C-H}", "90227ThH3O+(aq)C≡C−H"),
        (r"\ce{N2 <=>[k][T] 2NH3 v}", "N2 ⇌Tk 2NH3↓"),
        (r"x=1 \tag{1} \label{a}", "x=1(1)"),
        (r"x \tag*{a}", "xa"),
        (r"\begin{align}a&=b\end{align}", "a=b"),
        (r"\sum_{\substack{i<n\\j}}", "∑i&lt;nj"),
        (r"\smash[b]{y} \rule{2em}{1pt} \rule{0pt}{3em}", "y̲"),
        (r"\href{https://example.org/a_b}{x}", "x"),
        (r"\matrix{a&b\cr c&d} \pmatrix{e}", "abcd(e)"),
        (r"\eqalign{a&=b\\c&=d}", "a=bc=d"),
        (r"\newcommand{\R}[1]{\mathbb{#1}} \R{Q}", "ℚ"),
        (r"\DeclareMathOperator{\foo}{foo} \foo x", "foo&ApplyFunction;x"),
        (r"\SI{9.8}{\meter\per\second\squared}", "9.8ms−2"),
        (r"\SI{1.5e3}{kg/m} \ang{30} \num{2e-4}", "1.5×103kg/m30∘2×10−4"),
        (r"\unicode{x263a} \unicode[Arial]{9786}", "☺☺"),
        (r"\begin{eqnarray*}a&=&b\end{eqnarray*}", "a=b"),
        (r"\root 3 \of {x} \buildrel a \over = \mbox{or} \Large y", "x3=aory"),
    ],
)
def test_commands_of_ankis_formulas_are_drawn(latex, shown):
    rendered = render(f"${latex}$")
    assert rendered.problems == ()
    assert "href" not in rendered.html
    assert re.sub(r"<[^>]+>", "", rendered.html).replace("\xa0", " ") == shown


def test_what_a_formula_defines_is_known_to_the_next_one_of_the_text():
    assert render(r"$\newcommand{\vv}[1]{\mathbf{#1}}$ $\vv{x}$").problems == ()
    assert render(r"$\vv{x}$").problems


@pytest.mark.parametrize("latex", [r"\ce{H", r"\SI{5}", r"\tag", r"\toggle{a}{b}", r"\begin{CD}A\end{CD}"])
def test_a_formula_that_cannot_be_drawn_is_shown_as_it_is_written(latex):
    rendered = render(f"${latex}$")
    assert len(rendered.problems) == 1
    assert f">{latex}</code>" in rendered.html


@pytest.mark.parametrize(
    "bomb",
    [
        r"\newcommand{\a}{\a\a}\a",
        r"\def\a#1{\sqrt{\a{#1}}}\a x",
        r"\substack{" + r"a\\" * 600 + "}",
        r"\newcommand{\a}[1]{#1#1#1#1}" + r"\a{" * 40 + "x" + "}" * 40,
        r"\ce{" * 49 + "}" * 49,
        r"\smash" * 300 + "x",
    ],
)
def test_commands_that_expand_without_end_are_refused_or_drawn(bomb):
    assert isinstance(render(f"${bomb}$").html, str)


def test_a_formula_has_at_most_two_thousand_characters():
    assert render(f"${'x' * 2_000}$").problems == ()
    assert "too long" in render(f"${'x' * 2_001}$").problems[0]


def test_an_author_cannot_write_a_placeholder_of_a_formula():
    assert "formula0x0x" in render("formula0x0x $x$").html


@pytest.mark.parametrize(
    "flood", ["{" * 20_000 + "}" * 20_000, r"\sqrt{" * 3_200, r"\frac{a}{" * 60, r"\left(" * 6_400, r"\hat " * 12_000]
)
def test_an_endlessly_nested_formula_is_rejected_and_ends_no_process(flood):
    rendered = render(f"${flood.strip()}$")
    assert "too long or too deeply nested" in rendered.problems[0]
    assert len(rendered.problems[0]) < 200
