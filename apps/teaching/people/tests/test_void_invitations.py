"""An invitation is as good as its sender: void while who sent it may not invite to its course and its role."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from apps.accounts.models import User
from apps.accounts.services.delete_account import delete_account
from apps.courses.models import Course, Enrolment, Invitation
from apps.courses.services import invitations
from apps.courses.services.invitations import Invitee
from apps.courses.services.join_link import LinkClosed
from apps.jobs.tests.support.working_client import run_waiting
from apps.library.services.removal import remove_deleted
from apps.teaching.people.invitation_links import invitation_links
from apps.teaching.people.today import notes_about_people
from apps.web.tests.support.clock import NOW

PEOPLE = "/teach/multimodal/people/"
EVERY_ROLE = ("learner", "assistant", "instructor")


def become(role):
    return lambda person: Enrolment.objects.filter(user=person).update(role=role)


LOSSES = {
    "left": lambda person: Enrolment.objects.filter(user=person).update(left_at=NOW),
    "is an assistant": become("assistant"),
    "is a learner": become("learner"),
    "deleted their account": lambda person: delete_account(person, at=NOW),
    "may not log in": lambda person: User.objects.filter(pk=person.pk).update(is_active=False),
    "archived the course": lambda _person: Course.objects.update(archived_at=NOW),
}


@pytest.fixture(autouse=True)
def _mail_server(settings):
    settings.SENDS_EMAIL = True


@pytest.fixture
def sender(course):
    """An instructor who invites and then loses the right to."""
    person = User.objects.create_user("sender@example.org")
    course.enrolments.create(user=person, role="instructor")
    return person


@pytest.fixture
def invitation(course, sender, stranger):
    """One of the sender's to somebody with an account."""
    EmailAddress.objects.create(user=stranger, email=stranger.email, verified=True)
    return invite(course, stranger.email, by=sender)


def invite(course, email, *, by, role="learner"):
    invitations.invite(course, [Invitee(email)], by=by, role=role, at=NOW)
    return course.invitations.get(email=email)


@pytest.mark.parametrize("lose", LOSSES.values(), ids=list(LOSSES))
def test_nobody_gets_in_by_an_invitation_whose_sender_may_no_longer_invite(
    client, course, sender, stranger, invitation, lose
):
    client.force_login(stranger)
    assert client.get(f"/join/{invitation.token}/").status_code == 200
    assert list(notes_about_people(stranger, NOW.date(), NOW))
    lose(sender)
    assert client.get(f"/join/{invitation.token}/").status_code == 404
    assert client.post(f"/join/{invitation.token}/").status_code == 404
    assert not list(notes_about_people(stranger, NOW.date(), NOW))
    with pytest.raises(LinkClosed):  # also one whose page was open
        invitations.accept(invitation, stranger, at=NOW, shows_name=False)
    assert not course.enrolments.filter(user=stranger).exists()
    assert invitation_links(course, EVERY_ROLE).rows == []
    assert not invitations.mark_sent(invitation, at=NOW)


def test_an_owner_who_becomes_an_instructor_still_invites_learners_but_no_instructors(course, sender):
    become("owner")(sender)
    learner, instructor = (invite(course, f"{role}@example.org", by=sender, role=role) for role in EVERY_ROLE[::2])
    assert {*Invitation.objects.open()} == {learner, instructor}
    become("instructor")(sender)
    assert [*Invitation.objects.open()] == [learner]


def test_a_superuser_invites_to_any_course_and_what_the_first_release_saved_stays_valid(course, root):
    superuser = User.objects.get(is_superuser=True)
    invited = invite(course, "ada@example.org", by=superuser, role="instructor")
    old = course.invitations.create(email="old@example.org", created_at=NOW)
    assert {*Invitation.objects.open()} == {invited, old}


def test_another_instructor_sees_which_no_longer_work_and_sends_them_again_as_theirs(
    client, teaching, course, sender, stranger, invitation, instructor
):
    LOSSES["left"](sender)
    assert "no longer works" in teaching.get(PEOPLE, {"show": "invited"}).text
    teaching.post(f"{PEOPLE}invitations/{invitation.pk}/again/")
    run_waiting()
    assert [each.to for each in mail.outbox] == [[stranger.email]]
    assert f"{instructor} invites you" in mail.outbox[0].body
    assert "no longer works" not in teaching.get(PEOPLE, {"show": "invited"}).text
    client.force_login(stranger)
    client.post(f"/join/{invitation.token}/")
    assert course.enrolments.filter(user=stranger).exists()


