"""What the admin deletes, it deletes for everyone."""

from django.contrib.admin import ModelAdmin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from apps.web.statements import across_users


class DeletionMixin(ModelAdmin):
    """An admin whose rows are deleted together with what everyone learned of them."""

    @across_users("everyone who learned of a row loses it")
    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        """Delete one row."""
        super().delete_model(request, obj)

    @across_users("everyone who learned of the rows loses them")
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Delete the selected rows."""
        super().delete_queryset(request, queryset)
