"""Courses, for their instructors; their members, for superusers."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.courses.models import Course, Enrolment
from apps.courses.scoping import TaughtCoursesAdmin
from apps.courses.services.delete_course import delete_course
from apps.web.admin.deletion import MarkedDeletionMixin
from apps.web.admin.merging import SavingInTurnMixin
from apps.web.admin.superusers import SuperuserOnlyAdmin
from apps.web.merged_form import MergedForm


@admin.register(Course)
class CourseAdmin(SavingInTurnMixin, MarkedDeletionMixin, TaughtCoursesAdmin):
    """Courses that the person teaches."""

    mark_deleted = staticmethod(delete_course)
    studied_path = "decks__schedules"
    course_path = ""
    form = MergedForm
    fields = ["title", "slug", "description", "visibility", "seen"]
    list_display = ["title", "visibility"]
    search_fields = ["title", "slug"]
    prepopulated_fields = {"slug": ["title"]}

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Leave new courses to superusers, who also choose their instructors."""
        return bool(request.user.is_superuser)

    def get_readonly_fields(self, request: HttpRequest, obj: Course | None = None) -> list[str]:
        """Make the slug of an instructor's course read-only: a change would break links to it."""
        return [] if request.user.is_superuser else ["slug"]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Course | None = None) -> dict[str, Sequence[str]]:
        """Make the slug from the title if it can be edited."""
        return {} if self.get_readonly_fields(request, obj) else dict(self.prepopulated_fields)


class EnrolmentForm(MergedForm):
    """One person's membership in one course; the person is chosen by e-mail address."""

    user = forms.EmailField(label=_("Person"), help_text=_("The e-mail address they log in with."))

    class Meta:
        model = Enrolment
        fields = ["user", "course", "role"]
        error_messages = {
            NON_FIELD_ERRORS: {
                "unique_together": _("This person is already a member of the course. Change their role there.")
            }
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["user"] = self.instance.user.email

    def clean_user(self) -> User:
        """Return the person with that e-mail address, in upper or lower case."""
        person = User.objects.filter(email__iexact=self.cleaned_data["user"]).first()
        if person is None:
            raise forms.ValidationError(_("No account has this e-mail address. Ask the person to sign up first."))
        return person

    def clean(self) -> dict[str, Any]:
        """Refuse a second membership of who left, which the list does not show."""
        cleaned = super().clean()
        named = {key: self.cleaned_data.get(key) for key in ("user", "course")}
        former = Enrolment.with_former.exclude(pk=self.instance.pk).exclude(left_at=None)
        if all(named.values()) and former.filter(**named).exists():
            raise forms.ValidationError(_("This person left the course. They return when they join it again."))
        return cleaned


@admin.register(Enrolment)
class EnrolmentAdmin(SuperuserOnlyAdmin, SavingInTurnMixin, admin.ModelAdmin):
    """Who learns and who teaches."""

    form = EnrolmentForm
    list_display = ["email", "course", "role"]
    list_filter = ["role", "course"]
    list_select_related = ["user", "course"]
    search_fields = ["user__email", "user__name", "course__title"]
    ordering = ["course__title", "-role", "user__email"]
    show_facets = admin.ShowFacets.NEVER

    @admin.display(description=_("Person"), ordering="user__email")
    def email(self, enrolment: Enrolment) -> str:
        """Return the person's e-mail address."""
        return enrolment.user.email
