"""Builds the static files: one style sheet and script a kind of page, named by content, compressed."""

import os
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.test import override_settings

from apps.web.assets import freshness


class Command(BaseCommand):
    """`make run` runs it when a static file has changed; elsewhere it follows an update."""

    help = "Build the style sheets, scripts and fonts that browsers get. Run it after every update."

    def handle(self, *_arguments: object, **_options: object) -> None:
        """Collect and build all static files, unless they are those of now."""
        if freshness.is_fresh():
            return
        os.umask(0o022)  # they are public: the account that serves them may be another than the one that builds them
        Path(settings.STATIC_ROOT).mkdir(mode=0o755, exist_ok=True)
        Path(settings.STATIC_ROOT).chmod(0o755)
        with override_settings(STORAGES=freshness.built_storages()):
            call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        freshness.remember()
