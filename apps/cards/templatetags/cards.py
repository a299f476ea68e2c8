"""Shows card text in templates: {{ card.front|trusted }}."""

from django import template

from apps.cards.rendering import trusted

register = template.Library()
register.filter("trusted", trusted)
