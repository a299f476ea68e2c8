"""A passkey that cannot be used says why, beside its button."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def press(page, site):
    page.goto(f"{site}/accounts/login/")
    page.get_by_role("button", name="Log in with a passkey").click()
    return page.get_by_role("alert")


def test_at_a_numeric_address_it_names_the_one_to_open(page, site):
    site = site.replace("localhost", "127.0.0.1")
    expect(press(page, site)).to_contain_text("numeric address. Open http://localhost:")


def test_a_refused_passkey_says_so_until_the_next_press(page, site):
    page.add_init_script("navigator.credentials.get = () => Promise.reject(new DOMException('', 'NotAllowedError'))")
    alert = press(page, site.replace("127.0.0.1", "localhost"))
    expect(alert).to_contain_text("No passkey was used")
    page.get_by_role("heading", name="Log in").click()
    expect(alert).to_be_hidden()


@pytest.mark.usefixtures("intercepted")
def test_another_error_offers_the_password(page, site):
    page.route("**/2fa/webauthn/login/", lambda route: route.fulfill(status=502, body="Bad gateway"))
    expect(press(page, site.replace("127.0.0.1", "localhost"))).to_contain_text("log in with your password")


DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def confirm(page):
    """Give the password, and wait until the scripts of the page behind it listen to its buttons."""
    page.get_by_label("Password").fill("ditcards")
    with page.expect_navigation():
        page.get_by_role("button", name="Confirm").click()


def test_a_passkey_is_added_once_and_confirms_who_is_there(log_in, context):
    page = log_in(url="/accounts/2fa/webauthn/add/")
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    confirm(page)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("The passkey is added.")).to_be_visible()
    page.goto(page.url.replace("recovery-codes/", "webauthn/add/"))
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("alert")).to_have_text("This device already holds a passkey for your account.")
    page.goto(page.url.replace("add/", "reauthenticate/?next=/accounts/2fa/webauthn/"))
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="Passkeys", exact=True)).to_be_visible()


def test_a_passkey_that_could_not_be_added_says_what_to_do(log_in, context):
    fails = "navigator.credentials.create = () => Promise.reject(new DOMException('', 'AbortError'))"
    context.add_init_script(f"if (navigator.credentials) {fails}")
    page = log_in(url="/accounts/2fa/webauthn/add/")
    confirm(page)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("alert")).to_have_text("The passkey could not be added. Reload the page and try again.")
