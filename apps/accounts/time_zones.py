"""The time zones that this machine knows."""

from functools import cache
from zoneinfo import available_timezones

from django.utils.translation import gettext as _

REGIONS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
NO_PLACE = {"Factory", "localtime"}  # not the same everywhere

type Choice = tuple[str, str]
type Group = tuple[str, list[Choice]]


@cache
def names() -> frozenset[str]:
    """Return every IANA zone; cached, because finding them reads hundreds of files."""
    return frozenset(available_timezones() - NO_PLACE)


def choices() -> list[Choice | Group]:
    """Return the zones for a select: UTC, the regions of the world, then older names that browsers may send."""
    regions: list[Group] = [(region, _zones_in(region)) for region in REGIONS]
    listed = {name for _region, zones in regions for name, _label in zones} | {"UTC"}
    others = [(name, _zone_label(name)) for name in sorted(names() - listed)]
    return [("UTC", "UTC"), *regions, (_("Other names"), others)]


def _zones_in(region: str) -> list[Choice]:
    prefix = f"{region}/"
    return [(name, _zone_label(name.removeprefix(prefix))) for name in sorted(names()) if name.startswith(prefix)]


def _zone_label(name: str) -> str:
    return name.replace("_", " ").replace("/", ", ")
