"""A person sees where they are logged in, and logs out elsewhere."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import Client

from apps.accounts.logins.devices import device
from apps.accounts.logins.services.end_logins import end_logins
from apps.accounts.logins.sessions import SessionStore, last_used_at
from apps.accounts.models import User
from apps.web.server.usage import ACCOUNT
from apps.web.tests.support.clock import NOW

ADDRESS, PASSWORD = "ann@example.org", "a password of Ann's"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1"
NEW = "another password of Ann's"


def logged_in(browser, address=ADDRESS):
    client = Client(headers={"user-agent": browser})
    client.post("/accounts/login/", {"login": address, "password": PASSWORD})
    return client


def person(address):
    user = User.objects.create_user(address, PASSWORD)
    user.emailaddress_set.create(email=address, primary=True, verified=True)
    return user


@pytest.fixture
def two(db):
    """Two browsers in which one person is logged in."""
    person(ADDRESS)
    return logged_in(FIREFOX), logged_in(SAFARI)


def is_logged_in(client):
    return client.get("/preferences/").status_code == 200


def login_of(client):
    return UserSession.objects.get(session_key=client.session.session_key).pk


def listed(client):
    return client.get("/accounts/sessions/").text


def test_each_login_is_listed_with_its_browser_and_this_one_comes_first(two):
    text = listed(two[1])
    first, second = text.index("Safari on iPhone"), text.index("Firefox on Windows")
    assert first < text.index("(this browser)") < second
    assert text.count("Last used today") == 2


def test_one_browser_is_logged_out(two):
    here, elsewhere = two
    third = logged_in("Chrome/140.0 (Linux)")
    here.post("/accounts/sessions/", {"login": login_of(elsewhere)})
    assert [is_logged_in(each) for each in (here, elsewhere, third)] == [True, False, True]
    assert "Safari" not in listed(here)


def test_the_server_learns_that_a_login_has_ended(two):
    here, elsewhere = two
    here.post("/accounts/sessions/", {"login": login_of(elsewhere)})
    answers = [each.get("/").wsgi_request.META[ACCOUNT] for each in (here, elsewhere)]
    assert answers == [User.objects.get().pk, 0]


def test_this_browser_is_not_logged_out_from_the_list(two):
    two[0].post("/accounts/sessions/", {"login": login_of(two[0])})
    assert is_logged_in(two[0])


def test_nobody_logs_somebody_else_out(two):
    person("eve@example.org")
    logged_in(FIREFOX, "eve@example.org").post("/accounts/sessions/", {"login": login_of(two[0])})
    assert is_logged_in(two[0])


@pytest.mark.parametrize("login", ["x", "-1", "9" * 30, "٣٣٣٣٣٣٣٣٣٣٣٣٣٣٣٣٣٣٣"])
def test_what_is_no_login_is_not_found(two, login):
    assert two[0].post("/accounts/sessions/", {"login": login}).status_code == 404


def test_all_others_are_logged_out(two):
    here, elsewhere = two
    assert "The other browsers are logged out." in here.post("/accounts/sessions/", follow=True).text
    assert is_logged_in(here)
    assert not is_logged_in(elsewhere)


def test_a_login_that_could_not_be_ended_stays_in_the_list(two):
    def fail(execute, sql, *rest):
        if sql.startswith('DELETE FROM "django_session"'):
            raise OperationalError("disk full")
        return execute(sql, *rest)

    with connection.execute_wrapper(fail), pytest.raises(OperationalError):
        end_logins(User.objects.get())
    assert UserSession.objects.count() == 2


def test_a_new_password_logs_all_others_out(two):
    here, elsewhere = two
    here.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert is_logged_in(here)
    assert not is_logged_in(elsewhere)
    assert "Safari" not in listed(here)


def test_a_password_that_a_command_or_the_admin_set_leaves_no_login_in_the_list(two):
    user = User.objects.get()
    user.set_password(NEW)
    user.save()
    client = Client()
    client.force_login(user)
    assert "Safari" not in listed(client)


@pytest.fixture
def rotated(two, settings):
    """The two browsers, after the site got another secret key."""
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another secret key of this site" * 2
    return two


def test_the_list_stays_as_it_was_when_the_site_gets_another_secret_key(rotated):
    here, elsewhere = rotated
    assert is_logged_in(elsewhere)
    text = listed(here)
    assert text.index("Firefox on Windows") < text.index("(this browser)") < text.index("Safari on iPhone")
    assert UserSession.objects.count() == 2


def test_others_are_logged_out_after_the_site_got_another_secret_key(rotated):
    here, elsewhere = rotated
    assert is_logged_in(here)
    assert is_logged_in(elsewhere)
    here.post("/accounts/sessions/")
    assert [is_logged_in(each) for each in rotated] == [True, False]


def test_two_requests_at_once_leave_no_session_that_nobody_can_end(rotated, settings):
    here, elsewhere = rotated
    at_once = [SessionStore(here.cookies[settings.SESSION_COOKIE_NAME].value) for _ in range(2)]
    assert all(dict(each.items()) for each in at_once)  # both have read it
    for each in at_once:
        each.cycle_key()
    elsewhere.post("/accounts/sessions/")
    assert not any(each.exists(each.session_key) for each in at_once)


def test_a_new_password_keeps_one_line_for_this_browser(two):
    two[0].post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert login_of(two[0]) == UserSession.objects.get().pk


def test_a_login_tells_when_it_was_last_used_and_is_saved_once_an_hour(two, clock):
    here = two[0]
    clock.move_to(NOW + timedelta(minutes=59))
    before = dict(Session.objects.values_list("session_key", "expire_date"))
    is_logged_in(here)
    assert dict(Session.objects.values_list("session_key", "expire_date")) == before
    clock.move_to(NOW + timedelta(days=1))
    is_logged_in(here)
    text = listed(here)
    assert (text.count("Last used today"), text.count("Last used yesterday")) == (1, 1)


@pytest.fixture
def begun(two, clock):
    """A session that two requests have read, more than an hour after it was saved."""
    key = two[0].session.session_key
    clock.move_to(NOW + timedelta(hours=2))
    first, second = SessionStore(key), SessionStore(key)
    assert first.get("x") is second.get("x") is None
    assert first.modified
    return first, second


def test_the_save_of_the_hour_leaves_what_another_request_has_stored_since(begun, clock):
    first, second = begun
    second["x"] = "stored"
    second.save()
    first.save()
    assert SessionStore(first.session_key)["x"] == "stored"
    assert last_used_at(Session.objects.get(pk=first.session_key)) == NOW + timedelta(hours=2)


def test_what_a_request_itself_stores_in_that_hour_is_saved(begun):
    begun[0]["x"] = "stored"
    begun[0].save()
    assert SessionStore(begun[0].session_key)["x"] == "stored"


def test_a_session_that_was_ended_in_the_meantime_stays_ended(begun):
    first, second = begun
    second.flush()
    with pytest.raises(UpdateError):
        first.save()
    assert not first.exists(first.session_key)


def test_a_session_that_has_run_out_in_the_meantime_does_not_begin_again(begun, clock):
    clock.move_to(NOW + timedelta(days=61))
    with pytest.raises(UpdateError):
        begun[0].save()


def test_a_session_that_takes_another_key_in_that_hour_keeps_what_it_has(begun):
    first, _second = begun
    before = first.session_key
    first.cycle_key()
    first.save()
    assert SessionStore(first.session_key)["_auth_user_id"]
    assert not first.exists(before)


def test_a_login_that_nobody_uses_ends(two, clock):
    here, elsewhere = two
    for days in range(10, 71, 10):
        clock.move_to(NOW + timedelta(days=days))
        is_logged_in(here)
    assert is_logged_in(here)
    assert not is_logged_in(elsewhere)
    call_command("clearsessions")
    assert "Safari" not in listed(here)


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (FIREFOX, "Firefox on Windows"),
        (SAFARI, "Safari on iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 15_0) AppleWebKit/605 Version/18.0 Safari/605", "Safari on Mac"),
        ("curl/8.0", "A browser"),
        ("", "A browser"),
        ("Linux", "A browser on Linux"),
    ],
)
def test_a_device_has_words(user_agent, words):
    assert device(user_agent) == words
