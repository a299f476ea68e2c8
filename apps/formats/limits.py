"""How much a file of a deck may hold that is no package. Nothing in a file is believed about its own size."""

MIB = 1024 * 1024
MAX_BYTES = 50 * MIB  # of a file
MAX_UPLOAD_BYTES = 100 * MIB  # of what is sent: packages hold pictures
MAX_NOTES = 100_000
MAX_FIELD_LENGTH = 64_000  # characters of one field of a note
MAX_LABEL_LENGTH = 100  # of one choice of an exercise
MAX_TAGS_LENGTH = 500  # of all tags of a note
MAX_TITLE_LENGTH = 200
MAX_CREDIT_LENGTH = 500
MAX_GUID_LENGTH = 64
MAX_LABELS = 1_000  # of a section
MAX_SECTIONS = 1_000
MAX_COLUMNS = 100
MAX_ROWS = 200_000  # also empty ones
MAX_LINES = 1_000_000  # of a file in Markdown
MAX_CELLS = 2_000_000
