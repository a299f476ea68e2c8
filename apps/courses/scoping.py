"""What an instructor may see and change in the admin: everything of their own courses, nothing of others."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.http import HttpRequest

from apps.accounts.models import User
from apps.courses.models import Course, Enrolment


def teaches(user: User | AnonymousUser) -> bool:
    """Whether the person is an instructor of any course."""
    return user.is_authenticated and user.enrolments.filter(role=Enrolment.Role.INSTRUCTOR).exists()


class OfTaughtCourses:
    """For an admin or an inline: only rows of courses that the person teaches; a superuser sees all.

    `course_path` is the way from a row to its course; `scoped_choices` names, for each foreign key of the form, the
    way from a choice to its course.
    """

    course_path: str
    scoped_choices: dict[str, str] = {}
    model: type[models.Model]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """Return the rows of the person's courses."""
        rows: models.QuerySet[Any] = super().get_queryset(request)  # type: ignore[misc]  # ModelAdmin's, by mixing in
        return rows if request.user.is_superuser else rows.filter(**{f"{self.course_path}__in": _taught(request)})

    def formfield_for_foreignkey(self, field: models.ForeignKey[Any], request: HttpRequest, **kwargs: Any) -> Any:
        """Offer only choices of the person's courses."""
        path = self.scoped_choices.get(field.name)
        if path is not None and not request.user.is_superuser:
            lookup = f"{path}__in" if path else "pk__in"
            kwargs["queryset"] = field.remote_field.model._default_manager.filter(**{lookup: _taught(request)})
        return super().formfield_for_foreignkey(field, request, **kwargs)  # type: ignore[misc]  # as above

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Let in whoever the admin site let in."""
        return True

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Allow rows that get_queryset shows."""
        return obj is None or self.get_queryset(request).filter(pk=obj.pk).exists()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Allow rows that get_queryset shows."""
        return self.has_view_permission(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Allow new rows in the person's courses."""
        return True

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Leave deleting to superusers: what learners study is archived."""
        return request.user.is_superuser


def _taught(request: HttpRequest) -> models.QuerySet[Course]:
    assert isinstance(request.user, User)  # noqa: S101 - the admin site lets nobody else in; tells mypy so
    return Course.objects.taught_by(request.user)
