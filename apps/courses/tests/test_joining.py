"""Joining by a link, by a code, by an invitation, and by asking; visitors first get an account."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from allauth.account.models import EmailAddress
from django.db import connection

from apps.accounts.models import User
from apps.courses import pending_join
from apps.courses.mailed_links import mailed_path
from apps.courses.models import Course, CourseGroup, Enrolment, JoinLink
from apps.courses.services import invitations, join_link, requests
from apps.courses.services.groups import delete_group
from apps.courses.services.invitations import Invitee
from apps.courses.services.membership import LastOwner, end_membership
from apps.web.tests.support.clock import NOW

OPEN = {"ends_at": None, "max_people": None, "needs_approval": False, "group": None}
THREADS = 6
ACCOUNT = {"email": "mira@example.org", "password1": "plenty-of-knots", "time_zone": "Europe/Vienna"}


@pytest.fixture
def private(course):
    course.visibility = Course.Visibility.PRIVATE
    course.save(update_fields=["visibility"])
    return course


@pytest.fixture
def link(private):
    return join_link.save_link(private, **OPEN)


@pytest.fixture
def url(link):
    return f"/join/{link.code}/"


def invited(course, email="mira@example.org", role="learner"):
    owner = User.objects.get_or_create(email="owner@example.org")[0]
    course.enrolments.get_or_create(user=owner, role="owner")
    invitations.invite(course, [Invitee(email)], by=owner, role=role, at=NOW)
    return course.invitations.get(email=email)


def sign_up(client, response, **data):
    assert response["Location"].startswith("/accounts/signup/?next=")
    assert "email" not in response["Location"]  # which stands in the log of a proxy
    page = client.get(response["Location"])
    return client.post(response["Location"], ACCOUNT | {"next": page.context["redirect_field_value"]} | data)


def test_a_code_is_typed_as_it_is_read(client, link, url):
    response = client.get("/join/", {"code": f" {link.formatted_code.lower()} "}, follow=True)
    assert response.request["PATH_INFO"] == url
    assert "Multimodal AI" in response.text


@pytest.mark.parametrize("needs_approval", [True, False])
def test_who_joins_while_the_group_is_deleted_joins_without_one(private, stranger, needs_approval):
    group = private.groups.create(name="Monday")
    link = join_link.save_link(private, **OPEN | {"group": group, "needs_approval": needs_approval})
    delete_group(CourseGroup.objects.get())
    assert join_link.join_by_link(link, stranger, at=NOW, shows_name=False)
    connection.check_constraints()
    rows = private.join_requests if needs_approval else private.enrolments
    assert rows.get(user=stranger).group is None


def test_who_is_logged_in_joins_with_one_press_and_lands_in_the_course(client, private, stranger, url):
    client.force_login(stranger)
    assert client.get("/courses/multimodal/").status_code == 404
    assert not private.enrolments.filter(user=stranger).exists()
    page = client.post(url, follow=True)
    assert page.request["PATH_INFO"] == "/courses/multimodal/"
    assert private.enrolments.get(user=stranger).pseudonym in page.text
    assert client.get(url)["Location"] == "/courses/multimodal/"
    client.post(url)
    assert JoinLink.objects.get().joined == 1


def test_a_visitor_signs_up_and_lands_in_the_course(client, private, url):
    response = sign_up(client, client.post(url, {"sign_up": ""}))
    assert response["Location"] == "/courses/multimodal/"
    assert "You joined “Multimodal AI”." in client.get(response["Location"]).text
    assert private.enrolments.get(role="learner").user.email == "mira@example.org"


def test_a_visitor_who_has_an_account_logs_in_and_lands_in_the_course(client, private, stranger, url):
    response = client.post(url)
    assert response["Location"] == "/accounts/login/?next=%2Fcourses%2Fmultimodal%2F"
    client.force_login(stranger)
    assert client.get("/courses/multimodal/").status_code == 200
    assert private.enrolments.filter(user=stranger).exists()


@pytest.mark.parametrize("fields", [{"ends_at": NOW}, {"max_people": 0}], ids=["ended", "full"])
def test_a_closed_link_names_no_course(client, private, link, url, fields):
    join_link.save_link(private, **OPEN | fields)
    response = client.get(url)
    assert response.status_code == 404
    assert "Multimodal" not in response.text
    assert client.post(url).status_code == 404


def test_guessing_codes_is_refused_and_the_right_one_is_not(client, link, url, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"join_without_session": "3/m/ip"}
    assert [client.get(f"/join/AAAA{number}/").status_code for number in range(5)] == [404] * 3 + [429] * 2
    assert client.get(url).status_code == 200


def test_where_people_are_let_in_one_by_one_a_visitor_asks_after_signing_up(client, private, url):
    join_link.save_link(private, **OPEN | {"needs_approval": True})
    response = sign_up(client, client.post(url, {"sign_up": ""}))
    page = client.get(response["Location"]).text
    assert "You asked to join “Multimodal AI”." in page
    assert "You get an e-mail when you are in." in page
    assert not private.enrolments.exists()
    assert private.join_requests.get().user.email == "mira@example.org"


def test_names_are_shown_to_instructors_only_if_the_page_announced_it(client, private, stranger, url):
    assert "neither the class nor those who run it see your name" in client.get(url).text
    client.force_login(stranger)
    Course.objects.update(shows_names=True)
    client.post(url, {"names": ""})  # from a page that was open before the course changed
    assert not private.enrolments.get(user=stranger).shows_name
    Enrolment.objects.filter(user=stranger).update(left_at=NOW)
    assert "see your name and your e-mail address" in client.get(url).text
    client.post(url, {"names": "shown"})
    assert private.enrolments.get(user=stranger).shows_name


def test_the_page_tells_learners_alone_what_those_who_run_the_course_see_of_their_work(client, private, url):
    seen = "when you last answered and how many answers you gave in this course, and for its goals on how many days"
    assert seen in " ".join(client.get(url).text.split())
    assistant = invited(private, role="assistant")
    assert "last answered" not in client.get(f"/join/{assistant.token}/").text


def test_an_invitation_leads_to_the_course_with_a_verified_address(client, private, settings):
    settings.ACCOUNT_EMAIL_VERIFICATION, settings.SENDS_EMAIL = "mandatory", True
    invitation = invited(private)
    response = client.post(mailed_path(invitation), {"sign_up": ""})
    assert 'value="mira@example.org"' in client.get(response["Location"]).text
    assert sign_up(client, response)["Location"] == "/courses/multimodal/"
    assert client.get("/courses/multimodal/").status_code == 200
    assert EmailAddress.objects.get(email="mira@example.org").verified
    assert client.get(f"/join/{invitation.token}/").status_code == 404


def test_the_link_of_an_invitations_e_mail_verifies_no_other_address(client, private):
    response = client.post(mailed_path(invited(private)), {"sign_up": ""})
    sign_up(client, response, email="other@example.org")
    (address,) = EmailAddress.objects.all()
    assert (address.email, address.verified) == ("other@example.org", False)
    assert User.objects.filter(email="other@example.org", emailaddress=address).exists()
    assert not client.session["account_verified_email"]


@pytest.mark.parametrize("proof", ["", "?proof=", "?proof=guessed", "?proof={other}"])
def test_a_link_that_was_handed_out_verifies_no_address_also_once_there_is_mail(client, private, settings, proof):
    invitation, other = invited(private), invited(private, "eve@example.org")
    settings.ACCOUNT_EMAIL_VERIFICATION, settings.SENDS_EMAIL = "mandatory", True
    proof = proof.format(other=mailed_path(other).partition("proof=")[2])
    response = client.post(f"/join/{invitation.token}/{proof}", {"sign_up": ""})
    assert 'value="mira@example.org"' in client.get(response["Location"]).text
    assert sign_up(client, response)["Location"] == "/accounts/confirm-email/"
    assert not EmailAddress.objects.get(email="mira@example.org").verified


def test_who_looked_into_somebodys_invitation_and_then_logs_in_does_not_use_it_up(client, course, instructor):
    invitation = invited(course)
    client.post(f"/join/{invitation.token}/")
    client.force_login(instructor)
    client.get("/")
    assert course.invitations.open().get() == invitation


def test_an_invitation_makes_a_learner_an_assistant_and_never_less(client, course, learner, instructor):
    for person, expected in ((learner, "assistant"), (instructor, "instructor")):
        client.force_login(person)
        client.post(f"/join/{invited(course, f'x{person.email}', 'assistant').token}/")
        assert course.enrolments.get(user=person).role == expected


def test_an_invitation_that_was_taken_back_or_used_leads_nowhere(client, private, stranger, learner):
    client.force_login(stranger)
    for end in (invitations.take_back, lambda each: invitations.accept(each, learner, at=NOW, shows_name=False)):
        invitation = invited(private)
        end(invitation)
        assert client.post(f"/join/{invitation.token}/").status_code == 404
    assert not private.enrolments.filter(user=stranger).exists()


def test_a_private_course_can_be_asked_for_only_where_it_allows_that(client, private, stranger):
    client.force_login(stranger)
    assert client.get("/courses/multimodal/").status_code == 404
    assert client.post("/courses/multimodal/ask/").status_code == 404
    Course.objects.update(takes_requests=True, description="Secret.")
    page = client.get("/courses/multimodal/").text
    assert "This course is private" in page
    assert "Secret." not in page
    page = client.post("/courses/multimodal/ask/", {"message": "Group B, please"}, follow=True).text
    assert "You asked to join on" in page
    client.post("/courses/multimodal/ask/", {"message": "Again"})
    assert private.join_requests.get().message == "Group B, please"


def test_a_member_leaves_and_may_return(client, private, learner, url):
    client.force_login(learner)
    assert "/courses/multimodal/leave/" in client.get("/courses/multimodal/").text
    assert "stay in your daily review" in client.get("/courses/multimodal/leave/").text
    assert "You left “Multimodal AI”." in client.post("/courses/multimodal/leave/", follow=True).text
    assert client.get("/courses/multimodal/").status_code == 404
    assert client.post("/courses/multimodal/leave/").status_code == 404
    client.post(url)
    assert client.get("/courses/multimodal/").status_code == 200


def test_the_last_owner_cannot_leave(client, course, stranger):
    course.enrolments.create(user=stranger, role="owner")
    client.force_login(stranger)
    assert "A course needs an owner." in client.post("/courses/multimodal/leave/", follow=True).text
    assert course.enrolments.owners().exists()


@pytest.mark.django_db(transaction=True)
def test_of_six_who_press_at_the_same_time_as_many_join_as_there_are_places(course):
    link = join_link.save_link(course, **OPEN | {"max_people": 2})
    people = [User.objects.create_user(f"{number}@example.org") for number in range(THREADS)]
    barrier = Barrier(THREADS)

    def join(person):
        barrier.wait(timeout=30)
        try:
            return join_link.join_by_link(link, person, at=NOW, shows_name=False)
        except join_link.LinkClosed:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        assert sorted(pool.map(join, people)) == [False] * (THREADS - 2) + [True] * 2
    assert course.enrolments.count() == JoinLink.objects.get().joined == 2


@pytest.mark.django_db(transaction=True)
def test_who_presses_six_times_at_the_same_time_takes_one_place(course, stranger):
    link = join_link.save_link(course, **OPEN)
    barrier = Barrier(THREADS)

    def join(_):
        barrier.wait(timeout=30)
        try:
            return join_link.join_by_link(link, stranger, at=NOW, shows_name=False)
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        assert sorted(pool.map(join, range(THREADS))) == [False] * (THREADS - 1) + [True]
    assert course.enrolments.count() == JoinLink.objects.get().joined == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_owners_who_leave_at_the_same_time_one_stays(course):
    owners = [
        course.enrolments.create(user=User.objects.create_user(f"{number}@example.org"), role="owner")
        for number in range(2)
    ]
    barrier = Barrier(2)

    def leave(enrolment):
        barrier.wait(timeout=30)
        try:
            end_membership(enrolment, at=NOW)
            return True
        except LastOwner:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(leave, owners)) == [False, True]
    assert course.enrolments.owners().count() == 1


def test_an_archived_course_takes_nobody_in(client, private, stranger, url):
    invitation = invited(private, stranger.email)
    Course.objects.update(archived_at=NOW, takes_requests=True)
    client.force_login(stranger)
    assert client.post("/courses/multimodal/ask/").status_code == 404
    for way_in in (url, f"/join/{invitation.token}/"):
        client.post(way_in)
    assert not private.enrolments.filter(user=stranger).exists()


@pytest.mark.parametrize("way", ["by code", "by request"])
def test_an_invitation_is_accepted_by_who_joins_another_way_and_gives_its_group(client, private, stranger, url, way):
    invitation = invited(private, stranger.email)
    group = private.groups.create(name="Monday")
    private.invitations.update(group=group)
    EmailAddress.objects.create(user=stranger, email=stranger.email, verified=True)
    Course.objects.update(shows_names=True)
    client.force_login(stranger)
    if way == "by code":
        client.post(url, {"names": "shown"})
    else:
        requests.ask_to_join(private, stranger, at=NOW, shows_name=True)
        requests.let_in(private.join_requests.get(), at=NOW)
    invitation.refresh_from_db()
    assert invitation.accepted_at
    assert private.enrolments.get(user=stranger).group == group


@pytest.mark.parametrize("sends_email", [False, True])
def test_an_invitation_waits_on_where_somebody_only_typed_its_address(client, private, url, settings, sends_email):
    settings.SENDS_EMAIL = sends_email
    settings.ACCOUNT_EMAIL_VERIFICATION = "none"
    invitation = invited(private, ACCOUNT["email"])
    private.invitations.update(group=private.groups.create(name="Monday"))
    Course.objects.update(shows_names=True)
    sign_up(client, client.post(url, {"sign_up": "", "names": "shown"}))
    client.post(url, {"names": "shown"})
    enrolment = private.enrolments.get(user__email=ACCOUNT["email"])
    assert (enrolment.shows_name, enrolment.group) == (True, None)
    assert list(private.invitations.waiting()) == [invitation]


def test_where_names_are_hidden_neither_the_invitation_nor_its_group_tells_who_joined(client, private, stranger, url):
    invitation = invited(private, stranger.email)
    private.invitations.update(group=private.groups.create(name="Monday"))
    EmailAddress.objects.create(user=stranger, email=stranger.email, verified=True)
    client.force_login(stranger)
    client.post(url)
    assert private.enrolments.get(user=stranger).group is None
    assert list(private.invitations.waiting()) == [invitation]


def test_an_invitation_to_another_role_or_of_somebody_else_waits_on(client, private, stranger, url):
    waiting = [invited(private, stranger.email, role="assistant"), invited(private, "else@example.org")]
    EmailAddress.objects.create(user=stranger, email="else@example.org", verified=False)
    client.force_login(stranger)
    client.post(url)
    assert private.enrolments.get(user=stranger).role == Enrolment.Role.LEARNER
    assert private.invitations.filter(accepted_at=None).count() == len(waiting)


NAME = 'name="name"'


def test_a_visitor_of_a_course_that_shows_names_may_say_theirs_and_has_it_after_signing_up(client, private, url):
    assert NAME not in client.get(url).text
    Course.objects.update(shows_names=True)
    assert NAME in client.get(url).text
    response = client.post(url, {"sign_up": "", "names": "shown", "name": " Mira\0 Moss "})
    client.get(sign_up(client, response)["Location"])
    enrolment = private.enrolments.get(user__email="mira@example.org")
    assert (enrolment.user.name, enrolment.name_for_staff) == ("Mira Moss", "Mira Moss")


@pytest.mark.parametrize("way", ["by link", "by request"])
def test_who_is_logged_in_without_a_name_may_say_it_and_who_has_one_keeps_it(client, private, stranger, url, way):
    Course.objects.update(shows_names=True, takes_requests=True)
    page, target = (url, url) if way == "by link" else ("/courses/multimodal/", "/courses/multimodal/ask/")
    User.objects.filter(pk=stranger.pk).update(name="")
    client.force_login(stranger)
    assert NAME in client.get(page).text
    client.post(target, {"name": "x" * 300})
    stranger.refresh_from_db()
    assert stranger.name == "x" * 100
    private.enrolments.filter(user=stranger).update(left_at=NOW)
    private.join_requests.all().delete()
    assert NAME not in client.get(page).text
    client.post(target, {"name": "Another"})
    stranger.refresh_from_db()
    assert stranger.name == "x" * 100


def test_a_session_from_before_the_name_was_asked_joins_as_well(client, private, stranger, url):
    client.post(url, {"sign_up": ""})
    session = client.session
    session[pending_join.KEY] = session[pending_join.KEY][:2]
    session.save()
    client.force_login(stranger)
    client.get("/")
    assert private.enrolments.filter(user=stranger).exists()
