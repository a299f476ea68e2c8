"""The study day of a person who prints what is due."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser

from apps.accounts.models import User
from apps.printing.request.card_filter import DUE, CardFilter
from apps.reviews.services.day_builder import build_day


def build_day_if_due(card_filter: CardFilter, person: User | AnonymousUser | None, now: datetime) -> None:
    """Build the person's study day where their due cards are to be printed, before a selection reads them."""
    if card_filter.mode == DUE and person and person.is_authenticated:
        build_day(person, person.study_day(now))
