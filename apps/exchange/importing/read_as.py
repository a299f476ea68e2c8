"""What a file was taken for, in words."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.exchange.forms.table import SEPARATORS
from apps.formats.import_source import Reading
from apps.formats.tables.columns import ROLES
from apps.formats.text.decode import ENCODINGS
from apps.web.localized import enumeration
from apps.web.translation import translate_message

FORMATS = {
    "package": gettext_lazy("An Anki package"),
    "table": gettext_lazy("A table"),
    "markdown": "Markdown",
    "page": gettext_lazy("A web page"),
    "json": "JSON",
    "pdf": gettext_lazy("A PDF with a deck in it"),
    "org": gettext_lazy("An Org file"),
    "notebook": gettext_lazy("A notebook"),
    "mnemosyne_xml": gettext_lazy("XML of Mnemosyne"),
    "supermemo_xml": gettext_lazy("XML of SuperMemo"),
    "mnemosyne": gettext_lazy("Mnemosyne cards"),
    "clippings": gettext_lazy("Kindle clippings"),
    "zip": gettext_lazy("A zip with a deck in it"),
}


def described(reading: Reading) -> list[tuple[str, str]]:
    """Return what a file was taken for, as pairs of a label and a value."""
    return list(_pairs(reading))


def _pairs(reading: Reading) -> Iterator[tuple[str, str]]:
    if reading.format:
        yield _("Read as"), str(FORMATS.get(reading.format, reading.format))
    if reading.separator:
        yield _("Separator"), str(SEPARATORS.get(reading.separator, reading.separator))
    if reading.encoding:
        yield _("Encoding"), translate_message(ENCODINGS[reading.encoding])
    if reading.columns:
        yield _("Columns"), enumeration(translate_message(ROLES[role]) for role in reading.columns)
