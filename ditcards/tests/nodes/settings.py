"""The settings of a node in tests: those of a site, but for passwords, which the tests hash without care."""

from ditcards.settings import *  # noqa: F403 - all of them

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
