"""Shows sentences of code that knows no Django in the reader's language."""

from django import template

from apps.web.translation import translate_message

register = template.Library()
register.filter("translated", translate_message)
