"""The people of a course, for those who run it: who is there, when they last answered, and never a hidden name."""

from datetime import timedelta

import pytest
from django.urls import reverse

from apps.accounts.models import User
from apps.cards.tests.support.factory import make_deck, make_note
from apps.courses.models import Course, Enrolment
from apps.lessons.models import Attempt
from apps.reviews import services
from apps.reviews.models import ReviewLog
from apps.reviews.services import day_builder
from apps.web.tests.support.clock import NOW

PEOPLE = "/teach/multimodal/people/"
RESTORE = f"{PEOPLE}chosen/restore/"


@pytest.fixture
def long_ago(course, learner, classmate):
    """Both learners have been in the course for a month."""
    course.enrolments.update(joined_at=NOW - timedelta(days=30))


def rows(client, **query):
    page = client.get(PEOPLE, query).context["page"]
    return [(each.enrolment.name_for_staff, each.answers, each.last_answer) for each in page]


def name_of(user):
    return Enrolment.objects.get(user=user, course__slug="multimodal").pseudonym


def test_it_lists_those_who_run_the_course_first_and_learners_by_pseudonym(teaching, learner, classmate):
    names = [name for name, _answers, _last in rows(teaching)]
    assert names == ["Instructor", *sorted([name_of(learner), name_of(classmate)])]
    assert learner.email not in teaching.get(PEOPLE).text


def test_it_shows_the_name_and_address_of_who_agreed_to_it(teaching, learner):
    Enrolment.objects.filter(user=learner).update(shows_name=True)
    page = teaching.get(PEOPLE).text
    assert "Learner</b>" in page
    assert learner.email in page


def test_a_hidden_name_cannot_be_found_by_searching_for_it(teaching, learner, classmate):
    Enrolment.objects.filter(user=classmate).update(shows_name=True)
    assert [name for name, *_ in rows(teaching, q="example.org")] == ["Instructor", "Classmate"]
    assert rows(teaching, q="Learner") == []
    assert [name for name, *_ in rows(teaching, q=name_of(learner).lower())] == [name_of(learner)]


def test_it_counts_the_answers_in_this_course_alone(teaching, learner, schedule):
    other = make_deck(Course.objects.create(slug="other", title="Other"), "other")
    make_note(other, "Elsewhere?", "Yes.")
    services.subscribe(learner, other, today=learner.study_day(NOW))
    day_builder.build_day(learner, learner.study_day(NOW))
    for each in learner.schedules.order_by("pk"):
        services.grade_card(each, 4, seen_version=each.version, at=NOW)
    assert learner.reviews.count() == 4
    assert (name_of(learner), 3, NOW) in rows(teaching)


def test_who_only_practices_on_a_page_was_here_too(teaching, learner, classmate, deck, long_ago):
    note = deck.sections.first().notes.first()
    Attempt.objects.create(user=learner, note=note, number=1, label="A", right=True, attempted_at=NOW)
    assert (name_of(learner), 0, NOW) in rows(teaching)
    assert [name for name, *_ in rows(teaching, show="away")] == [name_of(classmate)]


def test_who_answered_within_two_weeks_or_joined_since_is_not_away(
    teaching, course, learner, classmate, schedule, long_ago
):
    services.grade_card(schedule, 4, seen_version=schedule.version, at=NOW)
    ReviewLog.objects.filter(user=learner).update(reviewed_at=NOW - timedelta(days=13))
    User.objects.create_user("new@example.org").enrolments.create(course=course)
    assert [name for name, *_ in rows(teaching, show="away")] == [name_of(classmate)]
    ReviewLog.objects.filter(user=learner).update(reviewed_at=NOW - timedelta(days=15))
    assert {name for name, *_ in rows(teaching, show="away")} == {name_of(learner), name_of(classmate)}


def test_filters_count_what_they_show_and_leave_out_who_left(teaching, course, learner, classmate):
    Enrolment.objects.filter(user=classmate).update(left_at=NOW)
    course.invitations.create(email="mira@example.org", created_at=NOW)
    filters = teaching.get(PEOPLE).context["filters"]
    expected = {"all": 2, "staff": 1, "learners": 1, "away": 0, "invited": 1, "requests": 0}
    assert {name: number for name, _label, number in filters} == expected
    for name, _label, number in filters:
        assert len(teaching.get(PEOPLE, {"show": name}).context["page"]) == number


def test_a_group_is_shown_alone(teaching, course, learner, classmate):
    group = course.groups.create(name="Monday")
    Enrolment.objects.filter(user=learner).update(group=group)
    assert [name for name, *_ in rows(teaching, group=group.pk)] == [name_of(learner)]
    assert "Nobody like that" in teaching.get(PEOPLE, {"group": group.pk, "show": "staff"}).text


