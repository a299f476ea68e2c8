"""What only superusers see in the admin."""

from typing import Any

from django.contrib.admin.options import BaseModelAdmin
from django.http import HttpRequest


def is_superuser(request: HttpRequest) -> bool:
    """Whether the person who asks is a superuser."""
    return bool(request.user.is_active and request.user.is_superuser)


class SuperuserOnlyAdmin(BaseModelAdmin):
    """For an admin or an inline that is not there for anyone but superusers, whatever their permissions say."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Allow superusers."""
        return is_superuser(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Allow superusers."""
        return is_superuser(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Allow superusers."""
        return is_superuser(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Allow superusers."""
        return is_superuser(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Allow superusers."""
        return is_superuser(request)
