"""What must not be deployed: accounts whose password everyone knows."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error
from django.db import DatabaseError

from apps.lessons.services import demo


def check_demo_passwords(app_configs: Sequence[AppConfig] | None, **options: object) -> list[CheckMessage]:
    """Return an error while a demo person has the demo password; nothing without a database or its tables."""
    try:
        people = demo.people_with_known_password()
    except DatabaseError:
        return []
    if not people:
        return []
    message = f"Everyone knows the password of these demo people: {', '.join(people)}."
    return [Error(message, hint="Delete them, or change their passwords.", id="lessons.E001")]
