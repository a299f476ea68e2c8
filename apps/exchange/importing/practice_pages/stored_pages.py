"""A practice page of an upload between two requests: as JSON, so that no request reads the file again."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from apps.formats.practice_page.records import Item, Page, Part


def to_dict(page: Page) -> dict[str, Any]:
    """Return what a page holds, without its warnings, which its report has."""
    return asdict(replace(page, warnings=()))


def from_dict(data: Mapping[str, Any]) -> Page:
    """Return the page of which `to_dict` and JSON made this."""
    return Page(**{**data, "parts": tuple(map(_part, data["parts"])), "warnings": ()})


def _part(data: Mapping[str, Any]) -> Part:
    items = tuple(Item(**item) for item in data["items"])
    return Part(**{**data, "labels": tuple(data["labels"]), "items": items})
