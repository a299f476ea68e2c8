"""What Today says of reports."""

from apps.teaching.models import CardReport
from apps.teaching.reports.tests.support.reports import browser, send, suggest


def test_the_author_reads_once_what_came_of_a_report(learner, teaching, card):
    report = send(learner, card)
    assert "You reported" not in browser(learner).get("/").text
    teaching.post(f"/teach/multimodal/reports/{report.pk}/answer/", {"reply": "It is 3 here."})
    page = browser(learner).get("/").text
    assert "You reported" in page
    assert "It is 3 here." in page
    assert "You reported" not in browser(learner).get("/").text
    assert "It is 3 here." in browser(learner).get("/reports/").text


def test_what_was_undone_before_it_was_read_is_not_news(learner, teaching, card):
    report = suggest(learner, card, back="2.5")
    teaching.post(f"/teach/multimodal/reports/{report.pk}/accept/")
    teaching.post(f"/teach/multimodal/reports/{report.pk}/reopen/")
    assert "You reported" not in browser(learner).get("/").text


def test_an_instructor_reads_how_many_are_open(learner, teaching, card):
    assert "Open reports" not in teaching.get("/").text
    send(learner, card)
    assert "Open reports" in teaching.get("/").text
    assert "Open reports" not in browser(learner).get("/").text
    CardReport.objects.update(state="closed")
    assert "Open reports" not in teaching.get("/").text
