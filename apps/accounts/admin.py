"""People, for superusers. Who teaches what is an enrolment, not a permission: see courses/admin.py."""

from typing import ClassVar

from allauth.socialaccount.models import SocialApp, SocialToken
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.accounts.services.delete_account import delete_account
from apps.web.admin.deletion import MarkedDeletionMixin
from apps.web.admin.merging import SavingInTurnMixin
from apps.web.admin.superusers import SuperuserOnlyAdmin
from apps.web.merged_form import MergedForm

admin.site.unregister([SocialApp, SocialToken])  # the settings name the providers, and no token is stored


class UniqueEmailMixin:
    """Refuses an e-mail address that differs from another one only in upper and lower case."""

    cleaned_data: dict[str, str]
    instance: User

    def clean_email(self) -> str:
        """Return the e-mail address."""
        email = self.cleaned_data["email"]
        if User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(
                _("There is already an account with this e-mail address. Upper and lower case are the same.")
            )
        return email


class NewUserForm(UniqueEmailMixin, AdminUserCreationForm):
    """A new person, with an e-mail address instead of a user name."""

    class Meta:
        model = User
        fields = ["email"]


class UserForm(MergedForm, UniqueEmailMixin, UserChangeForm):
    """A person."""

    class Meta:
        model = User
        fields = "__all__"
        field_classes: ClassVar[dict[str, type[forms.Field]]] = {}


@admin.register(User)
class PersonAdmin(SuperuserOnlyAdmin, SavingInTurnMixin, MarkedDeletionMixin, UserAdmin):
    """People by their e-mail addresses."""

    mark_deleted = staticmethod(delete_account)

    form = UserForm
    add_form = NewUserForm
    list_display = ["email", "name", "is_active", "is_superuser", "joined_at"]
    list_filter = ["is_active", "is_superuser"]
    search_fields = ["email", "name"]
    ordering = ["email"]
    filter_horizontal = []
    readonly_fields = ["joined_at", "last_login"]
    delete_confirmation_max_display = 20
    fieldsets = [
        (None, {"fields": ["email", "password", "name", "is_active", "is_superuser", "seen"]}),
        (
            _("Preferences"),
            {"fields": ["time_zone", "day_starts_at", "buttons", "shortcuts", "play_sounds", "sm2_variant"]},
        ),
        (_("Dates"), {"fields": ["joined_at", "last_login"]}),
    ]
    add_fieldsets = [(None, {"fields": ["email", "usable_password", "password1", "password2"]})]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Leave out those who are deleted."""
        people: QuerySet[User] = super().get_queryset(request).filter(deleted_at=None)
        return people
