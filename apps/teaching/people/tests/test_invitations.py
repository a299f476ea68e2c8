"""A list of people: pasted or as a file, checked, invited, written to, and what became of it."""

import smtplib

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import User
from apps.courses.mailed_links import mailed_path
from apps.courses.models import Course, Invitation
from apps.courses.services import invitations
from apps.formats.problems import ImportProblem
from apps.jobs.models import Job
from apps.jobs.tests.support.working_client import run_waiting
from apps.teaching.people.address_list import read_addresses
from apps.teaching.people.today import notes_about_people
from apps.web.tests.support.clock import NOW

PEOPLE = "/teach/multimodal/people/"
INVITE = f"{PEOPLE}invite/"
LEARNERS = {"role": "learner"}


@pytest.fixture(autouse=True)
def _mail_server(settings):
    settings.SENDS_EMAIL = True


def read(text):
    found = read_addresses(text.encode())
    return [(each.email, each.group) for each in found.invitees], [row.number for row in found.wrong]


@pytest.mark.parametrize(
    ("text", "people", "wrong"),
    [
        ("ada@x.org\nBOB@x.org\n\nada@x.org", [("ada@x.org", ""), ("bob@x.org", "")], []),
        ("Ada Lovelace <ada@x.org>; bob@x.org, cy@x.org", [(f"{each}@x.org", "") for each in ("ada", "bob", "cy")], []),
        ("ada@x.org\nsvenja(at)x.org\nno address", [("ada@x.org", "")], [2, 3]),
        ("Name;E-Mail;Gruppe\nAda;ada@x.org;Mo  10\nBo;bo@x.org;", [("ada@x.org", "Mo 10"), ("bo@x.org", "")], []),
        ("email\nada@x.org", [("ada@x.org", "")], []),
        ('"Lovelace, Ada",ada@x.org\nO"Brien,bo@x.org', [("ada@x.org", ""), ("bo@x.org", "")], []),
        ("ada@x.org bo@", [("ada@x.org", "")], []),
        ("ada@x.org,bo@nowhere..org", [("ada@x.org", "")], [1]),
        ("=cmd()@x.org,+bo@x.org", [("+bo@x.org", "")], [1]),
    ],
)
def test_addresses_are_found_in_whatever_is_pasted(text, people, wrong):
    assert read(text) == (people, wrong)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_file_of_any_encoding_is_read(encoding):
    found = read_addresses("Name;E-Mail;Group\nJürgen;j@x.org;Übung".encode(encoding))
    assert [(each.email, each.group) for each in found.invitees] == [("j@x.org", "Übung")]


@pytest.mark.parametrize(
    "data",
    [b"", b"\0\1\2\3" * 50, b"PK\3\4nothing", b"x" * 2_000_000],
    ids=["nothing", "binary", "no workbook", "too large"],
)
def test_what_is_no_list_is_refused_with_a_sentence(data):
    with pytest.raises(ImportProblem):
        read_addresses(data)


def test_a_list_is_checked_before_anybody_is_written_to(teaching, course, learner):
    User.objects.create_user("Known@example.org")
    course.enrolments.filter(user=learner).update(shows_name=True)
    course.invitations.create(email="waits@example.org", created_at=NOW)
    text = f"new@example.org\nknown@example.org\n{learner.email.upper()}\nwaits@example.org\nsvenja(at)example.org"
    page = teaching.post(INVITE, LEARNERS | {"text": text}).text
    for sentence in (
        "4 people.",
        "2 get an e-mail",
        "1 is invited already",
        "1 is in the course already",
        "Line 5: “svenja(at)example.org”",
        "Invite 2 people",
        "Role: Learner.",
    ):
        assert sentence in page
    assert (Invitation.objects.count(), Job.objects.count(), mail.outbox) == (1, 0, [])


def test_a_check_lists_who_is_invited_who_is_already_and_who_is_in_the_course(teaching, course, learner):
    course.enrolments.filter(user=learner).update(shows_name=True)
    course.invitations.create(email="waits@example.org", created_at=NOW)
    text = f"email\tgroup\nnew@example.org\tTuesday\n{learner.email}\t\nwaits@example.org\t"
    lists = teaching.post(INVITE, LEARNERS | {"text": text}).text.split("<details")[-3:]
    invited, already, members = ("".join(each.partition("</details>")[0].split()) for each in lists)
    assert '<li>new@example.org·<spanclass="soft"dir="auto">Tuesday</span></li>' in invited
    assert "<li>waits@example.org</li>" in already
    assert f"<li>{learner.email}</li>" in members


