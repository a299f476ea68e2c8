"""The demo: the people and the course that it creates."""

import io

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import OperationalError

from apps.accounts.models import User
from apps.cards import lint
from apps.cards.models import Card, Deck
from apps.courses.models import Course
from apps.formats.practice_page.markdown import source
from apps.lessons.models import Lesson
from apps.lessons.services import demo
from apps.reviews.models import Subscription


def output_of(*arguments):
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def local(settings):
    """A site that only this machine reaches."""
    settings.IS_LOCAL = True


@pytest.fixture
def public(settings):
    settings.IS_LOCAL = False


def test_it_creates_three_people_and_two_lessons(db, local):
    assert "10 flashcards" in output_of("demo")
    deck = Deck.objects.get(slug="transformers-in-diffusion")
    assert deck.flashcards().count() == 10
    assert Lesson.objects.count() == 2
    learner = User.objects.get(email="learner@example.org")
    assert learner.check_password("ditcards")
    assert learner.schedules.count() == 10


def test_a_second_run_changes_nothing(db, local):
    output_of("demo")
    before = list(Card.objects.values_list("pk", "front"))
    output_of("demo")
    assert list(Card.objects.values_list("pk", "front")) == before
    assert (User.objects.count(), Subscription.objects.count()) == (3, 2)


def test_it_leaves_a_site_with_people_alone(stranger, local):
    assert output_of("demo", "--if-empty") == ""
    assert not Deck.objects.exists()


def test_a_public_site_gets_it_by_hand_only(db, public):
    with pytest.raises(CommandError, match="Add --yes"):
        call_command("demo")
    assert "createsuperuser" in output_of("demo", "--if-empty")
    assert not Course.objects.exists()
    output_of("demo", "--yes")
    assert Course.objects.exists()


def deployment_problems():
    return [each for each in run_checks(include_deployment_checks=True) if each.id == "lessons.E001"]


def test_a_demo_person_with_the_demo_password_must_not_be_deployed(db, public):
    assert deployment_problems() == []
    output_of("demo", "--yes")
    [problem] = deployment_problems()
    assert problem.is_serious()
    assert "instructor@example.org" in problem.msg
    for person in User.objects.all():
        person.set_password("another one, which nobody knows")
        person.save(update_fields=["password"])
    assert deployment_problems() == []


def test_a_site_without_a_database_can_be_checked(db, public, monkeypatch):  # other checks ask what it can do
    def fail():
        raise OperationalError("no such table")

    monkeypatch.setattr(demo, "people_with_known_password", fail)
    assert deployment_problems() == []


def test_it_lists_the_people_only_where_they_exist(db, local):
    assert output_of("demo", "--show") == ""
    output_of("demo")
    assert "learner@example.org" in output_of("demo", "--show")


@pytest.mark.parametrize("option", ["--if-empty", "--show"])
def test_a_site_that_others_reach_does_not_start_with_demo_people_whose_password_is_known(db, settings, option):
    output_of("demo", "--yes")
    settings.IS_LOCAL = False
    with pytest.raises(CommandError, match=r"manage\.py changepassword instructor@example\.org"):
        call_command("demo", option)
    for person in User.objects.all():
        person.set_password("another one, which nobody knows")
        person.save(update_fields=["password"])
    assert output_of("demo", option) == ""


@pytest.mark.parametrize("slug", demo.LESSONS)
def test_its_pages_have_no_warning_and_no_advice(slug):
    page = source.read((demo.PAGES / slug / "practice.mdx").read_text(encoding="utf-8"))
    assert page.warnings == ()
    assert all(lint.advice_on_item(item, part.kind) == [] for part in page.parts for item in part.items)
