"""How a package of Anki is laid out: the names of its members, and what divides texts of its database."""

MODERN = "collection.anki21b"
COLLECTIONS = (MODERN, "collection.anki21", "collection.anki2")  # the last is a dummy in newer packages
MAP = "media"  # of the names of the media, which are stored under numbers
BETWEEN_FIELDS = "\x1f"
LEVELS = "::"  # between the names of a deck and of the decks in it
