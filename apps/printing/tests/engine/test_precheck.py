"""What is not even tried, and what is."""

import pytest

from apps.printing.engine.paper_html.precheck import is_unprintable

CELL = "<table><tbody><tr><td {}>x</td></tr></tbody></table>"


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<div>" * 3_000 + "deep" + "</div>" * 3_000, id="nested elements"),
        pytest.param("</b>" * 500 + "<div>" * 250, id="ends of nothing"),
        pytest.param("<p>" * 50 + "<b>" * 250, id="elements without an end"),
        pytest.param(CELL.format('colspan="1000000000"'), id="a very wide cell"),
        pytest.param(CELL.format("ROWSPAN=00099999"), id="a very high cell"),
        pytest.param(CELL.format(f"colspan='{'9' * 5_000}'"), id="a number of thousands of digits"),
        pytest.param(f"<p>{'w' * 1_000_001}</p>", id="a long text"),
    ],
)
def test_it_is_not_tried(html):
    assert is_unprintable(html)


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<ul><li>" * 50 + "deep" + "</li></ul>" * 50, id="lists in lists"),
        pytest.param("<p>a<br>b<img src='x'><wbr></p>" * 500, id="many elements without content"),
        pytest.param("<ul><li><audio src='x'></audio></li></ul>" * 500, id="sounds"),
        pytest.param("<math><mi/><mo/></math>" * 500, id="formulas"),
        pytest.param(CELL.format('colspan="12"'), id="a cell over some columns"),
        pytest.param("<p>colspan=</p>", id="the word"),
        pytest.param("<p>word </p>" * 20_000, id="a long text that can be saved"),
    ],
)
def test_it_is_tried(html):
    assert not is_unprintable(html)
