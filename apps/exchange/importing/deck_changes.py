"""What an import changes of a deck around its notes: its credits and its sections."""

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.exchange.importing.report import ReportLine
from apps.exchange.importing.targets import TargetDeck

CREDIT_CHANGES: dict[str, Promise] = {
    "language": gettext_lazy("Its language changes from “%(old)s” to “%(new)s”."),
    "licence": gettext_lazy("Its license changes from “%(old)s” to “%(new)s”."),
    "attribution": gettext_lazy("Its attribution changes from “%(old)s” to “%(new)s”."),
    "source_url": gettext_lazy("Its source changes from “%(old)s” to “%(new)s”."),
}


def surroundings(target: TargetDeck) -> Iterator[str]:
    """Yield in sentences what changes around the notes of a deck that is here already."""
    if target.deck.pk is not None:
        yield from (str(ReportLine(target.deck.title, sentence)) for sentence in _sentences(target))


def stored(target: TargetDeck) -> Iterator[object]:
    """Yield what is stored now of all that the import would change around the notes, and by what it is replaced.

    The language is replaced by the one that is chosen as the import is confirmed.
    """
    yield target.deck.language
    credits = ((name, new) for name, new in target.changed.items() if name != "language")
    yield [(name, getattr(target.deck, name), new) for name, new in credits]
    yield [(change.section.pk, change.stored) for change in target.changed_sections]
    yield [section.title for section in target.new_sections]


def _sentences(target: TargetDeck) -> Iterator[str]:
    for name, new in target.changed.items():
        yield str(CREDIT_CHANGES[name]) % {"old": getattr(target.deck, name), "new": new}
    for change in target.changed_sections:
        yield _("The texts or labels of the section “%(section)s” change.") % {"section": change.section.title}
    for section in target.new_sections:
        yield _("The section “%(section)s” is added.") % {"section": section.title}
