"""How often somebody may download: strict for a person, wide for those behind one address."""

from allauth.core.internal import ratelimit
from django.conf import settings

PAGE = "/decks/diffusion/export/"


def status(client):
    response = client.get(f"{PAGE}csv/")
    assert b"".join(response)
    return response.status_code


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


def test_a_class_of_200_behind_one_address_downloads_and_prints_in_a_minute():
    per_address = {"export_deck", "print_deck", "print_job"}
    rates = {name: ratelimit.parse_rate(rate) for name, rate in settings.ACCOUNT_RATE_LIMITS.items()}
    assert {name for name, rate in rates.items() if rate.per == "ip"} == per_address
    for name in per_address:
        assert (rates[name].amount >= 200, rates[name].duration) == (True, 60)
        assert rates[f"{name}_each"].amount <= 30
