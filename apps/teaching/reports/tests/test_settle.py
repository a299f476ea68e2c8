"""What an instructor does about reports."""

import pytest

from apps.cards.models import Deck, Note
from apps.cards.services.notes import save_note
from apps.cards.tests.support.factory import make_note
from apps.courses.models import Enrolment
from apps.teaching.models import CardReport
from apps.teaching.reports.queue import group_of
from apps.teaching.reports.services.settle import AlreadySettled, merge
from apps.teaching.reports.tests.support.reports import browser, send, suggest, suggest_new
from apps.web.tests.support.at_once import at_once


def act(client, report, name, **data):
    return client.post(f"/teach/multimodal/reports/{report.pk}/{name}/", data, follow=True)


def saved(card):
    card.note.refresh_from_db()
    return card.note


def test_one_press_makes_the_proposed_change(learner, teaching, card):
    report = suggest(learner, card, back="About 2.5.", credit="Amara")
    act(teaching, report, "accept")
    assert saved(card).back == "About 2.5."
    assert card.note.history.first().history_change_reason == "Suggested by Amara"
    card.note.deck.refresh_from_db()
    assert card.note.deck.attribution == "with suggestions by Amara"
    assert CardReport.objects.get().state == "accepted"


@pytest.mark.parametrize(
    ("before", "after"),
    [("Written by Anna", "Written by Anna; with suggestions by An"), ("By An and Bo", "By An and Bo")],
)
def test_who_is_named_in_the_credits_is_named_once(learner, teaching, card, before, after):
    Deck.objects.update(attribution=before)
    act(teaching, suggest(learner, card, back="About 2.5.", credit="An"), "accept")
    assert Deck.objects.get(pk=card.note.deck_id).attribution == after


@pytest.mark.parametrize("name", ["accept", "answer", "close"])
def test_nothing_is_settled_that_the_instructor_has_not_read(learner, teaching, card, name):
    shown = group_of(suggest(learner, card, back="About 2.5.")).fingerprint
    report = suggest(learner, card, back="Rewritten.")
    assert f'name="shown" value="{shown}"' not in teaching.get("/teach/multimodal/reports/").text
    page = act(teaching, report, name, shown=shown, reply="Thanks").text
    assert "changed this report in the meantime" in page
    assert "Rewritten" in page
    assert saved(card).back == "Answer 1."
    assert CardReport.objects.get().state == "open"
    act(teaching, report, name, shown=group_of(CardReport.objects.get()).fingerprint, reply="Thanks")
    assert CardReport.objects.get().state != "open"


def test_an_accepted_change_can_be_undone(learner, teaching, card):
    report = suggest(learner, card, back="About 2.5.", credit="Amara")
    assert "Undo" in act(teaching, report, "accept").text
    assert "Undone." in act(teaching, report, "reopen").text
    assert saved(card).back == "Answer 1."
    card.note.deck.refresh_from_db()
    assert card.note.deck.attribution == ""
    assert CardReport.objects.get().state == "open"


def test_an_undo_keeps_what_was_written_since(learner, teaching, card):
    report = suggest(learner, card, back="About 2.5.")
    act(teaching, report, "accept")
    note = saved(card)
    note.back = "Exactly 2.5."
    save_note(note)
    assert "changed since, and stays" in act(teaching, report, "reopen").text
    assert saved(card).back == "Exactly 2.5."


def test_a_change_that_meets_another_one_is_shown_before_it_is_made(learner, teaching, card):
    report = suggest(learner, card, back="About 2.5.")
    card.note.back = "Exactly 3."
    save_note(card.note)
    response = act(teaching, report, "accept")
    assert response.status_code == 422
    assert "Exactly 3." in response.text
    assert saved(card).back == "Exactly 3."
    form = response.context["form"]
    act(teaching, report, "edit", **{name: form[name].value() or "" for name in form.fields})
    assert saved(card).back == "About 2.5."


def test_a_text_that_only_somebody_else_changed_is_kept(learner, teaching, card):
    report = suggest(learner, card, back="About 2.5.")
    card.note.front = "How many?"
    save_note(card.note)
    act(teaching, report, "accept")
    assert (saved(card).front, card.note.back) == ("How many?", "About 2.5.")


