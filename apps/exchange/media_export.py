"""The pictures and sounds of a deck, as files that go with it."""

from collections.abc import Collection, Mapping
from functools import partial

from django.utils.translation import gettext as _

from apps.cards.media import media_storage
from apps.cards.models import Deck, DeckMedia
from apps.formats.import_source import Files


class MissingPicture(Exception):
    """A picture or sound of a deck is not in its storage; the text names it."""


def media_of(deck: Deck, names: Collection[str] | None = None) -> Files:
    """Return the pictures and sounds of a deck; with `names`, only those. Raises MissingPicture."""
    held = DeckMedia.objects.filter(deck=deck).select_related("media").order_by("name")
    files = {each.name: each.media.file_name for each in held if names is None or each.name in names}
    return files_of(files)


def files_of(files: Mapping[str, str]) -> Files:
    """Return stored files by other names, as what reads each. Raises MissingPicture."""
    for name, file_name in files.items():
        if not media_storage.exists(file_name):
            message = _("The picture or sound “%(name)s” is missing. Add it to the deck again, then export.")
            raise MissingPicture(message % {"name": name})
    return {name: partial(media_storage.read, file_name) for name, file_name in files.items()}
