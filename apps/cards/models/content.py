"""Decks of notes, and the cards made of them.

A note is what an author writes; a card is what a learner answers. The cards of one note are siblings.
"""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from apps.cards.kinds.registry import BASIC, CHOICE, KINDS, NAMES
from apps.cards.models.visibility import DeckManager, DeckQuerySet, DeckState
from apps.courses.models import Course
from apps.formats import limits
from apps.web.translation import translate_lazy

MAX_COPIED_FROM_LENGTH = 2 * limits.MAX_TITLE_LENGTH + 2  # a course and its deck
KIND_CHOICES = [(kind.name, translate_lazy(kind.description)) for kind in KINDS]


def new_guid() -> str:
    """Return an identifier for a note that stays the same through edits, exports and imports."""
    return secrets.token_urlsafe(12)


class Deck(models.Model):
    """The notes of one lesson, or of one person.

    A person's own deck may be archived (`archived_at`): it leaves the daily review, and nothing else. Of a course,
    `state` and `opens_at` decide who sees the deck. One that is marked as deleted exists for nobody; `with_deleted`
    alone finds it, for its owner to restore it and for the worker to remove it.
    """

    State = DeckState
    CREDITS = ("language", "licence", "attribution", "source_url")

    class Deletion(models.TextChoices):
        """How a deck is deleted."""

        RESTORABLE = "restorable"  # its owner may restore it for a day
        FINAL = "final"  # the worker removes it
        UNFINISHED = "unfinished"  # an import or a copy has not saved all of it yet, or broke off

    course = models.ForeignKey(
        Course, null=True, blank=True, on_delete=models.CASCADE, related_name="decks", verbose_name=_("course")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="decks",
        verbose_name=_("owner"),
    )
    slug = models.SlugField(_("slug"), unique=True, max_length=limits.MAX_SLUG_LENGTH, help_text=_("Used in the URL."))
    title = models.CharField(_("title"), max_length=limits.MAX_TITLE_LENGTH)
    description = models.TextField(_("description"), max_length=limits.MAX_DESCRIPTION_LENGTH, blank=True)
    language = models.CharField(
        _("language"),
        max_length=limits.MAX_LANGUAGE_LENGTH,
        default="en",
        help_text=_("Language tag, such as en or pt-BR."),
    )
    licence = models.CharField(_("license"), max_length=limits.MAX_LICENCE_LENGTH, blank=True)
    attribution = models.CharField(_("attribution"), max_length=limits.MAX_ATTRIBUTION_LENGTH, blank=True)
    source_url = models.URLField(_("source URL"), max_length=limits.MAX_URL_LENGTH, blank=True)
    copied_from = models.CharField(max_length=MAX_COPIED_FROM_LENGTH, blank=True, editable=False)  # its title then

    state = models.CharField(max_length=9, choices=DeckState, default=DeckState.PUBLISHED, editable=False)
    opens_at = models.DateTimeField(null=True, blank=True, editable=False)  # one that is published is not open before
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)
    deleted_as = models.CharField(max_length=10, choices=Deletion, default=Deletion.RESTORABLE, editable=False)
    made_by = models.UUIDField(null=True, editable=False)  # the job whose import or copy has not saved all of it yet
    was_reviewed = models.BooleanField(default=False, editable=False)  # by its owner, when it was archived or deleted

    objects = DeckManager()
    with_deleted = DeckQuerySet.as_manager()

    class Meta:
        verbose_name = _("deck")
        verbose_name_plural = _("decks")
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(course__isnull=False, owner__isnull=True) | Q(course__isnull=True, owner__isnull=False),
                name="cards_deck_belongs_to_a_course_or_a_person",
            ),
            models.CheckConstraint(
                condition=Q(course__isnull=True) | Q(archived_at__isnull=True),
                name="cards_deck_of_a_course_is_archived_by_its_state",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "hidden", "published", "archived"]), name="cards_deck_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=True) | Q(state="published", opens_at__isnull=True),
                name="cards_deck_of_a_person_is_published",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def stage(self) -> str:
        """Its state now, or "opens" where it is published and opens later."""
        opens_later = self.opens_at is not None and self.opens_at > timezone.now()
        return "opens" if self.state == DeckState.PUBLISHED and opens_later else self.state

    def cards_in_use(self) -> "CardQuerySet":
        """Return the deck's cards in their lesson's order, without archived ones."""
        return Card.objects.in_use().in_order().filter(note__deck=self)

    def flashcards(self) -> "CardQuerySet":
        """Return the cards in use of its flashcards sections; all of them in a deck that has none there."""
        cards = self.cards_in_use()
        flashcards = cards.of_kind(Section.Kind.FLASHCARDS)
        return flashcards if flashcards.exists() else cards


