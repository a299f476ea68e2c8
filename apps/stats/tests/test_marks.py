"""Marks are where their numbers belong, in per cent and pixels."""

import pytest

from apps.stats.marks import Columns, Lines, Series, Share, Shares


def chart(kind, *series, places=4, **other):
    names = [str(number) for number in range(places)]
    return kind(title="Cards", caption="", sentence="Cards", head="Day", places=names, series=series, **other)


def test_the_highest_column_fills_the_plot_and_others_are_in_proportion():
    rects = list(chart(Columns, Series("Cards", "one", [10, 5, 0, 1])).rects)
    assert [rect.y for rect in rects] == [18.0, 83.0, 135.0]
    assert len(rects) == 3  # nothing is drawn of nothing


def test_columns_stand_on_each_other():
    young, mature = Series("Young", "young", [4], hatched=True), Series("Mature", "mature", [6])
    below, above = chart(Columns, young, mature, places=1).rects
    assert (below.ink, above.ink) == ("young", "mature")
    assert above.y + above.height < below.y
    assert above.y == 18.0


def test_from_right_to_left_the_first_place_is_at_the_right():
    values = Series("Cards", "one", [1, 2, 3, 4])
    usual = [float(rect.x[:-1]) for rect in chart(Columns, values).rects]
    mirrored = [float(rect.x[:-1]) for rect in chart(Columns, values, mirrored=True).rects]
    width = float(next(chart(Columns, values).rects).width[:-1])
    assert [round(100 - x - width, 1) for x in usual] == [round(x, 1) for x in mirrored]


def test_a_line_is_interrupted_where_there_is_no_number():
    lines = chart(Lines, Series("Mature", "one", [90, 95, None, 80]), low=50, high=100)
    assert [line.points.count(",") for line in lines.lines] == [2]
    assert [dot.y for dot in lines.dots] == [70.0]


@pytest.mark.parametrize(
    ("top", "labels"),
    [(1, ["1"]), (7, ["2", "4", "6"]), (23, ["10", "20"]), (400, ["100", "200", "300", "400"]), (0, ["1"])],
)
def test_rules_are_at_round_numbers(top, labels):
    assert [rule.label for rule in chart(Columns, Series("Cards", "one", [top] * 4)).rules] == labels


def test_the_table_has_every_number():
    rows = chart(Lines, Series("Mature", "one", [1, None, 3, 4]), Series("Young", "two", [5, 6, 7, 8])).rows
    assert [list(row.values) for row in rows] == [["1", "5"], ["–", "6"], ["3", "7"], ["4", "8"]]


def test_shares_fill_the_bar_and_empty_ones_are_left_out():
    bar = Shares("Cards", [Share("A", "one", 3), Share("B", "two", 0), Share("C", "off", 1)])
    assert [(part.x, part.width) for part in bar.segments] == [(0.0, 75.0), (75.0, 25.0)]


def test_a_bar_of_nothing_is_empty():
    assert list(Shares("Cards", [Share("A", "one", 0)]).segments) == []
