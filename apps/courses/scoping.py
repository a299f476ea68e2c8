"""What an instructor may see and change in the admin: everything of their own courses, nothing of others.

The rule has one home, `get_queryset`: every page, action, filter and form of the admin reads its rows there. So what
is not theirs does not exist for them, and permissions need no second look at a row.
"""

from typing import Any

from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.http import Http404, HttpRequest

from apps.accounts.models import User
from apps.courses.models import Course, Enrolment
from apps.web.superuser_admin import is_superuser

Rows = models.QuerySet[Any]


def teaches(user: User | AnonymousUser) -> bool:
    """Whether the person is an instructor of any course."""
    return user.is_authenticated and user.enrolments.filter(role=Enrolment.Role.INSTRUCTOR).exists()


def of_taught_courses(rows: Rows, request: HttpRequest, course_path: str) -> Rows:
    """Return the rows whose course the person teaches; all of them for a superuser.

    `course_path` is the way from a row to its course, as in "deck__course"; empty for a course itself.
    """
    assert isinstance(request.user, User)  # noqa: S101 - the admin site lets nobody else in; tells mypy so
    if request.user.is_superuser:
        return rows
    return rows.filter(**{f"{course_path or 'pk'}__in": Course.objects.taught_by(request.user)})


class TaughtCoursesMixin(BaseModelAdmin):
    """For an admin or an inline: only rows of courses that the person teaches; a superuser sees all.

    `course_path` is the way from a row to its course; `scoped_choices` names, for each foreign key of the form, the
    way from a choice to its course. A foreign key that nobody named there offers an instructor nothing.
    """

    course_path: str
    scoped_choices: dict[str, str] = {}

    def get_queryset(self, request: HttpRequest) -> Rows:
        """Return the rows of the person's courses."""
        return of_taught_courses(super().get_queryset(request), request, self.course_path)

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        """Leave out the small links beside a choice that open other rows in windows of their own."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def formfield_for_foreignkey(self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer only choices of the person's courses."""
        kwargs["queryset"] = self.choices_of(db_field, request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def choices_of(self, field: models.ForeignKey, request: HttpRequest) -> Rows:
        """Return what the person may choose in a foreign key."""
        choices: Rows = field.remote_field.model._default_manager.all()
        if field.name in self.scoped_choices:
            return of_taught_courses(choices, request, self.scoped_choices[field.name])
        return choices if is_superuser(request) else choices.none()

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Let in whoever the admin site let in."""
        return True

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Allow the rows that get_queryset shows, and only those are ever asked for."""
        return True

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Allow the rows that get_queryset shows, and only those are ever asked for."""
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Allow new rows; their foreign keys offer only the person's courses."""
        return True

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Leave deleting to superusers: what learners study is archived."""
        return is_superuser(request)


class TaughtCoursesAdmin(TaughtCoursesMixin, admin.ModelAdmin):
    """An admin whose other rows are 404, the same as rows that never were."""

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Return the person's row, or raise Http404."""
        found = super().get_object(request, object_id, from_field)
        if found is None:
            raise Http404("There is nothing at this address.")
        return found
