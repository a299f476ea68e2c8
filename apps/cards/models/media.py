"""Pictures and sounds, the decks that hold them, and the covers of courses."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.cards.models.content import Deck
from apps.courses.models import Course


class Media(models.Model):
    """A picture or a sound, stored once however many decks hold it; a sound has no size in pixels."""

    sha256 = models.CharField(max_length=64, unique=True)
    source_sha256 = models.CharField(max_length=64, db_index=True)  # of the file as it was uploaded
    extension = models.CharField(max_length=5)
    size = models.PositiveIntegerField()  # bytes
    width = models.PositiveIntegerField(default=0)  # pixels
    height = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("picture or sound")
        verbose_name_plural = _("pictures and sounds")

    def __str__(self) -> str:
        return self.file_name

    @property
    def file_name(self) -> str:
        """The name of its file, and the end of its URL."""
        return f"{self.sha256}.{self.extension}"


class DeckMedia(models.Model):
    """A picture or a sound of a deck, by the name that the deck's notes use."""

    deck = models.ForeignKey(Deck, on_delete=models.CASCADE, related_name="media")
    name = models.CharField(max_length=255)
    media = models.ForeignKey(Media, on_delete=models.PROTECT, related_name="in_decks")

    class Meta:
        verbose_name = _("picture or sound of a deck")
        verbose_name_plural = _("pictures and sounds of decks")
        constraints = [models.UniqueConstraint(fields=["deck", "name"], name="cards_media_name_once_per_deck")]

    def __str__(self) -> str:
        return self.name


class CourseCover(models.Model):
    """The picture of a course."""

    course = models.OneToOneField(Course, primary_key=True, on_delete=models.CASCADE, related_name="cover")
    media = models.ForeignKey(Media, on_delete=models.PROTECT, related_name="covers")

    class Meta:
        verbose_name = _("cover of a course")
        verbose_name_plural = _("covers of courses")

    def __str__(self) -> str:
        return str(self.media)
