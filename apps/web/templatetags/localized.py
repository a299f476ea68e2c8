"""Dates in formats for which Django has no filter. For numbers there is `intcomma`."""

from django import template

from apps.web import localized

register = template.Library()
register.filter("weekday_date", localized.weekday_date)