def test_a_check_tells_neither_who_has_an_account_nor_who_is_here_under_a_pseudonym(teaching, learner, stranger):
    pages = [
        teaching.post(INVITE, LEARNERS | {"text": each}).text for each in (learner.email, stranger.email, "a@b.org")
    ]
    assert all("1 gets an e-mail" in page and "Invite 1 person" in page for page in pages)


def test_who_is_in_the_course_sees_no_invitation_to_it_on_today(teaching, course, learner):
    EmailAddress.objects.create(user=learner, email=learner.email, verified=True)
    invite(teaching, learner.email)
    assert course.invitations.count() == 1
    assert list(notes_about_people(learner, NOW.date(), NOW)) == []


@pytest.mark.parametrize("group", ["Mon, 10:00, B", "a@b.org", "Tue; 8:00; C"])
def test_a_checked_list_reads_the_same_again(group):
    found = read_addresses(f"email\tgroup\nada@x.org\t{group}\nbo@x.org\t".encode())
    assert [(each.email, each.group) for each in found.invitees] == [("ada@x.org", group), ("bo@x.org", "")]
    assert read_addresses(found.as_text().encode()).invitees == found.invitees


def invite(client, text, **fields):
    page = client.post(INVITE, LEARNERS | {"text": text} | fields)
    sent = {"text": page.context["text"], "role": page.context["role"], "confirmed": ""}
    sent |= {"again": "on"} if page.context["again"] else {}
    response = client.post(INVITE, sent, follow=True)
    run_waiting()
    return response


def test_each_person_gets_one_e_mail_with_their_own_link_and_their_group(teaching, course):
    page = invite(teaching, "email,group\nada@example.org,Monday\nbo@example.org,Monday\ncy@example.org,").text
    assert "3 people are invited." in page
    assert [each.to for each in mail.outbox] == [["ada@example.org"], ["bo@example.org"], ["cy@example.org"]]
    for each in mail.outbox:
        invitation = course.invitations.get(email=each.to[0])
        assert f"http://testserver{mailed_path(invitation)}\n" in each.body
        assert each.subject == "Ditcards: You are invited to “Multimodal AI”"
        assert invitation.sent_at
    assert course.groups.get().name == "Monday"
    assert list(course.invitations.filter(group__name="Monday").values_list("email", flat=True)) == [
        "ada@example.org",
        "bo@example.org",
    ]
    invite(teaching, "ada@example.org\ndan@example.org")
    assert len(mail.outbox) == 4


@pytest.mark.parametrize("left_at", [None, NOW], ids=["is here", "left"])
def test_who_accepted_gets_another_e_mail_only_if_asked_for_and_nobody_sees_who_left(
    client, teaching, course, instructor, stranger, left_at
):
    invite(teaching, stranger.email)
    client.force_login(stranger)
    client.post(f"/join/{course.invitations.get().token}/")
    course.enrolments.filter(user=stranger).update(left_at=left_at)
    client.force_login(instructor)
    assert "1 was here before" in teaching.post(INVITE, LEARNERS | {"text": stranger.email}).text
    invite(teaching, stranger.email)
    assert len(mail.outbox) == 1
    invite(teaching, stranger.email, again="on")
    assert len(mail.outbox) == 2
    assert course.invitations.get().accepted_at is None


def test_a_file_is_checked_as_a_pasted_list_is(teaching):
    file = SimpleUploadedFile("people.csv", b"E-Mail\nada@example.org\n")
    assert "Invite 1 person" in teaching.post(INVITE, LEARNERS | {"file": file}).text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "This file is empty."),
        ("nobody", "There is no e-mail address in this list."),
        ("\n".join(f"{number}@x.org" for number in range(1001)), "This list has more than 1,000 people."),
    ],
    ids=["nothing", "no address", "too many"],
)
def test_a_list_that_invites_nobody_is_refused_with_a_reason(teaching, text, sentence):
    response = teaching.post(INVITE, LEARNERS | {"text": text})
    assert response.status_code == 422
    assert sentence in response.text


