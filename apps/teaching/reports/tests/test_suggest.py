"""What a learner suggests: another wording of a card, or a new one."""

from apps.teaching.models import CardReport
from apps.teaching.reports.tests.support.reports import browser, send, suggest, suggest_new


def test_a_draft_is_seen_by_its_author_only(learner, teaching, card):
    draft = suggest(learner, card, back="Better.", draft="1")
    assert draft.state == "draft"
    assert "Better." in browser(learner).get(f"/cards/{card.pk}/suggest/").text
    assert "Better." not in teaching.get("/teach/multimodal/reports/").text
    assert teaching.get(f"/teach/multimodal/reports/{draft.pk}/").status_code == 404
    assert suggest(learner, card, back="Best.").state == "open"
    assert CardReport.objects.count() == 1


def test_a_wording_that_makes_no_card_is_not_sent(learner, card):
    response = browser(learner).post(f"/cards/{card.pk}/suggest/", {"kind": "basic", "front": "", "back": "B"})
    assert response.status_code == 422
    assert "Write the front." in response.text


def test_its_preview_saves_nothing(learner, card):
    response = browser(learner).post(
        f"/cards/{card.pk}/suggest/", {"kind": "basic", "front": "A *new* text", "back": "B", "preview": "1"}
    )
    assert "A <em>new</em> text" in response.text
    assert not CardReport.objects.exists()


def test_a_report_becomes_a_suggestion_and_keeps_its_kind(learner, card):
    send(learner, card, "typo", "Anser")
    report = suggest(learner, card, back="Answer 1!", why="Anser")
    assert (report.kind, report.text, report.proposal["back"]) == ("typo", "Anser", "Answer 1!")
    response = browser(learner).get(f"/cards/{card.pk}/report/?next=/review/")
    assert response["Location"] == f"/cards/{card.pk}/suggest/?next=%2Freview%2F"


def test_a_new_card_is_suggested_for_a_lesson_and_changed_while_it_is_open(learner, lesson):
    report = suggest_new(learner, lesson.deck)
    url = f"/reports/{report.pk}/"
    assert "Ada." in browser(learner).get(url).text
    browser(learner).post(url, {"kind": "basic", "front": "Who?", "back": "Ada Lovelace."})
    report.refresh_from_db()
    assert report.proposal["back"] == "Ada Lovelace."
    assert not lesson.deck.notes.filter(front="Who?").exists()


def test_a_new_card_that_is_sent_twice_is_suggested_once(learner, lesson):
    suggest_new(learner, lesson.deck)
    suggest_new(learner, lesson.deck)
    suggest_new(learner, lesson.deck, front="When?")
    assert [report.title for report in CardReport.objects.all()] == ["When?", "Who?"]


def test_a_report_that_was_begun_comes_along_into_the_suggestion(learner, card):
    begun = {"kind": "unclear", "text": "Which of the two?", "begin": "1"}
    response = browser(learner).post(f"/cards/{card.pk}/suggest/", begun)
    form = response.context["form"]
    assert (response.status_code, form["why"].value(), form["about"].value()) == (200, "Which of the two?", "unclear")
    assert form["kind"].value() == card.note.kind
    assert not CardReport.objects.exists()
    report = suggest(learner, card, back="Better.", why=form["why"].value(), about=form["about"].value())
    assert (report.kind, report.text, report.proposal["back"]) == ("unclear", "Which of the two?", "Better.")
    assert "about" not in report.proposal


def test_a_suggestion_may_be_begun_without_saying_what_is_wrong(learner, card):
    page = browser(learner).get(f"/cards/{card.pk}/report/").text
    assert f'formaction="/cards/{card.pk}/suggest/?next=' in page
    response = browser(learner).post(f"/cards/{card.pk}/suggest/", {"text": "", "begin": "1"})
    assert suggest(learner, card, about=response.context["form"]["about"].value()).kind == "wording"


def test_what_is_wrong_with_a_card_is_one_of_the_kinds(learner, card):
    for about in ("new_card", "nothing"):
        response = browser(learner).post(
            f"/cards/{card.pk}/suggest/", {"kind": "basic", "front": "A", "back": "B", "about": about}
        )
        assert response.status_code == 422
    assert not CardReport.objects.exists()
