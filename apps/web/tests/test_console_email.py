"""E-mails of a site without a mail server are printed as a person reads them."""

from io import StringIO

import pytest
from django.core.mail import EmailMessage

from apps.web.console_email import EmailBackend


@pytest.fixture
def printed():
    """Return what is printed for a text."""

    def send(body, **options):
        stream = StringIO()
        message = EmailMessage("Ditcards: neues Paßwort", body, "us@example.org", ["ada@example.org"], **options)
        assert EmailBackend(stream=stream).send_messages([message]) == 1
        return stream.getvalue()

    return send


def test_a_long_link_is_on_one_line(printed):
    link = f"http://localhost/accounts/password/reset/key/{'1a-' * 50}=3D/"
    assert f"\n{link}\n" in printed(f"Open this link:\n\n{link}\n")


def test_letters_of_every_script_are_printed_as_they_are(printed):
    assert "Größe, 学習, ученик" in printed("Größe, 学習, ученик")
    assert "Ditcards: neues Paßwort\n" in printed("Text")


def test_the_operator_reads_why_it_is_here_and_for_whom(printed):
    text = printed("Text", bcc=["eve@example.org"])
    assert "This site has no mail server (EMAIL_URL)." in text
    assert "ada@example.org, eve@example.org: " in text
