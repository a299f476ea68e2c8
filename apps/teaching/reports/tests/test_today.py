"""What Today says of reports."""

import re

import pytest

from apps.teaching.models import CardReport
from apps.teaching.reports.tests.support.reports import browser, send, suggest, suggest_new


@pytest.fixture
def answered(learner, teaching, card):
    """Return a report of the learner's that was answered."""
    report = send(learner, card)
    teaching.post(f"/teach/multimodal/reports/{report.pk}/answer/", {"reply": "It is 3 here."})
    return report


def got_it(client, page):
    """Press the button below what came of the reports, as the page has it."""
    return client.post("/reports/read/", {"report": re.findall(r'name="report" value="(\d+)"', page)}, follow=True)


def test_the_author_reads_what_came_of_a_report_until_they_got_it(learner, answered):
    client = browser(learner)
    page = client.get("/").text
    assert "You reported" in page
    assert "It is 3 here." in page
    assert "You reported" not in got_it(client, page).text
    assert "It is 3 here." in client.get("/reports/").text


@pytest.mark.parametrize("headers", [{}, {"Sec-Purpose": "prefetch"}, {"Purpose": "prefetch"}])
@pytest.mark.parametrize("method", ["get", "head"])
def test_what_only_looks_at_today_marks_nothing_as_read(learner, answered, method, headers):
    getattr(browser(learner), method)("/", headers=headers)
    assert "You reported" in browser(learner).get("/").text


def test_what_came_after_the_page_was_shown_is_still_to_be_read(learner, teaching, deck, answered):
    client = browser(learner)
    page = client.get("/").text
    other = send(learner, deck.cards_in_use().last())
    teaching.post(f"/teach/multimodal/reports/{other.pk}/answer/", {"reply": "Read the lesson."})
    after = got_it(client, page).text
    assert "Read the lesson." in after
    assert "It is 3 here." not in after


@pytest.mark.parametrize("sent", [[], ["x"], ["9" * 30], [""]])
def test_a_list_of_reports_that_is_none_marks_nothing(learner, answered, sent):
    assert "You reported" in browser(learner).post("/reports/read/", {"report": sent}, follow=True).text


def test_nobody_reads_for_somebody_else(learner, classmate, answered):
    browser(classmate).post("/reports/read/", {"report": answered.pk})
    assert "You reported" in browser(learner).get("/").text


def test_what_was_undone_before_it_was_read_is_not_news(learner, teaching, card):
    report = suggest(learner, card, back="2.5")
    teaching.post(f"/teach/multimodal/reports/{report.pk}/accept/")
    teaching.post(f"/teach/multimodal/reports/{report.pk}/reopen/")
    assert "You suggested" not in browser(learner).get("/").text


def test_whoever_suggested_something_reads_that_they_did(learner, lesson, teaching, card):
    for report in (suggest(learner, card, back="2.5"), suggest_new(learner, lesson.deck)):
        teaching.post(f"/teach/multimodal/reports/{report.pk}/close/")
    page = browser(learner).get("/").text
    assert "You suggested another wording of “" in page
    assert 'You suggested “<span dir="auto">Who?</span>”.' in page
    assert "You reported" not in page


def test_an_instructor_reads_how_many_are_open(learner, teaching, card):
    assert "Open reports" not in teaching.get("/").text
    send(learner, card)
    assert "Open reports" in teaching.get("/").text
    assert "Open reports" not in browser(learner).get("/").text
    CardReport.objects.update(state="closed")
    assert "Open reports" not in teaching.get("/").text
