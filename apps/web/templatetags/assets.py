"""The style sheet and the script of a kind of page: one file each where they are built, else their sources."""

from collections.abc import Iterable

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from apps.web.assets import bundles

register = template.Library()


@register.simple_tag
def styles(kind: str) -> SafeString:
    """Return the links to the style sheets of a kind of page (apps/web/assets/bundles.py)."""
    names = [bundles.built_sheet(kind)] if settings.BUILT else map(bundles.sheet_path, bundles.SHEETS[kind])
    return _elements('<link rel="stylesheet" href="{}">', names)


@register.simple_tag
def scripts(kind: str) -> SafeString:
    """Return its scripts."""
    names = [bundles.built_script(kind)] if settings.BUILT else map(bundles.script_path, bundles.SCRIPTS[kind])
    return _elements('<script type="module" src="{}"></script>', names)


@register.simple_tag
def fonts() -> SafeString:
    """Return the links that load the fonts of every page before the style sheet asks for them."""
    return _elements('<link rel="preload" href="{}" as="font" type="font/woff2" crossorigin>', bundles.FONTS)


def _elements(element: str, names: Iterable[str]) -> SafeString:
    return format_html_join("\n", element, ((static(name),) for name in names))
