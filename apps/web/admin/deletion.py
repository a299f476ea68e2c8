"""What the admin deletes, it deletes for everyone."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar, Protocol

from django.contrib.admin import ModelAdmin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils import timezone

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


class Marking(Protocol):
    """Marks a row as deleted, so that it exists for nobody."""

    def __call__(self, row: Any, /, *, at: datetime) -> None: ...  # noqa: D102


class MarkedDeletionMixin(ModelAdmin):
    """An admin of rows to which very much may refer: they are marked as deleted, and the worker removes them.

    `studied_path` is the lookup from a row to schedules of learners; a row that has any is not deleted.
    """

    mark_deleted: ClassVar[Marking]
    studied_path = ""

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        """Mark one row."""
        type(self).mark_deleted(obj, at=timezone.now())

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Mark the selected rows."""
        for row in queryset:
            self.delete_model(request, row)

    def get_deleted_objects(
        self, objs: Iterable[Any], request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        """Return what the confirmation names: the rows alone, because all that refers to them would fill a book."""
        rows = list(objs)
        names = [str(row) for row in rows]
        return names, {str(self.opts.verbose_name_plural): len(rows)}, set(), self._studied(rows)

    def _studied(self, rows: list[Any]) -> list[str]:
        """Return the names of the rows of which learners have schedules."""
        if not self.studied_path:
            return []
        with across_users("a row that anyone learns is not deleted"):
            studied = self.model._base_manager.filter(**{f"{self.studied_path}__isnull": False})
            return [str(row) for row in rows if studied.filter(pk=row.pk).exists()]
