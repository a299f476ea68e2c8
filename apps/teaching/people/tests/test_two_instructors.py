"""Two instructors change the people of one course at the same time: an old page overwrites nothing."""

from apps.cards.tests.support.posted import forms_in
from apps.courses.models import Course, Enrolment, JoinLink

PEOPLE = "/teach/multimodal/people/"
KEPT = "What was changed elsewhere in the meantime was kept too:"


def shown(response, url):
    """Return what the form of a page that is sent to the URL would send, untouched."""
    return dict(forms_in(response))[url]


def test_an_old_page_of_a_person_keeps_their_new_group(teaching, course, learner):
    group = course.groups.create(name="Monday")
    member = course.enrolments.filter(user=learner)
    member.update(shows_name=True)
    url = f"{PEOPLE}{member.get().pk}/"
    old = shown(teaching.get(url), url) | {"role": "assistant"}
    Enrolment.objects.filter(pk=member.get().pk).update(group=group)
    assert f"{KEPT} Group." in teaching.post(url, old, follow=True).text
    assert (member.get().role, member.get().group) == ("assistant", group)


def test_a_role_that_both_changed_is_asked_about_once(teaching, course, learner):
    member = course.enrolments.get(user=learner)
    Enrolment.objects.filter(pk=member.pk).update(shows_name=True, role="assistant")
    url = f"{PEOPLE}{member.pk}/"
    old = shown(teaching.get(url), url)
    group = course.groups.create(name="Monday")
    tuesday = course.groups.create(name="Tuesday")
    Enrolment.objects.filter(pk=member.pk).update(group=group)
    response = teaching.post(url, old | {"group": tuesday.pk})
    assert "This was changed elsewhere in the meantime to: Monday" in response.text
    teaching.post(url, shown(response, url))
    assert course.enrolments.get(user=learner).group == tuesday


def test_an_old_page_opens_no_link_that_was_closed(teaching, course):
    teaching.post(f"{PEOPLE}link/", {"max_people": "30"})
    old = shown(teaching.get(PEOPLE), f"{PEOPLE}link/") | {"max_people": "31"}
    teaching.post(f"{PEOPLE}link/close/")
    closed = JoinLink.objects.get().ends_at
    assert f"{KEPT} Last day." in teaching.post(f"{PEOPLE}link/", old, follow=True).text
    assert (JoinLink.objects.get().ends_at, JoinLink.objects.get().max_people) == (closed, 31)


def test_an_old_page_shows_no_names_that_were_hidden(teaching, course):
    Course.objects.update(shows_names=True)
    old = shown(teaching.get(PEOPLE), f"{PEOPLE}entry/") | {"takes_requests": "on"}
    Course.objects.update(shows_names=False)
    assert f"{KEPT} Instructors see the names of learners." in teaching.post(f"{PEOPLE}entry/", old, follow=True).text
    assert Course.objects.filter(shows_names=False, takes_requests=True).exists()
