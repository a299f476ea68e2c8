"""Who may make an account, and that a sign-up tells nobody who has one."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client

from apps.accounts.models import User
from apps.courses.models import Course, JoinLink
from apps.courses.services import invitations, join_link
from apps.courses.services.invitations import Invitee
from apps.web.tests.support.clock import NOW

PASSWORD = "correct horse battery"
OPEN = {"ends_at": None, "max_people": None, "needs_approval": False, "group": None}


def sign_up(client, email="new@example.org"):
    return client.post("/accounts/signup/", {"email": email, "password1": PASSWORD})


@pytest.fixture
def invited(client, course):
    """A visitor who pressed "Sign up" on the page of a link that lets people in."""
    client.post(f"/join/{join_link.save_link(course, **OPEN).code}/", {"sign_up": ""})
    return client


class TestPolicies:
    def test_an_open_site_takes_everybody(self, client, db):
        assert sign_up(client).status_code == 302

    @pytest.mark.parametrize("policy", ["closed", "invitation"])
    def test_without_an_invitation_nobody_signs_up(self, client, db, settings, policy):
        settings.SIGNUP = policy
        assert "You need an invitation" in sign_up(client).content.decode()
        assert not User.objects.exists()
        assert "/accounts/signup/" not in client.get("/").content.decode()

    def test_a_link_of_a_course_lets_its_people_sign_up(self, invited, settings):
        settings.SIGNUP = "invitation"
        assert sign_up(invited).status_code == 302
        assert User.objects.filter(email="new@example.org").exists()

    def test_a_closed_site_takes_nobody_by_a_link_either(self, invited, settings):
        settings.SIGNUP = "closed"
        sign_up(invited)
        assert not User.objects.filter(email="new@example.org").exists()

    @pytest.mark.parametrize(
        ("email", "is_taken"),
        [
            ("new@uni.example.org", True),
            ("new@students.uni.example.org", True),
            ("New@UNI.example.org", True),
            ("new@example.org", False),
            ("new@notuni.example.org", False),
            ("uni.example.org@example.com", False),
        ],
    )
    def test_addresses_of_some_domains_are_taken(self, client, db, settings, email, is_taken):
        settings.SIGNUP, settings.SIGNUP_DOMAINS = "domains", ["uni.example.org"]
        response = sign_up(client, email)
        assert User.objects.exists() is is_taken
        assert is_taken or "Use your address with @uni.example.org" in response.content.decode()

    def test_a_guest_of_a_course_needs_no_such_address(self, invited, settings):
        settings.SIGNUP, settings.SIGNUP_DOMAINS = "domains", ["uni.example.org"]
        assert sign_up(invited).status_code == 302


class TestByInvitation:
    """A link or an invitation opens the sign-up only as long as it lets people into its course."""

    CLOSED = "The link or the code with which you came no longer lets people in."

    @pytest.fixture(autouse=True)
    def by_invitation(self, settings):
        settings.SIGNUP = "invitation"

    @pytest.mark.parametrize(
        "end",
        [
            lambda course: join_link.renew_code(course),
            lambda course: join_link.close_link(course, at=NOW),
            lambda _: JoinLink.objects.update(max_people=1, joined=1),
            lambda _: JoinLink.objects.all().delete(),
            lambda _: Course.objects.update(archived_at=NOW),
        ],
        ids=["another code", "ended", "full", "gone", "archived"],
    )
    def test_a_link_that_ended_after_it_was_opened_lets_nobody_sign_up(self, invited, course, end):
        assert 'name="password1"' in invited.get("/accounts/signup/").text
        end(course)
        assert self.CLOSED in invited.get("/accounts/signup/").text
        assert self.CLOSED in sign_up(invited).text
        assert "Ask your instructor for a new one" in sign_up(invited).text
        assert not User.objects.exists()

    def test_an_invitation_lets_its_own_address_sign_up_alone(self, client, course, instructor):
        token = invitation_for(course, "ada@example.org", instructor).token
        client.post(f"/join/{token}/", {"sign_up": ""})
        page = sign_up(client, "eve@example.org").text
        assert "Your invitation is for ada@example.org: sign up with this address." in page
        assert not User.objects.filter(email="eve@example.org").exists()
        assert sign_up(client, "Ada@example.org").status_code == 302

    def test_an_invitation_that_was_taken_back_lets_nobody_sign_up(self, client, course, instructor):
        invitation = invitation_for(course, "ada@example.org", instructor)
        client.post(f"/join/{invitation.token}/", {"sign_up": ""})
        invitations.take_back(invitation)
        assert self.CLOSED in sign_up(client, "ada@example.org").text

    def test_one_visit_makes_one_account(self, invited, course):
        sign_up(invited)
        invited.get("/")
        assert course.enrolments.learners().count() == 1
        invited.post("/accounts/logout/")
        assert "You need an invitation" in sign_up(invited, "second@example.org").text


def invitation_for(course, email, by):
    invitations.invite(course, [Invitee(email)], by=by, role="learner", at=NOW)
    return course.invitations.get(email=email)


class TestWhoHasAnAccount:
    @pytest.fixture(autouse=True)
    def with_mail(self, settings):
        settings.SENDS_EMAIL = True
        settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"

    def test_a_known_address_gets_the_page_of_a_new_one(self, learner, mailoutbox):
        addresses = learner.email, "new@example.org"
        known, new = (shown_to_a_visitor(address) for address in addresses)
        assert known == new
        assert [mail.to for mail in mailoutbox] == [[address] for address in addresses]

    def test_a_known_address_takes_the_work_of_a_new_one(self, client, learner, monkeypatch):
        hashed = []
        encode = MD5PasswordHasher.encode
        monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *given: hashed.append(given[1]) or encode(*given))
        sign_up(client, "new@example.org")
        assert hashed == [PASSWORD]
        sign_up(Client(), learner.email)
        assert hashed == [PASSWORD] * 2

    def test_that_somebody_has_an_account_stands_in_an_e_mail_alone(self, client, learner, mailoutbox):
        sign_up(client, learner.email.upper())
        assert "already" in mailoutbox[0].body
        assert User.objects.filter(email__iexact=learner.email).count() == 1

    def test_a_new_person_logs_in_after_opening_the_link(self, client, db, mailoutbox):
        sign_up(client)
        assert "_auth_user_id" not in client.session
        (link,) = re.findall(r"https?://testserver(/accounts/confirm-email/\S+)", mailoutbox[0].body)
        client.post(link)
        client.post("/accounts/login/", {"login": "new@example.org", "password": PASSWORD})
        assert "_auth_user_id" in client.session

    def test_who_never_opened_the_link_is_asked_at_each_login(self, client, db):
        sign_up(client)
        for _ in range(2):
            assert log_in(client)["Location"] == "/accounts/confirm-email/"
        assert "_auth_user_id" not in client.session

    def test_a_superuser_made_by_command_needs_no_link(self, client, db):
        User.objects.create_superuser("root@example.org", PASSWORD)
        client.post("/accounts/login/", {"login": "root@example.org", "password": PASSWORD})
        assert "_auth_user_id" in client.session


class TestAMailServerThatCameLater:
    """Who got in while no e-mail was sent is not kept out by an EMAIL_URL that was set since."""

    @pytest.fixture
    def older(self, client, db, settings):
        settings.SENDS_EMAIL = False
        settings.ACCOUNT_EMAIL_VERIFICATION = "none"
        sign_up(client)
        client.post("/accounts/logout/")
        settings.SENDS_EMAIL = True
        settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
        return User.objects.get()

    def test_they_log_in_as_before_and_get_no_e_mail(self, client, older, mailoutbox):
        log_in(client)
        assert client.session["_auth_user_id"] == str(older.pk)
        assert mailoutbox == []

    def test_their_address_stays_unproved(self, client, older):
        log_in(client)
        assert not EmailAddress.objects.get(user=older).verified

    def test_an_account_that_nobody_has_used_yet_needs_the_link(self, client, db, older, mailoutbox):
        User.objects.create_user("unused@example.org", PASSWORD)
        log_in(client, "unused@example.org")
        assert "_auth_user_id" not in client.session
        assert [each.to for each in mailoutbox] == [["unused@example.org"]]


def log_in(client, email="new@example.org"):
    return client.post("/accounts/login/", {"login": email, "password": PASSWORD})


def shown_to_a_visitor(address):
    """Return where a sign-up with the address leads, and that page, without what differs in each answer."""
    visitor = Client()
    response = sign_up(visitor, address)
    page = visitor.get(response["Location"]).content.decode().replace(address, "")
    return response.status_code, response["Location"], re.sub(r'(nonce|value|content)="[^"]*"', "", page)
