"""The tables of the statistics as files: what is in them, and for whom."""

import csv

import pytest

from apps.cards.models import Card
from apps.reviews.models import Schedule
from apps.stats.downloads import TABLES
from apps.stats.tests.support.history import review


def rows(client, learner, name, query=""):
    client.force_login(learner)
    response = client.get(f"/statistics/{name}.csv{query}")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="ditcards-{name}.csv"'
    return list(csv.reader(response.text.splitlines()))


@pytest.mark.parametrize("name", [name for name in TABLES if name != "what-if"])
@pytest.mark.slow
def test_each_table_is_a_file_with_a_heading_over_each_column(client, learner, subscription, name):
    review(learner, 10)
    head, *found = rows(client, learner, name)
    assert all(head)
    assert all(len(row) == len(head) for row in found)


def test_every_table_of_the_pages_has_its_link(client, learner, subscription):
    review(learner, 10)
    Schedule.objects.update(lapses=9)
    client.force_login(learner)
    text = "".join(
        client.get(f"/statistics/{part}").text for part in ("", "cards/", "ahead/", "what-if/?new=3&reviews=20")
    )
    for name in TABLES:
        assert f'href="/statistics/{name}.csv?' in text


def test_what_was_tried_is_a_table_and_nothing_else_is(client, learner, subscription):
    review(learner, 10)
    assert rows(client, learner, "what-if", "?new=3&reviews=20")[0] == ["Week from", "What if", "As now"]
    for path in ("what-if.csv", "nothing.csv"):
        assert client.get(f"/statistics/{path}").status_code == 404


def test_days_and_numbers_are_written_for_a_program(client, learner, subscription):
    review(learner, 10)
    assert rows(client, learner, "year")[-1] == ["2026-11-23", "3"]
    assert rows(client, learner, "minutes")[-1][0] == "2026-11-23"


def test_hours_have_what_was_remembered_of_the_cards_that_were_due(client, learner, subscription):
    review(learner, 10)
    head, *hours = rows(client, learner, "hours")
    assert head[:3] == ["Hour", "Answers", "Remembered"]
    with_answers = [hour for hour in hours if hour[1] != "0"]
    assert with_answers
    assert all(0 <= float(hour[2]) <= 100 for hour in with_answers)
    assert {hour[2] for hour in hours if hour[1] == "0"} == {""}


def test_no_front_of_a_card_is_a_formula(client, learner, subscription):
    review(learner, 2)
    Card.objects.update(front="<p>=1+1</p>")
    Schedule.objects.update(lapses=9)
    assert {row[0] for row in rows(client, learner, "hardest")[1:]} == {"'=1+1"}


def test_someone_elses_answers_are_in_no_table(client, learner, classmate, subscription):
    review(learner, 10)
    assert len(rows(client, classmate, "year")) == 1
