"""A line of a list in which formulas are drawn."""

import pytest

from apps.cards.lint import quote
from apps.cards.rendering.formula_line import formula_line

X_T = "<math><msub><mi>x</mi><mi>t</mi></msub></math>"


@pytest.mark.parametrize(
    ("markdown", "line"),
    [
        ("What is $x_t$?", f"What is {X_T}?"),
        ("$$x_t$$", X_T),
        ("**Is** $x_t$ < 1?", f"Is {X_T} &lt; 1?"),
        ("It costs $5 and $6.", "It costs $5 and $6."),
        ("Is `$x_t$` code?", "Is `$x_t$` code?"),
        ("Is $\\frac{1$ right?", "Is $\\frac{1$ right?"),
        ("<b onclick=x>$x_t$</b>", f"&lt;b onclick=x&gt;{X_T}&lt;/b&gt;"),
        ("$\\text{<script>}$", "<math><mtext>&lt;script&gt;</mtext></math>"),
        ("no formula & none", "no formula &amp; none"),
        ("typed \U000f0000 $x_t$ \U000f0009", f"typed {X_T} {X_T} "),
    ],
)
def test_a_formula_is_drawn_and_all_else_is_escaped(markdown, line):
    assert formula_line(markdown, words=lambda text: text.replace("*", "")) == line


def test_a_formula_is_never_cut_and_counts_as_one_character():
    line = formula_line(f"$x_t$ {'word ' * 100}", words=quote)
    assert line.startswith(f"{X_T} word")
    assert line.endswith("…")
    assert formula_line(f"{'word ' * 100} $x_t$", words=quote).count("<math>") == 0


def test_a_formula_that_is_too_wide_for_a_line_is_as_it_was_written():
    formula = f"${'x+' * 200}x$"
    assert formula_line(formula, words=str) == formula
