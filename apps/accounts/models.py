"""Who a person is and how they like to review."""

from datetime import date, datetime
from functools import cached_property
from typing import ClassVar
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress
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
    """Refuse a name that is not an IANA time zone."""
    if name not in time_zones.names():
        sentence = _("“%(name)s” is not a time zone. Choose one from the list.")
        raise ValidationError(sentence, params={"name": name})


class UserManager(BaseUserManager["User"]):
    """Creates people, who have an e-mail address instead of a user name."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Save and return a person; without a password they cannot log in until they reset it."""
        if not email:
            raise ValueError("A person needs an e-mail address.")
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Save and return a person who may do everything in the admin. Their address needs no further proof."""
        user = self.create_user(email, password, is_staff=True, is_superuser=True, **fields)
        EmailAddress.objects.using(self._db).create(user=user, email=user.email, primary=True, verified=True)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find a person by e-mail address, in upper or lower case."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person: learner, instructor or both."""

    class Buttons(models.IntegerChoices):
        """How many grades the review offers."""

        TWO = 2, _("Two: Again, Good")
        FOUR = 4, _("Four: Again, Hard, Good, Easy")
        SIX = 6, _("Six: grades 0 to 5")

    email = models.EmailField(
        _("e-mail address"),
        unique=True,
        error_messages={"unique": _("There is already an account with this e-mail address.")},
    )
    name = models.CharField(_("name"), max_length=100, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("staff"), default=False)
    is_invited_to_teach = models.BooleanField(
        _("invited to teach"),
        default=False,
        help_text=_("Whether they may make courses where the site lets invited people teach."),
    )
    joined_at = models.DateTimeField(_("joined"), auto_now_add=True)
    deleted_at = models.DateTimeField(null=True, editable=False)  # the worker removes what is left of them

    language = models.CharField(_("language"), max_length=16, blank=True, help_text=_("Empty: the browser’s."))
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[validate_time_zone])
    day_starts_at = models.PositiveSmallIntegerField(
        _("day starts at"), default=4, help_text=_("Hour of the day (0-23).")
    )
    buttons = models.PositiveSmallIntegerField(_("grade buttons"), choices=Buttons, default=Buttons.FOUR)
    shortcuts = models.BooleanField(_("keyboard shortcuts"), default=True)
    play_sounds = models.BooleanField(_("play sounds with the answer"), default=True)
    sm2_variant = models.CharField(
        _("SM-2 variant"),
        max_length=6,
        choices=[(Sm2Variant.TEXT, _("SM-2 as published")), (Sm2Variant.PLUGIN, _("As in SuperMemo’s plug-in"))],
        default=Sm2Variant.TEXT,
    )

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="accounts_user_email_is_unique_in_any_case"),
            models.CheckConstraint(
                condition=models.Q(day_starts_at__lte=23), name="accounts_user_day_starts_at_is_an_hour"
            ),
            models.CheckConstraint(
                condition=models.Q(buttons__in=[2, 4, 6]), name="accounts_user_buttons_are_two_four_or_six"
            ),
            models.CheckConstraint(
                condition=models.Q(sm2_variant__in=list(Sm2Variant)), name="accounts_user_sm2_variant_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def preferred_language(self) -> str:
        """The language they chose; empty without a choice, or if this site no longer offers it."""
        return self.language if self.language in dict(settings.LANGUAGES) else ""

    @cached_property
    def zone(self) -> ZoneInfo:
        """The learner's own time zone; UTC if this machine no longer knows it, so that they can choose another."""
        return ZoneInfo(self.time_zone if self.time_zone in time_zones.names() else "UTC")

    def study_day(self, now: datetime) -> date:
        """Return which study day the instant belongs to, for this learner."""
        return study_day(now, self.zone, self.day_starts_at)

    def study_day_start(self, day: date) -> datetime:
        """Return the instant at which the study day begins, for this learner."""
        return study_day_start(day, self.zone, self.day_starts_at)
