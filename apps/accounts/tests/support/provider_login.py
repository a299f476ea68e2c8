"""How a person logs in by a provider: the button, the provider's page, and the way back."""

import re
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import requests

from apps.accounts.models import User


class OidcVisit:
    """Goes to a provider of OpenID Connect in a browser, and back."""

    def __init__(self, client):
        self.client = client

    def begin(self, **data):
        """Press the button; return the page that leads on."""
        return self.client.post("/accounts/oidc/login/", data)

    def there(self, page):
        """Follow the page to the provider; return the way back as path and query."""
        url = unescape(re.search(r'content="0; url=([^"]*)"', page.text)[1])
        self.asked = dict(parse_qsl(urlsplit(url).query))
        back = urlsplit(requests.get(url, allow_redirects=False, timeout=5).headers["Location"])
        return f"{back.path}?{back.query}"

    def log_in(self, **data):
        """Return the answer at the end."""
        return self.client.get(self.there(self.begin(**data)))


def person(client):
    """Return who is logged in, if anybody is."""
    return User.objects.filter(pk=client.session.get("_auth_user_id")).first()