def test_a_report_is_accepted_by_editing_its_card(learner, teaching, card):
    report = send(learner, card, "wrong", "It is 2.5.")
    page = teaching.get(f"/teach/multimodal/reports/{report.pk}/edit/")
    assert "It is 2.5." in page.text
    seen = page.context["form"]["seen"].value()
    act(teaching, report, "edit", kind="basic", front="Question 1?", back="2.5", seen=seen, reply="Thanks")
    assert saved(card).back == "2.5"
    report.refresh_from_db()
    assert (report.state, report.reply, report.handled_by.name) == ("accepted", "Thanks", "Instructor")


def form_of(page):
    """Return what the page's form sends when nothing is typed."""
    form = page.context["form"]
    return {name: form[name].value() or "" for name in form.fields} | {"shown": page.context["group"].fingerprint}


class TestTwoInstructors:
    """Two instructors have the form of a reported card open at the same time."""

    @pytest.fixture
    def report(self, learner, card):
        return send(learner, card, "wrong", "It is 2.5.")

    @pytest.fixture
    def opened(self, teaching, report):
        """Return what the form of the second one sends."""
        return form_of(teaching.get(f"/teach/multimodal/reports/{report.pk}/edit/"))

    def test_what_the_second_typed_is_shown_again_and_saved_if_they_insist(self, teaching, report, opened, card):
        act(teaching, report, "edit", **opened | {"back": "2.5"})
        page = act(teaching, report, "edit", **opened | {"back": "About 2.5.", "reply": "Thanks"})
        assert page.status_code == 422
        assert "settled this report in the meantime" in page.text
        assert "changed elsewhere in the meantime to: 2.5" in page.text
        assert form_of(page)["back"] == "About 2.5."
        assert saved(card).back == "2.5"
        act(teaching, report, "edit", **form_of(page))
        assert saved(card).back == "About 2.5."
        assert CardReport.objects.get().reply == ""

    def test_texts_that_only_one_of_them_changed_are_kept(self, teaching, report, opened, card):
        act(teaching, report, "edit", **opened | {"back": "2.5"})
        page = act(teaching, report, "edit", **opened | {"front": "How many?"})
        assert "kept too" in act(teaching, report, "edit", **form_of(page)).text
        assert (saved(card).front, card.note.back) == ("How many?", "2.5")

    def test_a_reply_to_a_report_that_was_settled_is_shown_and_not_sent(self, teaching, report):
        act(teaching, report, "close")
        page = act(teaching, report, "answer", reply="It is right here.")
        assert page.status_code == 422
        assert "settled this report in the meantime" in page.text
        assert "It is right here." in page.text
        assert CardReport.objects.get().reply == ""


def assert_is_calm(page):
    """Check that whoever pressed twice sees what one press leads to."""
    assert page.status_code == 200
    assert "Undo" in page.text
    assert "Somebody else" not in page.text


