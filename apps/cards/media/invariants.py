"""What must always be true of pictures and sounds: each row has its file, and each file is what its name says.

Each check yields a sentence for every one that breaks it. They only read.
"""

from collections.abc import Iterator

from apps.cards.media import media_storage
from apps.cards.models import Media
from apps.web.keyset import in_pieces
from apps.web.storage import MissingFile, sha256


def rows_have_their_files() -> Iterator[str]:
    """Each picture or sound that a row names is in the storage."""
    there = {file.name for file in media_storage.stored_files()}
    for media in in_pieces(Media.objects.all()):
        if media_storage.storage_name(media.file_name) not in there:
            yield f"Picture or sound {media.pk} has no file {media.file_name}. Bring it back from a backup."


def files_are_what_they_were() -> Iterator[str]:
    """The hash of each file is its name; this reads all of them."""
    for media in in_pieces(Media.objects.all()):
        try:
            with media_storage.local_copy(media.file_name) as path:
                digest = sha256(path)
        except MissingFile:  # the other check tells
            continue
        if digest != media.sha256:
            yield f"The file {media.file_name} is damaged. Bring it back from a backup."


CHECKS = (rows_have_their_files,)
CHECKS_OF_CONTENT = (files_are_what_they_were,)
