"""The time zones of this machine."""

from functools import cache
from zoneinfo import available_timezones

REGIONS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
NOWHERE = {"Factory", "localtime"}  # names without a place or a promise

type Choice = tuple[str, str]


@cache
def names() -> frozenset[str]:
    """Return every IANA zone; kept, because looking for them reads hundreds of files."""
    return frozenset(available_timezones() - NOWHERE)


def choices() -> list[Choice | tuple[str, list[Choice]]]:
    """Return the zones for a select: UTC, the regions of the world, then older names that browsers may tell."""
    regions = [(region, _places(region)) for region in REGIONS]
    listed = {name for _, places in regions for name, _ in places} | {"UTC"}
    return [("UTC", "UTC"), *regions, ("Other names", [(name, _words(name)) for name in sorted(names() - listed)])]


def _places(region: str) -> list[Choice]:
    return [
        (name, _words(name.removeprefix(f"{region}/"))) for name in sorted(names()) if name.startswith(f"{region}/")
    ]


def _words(name: str) -> str:
    return name.replace("_", " ").replace("/", ", ")
