"""How much a file of a deck may hold that is no package. Nothing in a file is believed about its own size."""

from apps.cards.models import FIELD_LIMIT, LABEL_LIMIT, TAGS_LIMIT

MB = 1_000_000
MOST_BYTES = 50 * MB  # of a file
MOST_UPLOADED = 100 * MB  # of what is sent: packages hold pictures
MOST_NOTES = 100_000
MOST_IN_FIELD = FIELD_LIMIT  # characters
MOST_IN_LABEL = LABEL_LIMIT
MOST_IN_TAGS = TAGS_LIMIT
MOST_IN_TITLE = 200
MOST_IN_CREDIT = 500
MOST_IN_GUID = 64
MOST_LABELS = 1_000  # of a section
MOST_SECTIONS = 1_000
MOST_COLUMNS = 100
MOST_ROWS = 200_000  # also empty ones
MOST_LINES = 1_000_000  # of a file in Markdown
MOST_CELLS = 2_000_000
