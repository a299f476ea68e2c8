"""The pages of a list that its pager links to."""

from collections.abc import Iterator

from django import template
from django.core.paginator import Page

register = template.Library()


@register.filter
def linked_pages(page: Page) -> Iterator[int | str]:
    """Return the numbers of the first page, the last one and those around this one; an ellipsis stands for others."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
