"""The list of time zones in a form."""

from functools import cache
from typing import Any

from django import forms
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from apps.accounts import time_zones


class TimeZoneSelect(forms.Select):
    """A select whose 600 options are rendered once a language: for each person, only one is marked."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """Return the list with the person's zone selected."""
        attributes = self.build_attrs(self.attrs, attrs)
        html = _rendered(name, tuple(attributes.items()), get_language())
        option = f'<option value="{conditional_escape(value)}"'
        return SafeString(html.replace(f"{option}>", f"{option} selected>", 1))


@cache
def _rendered(name: str, attributes: tuple[tuple[str, Any], ...], _language: str | None) -> str:
    return forms.Select(choices=time_zones.choices()).render(name, None, dict(attributes))
