"""Which tables hold rows of single people, and the code that may run a statement over many people at once.

Every other statement on such a table names its user, so that a database split by user answers it from one part.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.apps import apps
from django.db.models import Model

SHARED = {  # what is in a course is read by those who run it: who is in it, and what they report
    "courses.Enrolment",
    "courses.JoinRequest",
    "teaching.CardReport",
}

_reason: ContextVar[str] = ContextVar("across_users", default="")


@contextmanager
def across_users(why: str) -> Iterator[None]:
    """Allow statements over many people in this block, or in the function it decorates; `why` gives the reason."""
    token = _reason.set(why)
    try:
        yield
    finally:
        _reason.reset(token)


def is_across_users() -> bool:
    """Whether the running code is inside such a block."""
    return bool(_reason.get())


def per_user_models() -> list[type[Model]]:
    """Return our models whose rows each belong to one person: those with a `user`."""
    ours = (model for model in apps.get_models() if model.__module__.startswith("apps."))
    return [model for model in ours if _has_user(model) and model._meta.label not in SHARED]


def _has_user(model: type[Model]) -> bool:
    return any(field.name == "user" for field in model._meta.local_fields)
