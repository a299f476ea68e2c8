"""manage.py check_mail: a mail server that is away, refuses, or takes an e-mail; and the warning of a start."""

from smtplib import SMTPAuthenticationError, SMTPRecipientsRefused, SMTPServerDisconnected
from unittest.mock import patch

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command

from apps.operations.node.mail import mail_problem, warn_of_mail_problem


@pytest.fixture(autouse=True)
def mail_server(settings):
    settings.SENDS_EMAIL = True


def failing(method, error):
    return patch.object(EmailBackend, method, side_effect=error)


def problem_of(*arguments):
    with pytest.raises(CommandError) as problem:
        call_command("check_mail", *arguments)
    return str(problem.value)


def test_without_a_mail_server_it_says_what_to_set(settings):
    settings.SENDS_EMAIL = False
    assert problem_of().startswith("EMAIL_URL is empty")


def test_a_start_without_a_mail_server_is_not_warned_about(settings):
    settings.SENDS_EMAIL = False
    assert mail_problem() == ""


@pytest.mark.parametrize(("forked", "warnings"), [(0, 1), (1, 0)], ids=["the process beside it", "the start"])
def test_a_process_beside_the_start_waits_for_the_mail_server_and_warns(forked, warnings):
    warned = []
    with patch.multiple("os", fork=lambda: forked, _exit=lambda status: None), failing("open", TimeoutError("silent")):
        warn_of_mail_problem(warned.append)
    assert [each[:24] for each in warned] == ["No e-mail will be sent: "] * warnings


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (SMTPAuthenticationError(535, b"no"), "The mail server refused the user or the password."),
        (ConnectionRefusedError(111, "refused"), "The mail server was not reached ([Errno 111] refused)."),
        (SMTPServerDisconnected("closed"), "The mail server refused (closed)."),
    ],
)
def test_a_server_that_cannot_be_used_is_a_sentence(error, sentence):
    with failing("open", error):
        assert problem_of().startswith(f"{sentence} Set EMAIL_URL")


def raised_while_handled(outer, inner):
    """Return an exception as smtplib raises it while it handles another one."""
    outer.__context__ = inner
    return outer


@pytest.mark.parametrize(
    "error",
    [
        TimeoutError("timed out"),
        raised_while_handled(SMTPServerDisconnected("Connection unexpectedly closed: timed out"), TimeoutError("")),
    ],
    ids=["at the connection", "after it"],
)
def test_a_server_that_never_answers_has_not_refused(error):
    with failing("open", error):
        assert problem_of().startswith("The mail server did not answer in time. Set EMAIL_URL")
    with failing("send_messages", error):
        assert problem_of("you@example.org").startswith("The mail server did not answer in time while")


def test_a_login_that_works_sends_nothing(capsys):
    call_command("check_mail")
    assert capsys.readouterr().out == "The mail server can be reached, and the login works.\n"
    assert mail.outbox == []


def test_a_test_e_mail_is_sent(capsys):
    call_command("check_mail", "you@example.org")
    assert capsys.readouterr().out == "The mail server took an e-mail to you@example.org.\n"
    assert [each.to for each in mail.outbox] == [["you@example.org"]]


def test_an_e_mail_that_is_refused_is_a_sentence(settings):
    with failing("send_messages", SMTPRecipientsRefused({"you@example.org": (550, b"no")})):
        assert "Set EMAIL_FROM" in problem_of("you@example.org")


def test_an_address_that_is_none_is_a_sentence():
    assert "did not take the e-mail" in problem_of("you@example.org\nBcc: x@example.org")
