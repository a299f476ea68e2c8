"""Formulas on paper."""

from apps.cards.rendering.markdown import render
from apps.printing.engine.paper_html.formulas import draw_formulas


def test_a_formula_becomes_a_picture_measured_in_em():
    html = draw_formulas(render("So $x^2$.").html)
    assert "<math" not in html
    assert 'alt="x 2"' in html
    assert "vertical-align:" in html


def test_a_display_formula_has_a_line_of_its_own():
    assert "print-formula-display" in draw_formulas(render("$$x$$").html)
    assert "print-formula-display" not in draw_formulas(render("$x$").html)


def test_a_formula_that_cannot_be_drawn_is_its_text():
    assert draw_formulas("<p><math><mi>a &lt; b</mi><unclosed></math></p>") == "<p><span>a &lt; b</span></p>"
