"""Slugs of decks: for a title, and which are free."""

from collections.abc import Collection, Iterator
from itertools import chain, count

from django.utils.text import slugify

from apps.cards.models import Deck
from apps.formats.limits import MAX_SLUG_LENGTH
from apps.web import reserved_slugs


def slug_of(name: str) -> str:
    """Return a slug for a title or a file's name; empty for one without a Latin letter or a digit."""
    return slugify(name)[:MAX_SLUG_LENGTH].strip("-")


def is_taken(slug: str) -> bool:
    """Whether no further deck can have the slug; one that may still be restored keeps its own."""
    return slug in reserved_slugs.OF_DECKS or Deck.with_deleted.filter(slug=slug).exists()


def free_slug(slug: str, used: Collection[str] = ()) -> str:
    """Return the slug, or with the first number behind it that is free; those `used` are not free either."""
    numbered = (f"{slug[: MAX_SLUG_LENGTH - 8]}-{number}" for number in count(2))
    names: Iterator[str] = chain((slug,), numbered)
    return next(name for name in names if name not in used and not is_taken(name))
