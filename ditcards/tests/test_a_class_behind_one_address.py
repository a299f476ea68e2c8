"""A class shares one IP address: nobody of 200 is refused, while guesses of passwords are.

Here a tenth of it has a tenth of what is allowed to an address, which is as much for each of them.
"""

import pytest
from django.test import Client

from apps.accounts.models import User
from apps.courses.models import Enrolment, JoinLink

SHARE = 10
CLASS_SIZE = 200 // SHARE
PASSWORD, WRONG = "tulips in the rain", "roses in the sun"
LOGIN, REFUSED = "/accounts/login/", "Too many failed attempts."


def log_in(email, password=WRONG, client=None, **options):
    return (client or Client()).post(LOGIN, {"login": email, "password": password}, **options)


def share_of(rates):
    """Return rates as allauth writes them, with that of an address divided: "5/m/key,300/h/ip"."""
    amounts = (rate.partition("/") for rate in rates.split(","))
    return ",".join(f"{int(amount) // SHARE if per.endswith('/ip') else amount}/{per}" for amount, _, per in amounts)


@pytest.fixture
def share_of_an_address(settings):
    settings.ACCOUNT_RATE_LIMITS = {name: share_of(rates) for name, rates in settings.ACCOUNT_RATE_LIMITS.items()}


@pytest.mark.slow
@pytest.mark.usefixtures("share_of_an_address")
def test_a_class_signs_up_logs_in_joins_a_course_and_opens_pages_within_a_minute(course, instructor):
    link = JoinLink.objects.create(course=course)
    for number in range(CLASS_SIZE):
        client, email = Client(), f"person-{number}@example.org"
        statuses = [
            client.post("/accounts/signup/", {"email": email, "password1": PASSWORD}).status_code,
            log_in(email).status_code,  # each mistypes the password once
            log_in(email, PASSWORD).status_code,
            client.post(f"/join/{link.formatted_code}/").status_code,
            client.get(f"/courses/{course.slug}/").status_code,
        ]
        assert statuses == [302, 200, 302, 302, 200], number
    assert Enrolment.objects.filter(course=course, role=Enrolment.Role.LEARNER).count() >= CLASS_SIZE


def test_guesses_at_one_account_are_stopped_wherever_they_come_from(learner, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    refused = [
        REFUSED in log_in(learner.email, headers={"X-Forwarded-For": f"198.51.100.{number}"}).text
        for number in range(7)
    ]
    assert refused == [False] * 5 + [True] * 2


class TestFailuresOfOneAddress:
    """Here it has 20 in an hour."""

    @pytest.fixture(autouse=True)
    def limits(self, settings):
        limits = {**settings.ACCOUNT_RATE_LIMITS, "login_failed": "5/5m/key,20/h/ip"}
        settings.ACCOUNT_RATE_LIMITS = limits

    def test_they_are_bounded_over_all_accounts(self, db):
        refused = [REFUSED in log_in(f"person-{number}@example.org").text for number in range(22)]
        assert refused == [False] * 20 + [True] * 2

    def test_guesses_at_an_account_that_is_closed_to_them_use_nothing_up_of_what_others_have(self, learner, classmate):
        for _ in range(40):
            log_in(learner.email)
        User.objects.filter(pk=classmate.pk).update(password=make(PASSWORD))
        assert log_in(classmate.email, PASSWORD).status_code == 302


def make(password):
    user = User()
    user.set_password(password)
    return user.password
