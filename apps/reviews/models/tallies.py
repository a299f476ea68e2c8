"""What a learner answered on finished study days, counted once; pages that look back read these instead of the log."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.cards.models import Deck
from apps.reviews.models.schedules import ReviewLog
from apps.scheduler import maturity


class DayTally(models.Model):
    """How many answers of one sort a learner gave on a finished study day.

    Made from the log by `services/tally.py`, and made again where the log of the day changes.
    """

    class Age(models.IntegerChoices):
        """How well the card was known before the answer: by its interval."""

        NEW = maturity.NEW, pgettext_lazy("age of a card", "New")
        YOUNG = maturity.YOUNG, pgettext_lazy("age of a card", "Young")
        MATURE = maturity.MATURE, pgettext_lazy("age of a card", "Mature")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="day_tallies")
    day = models.DateField()
    deck = models.ForeignKey(Deck, on_delete=models.CASCADE, related_name="day_tallies")
    kind = models.CharField(max_length=8, choices=ReviewLog.Kind)
    age = models.PositiveSmallIntegerField(choices=Age)
    grade = models.PositiveSmallIntegerField()
    answers = models.PositiveIntegerField()
    tests = models.PositiveIntegerField(help_text=_("Of them the first of the day to a card that was due."))
    timed = models.PositiveIntegerField(help_text=_("Of them those whose time is known."))
    time_ms = models.PositiveBigIntegerField(help_text=_("The time of those together."))

    class Meta:
        constraints = [
            models.UniqueConstraint(  # the deck last: all decks of a day and a sort are added up in this order
                fields=["user", "day", "kind", "age", "grade", "deck"], name="reviews_day_tally_once_per_sort"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answers} answers of {self.user} on {self.day}"


class HourTally(models.Model):
    """How many answers a learner gave in one hour of a finished study day."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="hour_tallies")
    day = models.DateField()
    deck = models.ForeignKey(Deck, on_delete=models.CASCADE, related_name="hour_tallies")
    hour = models.PositiveSmallIntegerField()
    answers = models.PositiveIntegerField()
    tests = models.PositiveIntegerField(help_text=_("Of them the first of the day to a card that was due."))
    passed = models.PositiveIntegerField(help_text=_("Of those the ones that were remembered."))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "day", "deck", "hour"], name="reviews_hour_tally_once_per_hour"),
        ]

    def __str__(self) -> str:
        return f"{self.answers} answers of {self.user} on {self.day} at {self.hour}"


class ChangedDay(models.Model):
    """A study day whose log an import or a move changed: its tallies are made again, and the row is gone.

    A day may have several: whoever counts it deletes those that it saw before, and none that came since.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="changed_days")
    day = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["user", "day"], name="reviews_changed_days")]

    def __str__(self) -> str:
        return f"{self.day} of {self.user}"
