"""Converters of URLs: `<row:note>`."""

from django.urls import register_converter
from django.urls.converters import IntConverter


class RowConverter(IntConverter):
    """The id of a row: no more digits than a database can hold."""

    regex = "[0-9]{1,18}"


def register() -> None:
    """Register `<row:...>` for all URLs."""
    register_converter(RowConverter, "row")
