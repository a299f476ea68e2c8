"""Running the site: what its operator starts, watches, and brings back."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OperationsConfig(AppConfig):
    """The app of whoever operates the site."""

    name = "apps.operations"
    verbose_name = _("Operations")
