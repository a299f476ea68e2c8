"""What a learner reports about a card."""

import pytest

from apps.teaching.models import CardReport
from apps.teaching.reports.services import send as sending
from apps.teaching.reports.tests.support.reports import browser, send


def test_from_the_review_it_leads_back_to_the_same_card(learner, schedule):
    page, link = browser(learner).get("/review/"), f"/review/{schedule.card_id}/report/"
    assert f'href="{link}"' in page.text
    url = browser(learner).get(link)["Location"]
    response = browser(learner).post(url, {"kind": "typo"}, follow=True)
    assert response.redirect_chain == [("/review/", 302)]
    assert response.context["schedule"].card_id == schedule.card_id
    assert "The instructors will look at it" in response.text


def test_from_an_answer_it_leads_back_to_the_answer(learner, schedule):
    answer = f"/review/{schedule.card_id}/answer/"
    page, link = browser(learner).get(f"{answer}?deck=diffusion"), f"{answer}report/?deck=diffusion"
    assert f'href="{link}"' in page.text
    url = browser(learner).get(link)["Location"]
    assert browser(learner).post(url, {"kind": "typo"})["Location"] == f"{answer}?deck=diffusion"


def test_a_card_of_ones_own_has_nobody_to_report_to(learner, schedule, stranger):
    schedule.deck.course, schedule.deck.owner = None, learner
    schedule.deck.save()
    assert "report/" not in browser(learner).get("/review/").text
    assert browser(learner).get(f"/cards/{schedule.card_id}/report/").status_code == 404


def test_every_card_of_a_practice_page_can_be_reported(learner, lesson, card):
    page = browser(learner).get("/courses/multimodal/diffusion/practice/")
    assert page.text.count("report/?from=practice") == 3
    url = f"/cards/{card.pk}/report/?from=practice"
    sent = browser(learner).post(url, {"kind": "wrong"}, follow=True)
    page = f"/courses/multimodal/diffusion/practice/?opened={card.note_id}&reported={card.pk}#card-{card.pk}"
    assert sent.redirect_chain == [(page, 302)]
    before, thanks, _after = sent.text.partition("Thank you.")
    assert thanks
    assert f'id="card-{card.pk}"' in before  # the thanks are read where the page opens


def test_a_visitor_logs_in_to_report(client, lesson, card):
    page = client.get("/courses/multimodal/diffusion/practice/")
    assert "report/" not in page.text
    assert "Log in to report it" in page.text
    assert client.get(f"/cards/{card.pk}/report/")["Location"].startswith("/accounts/login/")


def test_a_second_report_of_a_card_changes_the_first(learner, card):
    send(learner, card, "typo", "Anser")
    assert 'value="typo"' in browser(learner).get(f"/cards/{card.pk}/report/").text
    report = send(learner, card, "unclear", "Which one?")
    assert (report.kind, report.text) == ("unclear", "Which one?")
    assert CardReport.objects.count() == 1


def test_the_same_from_another_learner_joins_the_first(learner, classmate, card):
    one, other = send(learner, card, "typo"), send(classmate, card, "typo")
    assert one.group == other.group
    assert send(classmate, card, "unclear").group != one.group


def test_something_else_needs_words(learner, card):
    response = browser(learner).post(f"/cards/{card.pk}/report/", {"kind": "other"})
    assert response.status_code == 422
    assert "Write what is wrong." in response.text


def test_an_open_report_can_be_withdrawn(learner, card):
    report = send(learner, card)
    browser(learner).post(f"/reports/{report.pk}/withdraw/")
    assert not CardReport.objects.exists()


def test_a_settled_report_stays(learner, card):
    report = send(learner, card)
    CardReport.objects.update(state="closed")
    response = browser(learner).post(f"/reports/{report.pk}/withdraw/", follow=True)
    assert "already dealt with it" in response.text
    assert CardReport.objects.exists()


def test_who_studies_a_card_of_a_course_that_they_left_may_report_it(learner, schedule, course):
    course.visibility = "private"
    course.save(update_fields=["visibility"])
    learner.enrolments.all().delete()
    send(learner, schedule.card)


def test_somebody_who_sends_too_many_waits(learner, deck, card, monkeypatch):
    monkeypatch.setattr(sending, "MAX_UNSETTLED", 1)
    send(learner, card)
    other = deck.cards_in_use().last()
    response = browser(learner).post(f"/cards/{other.pk}/report/", {"kind": "typo"}, follow=True)
    assert "Not sent" in response.text
    assert CardReport.objects.count() == 1


def test_the_details_have_at_most_a_thousand_characters(learner, card):
    url = f"/cards/{card.pk}/report/"
    assert browser(learner).post(url, {"kind": "typo", "text": "x" * 1_001}).status_code == 422
    browser(learner).post(url, {"kind": "typo", "text": "x" * 1_000})
    assert len(CardReport.objects.get().text) == 1_000


@pytest.mark.parametrize("url", ["https://example.org/", "//example.org"])
def test_no_other_site_follows(learner, card, url):
    response = browser(learner).post(f"/cards/{card.pk}/report/?next={url}", {"kind": "typo"})
    assert response["Location"] == f"/cards/{card.pk}/"
