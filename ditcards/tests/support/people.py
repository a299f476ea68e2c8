"""The demo's people, logged in without a browser, and people in courses."""

from django.test import Client

from apps.accounts.models import User
from apps.courses.models import Enrolment
from apps.lessons.services import demo
from apps.web.tests.support.clock import NOW


def client_of(name, kind=Client):
    """Return a client in which one of the demo people has logged in, whatever language the browser asks for."""
    client = kind(headers={"accept-language": "en"})
    client.post("/accounts/login/", {"login": f"{name}@example.org", "password": demo.PASSWORD})
    return client


def lend_session(client, context, site):
    """Log the browser in as the client is."""
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}])


def enrolled(course, name, role):
    """Return a new person with that role in the course."""
    person = User.objects.create_user(f"{name}@example.org")
    Enrolment.objects.create(user=person, course=course, role=role)
    return person


def former(person):
    """Return the person, who has left all courses."""
    person.enrolments.update(left_at=NOW)
    return person
