"""People: who they are, their time zone, their preferences."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """The accounts app."""

    name = "apps.accounts"
    verbose_name = _("Accounts")
