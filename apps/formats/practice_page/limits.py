"""How much the reader of practice pages takes on. Pure."""

MAX_BYTES = 2_000_000  # of a page
MAX_ZIP_BYTES = 20_000_000
MAX_FILES = 5_000  # in a zip, of any kind
MAX_INFLATED_BYTES = 100_000_000  # bytes of all pages of a zip together
MAX_TAGS = 40_000  # of an HTML page
MAX_DEPTH = 100  # tags in each other


def megabytes(count: int) -> str:
    """Return a number of bytes in words."""
    return f"{count / 1_000_000:g} MB"
