"""Two people who save rows of one deck do so one after the other, so that the second sees what the first wrote."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from apps.cards.forms.merge import MergedForm
from apps.cards.services.deck_lock import lock_deck


class SavingInTurnMixin(ModelAdmin):
    """An admin of rows that belong to a deck; `deck_path` leads from a row to the deck's primary key."""

    deck_path: str

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show a row's form, or save it while nobody else saves in its deck."""
        if request.method != "POST" or object_id is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        deck = getattr(self.get_object(request, unquote(object_id)), self.deck_path)
        with transaction.atomic():
            lock_deck(deck)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def save_related(
        self, request: HttpRequest, form: forms.ModelForm, formsets: list[forms.BaseInlineFormSet], change: bool
    ) -> None:
        """Save what belongs to the row, and say what was kept of a change that someone else made."""
        super().save_related(request, form, formsets, change)
        if isinstance(form, MergedForm) and form.merged_sentence:
            messages.info(request, form.merged_sentence)