class Section(models.Model):
    """A part of a lesson's page."""

    UNSAVED = -1  # the key of one that is not saved yet, so that its notes know that they are in one

    class Kind(models.TextChoices):
        """What the section contains."""

        SELF_CHECK = "self_check", _("Self-check")
        EXERCISE = "exercise", _("Exercise")
        FLASHCARDS = "flashcards", _("Flashcards")

    class Numbering(models.TextChoices):
        """How an exercise names its scenarios."""

        LETTERS = "letters", _("A, B, C")
        NUMBERS = "numbers", _("1, 2, 3")
        NAMED = "named", _("By their own names, at the start of each")
        WHOLE = "whole", _("No scenarios: the exercise is one task")

    deck = models.ForeignKey(Deck, on_delete=models.CASCADE, related_name="sections", verbose_name=_("deck"))
    position = models.PositiveIntegerField(_("position"), default=0)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.FLASHCARDS)
    title = models.CharField(_("title"), max_length=limits.MAX_TITLE_LENGTH)
    introduction = models.TextField(_("introduction"), blank=True, max_length=limits.MAX_FIELD_LENGTH)
    labels = models.JSONField(
        _("labels"), default=list, blank=True, help_text=_("The choices of an exercise, in their order.")
    )
    numbering = models.CharField(_("numbering"), max_length=7, choices=Numbering, default=Numbering.LETTERS)
    closing = models.TextField(
        _("closing words"), blank=True, max_length=limits.MAX_FIELD_LENGTH, help_text=_("The takeaway of the section.")
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["self_check", "exercise", "flashcards"]), name="cards_section_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(numbering__in=["letters", "numbers", "named", "whole"]),
                name="cards_section_numbering_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Note(models.Model):
    """What an author writes; makes one card or more."""

    CARD_FIELDS = ("kind", "front", "back", "label", "extra")  # of which its cards are made
    CONTENT_FIELDS = (*CARD_FIELDS, "tags", "archived")  # all that its author writes

    deck = models.ForeignKey(  # which several indexes begin with
        Deck, on_delete=models.CASCADE, related_name="notes", verbose_name=_("deck"), db_index=False
    )
    section = models.ForeignKey(Section, on_delete=models.RESTRICT, related_name="notes", verbose_name=_("section"))
    position = models.PositiveIntegerField(_("position"), default=0)
    guid = models.CharField(max_length=limits.MAX_GUID_LENGTH, default=new_guid, editable=False)
    kind = models.CharField(_("kind"), max_length=16, choices=KIND_CHOICES, default=BASIC)
    front = models.TextField(_("front"), max_length=limits.MAX_FIELD_LENGTH, help_text=_("Markdown, $math$ and code."))
    back = models.TextField(_("back"), max_length=limits.MAX_FIELD_LENGTH, blank=True)
    label = models.CharField(
        _("label"),
        max_length=limits.MAX_LABEL_LENGTH,
        blank=True,
        help_text=_("The correct choice, one of the exercise’s labels."),
    )
    extra = models.TextField(
        _("extra"), max_length=limits.MAX_FIELD_LENGTH, blank=True, help_text=_("Shown below the answer of every card.")
    )
    tags = models.CharField(
        _("tags"), max_length=limits.MAX_TAGS_LENGTH, blank=True, help_text=_("Words, separated by spaces.")
    )
    archived = models.BooleanField(
        _("archived"), default=False, help_text=_("No longer in reviews. Learners’ histories are kept.")
    )
    # Shared by notes of one lesson that ask the same: their cards never come up on the same day.
    duplicate_group = models.PositiveIntegerField(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    edited_at = models.DateTimeField(
        default=timezone.now, editable=False
    )  # texts, tags, its deck or whether it is used
    history = HistoricalRecords(excluded_fields=["duplicate_group", "created_at", "edited_at"])

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["section__position", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["deck", "guid"], name="cards_note_guid_once_per_deck"),
            models.CheckConstraint(
                condition=Q(kind__in=NAMES),
                name="cards_note_kind_is_known",
            ),
            models.CheckConstraint(condition=~Q(kind=CHOICE) | ~Q(label=""), name="cards_note_choice_has_a_label"),
        ]
        indexes = [
            models.Index(fields=["deck", "created_at"], name="cards_note_created_in_a_deck"),
            models.Index(fields=["deck", "edited_at"], name="cards_note_edited_in_a_deck"),
            # A count of the cards of decks reads this index and that of the cards, and no row.
            models.Index(fields=["deck", "id"], name="cards_note_of_a_deck"),
            models.Index(fields=["deck", "section", "position", "id"], name="cards_note_in_order"),
            models.Index(fields=["deck"], condition=Q(archived=False) & ~Q(tags=""), name="cards_note_with_tags"),
        ]

    def __str__(self) -> str:
        return Truncator(" ".join(self.front.split())).chars(80)


class CardQuerySet(models.QuerySet["Card"]):
    """Cards in the order of their lesson."""

    def in_use(self) -> "CardQuerySet":
        """Return those that are not archived."""
        return self.filter(archived=False)

    def of_kind(self, kind: str) -> "CardQuerySet":
        """Return those of sections of that kind."""
        return self.filter(note__section__kind=kind)

    def in_order(self) -> "CardQuerySet":
        """Order as on the lesson's page."""
        return self.order_by("note__section__position", "note__position", "note_id", "ordinal", "pk")


class Card(models.Model):
    """What a learner answers. Context, front and back are safe HTML, rendered when the note is saved."""

    note = models.ForeignKey(  # which a constraint begins with
        Note, on_delete=models.CASCADE, related_name="cards", db_index=False
    )
    ordinal = models.PositiveSmallIntegerField(default=0)  # among the cards of its note, from 0
    context = models.TextField(blank=True)  # the exercise it belongs to, where its front needs that
    front = models.TextField()
    back = models.TextField()
    choices = models.JSONField(default=list, blank=True)  # what a learner chooses from before the back is shown
    label = models.CharField(max_length=limits.MAX_LABEL_LENGTH, blank=True)  # the correct one of the choices
    # Its note is archived, no longer makes it, or has nothing to reveal.
    archived = models.BooleanField(default=False)

    objects = CardQuerySet.as_manager()

    class Meta:
        verbose_name = _("card")
        verbose_name_plural = _("cards")
        constraints = [
            models.UniqueConstraint(fields=["note", "ordinal"], name="cards_card_once_per_note_and_ordinal"),
        ]
        indexes = [
            models.Index(fields=["note", "id", "archived"], name="cards_card_of_a_note"),
        ]

    def __str__(self) -> str:
        return f"{self.note} ({self.ordinal})"
