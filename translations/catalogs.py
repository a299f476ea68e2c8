"""Catalogs on disk: locale/<language>/LC_MESSAGES/django.po, which people translate, and the .mo that Django reads."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation import to_locale

from translations.extract import ROOT, template

__all__ = ["ROOT", "compile_catalog", "file_of", "read", "update"]
NO_DATE = datetime.fromtimestamp(0, UTC)
# Of the header: what would change with every run, and what nobody filled in.
NOISE = re.compile(
    rb'^"(?:POT-Creation-Date|PO-Revision-Date|Generated-By|Report-Msgid-Bugs-To|Last-Translator|Language-Team): .*\n',
    re.MULTILINE,
)


def file_of(folder: Path, language: str) -> Path:
    """Return where the sentences of a language are."""
    return folder / to_locale(language) / "LC_MESSAGES" / "django.po"


def update(folder: Path, languages: Iterable[str]) -> None:
    """Bring each language's .po up to date with the source and compile it; what was translated stays."""
    sentences = template()
    for language in languages:
        po = file_of(folder, language)
        catalog = read(po) if po.exists() else _new(language)
        catalog.update(sentences, no_fuzzy_matching=True)
        _write(catalog, po)


def _new(language: str) -> Catalog:
    header = f"# {language}: the sentences of Ditcards. Written by `make messages`; translate what is in msgstr."
    return Catalog(Locale.parse(to_locale(language)), project="Ditcards", header_comment=header, fuzzy=False)


def read(po: Path) -> Catalog:
    """Read a catalog."""
    with po.open("rb") as file:
        return read_po(file)


def compile_catalog(catalog: Catalog, po: Path) -> None:
    """Write the .mo beside a .po, without the date of the day, so that the same sentences make the same file."""
    catalog.creation_date = NO_DATE
    po.parent.mkdir(parents=True, exist_ok=True)
    with po.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalog)


def _write(catalog: Catalog, po: Path) -> None:
    compile_catalog(catalog, po)
    text = BytesIO()
    write_po(text, catalog, width=120, include_lineno=False, sort_by_file=True, ignore_obsolete=True)
    po.write_bytes(NOISE.sub(b"", text.getvalue()))
