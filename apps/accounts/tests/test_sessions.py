"""A person sees where they are logged in, and logs out elsewhere."""

import pytest
from django.test import Client

from apps.accounts.models import User

ADDRESS, PASSWORD = "ann@example.org", "a password of Ann's"


def logged_in(browser):
    client = Client(headers={"user-agent": browser})
    client.post("/accounts/login/", {"login": ADDRESS, "password": PASSWORD})
    return client


@pytest.fixture
def two(db):
    """Two browsers in which one person is logged in."""
    User.objects.create_user(ADDRESS, PASSWORD).emailaddress_set.create(email=ADDRESS, primary=True, verified=True)
    return logged_in("Firefox"), logged_in("Safari")


def is_logged_in(client):
    return client.get("/preferences/").status_code == 200


def test_each_login_is_listed_with_its_browser_and_this_one_is_named(two):
    text = two[0].get("/accounts/sessions/").text
    first, second = text.index("Firefox"), text.index("Safari")
    assert first < text.index("this browser") < second


def test_all_others_are_logged_out(two):
    here, elsewhere = two
    assert "The other browsers are logged out." in here.post("/accounts/sessions/", follow=True).text
    assert is_logged_in(here)
    assert not is_logged_in(elsewhere)


def test_a_new_password_logs_all_others_out(two):
    here, elsewhere = two
    new = "another password of Ann's"
    here.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert is_logged_in(here)
    assert not is_logged_in(elsewhere)