def test_without_a_mail_server_one_that_no_longer_works_is_renewed(teaching, sender, invitation, settings):
    settings.SENDS_EMAIL = False
    LOSSES["left"](sender)
    page = teaching.get(PEOPLE, {"show": "invited"}).text
    assert "Renew" in page
    assert invitation.token not in page
    teaching.post(f"{PEOPLE}invitations/{invitation.pk}/again/")
    page = teaching.get(PEOPLE, {"show": "invited"}).text
    assert "Renew" not in page
    assert invitation.token in page


def test_accepted_ones_stay_when_the_account_of_their_sender_is_removed(course, sender, stranger, invitation):
    invite(course, "open@example.org", by=sender)
    invitations.accept(invitation, stranger, at=NOW, shows_name=False)
    delete_account(sender, at=NOW)
    list(remove_deleted(NOW))
    assert not User.objects.filter(pk=sender.pk).exists()
    accepted = course.invitations.get()
    assert (accepted.email, accepted.accepted_at, accepted.invited_by) == (stranger.email, NOW, None)


def test_who_deletes_their_account_takes_no_invitation_of_an_address_that_they_only_claimed(course, sender, stranger):
    invite(course, "mira@example.org", by=sender)
    EmailAddress.objects.create(user=stranger, email="mira@example.org")
    delete_account(stranger, at=NOW)
    assert course.invitations.get().email == "mira@example.org"


def test_an_account_that_an_administrator_made_takes_the_invitations_of_its_address_along(course, sender, stranger):
    invite(course, stranger.email, by=sender)
    delete_account(stranger, at=NOW)
    assert not course.invitations.exists()


class TestArchivedCourse:
    """An archived course takes nobody in: its pages do not offer it, and refuse it."""

    @pytest.fixture(autouse=True)
    def _archived(self, course, invitation):
        Invitation.objects.update(sent_at=NOW)
        Course.objects.filter(pk=course.pk).update(archived_at=NOW)

    def test_no_invitation_is_sent_again(self, teaching, invitation):
        page = teaching.get(PEOPLE, {"show": "invited"}).text
        assert "Send again" not in page
        assert "Take back" in page
        response = teaching.post(f"{PEOPLE}invitations/{invitation.pk}/again/?show=invited&page=1", follow=True)
        assert "This course is archived and takes nobody in." in response.text
        assert response.context["options"].filter == "invited"
        assert Invitation.objects.filter(sent_at=NOW).exists()

    def test_nobody_is_invited(self, teaching, invitation):
        assert "Invite by e-mail" not in teaching.get(PEOPLE).text
        for data in ({}, {"confirmed": ""}):
            page = teaching.post(f"{PEOPLE}invite/", {"text": "a@example.org", "role": "learner"} | data, follow=True)
            assert "This course is archived and takes nobody in." in page.text
        assert Invitation.objects.get() == invitation

    def test_nobody_who_asks_is_let_in(self, teaching, course, classmate):
        asking = course.join_requests.create(user=classmate, created_at=NOW)
        course.enrolments.filter(user=classmate).delete()
        page = teaching.get(PEOPLE, {"show": "requests"}).text
        assert "Let in" not in page
        assert "Decline" in page
        page = teaching.post(f"{PEOPLE}requests/{asking.pk}/let-in/?show=requests", follow=True)
        assert "This course is archived and takes nobody in." in page.text
        assert not course.enrolments.filter(user=classmate).exists()


def test_a_list_that_is_pasted_again_invites_those_whose_invitation_is_void(teaching, course, sender, invitation):
    text = {"text": invitation.email, "role": "learner"}
    invite_page = f"{PEOPLE}invite/"
    assert "1 is invited already" in teaching.post(invite_page, text).text
    LOSSES["left"](sender)
    assert "Invite 1 person" in teaching.post(invite_page, text).text
    teaching.post(invite_page, text | {"confirmed": ""})
    assert [*Invitation.objects.open().values_list("email", flat=True)] == [invitation.email]


def test_each_e_mail_names_who_invited(teaching, course, sender, invitation, instructor):
    teaching.post(f"{PEOPLE}invite/", {"text": "ada@example.org", "role": "learner", "confirmed": ""})
    run_waiting()
    assert {each.to[0]: f"{sender} invites you" in each.body for each in mail.outbox} == {
        invitation.email: True,
        "ada@example.org": False,
    }
