"""Who deletes courses."""

import pytest

from apps.courses.models import Enrolment


@pytest.fixture
def owner(client, stranger, course):
    """The browser of the course's owner."""
    Enrolment.objects.create(user=stranger, course=course, role=Enrolment.Role.OWNER)
    client.force_login(stranger)
    return client