class TestPressedTwice:
    """The button of a suggested card is pressed twice, or by two instructors."""

    @pytest.fixture
    def report(self, learner, lesson):
        return suggest_new(learner, lesson.deck)

    @pytest.fixture
    def opened(self, teaching, report):
        """Return what the form of the suggested card sends."""
        return form_of(teaching.get(f"/teach/multimodal/reports/{report.pk}/edit/"))

    @staticmethod
    def added():
        return Note.objects.filter(front="Who?").count()

    def test_a_card_that_is_accepted_twice_is_added_once(self, teaching, report):
        act(teaching, report, "accept")
        assert_is_calm(act(teaching, report, "accept"))
        assert self.added() == 1

    def test_a_form_that_is_sent_twice_adds_a_card_once(self, teaching, report, opened):
        act(teaching, report, "edit", **opened)
        assert_is_calm(act(teaching, report, "edit", **opened))
        assert self.added() == 1

    def test_the_second_of_two_learns_that_they_came_second(self, teaching, report, opened, course, stranger):
        course.enrolments.create(user=stranger, role=Enrolment.Role.INSTRUCTOR)
        act(browser(stranger), report, "edit", **opened)
        page = act(teaching, report, "edit", **opened).text
        assert "Somebody else settled this report" in page
        assert "Save again" not in page
        assert self.added() == 1

    @pytest.mark.parametrize("name", ["answer", "close"])
    def test_a_report_is_settled_twice_without_a_word(self, teaching, report, name):
        shown = group_of(report).fingerprint
        act(teaching, report, name, shown=shown, reply="No.")
        assert_is_calm(act(teaching, report, name, shown=shown, reply="No."))

    def test_a_form_of_a_settled_suggestion_that_is_sent_twice_adds_a_card_once(self, teaching, report):
        act(teaching, report, "close")
        opened = form_of(teaching.get(f"/teach/multimodal/reports/{report.pk}/edit/"))
        assert "Saved." in act(teaching, report, "edit", **opened).text
        assert "in the lesson already" in act(teaching, report, "edit", **opened).text
        assert self.added() == 1

    def test_another_wording_of_the_second_is_shown_again_before_it_is_added(self, teaching, report, opened):
        act(teaching, report, "accept")
        page = act(teaching, report, "edit", **opened | {"back": "Ada Lovelace."})
        assert "Save again to keep yours" in page.text
        assert self.added() == 1

    def test_a_card_that_was_saved_twice_is_saved_once(self, learner, teaching, card):
        report = send(learner, card)
        opened = form_of(teaching.get(f"/teach/multimodal/reports/{report.pk}/edit/")) | {"back": "2.5", "reply": "Yes"}
        act(teaching, report, "edit", **opened)
        assert_is_calm(act(teaching, report, "edit", **opened))

    @pytest.mark.django_db(transaction=True)
    def test_a_card_that_two_accept_at_once_is_added_once(self, instructor, report):
        browsers = [browser(instructor) for _each in range(2)]
        for page in at_once(*(lambda each=each: act(each, report, "accept") for each in browsers)):
            assert_is_calm(page)
        assert self.added() == 1


def test_a_form_is_not_saved_for_a_report_that_was_changed_since(learner, teaching, card):
    report = send(learner, card, "wrong", "It is 2.5.")
    opened = form_of(teaching.get(f"/teach/multimodal/reports/{report.pk}/edit/"))
    send(learner, card, "wrong", "No, it is 3.")
    page = act(teaching, report, "edit", **opened | {"back": "2.5"})
    assert page.status_code == 422
    assert "No, it is 3." in page.text
    assert saved(card).back == "Answer 1."
    act(teaching, report, "edit", **form_of(page))
    assert saved(card).back == "2.5"


def test_nothing_is_accepted_of_a_suggestion_that_was_withdrawn(learner, classmate, teaching, card):
    report, suggestion = send(classmate, card), suggest(learner, card, back="About 2.5.")
    act(teaching, suggestion, "merge", into=report.pk)
    shown = group_of(report).fingerprint
    browser(learner).post(f"/reports/{suggestion.pk}/withdraw/")
    assert "changed this report in the meantime" in act(teaching, report, "accept", shown=shown).text
    assert saved(card).back == "Answer 1."


def test_a_suggested_card_is_added_and_taken_back(learner, teaching, lesson):
    report = suggest_new(learner, lesson.deck)
    act(teaching, report, "accept")
    assert lesson.deck.notes.get(front="Who?").history.first().history_change_reason == "Suggested by a learner"
    act(teaching, report, "reopen")
    assert not lesson.deck.notes.filter(front="Who?", archived=False).exists()


def test_what_several_reported_is_settled_together(learner, classmate, teaching, card):
    report = send(learner, card)
    send(classmate, card)
    act(teaching, report, "answer", reply="It is right.")
    assert set(CardReport.objects.values_list("state", "reply")) == {("answered", "It is right.")}


def test_an_empty_answer_is_refused(learner, teaching, card):
    assert act(teaching, send(learner, card), "answer", reply=" ").status_code == 422


