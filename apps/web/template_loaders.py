"""Templates without the indentation of their lines: a third of a page, and nobody sees it.

Lines stay, so that an error names the right one; and so does all in `pre`, `textarea` and scripts, where spaces are
seen, and in sentences that are looked up for translation.
"""

import re

from django.template import Origin
from django.template.loaders import app_directories, filesystem

KEPT = re.compile(
    r"""(<(?P<element>pre|textarea|script|style)\b.*?</(?P=element)\s*>
    |{%\s*(?P<tag>blocktrans(?:late)?|verbatim)\b.*?{%\s*end(?P=tag)\b.*?%})""",
    re.DOTALL | re.IGNORECASE | re.VERBOSE,
)
INDENTATION = re.compile(r"\n[ \t]+")


def unindented(text: str) -> str:
    """Return the HTML template without what indents its lines."""
    parts, end = [], 0
    for kept in KEPT.finditer(text):
        parts += [INDENTATION.sub("\n", text[end : kept.start()]), kept[0]]
        end = kept.end()
    return "".join(parts) + INDENTATION.sub("\n", text[end:])


class _Unindented:
    """Reads templates of pages so."""

    def get_contents(self, origin: Origin) -> str:
        """Return the text of the template."""
        text: str = super().get_contents(origin)  # type: ignore[misc]  # of the loader beside it
        return unindented(text) if origin.name.endswith(".html") else text


class FilesystemLoader(_Unindented, filesystem.Loader):
    """Django's, for the project's templates."""


class AppDirectoriesLoader(_Unindented, app_directories.Loader):
    """Django's, for those of packages."""
