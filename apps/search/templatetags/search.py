"""What a box for a search needs to know of the search language."""

from django import template

from apps.search.grammar import MAX_LENGTH

register = template.Library()


@register.simple_tag
def max_search_length() -> int:
    """Return how many characters a search may have."""
    return MAX_LENGTH
