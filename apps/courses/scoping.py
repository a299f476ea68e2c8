"""Limits the admin of an instructor to their own courses.

The rule is in one place, `get_queryset`: every page, action, filter and form of the admin reads its rows there. Rows of
other courses do not exist for the instructor, and permissions do not have to check a row again.
"""

from itertools import accumulate
from typing import Any

from django import forms
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.http import Http404, HttpRequest

from apps.accounts.models import User
from apps.courses.models import Course, Enrolment
from apps.web.admin.deletion import DeletionMixin
from apps.web.admin.superusers import is_superuser


def teaches(user: User | AnonymousUser) -> bool:
    """Whether the person may edit any course."""
    return user.is_authenticated and user.enrolments.filter(role__in=Enrolment.EDITORS).exists()


def of_taught_courses[T: models.Model](
    rows: models.QuerySet[T], request: HttpRequest, course_path: str
) -> models.QuerySet[T]:
    """Return the rows whose course the person teaches; all of them for a superuser.

    `course_path` is the lookup from a row to its course, as in "deck__course"; empty for a course itself.
    """
    assert isinstance(request.user, User)  # noqa: S101 - the admin site requires a login; for mypy
    if request.user.is_superuser:
        parents = accumulate(filter(None, course_path.split("__")), "{}__{}".format)
        return rows.filter(**{f"{parent}__deleted_at": None for parent in parents})
    return rows.filter(**{f"{course_path or 'pk'}__in": Course.objects.taught_by(request.user)})


class TaughtCoursesMixin(BaseModelAdmin):
    """An admin or an inline with rows of courses that the person teaches; a superuser sees all.

    `course_path` is the lookup from a row to its course; `scoped_choices` maps each foreign key of the form to the
    lookup from a choice to its course. A foreign key that is missing there has no choices for an instructor.
    """

    course_path: str
    scoped_choices: dict[str, str] = {}

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Return the rows of the person's courses."""
        return of_taught_courses(super().get_queryset(request), request, self.course_path)

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: object
    ) -> forms.Field | None:
        """Remove the links next to a choice that open other rows in popup windows."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: object
    ) -> forms.ModelChoiceField | None:
        """Limit the choices to the person's courses."""
        kwargs["queryset"] = self.choices_of(db_field, request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def choices_of(self, field: models.ForeignKey, request: HttpRequest) -> models.QuerySet:
        """Return the choices of a foreign key."""
        choices: models.QuerySet = field.remote_field.model._default_manager.all()
        if field.name in self.scoped_choices:
            return of_taught_courses(choices, request, self.scoped_choices[field.name])
        return choices if is_superuser(request) else choices.none()

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Allow everyone whom the admin site allows."""
        return True

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Allow the rows of get_queryset: no others are ever looked up."""
        return True

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Allow the rows of get_queryset: no others are ever looked up."""
        return True

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Allow new rows; the choices of their foreign keys are limited to the person's courses."""
        return True

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Leave deleting to superusers: instructors archive what learners study."""
        return is_superuser(request)


class TaughtCoursesAdmin(TaughtCoursesMixin, DeletionMixin):
    """An admin that answers 404 for rows of other courses, as for rows that do not exist."""

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Return the person's row, or raise Http404."""
        found = super().get_object(request, object_id, from_field)
        if found is None:
            raise Http404
        return found
