"""How often somebody may download: strict for a person, wide for those behind one address."""

from allauth.core.internal import ratelimit
from django.conf import settings

PAGE = "/decks/diffusion/export/"


def status(client):
    response = client.get(f"{PAGE}csv/")
    assert b"".join(response)
    return response.status_code


def amount(name):
    """Return how often a minute an action is allowed that has one limit."""
    (rate,) = ratelimit.parse_rates(settings.ACCOUNT_RATE_LIMITS[name])
    assert rate.duration == 60
    return rate.amount


def test_too_many_downloads_in_a_minute_are_refused(client, deck, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "export_deck": "1/m/ip"}
    assert [status(client), status(client)] == [200, 429]
    assert client.get(PAGE).status_code == 200


def test_one_person_does_not_use_up_what_a_class_behind_one_address_has(client, deck, learner, classmate, settings):
    settings.ACCOUNT_RATE_LIMITS = {"export_deck": "3/m/ip", "export_deck_each": "1/m/key"}
    statuses = []
    for person in (learner, learner, learner, classmate):
        client.force_login(person)
        statuses.append(status(client))
    client.logout()
    statuses += [status(client), status(client)]
    assert statuses == [200, 429, 429, 200, 200, 429]


def test_a_visitor_with_a_session_has_the_limit_of_one_person(client, deck, settings):
    settings.ACCOUNT_RATE_LIMITS = {"export_deck": "9/m/ip", "export_deck_each": "1/m/key"}
    client.session.save()
    assert [status(client), status(client)] == [200, 429]


def test_clients_without_a_session_do_not_use_up_what_a_class_behind_their_address_has(client, deck, learner, settings):
    settings.ACCOUNT_RATE_LIMITS = {"export_deck": "3/m/ip", "export_deck_without_session": "1/m/ip"}
    statuses = [status(client), status(client), status(client)]
    client.force_login(learner)
    statuses += [status(client), status(client), status(client)]
    assert statuses == [200, 429, 429, 200, 200, 429]


def test_an_invented_session_is_none(client, deck, settings):
    settings.ACCOUNT_RATE_LIMITS = {"export_deck_without_session": "1/m/ip"}
    statuses = []
    for name in ("first", "second"):
        client.cookies["sessionid"] = name * 6
        statuses.append(status(client))
    assert statuses == [200, 429]


def test_a_class_of_200_behind_one_address_downloads_and_prints_in_a_minute():
    for name in ("export_deck", "print_deck", "print_job"):
        assert amount(name) - amount(f"{name}_without_session") >= 200
        assert amount(f"{name}_each") <= 30


def test_clients_without_a_session_start_few_large_prints_and_several_downloads_in_a_minute():
    assert amount("print_job_without_session") <= 12
    assert {amount("export_deck_without_session"), amount("print_deck_without_session")} <= {*range(61)}
