"""What an act did, in sentences."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.models import User
from apps.cards.models import Deck
from apps.library.models import BulkAct
from apps.library.services.bulk.acts import ACTS
from apps.library.services.bulk.run import running_acts
from apps.reviews.models import Schedule
from apps.web import localized
from apps.web.http import is_row_id

MAX_NAMES = 3


@dataclass(frozen=True)
class LastAct:
    """What was done last, in a sentence or two, and whether it can be undone."""

    act: BulkAct
    sentence: str
    can_be_undone: bool


def last_act(person: User, key: str, now: datetime) -> LastAct | None:
    """Return the act of the person that an address names (?done=), if it is not running and still stands."""
    act = person.bulk_acts.filter(pk=key, undone_at=None).first() if is_row_id(key) else None
    if act is None or act.pk in running_acts(person):
        return None
    return LastAct(act, outcome(act), act.can_be_undone(now))


def outcome(act: BulkAct) -> str:
    """Return what was done, and what was left out."""
    return " ".join(filter(None, [done(act, titles_of([act])), left_out(act)]))


def titles_of(acts: Iterable[BulkAct]) -> Mapping[str, str]:
    """Return the titles of the decks into which these acts of one person moved notes, by their slugs."""
    owners = {act.value: act.user_id for act in acts if act.name == "move"}
    moved_to = Deck.with_deleted.filter(owner__in=owners.values(), slug__in=owners)
    return dict(moved_to.values_list("slug", "title")) if owners else {}


def done(act: BulkAct, titles: Mapping[str, str]) -> str:
    """Return what was done, and to how many."""
    values = {"number": localized.number(act.changed), "value": _value(act, titles)}
    return SENTENCES[act.name](act.changed) % values


def left_out(act: BulkAct) -> str:
    """Return which cards or notes were left out, and why; empty where none was."""
    number = act.left_out_number
    if not number:
        return ""
    if act.name in ("suspend", "flag"):
        sentence = ngettext(
            "%(number)s card was left out, because it is in a deck that you don’t study: %(names)s.",
            "%(number)s cards were left out, because they are in decks that you don’t study: %(names)s.",
            number,
        )
    elif act.name == "move":
        sentence = ngettext(
            "%(number)s note was left out, because it is not in a deck of your own, or that deck has it already: "
            "%(names)s.",
            "%(number)s notes were left out, because they are not in a deck of your own, or that deck has them "
            "already: %(names)s.",
            number,
        )
    else:
        sentence = ngettext(
            "%(number)s note was left out, because it is not yours to change: %(names)s.",
            "%(number)s notes were left out, because they are not yours to change: %(names)s.",
            number,
        )
    names = [f"“{name}”" for name in act.left_out[:MAX_NAMES]]
    shown = localized.enumeration([*names, *["…"] * (number > len(names))])
    return sentence % {"number": localized.number(number), "names": shown}


def undone(act: BulkAct) -> str:
    """Return that an act was undone, and for how many; some may have been changed since."""
    if not act.restored:
        return _("Nothing is left to undo: it was changed back in the meantime.")
    if ACTS[act.name].of_notes:
        sentence = ngettext("Undone for %(number)s note.", "Undone for %(number)s notes.", act.restored)
    else:
        sentence = ngettext("Undone for %(number)s card.", "Undone for %(number)s cards.", act.restored)
    return sentence % {"number": localized.number(act.restored)}


def changed_notes(act: BulkAct) -> str:
    """Return the first card that was changed, with its deck, and how many more there are."""
    if not act.first_deck:
        return ""
    values = {"card": act.first_name, "deck": act.first_deck, "number": localized.number(act.changed - 1)}
    if act.changed == 1:
        return _("“%(card)s” in “%(deck)s”") % values
    return (
        ngettext(
            "“%(card)s” in “%(deck)s”, and %(number)s more",
            "“%(card)s” in “%(deck)s”, and %(number)s more",
            act.changed - 1,
        )
        % values
    )


def _value(act: BulkAct, titles: Mapping[str, str]) -> str:
    if act.name == "flag":
        return str(Schedule.Flag(int(act.value)).label)
    return titles.get(act.value, act.value) if act.name == "move" else act.value


def _flagged(number: int) -> str:
    return ngettext(
        "Set the flag of %(number)s card: %(value)s.", "Set the flag of %(number)s cards: %(value)s.", number
    )


SENTENCES: dict[str, Callable[[int], str]] = {
    "suspend": lambda number: ngettext("Suspended %(number)s card.", "Suspended %(number)s cards.", number),
    "unsuspend": lambda number: ngettext("Unsuspended %(number)s card.", "Unsuspended %(number)s cards.", number),
    "flag": _flagged,
    "tag": lambda number: ngettext(
        "Tagged %(number)s note with “%(value)s”.", "Tagged %(number)s notes with “%(value)s”.", number
    ),
    "untag": lambda number: ngettext(
        "Removed the tag “%(value)s” from %(number)s note.",
        "Removed the tag “%(value)s” from %(number)s notes.",
        number,
    ),
    "move": lambda number: ngettext(
        "Moved %(number)s note to “%(value)s”.", "Moved %(number)s notes to “%(value)s”.", number
    ),
    "restore": lambda number: ngettext("Restored %(number)s note.", "Restored %(number)s notes.", number),
    "archive": lambda number: ngettext("Archived %(number)s note.", "Archived %(number)s notes.", number),
}
