"""Puts our admin site in the place of Django's default one."""

from django.contrib.admin.apps import AdminConfig


class DitcardsAdminConfig(AdminConfig):
    """Django's admin, with the site from ditcards/admin.py."""

    default_site = "ditcards.admin.InstructorSite"
