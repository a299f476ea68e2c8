"""A new course: who may make one, whose it is, who sees it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from apps.cards.models import Deck, DeckState
from apps.courses.models import Course, Enrolment
from apps.web.tests.support.clock import NOW

URL = "/teach/new/"


def make(client, title="Cell biology", begin="lesson"):
    return client.post(URL, {"title": title, "begin": begin})


@pytest.mark.parametrize(
    ("begin", "target"),
    [
        ("lesson", "/teach/cell-biology/new/"),
        ("pages", "/courses/cell-biology/import/"),
        ("deck", "/import/?course=cell-biology"),
    ],
)
def test_a_course_belongs_to_who_makes_it_is_unlisted_and_leads_to_its_first_lesson(client, stranger, begin, target):
    client.force_login(stranger)
    response = make(client, begin=begin)
    assert response["Location"] == target
    assert client.get(target).status_code == 200
    course = Course.objects.get()
    assert (course.visibility, course.drafts_first) == ("unlisted", True)
    assert list(Enrolment.objects.values_list("user", "role")) == [(stranger.pk, "owner")]


def test_pressing_twice_makes_one_course_and_one_with_lessons_is_another(client, stranger):
    client.force_login(stranger)
    make(client)
    make(client)
    course = Course.objects.get()
    Deck.objects.create(course=course, slug="a", title="A")
    make(client)
    assert {*Course.objects.values_list("slug", flat=True)} == {"cell-biology", "cell-biology-2"}


@pytest.mark.parametrize("title", ["New", "…", "new"])
def test_no_course_has_the_slug_of_another_page(client, stranger, title):
    client.force_login(stranger)
    make(client, title)
    assert client.get(f"/teach/{Course.objects.get().slug}/").status_code == 200


@pytest.mark.parametrize(
    ("setting", "invited", "status"),
    [("everybody", False, 200), ("invited", False, 404), ("invited", True, 200), ("superusers", True, 404)],
)
def test_the_site_says_who_may_make_courses(client, stranger, settings, setting, invited, status):
    settings.TEACHING = setting
    if invited:
        call_command("make_instructor", "STRANGER@example.org", stdout=StringIO())
    client.force_login(stranger)
    assert client.get(URL).status_code == status
    for page in ("/courses/", "/teach/"):
        assert ("New course" in client.get(page).text) == (status == 200)


def test_a_superuser_makes_courses_on_every_site(root, settings):
    settings.TEACHING = "superusers"
    assert root.get(URL).status_code == 200


def test_an_invitation_to_teach_can_be_taken_back(stranger):
    for arguments, invited in (((), True), (("--take-back",), False)):
        call_command("make_instructor", stranger.email, *arguments, stdout=StringIO())
        stranger.refresh_from_db()
        assert stranger.is_invited_to_teach == invited
    with pytest.raises(CommandError, match="no account"):
        call_command("make_instructor", "nobody@example.org")


@pytest.mark.parametrize("command", ["import_practice", "import_deck"])
def test_a_course_made_by_a_command_is_unlisted_and_has_an_owner(command, stranger, tmp_path):
    page = tmp_path / "page.md"
    page.write_text("# Cells\n\n## Flashcards\n\nQ: What is a cell?\nA: The smallest living unit.\n")
    options = {"course": "cells", "instructor": stranger.email, "stdout": StringIO()}
    for _time in range(2):
        call_command(command, page, **options)
    course = Course.objects.get(slug="cells")
    assert course.visibility == "unlisted"
    assert [(each.user, each.role) for each in course.enrolments.all()] == [(stranger, "owner")]
    assert course.decks.get().state == DeckState.PUBLISHED


def test_staff_find_the_way_from_the_page_of_a_course_to_teaching_it(client, course, learner, teaching):
    assert "/teach/multimodal/" in teaching.get("/courses/multimodal/").text
    client.force_login(learner)
    assert "/teach/multimodal/" not in client.get("/courses/multimodal/").text


def test_whoever_made_a_course_reads_it_once(client, stranger):
    client.force_login(stranger)
    target = make(client)["Location"]
    assert "Your course was made." in client.get(target).text
    assert "Your course was made." not in client.get(target).text


def test_archived_courses_are_the_last_of_ones_courses_and_say_so(client, stranger):
    client.force_login(stranger)
    make(client, title="Ant")
    make(client, title="Bee")
    assert "Archived" not in client.get("/teach/").text
    Course.objects.filter(slug="ant").update(archived_at=NOW)
    page = client.get("/teach/").text
    assert page.index("Bee") < page.index("Ant") < page.index("Archived")
