"""When each card is due for its learner, and every answer ever given."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.lookups import IsNull
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.accounts.models import User
from apps.cards.models import Card, Deck, OfCard
from apps.scheduler.leech import LEECH_LAPSES, is_leech_alert
from apps.scheduler.sm2 import CardState

LEECH = Q(lapses__gte=LEECH_LAPSES)


def comes_up(today: date) -> Q:
    """Return the condition that a card can come up today: it is neither suspended nor buried."""
    return ~Q(buried_on=today) & Q(suspended=False)


def is_due(today: date) -> Q:
    """Return the condition that a card can come up and is due, today or since earlier."""
    return comes_up(today) & Q(due_on__lte=today)


class ScheduleQuerySet(models.QuerySet["Schedule"]):
    """Schedules by whether their card has been seen."""

    def in_use(self) -> "ScheduleQuerySet":
        """Return those of cards that may be asked: neither suspended nor archived, and of no deleted deck."""
        return self.filter(suspended=False, archived=False, deck__deleted_at=None)

    def never_queued(self, user: User | int) -> "ScheduleQuerySet":
        """Return the person's that only hold a flag or what was practiced: unseen, as without a schedule."""
        return self.filter(_never_queued(user), user=user)

    def without_reviews(self, user: User | int) -> "ScheduleQuerySet":
        """Return the person's without a row in the log, which alone may be deleted.

        `reviewed_at` does not tell: practice leaves it empty.
        """
        return self.filter(~_has_reviews(user), user=user)

    def with_reviews(self) -> "ScheduleQuerySet":
        """Return those, of anybody, with a row in the log: answered, or only practiced."""
        return self.filter(_has_reviews(OuterRef("user")))

    def leeches(self) -> "ScheduleQuerySet":
        """Return those of leeches: cards that keep lapsing."""
        return self.filter(LEECH)

    def seen(self, user: User | int) -> "ScheduleQuerySet":
        """Return the person's others: those that have been in a queue."""
        return self.filter(user=user).exclude(_never_queued(user))


def _never_queued(user: User | int) -> Q:
    return Q(queue_on=None, reviewed_at=None, suspended=False) & (Q(flag__gt=0) | _has_reviews(user))


def _has_reviews(user: User | int | OuterRef) -> Q:
    """Return the condition that the log has a row of the person's schedule.

    A subquery of one value is looked up where it matters; for EXISTS, PostgreSQL may read the log of everyone.
    """
    rows = ReviewLog.objects.filter(user=user, schedule=OuterRef("pk")).order_by()
    return Q(IsNull(Subquery(rows.values("pk")[:1]), False))


