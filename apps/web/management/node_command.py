"""Commands that run the site on this machine, and refuse where it cannot be one of the site's."""

from typing import Any

from django.core import checks
from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS

# The tags of checks that are done before such a command, and by `check --deploy --database default`.
NODE = "node"  # whether this machine has the site's database, files and secret
SERVER = "server"  # whether the site can be served to others


class NodeCommand(BaseCommand):
    """A command that does nothing but name the first thing that is wrong, until nothing is."""

    requires_system_checks = [NODE]

    def check(self, *_arguments: Any, **_options: Any) -> None:
        """Raise CommandError with what is wrong and how to fix it."""
        problems = checks.run_checks(
            tags=self.requires_system_checks, include_deployment_checks=True, databases=[DEFAULT_DB_ALIAS]
        )
        for problem in sorted(problems, key=lambda each: str(each.id)):
            raise CommandError(f"{problem.msg} {problem.hint or ''}".strip())
