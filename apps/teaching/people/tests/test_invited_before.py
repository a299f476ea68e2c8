"""A list with people who accepted an earlier invitation, and left since, or were removed."""

import pytest

from apps.web.tests.support.clock import NOW

INVITE = "/teach/multimodal/people/invite/"
LEFT = ["ada@example.org", "bo@example.org"]
LIST = {"text": "\n".join([*LEFT, "new@example.org"]), "role": "learner"}


@pytest.fixture(autouse=True)
def _accepted(settings, course):
    settings.SENDS_EMAIL = True
    for email in LEFT:
        course.invitations.create(email=email, created_at=NOW, accepted_at=NOW)


def confirm(client, checked, **ticked):
    data = {"text": checked.context["text"], "role": "learner", "confirmed": ""}
    return client.post(INVITE, data | ticked, follow=True).text


def waiting(course):
    return set(course.invitations.waiting().values_list("email", flat=True))


def test_a_check_names_who_was_here_before_and_offers_to_invite_them_again(teaching):
    page = teaching.post(INVITE, LIST).text
    before = page.partition("2 were here before")[2].partition("</details>")[0]
    assert all(f"<li>{email}</li>" in before for email in LEFT)
    assert "invited already" not in page
    assert "Invite the 2 people who were here before, too" in page
    assert "Invite 1 person" in page


def test_who_was_here_before_is_invited_again_with_the_tick_box_alone(teaching, course):
    checked = teaching.post(INVITE, LIST)
    assert "1 person is invited." in confirm(teaching, checked)
    assert waiting(course) == {"new@example.org"}
    assert "2 people are invited." in confirm(teaching, checked, again="on")
    assert waiting(course) == {"new@example.org", *LEFT}


def test_a_list_of_people_who_were_all_here_before_can_be_invited(teaching, course):
    checked = teaching.post(INVITE, LIST | {"text": "\n".join(LEFT)})
    assert 'name="again" required' in checked.text
    assert "Nobody is invited" in confirm(teaching, checked)
    assert waiting(course) == set()
    assert "2 people are invited." in confirm(teaching, checked, again="on")