def test_a_thousand_people_may_be_invited_at_once(teaching):
    response = teaching.post(INVITE, LEARNERS | {"text": "\n".join(f"{number}@x.org" for number in range(1000))})
    assert "Invite 1,000 people" in response.text or "Invite 1000 people" in response.text


def test_an_address_that_the_mail_server_refuses_keeps_no_other_from_its_e_mail(teaching, course, monkeypatch):
    send = mail.EmailMessage.send

    def refuse_ada(message):
        if message.to == ["ada@example.org"]:
            raise smtplib.SMTPRecipientsRefused({})
        return send(message)

    with monkeypatch.context() as patched:
        patched.setattr("django.core.mail.EmailMessage.send", refuse_ada)
        invite(teaching, "ada@example.org\nbo@example.org")
    assert [each.to for each in mail.outbox] == [["bo@example.org"]]
    job = Job.objects.get()
    assert "did not take 1 e-mail: ada@example.org" in job.message
    assert "not sent yet" in teaching.get(PEOPLE, {"show": "invited"}).text
    teaching.post(f"{PEOPLE}invitations/{course.invitations.first().pk}/again/")
    run_waiting()
    assert [each.to for each in mail.outbox] == [["bo@example.org"], ["ada@example.org"]]


def test_a_mail_server_that_is_away_is_asked_once(teaching, course, monkeypatch):
    asked = []

    def refuse(message):
        asked.append(message.to)
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    invite(teaching, "\n".join(f"{number}@example.org" for number in range(30)))
    assert len(asked) == 1
    assert course.invitations.filter(sent_at=None).count() == 30


@pytest.mark.parametrize(
    "change",
    [
        {"archived_at": NOW},
        {"deleted_at": NOW},
        {"role": "assistant"},
        {"left_at": NOW},
    ],
    ids=["archived", "deleted", "no instructor any more", "removed"],
)
def test_no_e_mail_is_sent_once_the_course_or_the_instructor_does_not_invite_any_more(
    teaching, course, instructor, change
):
    sent = {"text": "ada@example.org", "role": "learner", "confirmed": ""}
    teaching.post(INVITE, sent)
    of_course = {"archived_at", "deleted_at"} >= set(change)
    rows = Course.objects.filter(pk=course.pk) if of_course else course.enrolments.filter(user=instructor)
    rows.update(**change)
    run_waiting()
    assert mail.outbox == []
    assert Job.objects.get().state == Job.State.FAILED


def test_an_invitation_is_sent_again_and_taken_back(teaching, course):
    invite(teaching, "ada@example.org")
    invitation = course.invitations.get()
    page = teaching.get(PEOPLE, {"show": "invited"}).text
    assert "ada@example.org" in page
    teaching.post(f"{PEOPLE}invitations/{invitation.pk}/again/")
    run_waiting()
    first, second = mail.outbox
    assert first.body == second.body
    teaching.post(f"{PEOPLE}invitations/{invitation.pk}/take-back/")
    assert teaching.get(f"/join/{invitation.token}/").status_code == 404


def test_without_a_mail_server_links_are_handed_out(teaching, course, settings):
    settings.SENDS_EMAIL = False
    checked = teaching.post(INVITE, LEARNERS | {"text": "+ada@example.org"}).text
    assert "1 gets a link that you hand out yourself" in checked
    assert "gets an e-mail" not in checked
    invite(teaching, "+ada@example.org")
    assert mail.outbox == []
    page = teaching.get(PEOPLE, {"show": "invited"}, headers={"host": "testserver:6666"}).text
    link = f"http://testserver/join/{course.invitations.get().token}/"
    assert f'value="{link}"' in page
    assert "Send again" not in page
    assert f"'+ada@example.org,,{link}" in teaching.get(f"{PEOPLE}invitations/links.csv").text
    settings.SENDS_EMAIL = True
    assert teaching.get(f"{PEOPLE}invitations/links.csv").status_code == 404
    assert "/join/" not in teaching.get(PEOPLE, {"show": "invited"}).text.partition("<table")[2].partition("</table")[0]


