"""Who may make courses on this site."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from apps.accounts.models import User

EVERYBODY, INVITED, SUPERUSERS = "everybody", "invited", "superusers"  # the values of the setting TEACHING


def may_make_courses(user: User | AnonymousUser) -> bool:
    """Whether the site lets the person make courses."""
    if not user.is_authenticated:
        return False
    invited = settings.TEACHING == INVITED and user.is_invited_to_teach
    return user.is_superuser or settings.TEACHING == EVERYBODY or invited
