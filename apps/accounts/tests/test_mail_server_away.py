"""While the mail server is away, nobody reads that an e-mail was sent; afterwards, the next press sends it."""

from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from unittest.mock import patch

import pytest
from allauth.account.models import EmailAddress
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test import Client

from apps.accounts.models import User
from apps.accounts.tests.support.members import PASSWORD, log_in

SENTENCE = "The e-mail could not be sent. Try again in a few minutes."
NEW = "new@example.org"
ERRORS = [
    ConnectionRefusedError(111, "Connection refused"),
    TimeoutError("timed out"),
    SMTPServerDisconnected("Connection unexpectedly closed: timed out"),
    SMTPRecipientsRefused({NEW: (450, b"later")}),
]


@pytest.fixture(autouse=True)
def with_mail(settings, db):
    settings.SENDS_EMAIL = True
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False)


def away(error=ERRORS[0]):
    return patch.object(EmailBackend, "send_messages", side_effect=error)


def sign_up(visitor, email=NEW):
    return visitor.post("/accounts/signup/", {"email": email, "password1": PASSWORD})


def reset(visitor, email):
    return visitor.post("/accounts/password/reset/", {"email": email})


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_it_is_a_sentence_and_one_line_in_the_log_without_the_address(visitor, caplog, error):
    with away(error):
        response = sign_up(visitor)
    assert response.status_code == 503
    assert SENTENCE in response.text
    assert "We sent you an e-mail" not in response.text
    (record,) = caplog.records
    assert record.message.startswith(f"503, MailAway: {type(error).__name__}")
    assert record.exc_info is None
    assert NEW not in record.message


def test_the_second_try_says_the_same_and_the_next_one_sends_it(visitor, mailoutbox):
    with away():
        tries = [sign_up(visitor), log_in(visitor, NEW), sign_up(visitor)]
    assert [response.status_code for response in tries] == [503] * 3
    log_in(visitor, NEW)
    assert [each.to for each in mailoutbox] == [[NEW]]
    assert "confirm-email" in mailoutbox[0].body
    log_in(visitor, NEW)
    assert len(mailoutbox) == 1  # one that was sent counts, as before


def test_nothing_is_half_written(visitor):
    with away():
        sign_up(visitor)
    assert EmailAddress.objects.get().user == User.objects.get()
    assert not EmailAddress.objects.get().verified


def test_a_known_address_and_an_unknown_one_get_the_same_page(visitor, learner):
    with away():
        for ask in (sign_up, reset):
            known, unknown = (ask(visitor, email) for email in (learner.email, "unknown@example.org"))
            assert (known.status_code, known.text) == (unknown.status_code, unknown.text)
            assert SENTENCE in known.text


def test_a_password_is_reset_once_the_server_is_back(visitor, learner, mailoutbox):
    with away():
        assert reset(visitor, learner.email).status_code == 503
    reset(visitor, learner.email)
    assert [each.to for each in mailoutbox] == [[learner.email]]


@pytest.mark.parametrize("email", ["learner@example.org", NEW])
def test_no_transaction_waits_for_an_e_mail(visitor, learner, email):
    around, within = len(connection.savepoint_ids), []
    with patch.object(EmailBackend, "send_messages", lambda *_: within.append(len(connection.savepoint_ids))):
        sign_up(visitor, email)
    assert within == [around]
