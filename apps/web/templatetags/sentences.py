"""Translates the messages of code without Django into the active language."""

from django import template

from apps.web.translation import translate_message

register = template.Library()
register.filter("translated", translate_message)
