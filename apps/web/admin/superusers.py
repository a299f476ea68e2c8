"""Admins that only superusers see."""

from django.contrib.admin.options import BaseModelAdmin
from django.db.models import Model
from django.http import HttpRequest


def is_superuser(request: HttpRequest) -> bool:
    """Whether a superuser sent the request."""
    return bool(request.user.is_active and request.user.is_superuser)


class SuperuserOnlyAdmin(BaseModelAdmin):
    """An admin or an inline that only superusers see, whatever other permissions a person has."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Allow superusers."""
        return is_superuser(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Allow superusers."""
        return is_superuser(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Allow superusers."""
        return is_superuser(request)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Allow superusers."""
        return is_superuser(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Allow superusers."""
        return is_superuser(request)
