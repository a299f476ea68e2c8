"""How much the reader of practice pages takes on. Pure."""

MOST_BYTES = 2_000_000  # of a page
MOST_BYTES_OF_ZIP = 20_000_000
MOST_FILES = 5_000  # in a zip, of any kind
MOST_INFLATED = 100_000_000  # bytes of all pages of a zip together
MOST_TAGS = 40_000  # of an HTML page
MOST_DEEP = 100  # tags in each other


def megabytes(count: int) -> str:
    """Return a number of bytes in words."""
    return f"{count / 1_000_000:g} MB"
