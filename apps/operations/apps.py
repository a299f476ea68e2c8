"""Running the site: what its operator starts, watches, and brings back."""

from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _

from apps.web.management.node_command import NODE, SERVER


class OperationsConfig(AppConfig):
    """The app of whoever operates the site."""

    name = "apps.operations"
    verbose_name = _("Operations")

    def ready(self) -> None:
        """Register the checks of a start."""
        from apps.operations.node.checks import check_node, check_server

        checks.register(check_node, NODE, checks.Tags.database, deploy=True)
        checks.register(check_server, SERVER, checks.Tags.database, deploy=True)
