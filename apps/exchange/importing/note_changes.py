"""What becomes of a note that changes: its question and answer word by word, the rest in sentences."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from apps.cards.comparing.text_diff import difference
from apps.cards.kinds.registry import BY_NAME
from apps.exchange.importing.report import NoteDiff
from apps.web.translation import translate_message


def change_of_texts(old: Mapping[str, Any], new: Mapping[str, Any], moves_to: str = "") -> NoteDiff:
    """Return the change from a note's stored values to new ones; `moves_to` is the title of another section."""
    return NoteDiff(
        difference(old["front"], new["front"]),
        difference(old["back"], new["back"]),
        list(_other_changes(old, new, moves_to)),
    )


def _other_changes(old: Mapping[str, Any], new: Mapping[str, Any], moves_to: str) -> Iterator[str]:
    if old["archived"] and not new["archived"]:
        yield _("It is restored from the archive.")
    if new["archived"] and not old["archived"]:
        yield _("It is archived.")
    if moves_to:
        yield _("It moves to “%(section)s”.") % {"section": moves_to}
    if old["label"] != new["label"]:
        yield _("Its correct label changes from %(old)s to %(new)s.") % {
            "old": _quoted(old["label"]),
            "new": _quoted(new["label"]),
        }
    if old["kind"] != new["kind"]:
        kinds = {"old": _kind(old["kind"]), "new": _kind(new["kind"])}
        yield _("Its kind changes from “%(old)s” to “%(new)s”.") % kinds
    if old["extra"] != new["extra"]:
        yield _("The text below its answer changes.")
    if old["tags"] != new["tags"]:
        yield _("Its tags become: %(tags)s.") % {"tags": new["tags"].strip() or _("none")}


def _quoted(label: str) -> str:
    return _("“%(label)s”") % {"label": label} if label else _("none")


def _kind(kind: str) -> str:
    return translate_message(BY_NAME[kind].label)