def test_the_check_says_how_many_addresses_came_again(teaching):
    page = teaching.post(INVITE, LEARNERS | {"text": "ada@example.org\nAda@example.org\nbo@example.org"}).text
    assert "1 line repeats an address" in page
    assert "Invite 2 people" in page


def test_those_who_run_the_course_do_not_use_up_the_invitation_of_another(teaching, course, instructor):
    invitation = course.invitations.create(email="ada@example.org", created_at=NOW)
    assert "this is the invitation of ada@example.org" in teaching.get(f"/join/{invitation.token}/").text
    teaching.post(f"/join/{invitation.token}/")
    assert course.invitations.get().accepted_at is None
    Invitation.objects.update(email=instructor.email.lower())
    teaching.post(f"/join/{invitation.token}/")
    assert course.invitations.get().accepted_at is not None


def test_only_owners_invite_instructors(client, teaching, course, stranger):
    assert teaching.post(INVITE, {"role": "instructor", "text": "ada@example.org"}).status_code == 422
    course.enrolments.create(user=stranger, role="owner")
    client.force_login(stranger)
    invite(client, "ada@example.org", role="instructor")
    assert course.invitations.get().role == "instructor"


def test_today_shows_an_invitation_to_an_address_that_one_verified(client, course, stranger):
    Course.objects.update(visibility="private")
    invitation = course.invitations.create(email="stranger@example.org", created_at=NOW)
    address = EmailAddress.objects.create(user=stranger, email="Stranger@example.org", verified=False)
    client.force_login(stranger)
    assert "You are invited" not in client.get("/").text
    EmailAddress.objects.filter(pk=address.pk).update(verified=True)
    page = client.get("/").text
    assert "You are invited to “Multimodal AI”." in page
    assert f"/join/{invitation.token}/" in page
    Course.objects.update(archived_at=NOW)
    assert "You are invited" not in client.get("/").text
    Course.objects.update(archived_at=None)
    client.post(f"/join/{invitation.token}/")
    assert "You are invited" not in client.get("/").text


def test_who_asks_is_let_in_or_declined_and_written_to_once(client, teaching, course, instructor, stranger, learner):
    Course.objects.update(visibility="private", takes_requests=True)
    course.enrolments.filter(user=learner).delete()
    let_in, declined = (course.join_requests.create(user=each, created_at=NOW) for each in (stranger, learner))
    assert "2 people ask to join “Multimodal AI”." in teaching.get("/").text
    assert stranger.email in teaching.get(PEOPLE, {"show": "requests"}).text
    teaching.post(f"{PEOPLE}requests/{let_in.pk}/let-in/")
    teaching.post(f"{PEOPLE}requests/{declined.pk}/decline/")
    (email,) = mail.outbox
    assert (email.to, "http://testserver/courses/multimodal/" in email.body) == ([stranger.email], True)
    assert [each.user for each in course.enrolments.learners()] == [stranger]
    assert "ask to join" not in teaching.get("/").text
    client.force_login(learner)
    assert "Your request to join was declined." in client.get("/courses/multimodal/").text
    client.force_login(instructor)
    assert "declined" in client.get(PEOPLE, {"show": "requests"}).text
    client.post(f"{PEOPLE}requests/{declined.pk}/let-in/")
    assert course.enrolments.filter(user=learner).exists()


def test_today_needs_one_statement_for_both(client, course, instructor, django_assert_num_queries):
    course.invitations.create(email=instructor.email, created_at=NOW)
    course.join_requests.create(user=User.objects.create_user("asks@example.org"), created_at=NOW)
    EmailAddress.objects.create(user=instructor, email=instructor.email, verified=True)
    with django_assert_num_queries(1):
        assert len(list(notes_about_people(instructor, NOW.date(), NOW))) == 2


def test_a_list_of_many_groups_takes_as_many_statements_as_one_of_few(course, instructor):
    course.groups.create(name="Group 3")
    statements = []
    for number in (3, 100):
        invitees = [invitations.Invitee(f"person{each}@{number}.org", f"Group {each}") for each in range(number)]
        with CaptureQueriesContext(connection) as captured:
            invitations.invite(course, invitees, by=instructor, role="learner", at=NOW)
        statements.append(len(captured))
    assert statements[0] == statements[1]
    assert course.groups.count() == 100
    assert course.invitations.filter(group__name="Group 3").count() == 1