class Schedule(OfCard):
    """One learner's schedule for one card; made when the card first enters the learner's queue."""

    class Flag(models.IntegerChoices):
        """The flags on offer, numbered as in Anki."""

        NONE = 0, _("No flag")
        RED = 1, pgettext_lazy("flag", "Red")
        ORANGE = 2, pgettext_lazy("flag", "Orange")
        GREEN = 3, pgettext_lazy("flag", "Green")
        BLUE = 4, pgettext_lazy("flag", "Blue")
        PINK = 5, pgettext_lazy("flag", "Pink")
        TURQUOISE = 6, pgettext_lazy("flag", "Turquoise")
        PURPLE = 7, pgettext_lazy("flag", "Purple")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="schedules")
    card = models.ForeignKey(Card, on_delete=models.RESTRICT, related_name="schedules")
    deck = models.ForeignKey(Deck, on_delete=models.RESTRICT, related_name="schedules")
    repetitions = models.PositiveIntegerField(default=0)
    interval_days = models.PositiveIntegerField(default=0)
    easiness = models.PositiveIntegerField(default=250, help_text=_("In hundredths: 250 is 2.50."))
    lapses = models.PositiveIntegerField(default=0)
    due_on = models.DateField(null=True, help_text=_("The study day it is due; empty while the card is new."))
    queue_on = models.DateField(
        null=True,
        help_text=_("The study day on which the queue shows it; empty while it is suspended or its deck is paused."),
    )
    drill_on = models.DateField(null=True, help_text=_("The study day whose final drill includes it."))
    buried_on = models.DateField(
        null=True, help_text=_("The study day that postponed it, because a similar card was in the queue.")
    )
    reviewed_at = models.DateTimeField(null=True, help_text=_("The last answer; the drill shows the oldest first."))
    version = models.PositiveIntegerField(default=0, help_text=_("Increases with every answer and every undo."))
    suspended = models.BooleanField(default=False, help_text=_("It won’t come up until the learner unsuspends it."))
    flag = models.PositiveSmallIntegerField(choices=Flag, default=Flag.NONE, help_text=_("The learner’s own flag."))

    objects = ScheduleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "card"], name="reviews_schedule_once_per_user_and_card"),
            models.CheckConstraint(condition=Q(easiness__gte=130), name="reviews_schedule_easiness_has_a_floor"),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(interval_days__gte=1),
                name="reviews_schedule_due_after_an_interval",
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=False) | Q(repetitions=0, interval_days=0, lapses=0),
                name="reviews_schedule_new_has_no_history",
            ),
            models.CheckConstraint(
                condition=Q(suspended=False) | Q(queue_on__isnull=True, drill_on__isnull=True),
                name="reviews_schedule_suspended_is_in_no_queue",
            ),
            models.CheckConstraint(condition=Q(flag__lte=7), name="reviews_schedule_flag_from_0_to_7"),
        ]
        indexes = [
            # What follows the id is for what counts today and days ahead: it reads the index alone.
            models.Index(
                fields=["user", "queue_on", "id", "due_on", "archived", "deck", "interval_days"],
                name="reviews_queue_of_all_decks",
            ),
            models.Index(
                fields=["user", "deck", "queue_on", "id", "due_on", "archived", "interval_days"],
                name="reviews_queue_of_a_deck",
            ),
            # Few cards are ever in a drill: an index over all of them would look useless to SQLite's planner.
            models.Index(
                fields=["user", "drill_on", "reviewed_at", "id"],
                condition=Q(drill_on__isnull=False),
                name="reviews_drill_of_a_day",
            ),
            # For the same reason: few cards are flagged.
            models.Index(fields=["user", "deck", "id"], condition=Q(flag__gt=0), name="reviews_flagged_of_a_deck"),
            # All that the statistics count: they read this index alone, a tenth of the time of reading the rows.
            models.Index(
                fields=["user", "deck", "interval_days", "easiness", "lapses", "suspended"],
                name="reviews_figures_of_a_deck",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.card} for {self.user}"

    @property
    def state(self) -> CardState:
        """The card's state for the scheduler."""
        return CardState(self.repetitions, self.interval_days, self.easiness, self.lapses)

    def answers(self) -> "models.QuerySet[ReviewLog]":
        """Return every answer to the card, those taken back included."""
        return ReviewLog.objects.filter(user=self.user_id, schedule=self.pk)

    def is_queued_on(self, today: date) -> bool:
        """Whether the day's queue (due or new, apart from the drill) holds it."""
        return self.queue_on is not None and self.queue_on <= today

    def is_in_drill_on(self, today: date) -> bool:
        """Whether the day's final drill holds it."""
        return self.drill_on == today


class ReviewLog(models.Model):
    """One answer, with the schedule before and after it. Append-only; an undo marks its row.

    Replaying the rows that were not undone gives the schedule. What an imported one led to was decided elsewhere;
    where its algorithm is `schedule-only`, the answer itself is not known, only the schedule.
    """

    class Kind(models.TextChoices):
        """Where the answer was given."""

        LEARN = "learn", _("First review")
        REVIEW = "review", pgettext_lazy("noun", "Review")
        DRILL = "drill", _("Final drill")
        PRACTICE = "practice", pgettext_lazy("noun", "Practice")
        MANUAL = "manual", _("Changed manually")
        IMPORT = "import", pgettext_lazy("noun", "Import")

    ONLY_SCHEDULE = "schedule-only"  # the algorithm of an import that had no answers
    COPIED = "copied"  # that of an answer given in another deck: statistics count it there
    MAX_TAKEN_MS = 3_600_000  # an hour: a card that was open overnight did not take a night to answer

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reviews")
    schedule = models.ForeignKey(Schedule, on_delete=models.RESTRICT, related_name="reviews")
    version = models.PositiveIntegerField(
        help_text=_("The schedule’s version after the answer; practice, which changes nothing, leaves it as it is.")
    )
    kind = models.CharField(max_length=8, choices=Kind)
    grade = models.PositiveSmallIntegerField()
    reviewed_at = models.DateTimeField()
    day = models.DateField(help_text=_("The learner’s study day when it was given, whatever their time zone is now."))
    hour = models.PositiveSmallIntegerField(help_text=_("The hour of the day on the learner’s clock then (0-23)."))
    taken_ms = models.PositiveIntegerField(null=True, help_text=_("From the question to the grade, where known."))
    algorithm = models.CharField(
        max_length=16,
        help_text=_(
            "What decided: sm2-text or sm2-plugin; of an import anki, copied, or schedule-only without answers."
        ),
    )
    undone_at = models.DateTimeField(null=True)

    repetitions_before = models.PositiveIntegerField()
    interval_days_before = models.PositiveIntegerField()
    easiness_before = models.PositiveIntegerField()
    lapses_before = models.PositiveIntegerField()
    due_on_before = models.DateField(null=True)
    drill_on_before = models.DateField(null=True)
    repetitions_after = models.PositiveIntegerField()
    interval_days_after = models.PositiveIntegerField()
    easiness_after = models.PositiveIntegerField()
    lapses_after = models.PositiveIntegerField()
    due_on_after = models.DateField(null=True, help_text=_("Empty where the card was reset after an imported answer."))
    drill_on_after = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "schedule", "version"],
                condition=~Q(kind="practice"),
                name="reviews_log_once_per_schedule_and_version",
            ),
            models.CheckConstraint(condition=Q(grade__lte=5), name="reviews_log_grade_from_0_to_5"),
            models.CheckConstraint(condition=Q(hour__lte=23), name="reviews_log_hour_from_0_to_23"),
            models.CheckConstraint(
                condition=Q(easiness_before__gte=130, easiness_after__gte=130), name="reviews_log_easiness_has_a_floor"
            ),
        ]
        indexes = [models.Index(fields=["user", "reviewed_at"], name="reviews_log_of_a_learner")]

    def __str__(self) -> str:
        return f"{self.grade} for {self.schedule}"

    @property
    def state_before(self) -> CardState:
        """The card's state before the answer."""
        return CardState(self.repetitions_before, self.interval_days_before, self.easiness_before, self.lapses_before)

    @property
    def state_after(self) -> CardState:
        """The card's state after it."""
        return CardState(self.repetitions_after, self.interval_days_after, self.easiness_after, self.lapses_after)

    @property
    def is_leech_alert(self) -> bool:
        """Whether the answer was a lapse that the learner is alerted to: the card keeps lapsing."""
        return self.lapses_after > self.lapses_before and is_leech_alert(self.lapses_after)


SCHEDULING_KINDS = (ReviewLog.Kind.LEARN, ReviewLog.Kind.REVIEW, ReviewLog.Kind.IMPORT)  # what changes a date
