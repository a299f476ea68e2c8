"""Two superusers edit one person at the same time, or the person does too: nothing that either wrote is lost."""

import pytest
from django.urls import reverse

from apps.accounts.models import User
from apps.cards.tests.support.posted import posted_by


@pytest.fixture
def person(db):
    return User.objects.create_user("ann@example.org", "a password of Ann's", name="Ann")


@pytest.fixture
def url(person):
    return reverse("admin:accounts_user_change", args=[person.pk])


def change(person, **changed):
    User.objects.filter(pk=person.pk).update(**changed)


def test_each_field_of_a_person_keeps_what_the_one_or_the_other_wrote(root, url, person):
    posted = posted_by(root.get(url)) | {"name": "Mine"}
    theirs = {"email": "ann2@example.org", "is_active": False, "play_sounds": not person.play_sounds}
    change(person, **theirs, time_zone="Asia/Tokyo")
    assert "What was changed elsewhere in the meantime was kept too" in root.post(url, posted, follow=True).text
    person.refresh_from_db()
    assert {name: getattr(person, name) for name in theirs} == theirs
    assert (person.name, str(person.time_zone)) == ("Mine", "Asia/Tokyo")


def test_a_password_that_was_changed_in_the_meantime_stays(root, url, person):
    posted = posted_by(root.get(url)) | {"name": "Mine"}
    person.set_password("another password of Ann's")
    person.save()
    assert root.post(url, posted).status_code == 302
    person.refresh_from_db()
    assert person.check_password("another password of Ann's")
    assert person.name == "Mine"


def test_a_name_that_both_changed_is_asked_about_once(root, url, person):
    posted = posted_by(root.get(url)) | {"name": "Mine"}
    change(person, name="Theirs")
    response = root.post(url, posted)
    assert "This was changed elsewhere in the meantime to: Theirs" in response.text
    assert root.post(url, posted_by(response)).status_code == 302
    person.refresh_from_db()
    assert person.name == "Mine"


def test_a_person_who_was_deleted_in_the_meantime_is_not_saved(root, url, person):
    posted = posted_by(root.get(url)) | {"name": "Mine"}
    root.post(reverse("admin:accounts_user_delete", args=[person.pk]), {"post": "yes"})
    assert "exist" in root.post(url, posted, follow=True).text
    assert not User.objects.filter(name="Mine").exists()
