"""Two people edit one course at the same time: nothing that either wrote is lost."""

import pytest
from django.urls import reverse

from apps.cards.tests.support.posted import posted_by
from apps.courses.models import Course, Enrolment


@pytest.fixture
def course(db):
    return Course.objects.create(title="Knots", slug="knots")


@pytest.fixture
def url(course):
    return reverse("admin:courses_course_change", args=[course.pk])


@pytest.mark.parametrize("is_instructor", [False, True], ids=["a superuser", "an instructor, who edits no slug"])
def test_each_field_of_a_course_keeps_what_the_one_or_the_other_wrote(root, url, course, instructor, is_instructor):
    if is_instructor:
        root.force_login(instructor)
    posted = posted_by(root.get(url)) | {"description": "Mine."}
    Course.objects.update(title="Theirs")
    page = root.post(url, posted, follow=True).text
    assert "What was changed elsewhere in the meantime was kept too: Title." in page
    course.refresh_from_db()
    assert (course.title, course.description, course.slug) == ("Theirs", "Mine.", "knots")


def test_a_title_that_both_changed_is_asked_about_once(root, url, course):
    posted = posted_by(root.get(url)) | {"title": "Mine"}
    Course.objects.update(title="Theirs")
    response = root.post(url, posted)
    assert "This was changed elsewhere in the meantime to: Theirs" in response.text
    assert root.post(url, posted_by(response)).status_code == 302
    course.refresh_from_db()
    assert course.title == "Mine"


def test_a_course_that_was_deleted_in_the_meantime_is_not_found(root, url, course):
    posted = posted_by(root.get(url)) | {"title": "Mine"}
    root.post(reverse("admin:courses_course_delete", args=[course.pk]), {"post": "yes"})
    assert root.post(url, posted).status_code == 404


def test_each_field_of_a_membership_keeps_what_the_one_or_the_other_wrote(root, course, learner):
    membership = course.enrolments.get(user=learner)
    elsewhere = Course.objects.create(title="Ropes", slug="ropes")
    url = reverse("admin:courses_enrolment_change", args=[membership.pk])
    posted = posted_by(root.get(url)) | {"role": "instructor"}
    Enrolment.objects.filter(pk=membership.pk).update(course=elsewhere)
    assert "was kept too: Course." in root.post(url, posted, follow=True).text
    membership.refresh_from_db()
    assert (membership.user, membership.course, membership.role) == (learner, elsewhere, "instructor")
