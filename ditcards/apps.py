"""Replaces Django's default admin site with ours."""

from django.contrib.admin.apps import AdminConfig


class DitcardsAdminConfig(AdminConfig):
    """Django's admin, with the site from ditcards/admin.py."""

    default_site = "ditcards.admin.InstructorSite"
