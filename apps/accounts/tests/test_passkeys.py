"""Passkeys, and the confirmation before they are added."""

from functools import partial

from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.utils import get_form_class

from apps.accounts.tests.support.members import PASSWORD, log_in


def test_the_form_of_a_passkey_explains_logging_in_with_it_alone(client, member):
    log_in(client)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get("/accounts/2fa/webauthn/add/").content.decode()
    assert "Log in with this passkey alone, without e-mail and password" in page
    assert "Your device then asks for your fingerprint, your face, or its PIN." in page


def test_without_javascript_a_sentence_stands_where_the_button_of_passkeys_was(client, db):
    page = client.get("/accounts/login/").text
    button = page.index("Log in with a passkey")
    assert 'class="button needs-script"' in page
    assert button < page.index("<noscript>", button) < page.index("Passkeys need JavaScript.") < page.index("</main>")


def test_passkeys_are_numbered_until_their_owner_names_them(member):
    name = partial(get_adapter().generate_authenticator_name, member, Authenticator.Type.WEBAUTHN)
    assert name() == "Passkey"
    Authenticator.objects.create(user=member, type=Authenticator.Type.WEBAUTHN, data={"credential": {}})
    assert name() == "Passkey 2"


def test_the_confirmation_says_why_it_asks(client, member):
    log_in(client)
    page = client.get("/accounts/2fa/webauthn/add/", follow=True).text
    assert "What comes next concerns your whole account." in page


def test_the_form_that_renames_a_passkey_has_our_label_and_help(db, member):
    key = Authenticator.objects.create(
        user=member, type=Authenticator.Type.WEBAUTHN, data={"name": "Laptop", "credential": {}}
    )
    form = get_form_class(app_settings.FORMS, "edit_webauthn", None)(instance=key)
    assert (form["name"].label, form["name"].initial) == ("Name", "Laptop")
    assert form["name"].help_text == "Helps you tell your passkeys apart."
