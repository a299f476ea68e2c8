"""Two people who save one row of the admin do so one after the other, so that the second sees what the first wrote."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from apps.web.merged_form import MergedForm


class SavingInTurnMixin(ModelAdmin):
    """An admin of rows whose form is a `MergedForm`."""

    def lock(self, row: Any) -> None:
        """Wait until nobody else saves the row, and let others wait for this transaction."""
        self.model._base_manager.select_for_update(no_key=True).only("pk").get(pk=row.pk)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show a row's form, or save it while nobody else saves it."""
        if request.method != "POST" or object_id is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            if row := self.get_object(request, unquote(object_id)):
                self.lock(row)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def save_related(
        self, request: HttpRequest, form: forms.ModelForm, formsets: list[forms.BaseInlineFormSet], change: bool
    ) -> None:
        """Save what belongs to the row, and say what was kept of a change that someone else made."""
        super().save_related(request, form, formsets, change)
        if isinstance(form, MergedForm) and form.merged_sentence:
            messages.info(request, form.merged_sentence)
