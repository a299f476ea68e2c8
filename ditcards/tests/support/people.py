"""The demo's people, logged in without a browser."""

from django.test import Client

from apps.lessons.services import demo


def client_of(name, kind=Client):
    """Return a client in which one of the demo people has logged in, whatever language the browser asks for."""
    client = kind(headers={"accept-language": "en"})
    client.post("/accounts/login/", {"login": f"{name}@example.org", "password": demo.PASSWORD})
    return client


def lend_session(client, context, site):
    """Log the browser in as the client is."""
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}])
