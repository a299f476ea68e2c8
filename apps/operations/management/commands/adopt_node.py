"""manage.py adopt_node: this machine's secret and stored files become the site's."""

from django.core.management.base import BaseCommand

from apps.operations.node.services.site_identity import adopt_node


class Command(BaseCommand):
    """For a new secret, and for files or a database that were moved or restored."""

    help = "Make this machine's SECRET_KEY and stored files those of the site: after a change that you meant."

    def handle(self, *_arguments: object, **_options: object) -> None:
        """Remember them."""
        adopt_node()
        self.stdout.write("This machine's secret and stored files are the site's now. Others start with the same only.")