def test_as_many_statements_for_two_pages_as_for_two_people(
    teaching, course, learner, classmate, django_assert_num_queries
):
    teaching.get(PEOPLE)
    with django_assert_num_queries(16):
        teaching.get(PEOPLE)
    people = User.objects.bulk_create(User(email=f"{number}@example.org") for number in range(60))
    Enrolment.objects.bulk_create(Enrolment(user=each, course=course) for each in people)
    with django_assert_num_queries(16):
        page = teaching.get(PEOPLE, {"page": 2}).context["page"]
    assert len(page) == 13


def test_an_instructor_makes_a_learner_an_assistant_and_nobody_an_instructor(teaching, course, learner):
    url = reverse("teaching:person", args=["multimodal", course.enrolments.get(user=learner).pk])
    assert "Invite them by e-mail" in teaching.post(url, {"role": "assistant"}).text
    course.enrolments.filter(user=learner).update(shows_name=True)
    group = course.groups.create(name="Monday")
    elsewhere = Course.objects.create(slug="other").groups.create(name="Tuesday")
    assert teaching.post(url, {"role": "instructor"}).status_code == 422
    assert teaching.post(url, {"role": "assistant", "group": elsewhere.pk}).status_code == 422
    assert teaching.post(url, {"role": "assistant", "group": group.pk}).status_code == 302
    assert course.enrolments.filter(user=learner, role="assistant", group=group).exists()


def test_an_owner_makes_instructors_and_is_not_removed_by_one(client, teaching, course, learner, instructor, stranger):
    owner = course.enrolments.create(user=stranger, role="owner")
    url = reverse("teaching:person", args=["multimodal", owner.pk])
    assert teaching.get(url).status_code == 404
    assert teaching.post(f"{url}remove/").status_code == 404
    client.force_login(stranger)
    course.enrolments.filter(user=learner).update(shows_name=True)
    member = course.enrolments.get(user=learner)
    client.post(reverse("teaching:person", args=["multimodal", member.pk]), {"role": "instructor"})
    assert course.is_taught_by(learner)
    assert "A course needs an owner." in client.post(f"{url}remove/", follow=True).text
    assert "A course needs an owner." in client.post(url, {"role": "learner"}).text
    assert course.enrolments.owners().count() == 1


def test_a_removal_can_be_undone_at_once(teaching, course, learner):
    pseudonym = name_of(learner)
    url = reverse("teaching:remove_person", args=["multimodal", course.enrolments.get(user=learner).pk])
    page = teaching.post(url, follow=True).text
    assert f"{pseudonym} was removed, and keeps the cards they learned." in page
    assert not course.enrolments.filter(user=learner).exists()
    former = Enrolment.with_former.get(user=learner)
    assert "Undone." in teaching.post(RESTORE, {"person": former.pk}, follow=True).text
    assert name_of(learner) == pseudonym
    assert "nothing left to undo" in teaching.post(RESTORE, {"person": former.pk}, follow=True).text


def test_who_left_by_themselves_is_neither_shown_as_removed_nor_put_back(teaching, course, learner):
    member = course.enrolments.get(user=learner)
    course.enrolments.filter(user=learner).update(left_at=NOW)
    assert "was removed" not in teaching.get(PEOPLE, {"removed": member.pk}).text
    teaching.post(RESTORE, {"person": member.pk})
    assert not course.enrolments.filter(user=learner).exists()


def test_who_was_removed_reviews_what_they_learned_of_a_private_course(client, course, learner, schedule):
    Course.objects.update(visibility="private")
    tomorrow = learner.study_day(NOW) + timedelta(days=1)
    services.grade_card(schedule, 4, seen_version=schedule.version, at=NOW)
    course.enrolments.filter(user=learner).update(left_at=NOW)
    client.force_login(learner)
    assert client.get("/courses/multimodal/").status_code == 404
    day_builder.build_day(learner, tomorrow)
    assert learner.schedules.filter(queue_on__lte=tomorrow, card=schedule.card).exists()
    page = client.get("/decks/diffusion/").text
    assert "You can’t open this deck any more" in page
    assert "Question 2?" not in page
    client.post("/decks/diffusion/pause/")
    assert "Resume daily review" in client.get("/decks/diffusion/").text
    client.post("/decks/diffusion/subscribe/")
    assert learner.subscriptions.filter(paused=False).exists()
    assert "Diffusion" in client.get("/statistics/").text


def test_who_joined_and_answered_nothing_has_no_last_answer_yet(teaching, learner):
    page = teaching.get(PEOPLE).text
    assert 'data-label="last answer">none yet</td>' in page
    assert "here yet" not in page


def test_names_that_end_in_numbers_are_in_the_order_of_these(teaching, course):
    for name in ("Nr10", "nr2", "Nr1", "Nora"):
        user = User.objects.create(email=f"{name}@example.org", name=name)
        course.enrolments.create(user=user, shows_name=True)
    assert [name for name, _answers, _last in rows(teaching, show="learners")] == ["Nora", "Nr1", "nr2", "Nr10"]
