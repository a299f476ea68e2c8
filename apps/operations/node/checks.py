"""The checks that come before the server and the workers start."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error

from apps.operations.node.refusals import NODE_REFUSALS, SERVER_REFUSALS, first_of


def check_node(app_configs: Sequence[AppConfig] | None, **options: object) -> list[CheckMessage]:
    """Return an error where this machine is none of the site's; development has no site."""
    return [] if settings.DEBUG else _errors(first_of(*NODE_REFUSALS), "operations.E001")


def check_server(app_configs: Sequence[AppConfig] | None, **options: object) -> list[CheckMessage]:
    """Return an error where the site cannot be served to others."""
    return _errors(first_of(*SERVER_REFUSALS), "operations.E002")


def _errors(sentence: str, id: str) -> list[CheckMessage]:
    return [Error(sentence, id=id)] if sentence else []
