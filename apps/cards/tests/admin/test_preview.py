"""The preview beside a note's form."""

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from apps.accounts.models import User
from apps.cards.models import Note
from apps.cards.tests.support.factory import make_note
from apps.courses.models import Course, Enrolment
from apps.formats.limits import MAX_FIELD_LENGTH
from apps.web.tests.support.examples import examples
from apps.web.tests.support.htmx import HTMX

PREVIEW = "/admin/cards/note/preview/"


def preview(client, **texts):
    return client.post(PREVIEW, {"kind": "basic", "front": "Front?", "back": "Back.", **texts}, headers=HTMX)


def test_a_basic_note_shows_question_answer_and_print_and_saves_nothing(teaching):
    response = preview(teaching, front="**Bold**?", extra="More.")
    assert response.status_code == 200
    assert response.text.count("<strong>Bold</strong>") == 3
    assert '<div class="print-card-answer" dir="auto"><p>Back.</p>\n<p>More.</p></div>' in response.text
    assert "<html" not in response.text
    assert not Note.objects.exists()


def test_a_reversed_note_shows_both_cards(teaching):
    assert len(preview(teaching, kind="reversed").context["preview"].cards) == 2


def test_a_cloze_shows_a_card_for_each_blank(teaching):
    response = preview(teaching, kind="cloze", front="{{c1::One}} and {{c2::two::a number}}", back="")
    assert '<span class="cloze">[…]</span> and two' in response.text
    assert 'One and <span class="cloze">[a number]</span>' in response.text


def test_a_cloze_of_many_blanks_shows_the_first_cards_and_that_there_are_more(teaching):
    response = preview(teaching, kind="cloze", front=" ".join(f"{{{{c{n}::x}}}}" for n in range(1, 51)))
    assert len(response.context["preview"].cards) == 6
    assert "This note makes more cards like these." in response.text


@pytest.mark.parametrize(
    ("texts", "sentence"),
    [
        pytest.param({"kind": "cloze", "front": "{{c1::open"}, "never closes. Add }}.", id="an unclosed blank"),
        pytest.param({"front": "$\\foo$"}, "Unknown command", id="an unknown formula command"),
        pytest.param({"back": ""}, "Write the back", id="no back"),
        pytest.param({"front": ""}, "Write the front.", id="no front"),
        pytest.param({"kind": "riddle"}, "Select a valid choice.", id="an unknown kind"),
        pytest.param({"front": "x" * (MAX_FIELD_LENGTH + 1)}, "Shorten this to 64000 characters.", id="too long"),
        pytest.param({"front": "\0"}, "Null characters", id="a null character"),
        pytest.param({"kind": "cloze", "front": "{{c1::" * 9000}, "levels of nested blanks", id="blanks without end"),
    ],
)
def test_a_mistake_is_named_in_the_preview_and_beside_its_field(teaching, texts, sentence):
    response = preview(teaching, **texts)
    assert response.status_code == 200
    assert sentence in response.text
    if "kind" not in texts or texts["kind"] == "cloze":
        beside = response.text[response.text.index("_helptext") :]
        assert sentence in beside


def test_a_broken_formula_leaves_the_rest_visible(teaching):
    assert "Seen" in preview(teaching, front="Seen $\\foo$").text


def test_hostile_text_is_harmless(teaching):
    response = preview(
        teaching, front="<script>alert(1)</script><img src=x onerror=alert(1)>", back="[x](javascript:1)"
    )
    assert "<script" not in response.text
    assert "<img" not in response.text
    assert 'href="javascript' not in response.text


def test_without_htmx_the_preview_is_a_page(teaching):
    response = teaching.post(PREVIEW, {"kind": "basic", "front": "Front?", "back": "Back."})
    assert "<html" in response.text
    assert "Nothing is saved yet." in response.text
    assert "hx-swap-oob" not in response.text


def test_a_saved_note_has_its_preview(teaching, deck):
    page = teaching.get(reverse("admin:cards_note_change", args=[deck.notes.first().pk])).text
    assert '<div class="print-card-question" dir="auto"><p>Question 1?</p></div>' in page


def test_a_rejected_note_has_the_preview_of_what_was_typed(teaching, deck):
    note = deck.notes.first()
    posted = {"kind": "basic", "front": "Typed $\\foo$?", "back": "Back."}
    response = teaching.post(reverse("admin:cards_note_change", args=[note.pk]), posted)
    assert '<div class="question text" dir="auto"><p>Typed' in response.text


def test_a_stored_cloze_that_cannot_be_read_still_opens(teaching, deck):
    note = make_note(deck, "{{c1::x}}", kind="cloze")
    Note.objects.filter(pk=note.pk).update(front="{{c1::x")
    response = teaching.get(reverse("admin:cards_note_change", args=[note.pk]))
    assert "never closes" in response.text


def test_the_preview_accepts_only_a_post(teaching):
    assert teaching.get(PREVIEW).status_code == 405


def test_only_with_the_form_s_token(instructor):
    client = Client(enforce_csrf_checks=True)
    client.force_login(instructor)
    assert preview(client).status_code == 403


@pytest.mark.parametrize("who", ["learner", "stranger"])
def test_people_who_teach_no_course_have_no_access(client, request, who):
    client.force_login(request.getfixturevalue(who))
    response = preview(client)
    assert "Front?" not in response.text


def test_a_megabyte_gets_a_response_and_more_than_any_note_is_rejected(teaching):
    assert "It has 1000000 now." in preview(teaching, back="x" * 1_000_000).text
    assert preview(teaching, back="x" * 6_000_000).status_code == 413


SYNTAX = st.sampled_from(
    ["{{c1::", "{{c2::", "}}", "::", "$", "$$", "\\frac", "{", "}", "```", "|", "\n", "> ", "- ", "[", "](", "<", "&"]
)


class AnyText(TestCase):
    @settings(deadline=None, max_examples=examples(60), suppress_health_check=[HealthCheck.too_slow])
    @given(
        st.sampled_from(["basic", "reversed", "cloze"]),
        st.lists(SYNTAX | st.text(max_size=8), max_size=25).map("".join),
        st.lists(SYNTAX | st.text(max_size=8), max_size=10).map("".join),
    )
    def test_no_text_is_an_error(self, kind, front, back):
        person = User.objects.create_user("any@example.org")
        Enrolment.objects.create(user=person, course=Course.objects.create(slug="any", title="Any"), role="instructor")
        self.client.force_login(person)
        assert preview(self.client, kind=kind, front=front, back=back).status_code == 200
