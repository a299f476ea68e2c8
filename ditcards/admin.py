"""The admin site: for superusers, and for instructors of a course."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.http import HttpRequest

from apps.courses.scoping import teaches


class InstructorSite(admin.AdminSite):
    """Django's admin, open to anyone who teaches a course; the rest of the rules are in courses/scoping.py."""

    site_header = "Ditcards"
    site_title = "Ditcards admin"
    index_title = "Your courses"

    def has_permission(self, request: HttpRequest) -> bool:
        """Let in superusers and the instructors of a course."""
        return request.user.is_active and (request.user.is_superuser or teaches(request.user))

    login = secure_admin_login(admin.AdminSite.login)
