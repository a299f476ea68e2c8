"""Decks of notes, and the cards made of them.

A note is what an author writes; a card is what a learner is asked.
"""

import secrets

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.text import Truncator
from simple_history.models import HistoricalRecords

from apps.accounts.models import User
from apps.cards.kinds.registry import BASIC, CHOICE, KINDS, NAMES
from apps.courses.models import Course
from apps.formats.limits import MAX_FIELD_LENGTH, MAX_LABEL_LENGTH, MAX_TAGS_LENGTH
from apps.web.translation import translate_lazy

KIND_CHOICES = [(kind.name, translate_lazy(kind.description)) for kind in KINDS]


def new_guid() -> str:
    """Return a name for a note that stays with it through edits, exports and imports."""
    return secrets.token_urlsafe(12)


class DeckQuerySet(models.QuerySet["Deck"]):
    """Decks by who may see them."""

    def visible_to(self, user: User | AnonymousUser) -> "DeckQuerySet":
        """Return those the person may open: of a course they may open, or their own."""
        visible = Q(course__in=Course.objects.visible_to(user))
        return self.filter(visible | Q(owner=user) if user.is_authenticated else visible)


class Deck(models.Model):
    """The notes of one lesson, or of one person."""

    course = models.ForeignKey(Course, null=True, blank=True, on_delete=models.CASCADE, related_name="decks")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="decks"
    )
    slug = models.SlugField(unique=True, max_length=100, help_text="The deck's name in addresses.")
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=35, default="en", help_text="Language tag, as in en or pt-BR.")
    licence = models.CharField(max_length=200, blank=True)
    attribution = models.CharField(max_length=500, blank=True)
    source_url = models.URLField(blank=True)

    objects = DeckQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(course__isnull=False, owner__isnull=True) | Q(course__isnull=True, owner__isnull=False),
                name="cards_deck_belongs_to_a_course_or_a_person",
            ),
        ]

    def __str__(self) -> str:
        return self.title

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

    class Kind(models.TextChoices):
        """What the part holds."""

        SELF_CHECK = "self_check", "Self-check"
        EXERCISE = "exercise", "Exercise"
        FLASHCARDS = "flashcards", "Flashcards"

    class Numbering(models.TextChoices):
        """How an exercise names its scenarios."""

        LETTERS = "letters", "A, B, C"
        NUMBERS = "numbers", "1, 2, 3"
        NAMED = "named", "By names of their own, written into each"
        WHOLE = "whole", "Not at all: the exercise is one task"

    deck = models.ForeignKey(Deck, on_delete=models.CASCADE, related_name="sections")
    position = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.FLASHCARDS)
    title = models.CharField(max_length=200)
    introduction = models.TextField(blank=True, max_length=MAX_FIELD_LENGTH)
    labels = models.JSONField(default=list, blank=True, help_text="The choices of an exercise, in their order.")
    numbering = models.CharField(max_length=7, choices=Numbering, default=Numbering.LETTERS)
    closing = models.TextField("closing words", blank=True, max_length=MAX_FIELD_LENGTH, help_text="What to take away.")
    history = HistoricalRecords()

    class Meta:
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
    """What an author writes; makes one card or several."""

    deck = models.ForeignKey(Deck, on_delete=models.CASCADE, related_name="notes")
    section = models.ForeignKey(Section, on_delete=models.RESTRICT, related_name="notes")
    position = models.PositiveIntegerField(default=0)
    guid = models.CharField(max_length=64, default=new_guid, editable=False)
    kind = models.CharField(max_length=16, choices=KIND_CHOICES, default=BASIC)
    front = models.TextField(max_length=MAX_FIELD_LENGTH, help_text="Markdown, $math$ and code.")
    back = models.TextField(max_length=MAX_FIELD_LENGTH, blank=True)
    label = models.CharField(
        max_length=MAX_LABEL_LENGTH, blank=True, help_text="The right choice, of its exercise's labels."
    )
    extra = models.TextField(max_length=MAX_FIELD_LENGTH, blank=True, help_text="Shown below the answer of every card.")
    tags = models.CharField(max_length=MAX_TAGS_LENGTH, blank=True, help_text="Words with spaces between them.")
    archived = models.BooleanField(default=False, help_text="No longer asked; its history stays.")
    duplicate_group = models.PositiveIntegerField(
        null=True, editable=False, help_text="Shared by notes of one lesson that ask the same: never both on one day."
    )
    history = HistoricalRecords(excluded_fields=["duplicate_group"])

    class Meta:
        ordering = ["section__position", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["deck", "guid"], name="cards_note_guid_once_per_deck"),
            models.CheckConstraint(
                condition=Q(kind__in=NAMES),
                name="cards_note_kind_is_known",
            ),
            models.CheckConstraint(condition=~Q(kind=CHOICE) | ~Q(label=""), name="cards_note_choice_has_a_label"),
        ]

    def __str__(self) -> str:
        return Truncator(" ".join(self.front.split())).chars(80)


class CardQuerySet(models.QuerySet["Card"]):
    """Cards in the order of their lesson."""

    def in_use(self) -> "CardQuerySet":
        """Leave out archived ones."""
        return self.filter(archived=False)

    def of_kind(self, kind: str) -> "CardQuerySet":
        """Return those of sections of that kind."""
        return self.filter(note__section__kind=kind)

    def in_order(self) -> "CardQuerySet":
        """Order as on the lesson's page."""
        return self.order_by("note__section__position", "note__position", "note_id", "ordinal", "pk")


class Card(models.Model):
    """What a learner is asked. Context, front and back are safe HTML, made when the note is saved."""

    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="cards")
    ordinal = models.PositiveSmallIntegerField(default=0, help_text="Which of its note's cards: 0 is the first.")
    context = models.TextField(blank=True, help_text="The exercise it belongs to, where its front needs that.")
    front = models.TextField()
    back = models.TextField()
    choices = models.JSONField(default=list, blank=True, help_text="What a learner chooses from before the back.")
    label = models.CharField(max_length=MAX_LABEL_LENGTH, blank=True, help_text="The right one of the choices.")
    archived = models.BooleanField(
        default=False, help_text="Its note is archived, no longer makes it, or has nothing to reveal."
    )

    objects = CardQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["note", "ordinal"], name="cards_card_once_per_note_and_ordinal"),
        ]

    def __str__(self) -> str:
        return f"{self.note} ({self.ordinal})"


class Media(models.Model):
    """A picture or a sound, kept once however many decks hold it; a sound has no size."""

    sha256 = models.CharField(max_length=64, unique=True)
    source_sha256 = models.CharField(max_length=64, db_index=True, help_text="Of the file as it came.")
    extension = models.CharField(max_length=5)
    size = models.PositiveIntegerField(help_text="In bytes.")
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "media"

    def __str__(self) -> str:
        return self.file_name

    @property
    def file_name(self) -> str:
        """The name of its file, and the end of its address."""
        return f"{self.sha256}.{self.extension}"


class DeckMedia(models.Model):
    """A picture or a sound of a deck, by the name that the deck's notes call it."""

    deck = models.ForeignKey(Deck, on_delete=models.CASCADE, related_name="media")
    name = models.CharField(max_length=255)
    media = models.ForeignKey(Media, on_delete=models.PROTECT, related_name="in_decks")

    class Meta:
        verbose_name_plural = "media of decks"
        constraints = [models.UniqueConstraint(fields=["deck", "name"], name="cards_media_name_once_per_deck")]

    def __str__(self) -> str:
        return self.name
