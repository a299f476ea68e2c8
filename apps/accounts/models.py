"""Who a person is and how they like to review."""

from datetime import date, datetime
from functools import cached_property
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from apps.accounts import time_zones
from apps.scheduler.sm2 import Sm2Variant
from apps.scheduler.study_day import study_day, study_day_start


def validate_time_zone(name: str) -> None:
    """Refuse a name that is no IANA time zone."""
    if name not in time_zones.names():
        raise ValidationError("“%(name)s” is no time zone. Choose one from the list.", params={"name": name})


class UserManager(BaseUserManager["User"]):
    """Makes people who are known by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Save and return a person; without a password they cannot log in until they reset it."""
        if not email:
            raise ValueError("A person needs an e-mail address.")
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Save and return a person who may do everything in the admin."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find a person by e-mail address, whatever its capitals."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person: learner, instructor or both."""

    class Buttons(models.IntegerChoices):
        """How many grades the review offers."""

        TWO = 2, "Two: Again, Good"
        FOUR = 4, "Four: Again, Hard, Good, Easy"
        SIX = 6, "Six: the grades 0 to 5"

    email = models.EmailField("e-mail address", unique=True, error_messages={"unique": "This address is taken."})
    name = models.CharField(max_length=100, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)

    language = models.CharField(max_length=16, blank=True, help_text=_("Empty: the browser's."))
    time_zone = models.CharField(max_length=64, default="UTC", validators=[validate_time_zone])
    day_starts_at = models.PositiveSmallIntegerField(default=4, help_text="Hour of the clock (0-23).")
    buttons = models.PositiveSmallIntegerField(choices=Buttons, default=Buttons.FOUR)
    shortcuts = models.BooleanField("keyboard shortcuts", default=True)
    sm2_variant = models.CharField(
        "reading of SM-2",
        max_length=6,
        choices=[(Sm2Variant.TEXT, "The published text"), (Sm2Variant.PLUGIN, "SuperMemo's later plug-in")],
        default=Sm2Variant.TEXT,
    )

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="accounts_user_email_whatever_its_capitals"),
            models.CheckConstraint(
                condition=models.Q(day_starts_at__lte=23), name="accounts_user_day_starts_at_an_hour_of_the_clock"
            ),
            models.CheckConstraint(
                condition=models.Q(buttons__in=[2, 4, 6]), name="accounts_user_buttons_two_four_six"
            ),
            models.CheckConstraint(
                condition=models.Q(sm2_variant__in=list(Sm2Variant)), name="accounts_user_sm2_variant_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def preferred_language(self) -> str:
        """The language they chose; empty without a choice, or where this site no longer speaks it."""
        return self.language if self.language in dict(settings.LANGUAGES) else ""

    @cached_property
    def zone(self) -> ZoneInfo:
        """The learner's own time zone; UTC where this machine no longer knows it, so that they can choose another."""
        return ZoneInfo(self.time_zone if self.time_zone in time_zones.names() else "UTC")

    def study_day(self, now: datetime) -> date:
        """Return which study day the instant belongs to, for this learner."""
        return study_day(now, self.zone, self.day_starts_at)

    def study_day_start(self, day: date) -> datetime:
        """Return the instant at which the study day begins, for this learner."""
        return study_day_start(day, self.zone, self.day_starts_at)
