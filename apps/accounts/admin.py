"""People, for superusers. Who teaches what is an enrolment, not a permission: see courses/admin.py."""

from typing import ClassVar

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm

from apps.accounts.models import User
from apps.web.superuser_admin import SuperuserOnlyAdmin

TAKEN = "Somebody has this address already. Capitals make no difference."


class ByAddress:
    """Refuses an address that differs from another only by capitals."""

    cleaned_data: dict[str, str]
    instance: User

    def clean_email(self) -> str:
        """Return the address."""
        email = self.cleaned_data["email"]
        if User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(TAKEN)
        return email


class NewPersonForm(ByAddress, AdminUserCreationForm):
    """A new person, known by address."""

    class Meta:
        model = User
        fields = ["email"]


class PersonForm(ByAddress, UserChangeForm):
    """A person."""

    class Meta:
        model = User
        fields = "__all__"
        field_classes: ClassVar[dict[str, type[forms.Field]]] = {}


@admin.register(User)
class PersonAdmin(SuperuserOnlyAdmin, UserAdmin):
    """People by their addresses."""

    form = PersonForm
    add_form = NewPersonForm
    list_display = ["email", "name", "is_active", "is_superuser", "joined_at"]
    list_filter = ["is_active", "is_superuser"]
    search_fields = ["email", "name"]
    ordering = ["email"]
    filter_horizontal = []
    readonly_fields = ["joined_at", "last_login"]
    delete_confirmation_max_display = 20
    fieldsets = [
        (None, {"fields": ["email", "password", "name", "is_active", "is_superuser"]}),
        ("How they review", {"fields": ["time_zone", "day_starts_at", "buttons", "shortcuts", "sm2_variant"]}),
        ("Dates", {"fields": ["joined_at", "last_login"]}),
    ]
    add_fieldsets = [(None, {"fields": ["email", "usable_password", "password1", "password2"]})]
