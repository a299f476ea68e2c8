"""Translates the messages of code without Django into the active language."""

from django.utils.formats import number_format
from django.utils.functional import lazy
from django.utils.translation import gettext, ngettext

from apps.formats.messages import Message, Parameter
from apps.formats.problems import ImportProblem


def translate_message(message: Message) -> str:
    """Return a sentence in the active language, with its numbers as that language writes them."""
    if message.plural:
        return message.fill(ngettext(message.template, message.plural, message.count), _localize)
    return message.fill(gettext(message.template), _localize)


translate_lazy = lazy(translate_message, str)


def translate_error(error: Exception) -> str:
    """Return what an error tells a person: the translated sentence of a problem with a file, others as they are."""
    return translate_message(error.sentence) if isinstance(error, ImportProblem) else str(error)


def _localize(parameter: Parameter) -> str:
    if isinstance(parameter, Message):
        return translate_message(parameter)
    return number_format(parameter, force_grouping=True) if isinstance(parameter, int) else parameter
