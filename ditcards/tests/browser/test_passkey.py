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


def test_another_error_offers_the_password(page, site):
    page.route("**/2fa/webauthn/login/", lambda route: route.fulfill(status=502, body="Bad gateway"))
    expect(press(page, site.replace("127.0.0.1", "localhost"))).to_contain_text("log in with your password")
