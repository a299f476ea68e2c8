"""A person deletes their account, unless a course would be left without an owner."""

from datetime import datetime

from django.db import transaction

from apps.accounts.models import User
from apps.accounts.services.delete_account import delete_account
from apps.courses.models import Course
from apps.courses.services.membership import owned_alone


@transaction.atomic
def delete_own_account(person: User, *, at: datetime) -> bool:
    """Delete the account; False: a course has no other owner. Owners of one course who do so at once wait in turn."""
    owned = Course.objects.filter(pk__in=person.enrolments.owners().values("course"))
    list(owned.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    if owned_alone(person).exists():
        return False
    delete_account(person, at=at)
    return True
