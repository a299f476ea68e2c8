"""Compares what is pinned and vendored here with a stored list of known advisories: `advisories PyPI.zip npm.zip`.

A list is a folder or a zip of records in OSV's format, one JSON file each, as databases of advisories offer them for
download. Nothing is fetched: whoever runs this decides where the lists come from and how new they are. Exits with
status 1 where an advisory concerns a version that is used here.
"""

import json
import re
import sys
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

PINNED = re.compile(r"^([A-Za-z0-9][\w.\-\[\],]*==[^\\\n;]+)", re.MULTILINE)
VENDORED = re.compile(r"^\| `[^`]+` \| \S+ (\S+), .* npm package `([^`]+)`", re.MULTILINE)
COMPARABLE = ("ECOSYSTEM", "SEMVER")  # the third kind of range has commits

type Record = dict[str, Any]


@dataclass(frozen=True, order=True)
class Component:
    """A package in one version, named as its ecosystem names it."""

    ecosystem: str
    name: str
    version: str


def main(paths: list[str]) -> None:
    """Print the advisories that concern us, and how many were read."""
    if not paths:
        raise SystemExit(
            "ADVISORIES is empty. Name folders or zips of advisories in OSV's format: "
            'make advisories ADVISORIES="PyPI.zip npm.zip"'
        )
    records = [record for path in paths for record in records_in(Path(path))]
    if not records:
        raise SystemExit(f"ADVISORIES names no list: there is no JSON file in {' or '.join(paths)}.")
    found = [(component, record) for component in components(Path()) for record in concerning(component, records)]
    for component, record in found:
        aliases = ", ".join(record.get("aliases", ()))
        print(f"{component.name} {component.version}: {record['id']} ({aliases}) {record.get('summary', '')}")
    newest = max(record["modified"] for record in records)
    print(f"{len(found)} of {len(records)} advisories concern what is used here; the newest is of {newest[:10]}.")
    raise SystemExit(bool(found))


def components(root: Path) -> list[Component]:
    """Return every package that is pinned in requirements/ or vendored in static/vendor/."""
    pinned = {
        Component("PyPI", canonicalize_name(requirement.name), str(requirement.specifier).removeprefix("=="))
        for file in root.glob("requirements/*.txt")
        for requirement in map(Requirement, PINNED.findall(file.read_text()))
    }
    listed = (root / "static/vendor/README.md").read_text()
    return sorted(pinned | {Component("npm", name, version) for version, name in VENDORED.findall(listed)})


def records_in(path: Path) -> Iterator[Record]:
    """Yield the records of a folder or a zip. Ends with a sentence where there is none."""
    try:
        for name, content in _files_in(path):
            record = json.loads(content)
            if not {"id", "modified"} <= record.keys():
                raise SystemExit(f"{name} in {path} is no advisory in OSV's format: it has no id, or no date.")
            yield record
    except (OSError, zipfile.BadZipFile, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise SystemExit(f"ADVISORIES names {path}, which cannot be read: {error}") from error


def _files_in(path: Path) -> Iterator[tuple[str, bytes]]:
    if path.is_dir():
        for file in sorted(path.rglob("*.json")):
            yield file.name, file.read_bytes()
        return
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.endswith(".json"):
                yield name, archive.read(name)


def concerning(component: Component, records: Iterable[Record]) -> Iterator[Record]:
    """Yield the records that say that this version is affected, and those that do not say it in readable versions."""
    for record in records:
        if "withdrawn" not in record and any(_affects(each, component) for each in record.get("affected", ())):
            yield record


def _affects(affected: Record, component: Component) -> bool:
    package = affected.get("package", {})
    if package.get("ecosystem") != component.ecosystem or _name(package) != component.name:
        return False
    if component.version in affected.get("versions", ()):
        return True
    ranges = (each for each in affected.get("ranges", ()) if each["type"] in COMPARABLE)
    return any(_is_within(Version(component.version), each["events"]) for each in ranges)


def _name(package: Record) -> str:
    name: str = package["name"]
    return canonicalize_name(name) if package["ecosystem"] == "PyPI" else name


def _is_within(version: Version, events: list[dict[str, str]]) -> bool:
    """Whether the last event at or before a version leaves it affected; also where an event's version is no version."""
    try:
        before = [event for event in sorted(events, key=_when) if _when(event)[0] <= version]
    except InvalidVersion:
        return True
    if not before:
        return False
    last = before[-1]
    return "introduced" in last or ("last_affected" in last and _when(last)[0] == version)


def _when(event: dict[str, str]) -> tuple[Version, bool]:
    """Return the version of an event; of two at one version, the range that begins there counts."""
    [(kind, version)] = event.items()
    return Version("0.dev0" if version == "0" else version), kind == "introduced"


if __name__ == "__main__":
    main(sys.argv[1:])