def test_two_kinds_are_merged_and_separated(learner, classmate, teaching, card):
    one, other = send(learner, card, "wrong"), send(classmate, card, "unclear")
    assert "Merged." in act(teaching, one, "merge", into=other.pk).text
    assert CardReport.objects.values("group").distinct().count() == 1
    act(teaching, one, "separate")
    act(teaching, one, "close")
    assert set(CardReport.objects.values_list("kind", "state")) == {("wrong", "closed"), ("unclear", "open")}


@pytest.mark.parametrize("way", ["accept", "edit"])
def test_after_a_change_the_other_reports_of_its_card_are_shown_and_settled_by_it(
    learner, classmate, stranger, course, teaching, card, way
):
    Enrolment.objects.create(user=stranger, course=course)
    first, other = suggest(learner, card, back="About 2.5."), send(classmate, card, "typo", text="It is 2.5.")
    send(stranger, card, "unclear")
    page = act(teaching, first, way, front="Question 1?", back="About 2.5.", kind="basic", reply="Thanks!").text
    assert page.count("Still open about this card") == 2
    assert "It is 2.5." in page
    page = act(teaching, other, "merge", into=first.pk).text
    assert page.count("Still open about this card") == 1
    other.refresh_from_db()
    assert (other.state, other.handled_by.email, other.is_news) == ("accepted", "instructor@example.org", True)
    act(teaching, first, "reopen")
    assert set(CardReport.objects.values_list("state", flat=True)) == {"open"}


def test_a_report_is_not_settled_by_one_that_changed_nothing(learner, classmate, teaching, card):
    first, other = send(learner, card, "wrong"), send(classmate, card, "typo")
    page = act(teaching, first, "close").text
    assert "Still open" not in page
    assert act(teaching, other, "merge", into=first.pk).status_code == 404
    with pytest.raises(AlreadySettled):
        merge(other, first)


def test_reports_of_two_cards_are_not_merged(learner, teaching, deck, card):
    other = send(learner, deck.cards_in_use().last())
    response = act(teaching, send(learner, card), "merge", into=other.pk)
    assert response.status_code == 404


def test_the_second_of_two_instructors_learns_that_it_is_settled(learner, stranger, teaching, course, card):
    course.enrolments.create(user=stranger, role=Enrolment.Role.INSTRUCTOR)
    report = suggest(learner, card, back="About 2.5.")
    act(browser(stranger), report, "close")
    assert "settled this report" in act(teaching, report, "accept").text
    assert saved(card).back == "Answer 1."


def test_whoever_reported_again_since_has_one_open_report(learner, teaching, card):
    report = send(learner, card)
    act(teaching, report, "close")
    send(learner, card, "typo")
    assert "undone already" in act(teaching, report, "reopen").text
    assert CardReport.objects.filter(state="open").count() == 1


def test_of_two_reports_of_one_person_that_a_change_settled_the_newest_is_opened_again(
    learner, classmate, teaching, card
):
    first = suggest(learner, card, back="About 2.5.")
    act(teaching, first, "accept")
    newest, other = send(learner, card, "typo"), send(classmate, card, "typo")
    act(teaching, newest, "merge", into=first.pk)
    assert "Undone." in act(teaching, first, "reopen").text
    assert saved(card).back == "Answer 1."
    assert set(CardReport.objects.open().values_list("pk", flat=True)) == {newest.pk, other.pk}
    assert CardReport.objects.get(pk=first.pk).state == "accepted"


@pytest.mark.parametrize("name", ["accept", "answer", "close", "reopen", "merge", "separate"])
def test_an_assistant_sees_reports_and_settles_none(learner, instructor, teaching, card, name):
    report = send(learner, card)
    instructor.enrolments.update(role=Enrolment.Role.ASSISTANT)
    page = teaching.get("/teach/multimodal/reports/").text
    assert "The answer is wrong" in page
    assert "Leave as it is" not in page
    assert act(teaching, report, name).status_code == 404


def test_a_card_that_moved_to_another_course_is_no_longer_edited_here(learner, teaching, card, stranger):
    report = send(learner, card)
    own = stranger.decks.create(slug="own", title="Own")
    card.note.deck, card.note.section = own, make_note(own, "A?", "B").section
    save_note(card.note)
    assert browser(learner).get("/reports/").status_code == 200
    assert act(teaching, report, "close").status_code == 404
