"""Finds the sentences in our source: Python by Babel, templates by Django's reader of its own tags and then Babel."""

from collections.abc import Collection, Generator, Iterable, Mapping
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir, extract_python
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
ONE, PLURAL, CONTEXT = None, (1, 2), ((1, "c"), 2)
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": ONE,
    "gettext_noop": ONE,
    "ngettext_lazy": PLURAL,
    "pgettext_lazy": CONTEXT,
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# Tests assert sentences, and management commands stay English.
METHODS = [
    ("apps/*/tests/**", "ignore"),
    ("apps/*/management/**", "ignore"),
    ("**/migrations/**", "ignore"),
    ("apps/**.py", "python"),
    ("ditcards/*.py", "python"),
    ("templates/**", "translations.extract:templates"),
]


def template(root: Path = ROOT) -> Catalog:
    """Return a catalog of every sentence, each with the files that hold it and the notes for translators."""
    catalog = Catalog(project="Ditcards", fuzzy=False)
    found = extract_from_dir(root, METHODS, keywords=KEYWORDS, comment_tags=["Translators:"], strip_comment_tags=True)
    for file, _, message, comments, context in found:
        catalog.add(message, locations=[(file, 0)], auto_comments=comments, context=context)
    return catalog


def templates(
    file: IO[bytes], keywords: Mapping[str, Any], comment_tags: Collection[str], options: Mapping[str, object]
) -> Generator[Any]:
    """Read a Django template as Babel reads Python; Python's reader would stumble over its indentation."""
    source: str = templatize(file.read().decode())
    lines: Iterable[str] = (line.lstrip() for line in source.splitlines())
    yield from extract_python(BytesIO("\n".join(lines).encode()), keywords, comment_tags, {"encoding": "utf-8"})
