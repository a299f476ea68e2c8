"""Whether the mail server takes our e-mails."""

import os
from collections.abc import Callable
from smtplib import SMTPAuthenticationError, SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, mailers

from apps.operations.node.server import fork_aside
from apps.web.error_text import one_line


def warn_of_mail_problem(warn: Callable[[str], object]) -> None:
    """Warn by a sentence if the mail server takes nothing, from a process of its own: nobody waits for a silent one."""
    if not settings.SENDS_EMAIL or not fork_aside():
        return
    if problem := mail_problem():
        warn(f"No e-mail will be sent: {problem}")
    os._exit(0)


def mail_problem() -> str:
    """Connect and log in, as for an e-mail; return a sentence if that fails, and an empty one without a mail server."""
    if not settings.SENDS_EMAIL:
        return ""
    connection = mailers.default
    try:
        connection.open()
        connection.close()
    except SMTPAuthenticationError:
        return "The mail server refused the user or the password. Set EMAIL_URL, with special characters as %40."
    except OSError as error:  # SMTPException is one
        return _problem(error)
    return ""


def _problem(error: OSError) -> str:
    if _is_silence(error):
        return "The mail server did not answer in time. Set EMAIL_URL to its host and port; at 465, it is smtp+ssl://."
    if isinstance(error, SMTPException):
        return f"The mail server refused ({one_line(error)}). Set EMAIL_URL to smtp://, smtp+tls:// or smtp+ssl://."
    return f"The mail server was not reached ({one_line(error)}). Set EMAIL_URL to its host and port."


def _is_silence(error: Exception) -> bool:
    """Whether nothing came for too long: within a conversation, smtplib says that it was disconnected."""
    return isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError)


def send_test(address: str) -> str:
    """Send an e-mail to the address; return a sentence if the mail server does not take it."""
    text = "This e-mail was sent by manage.py check_mail. Ditcards can send e-mails."
    try:
        EmailMessage(f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}Test", text, to=[address]).send()
    except (OSError, ValueError) as error:  # SMTPException is an OSError; an odd address is a ValueError
        if _is_silence(error):
            return "The mail server did not answer in time while it was sent an e-mail. Try again, or look at its log."
        return (
            f"The mail server did not take the e-mail from {settings.DEFAULT_FROM_EMAIL} ({one_line(error)}). "
            "Set EMAIL_FROM to an address that it may send for, or try another recipient."
        )
    return ""
