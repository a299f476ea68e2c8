"""Languages to choose from for a deck, by their names."""

from collections.abc import Iterable

from django.conf.global_settings import LANGUAGES
from django.utils.translation import get_language_info, gettext_lazy

MORE_LANGUAGES = {  # that are guessed, and that Django does not list
    "am": gettext_lazy("Amharic"),
    "bo": gettext_lazy("Tibetan"),
    "gu": gettext_lazy("Gujarati"),
    "la": gettext_lazy("Latin"),
    "lo": gettext_lazy("Lao"),
    "si": gettext_lazy("Sinhala"),
}


def language_choices(more: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Return the tags of languages with their names, in the order of these; `more` are listed in any case."""
    tags = {_as_written(tag) for tag, _name in LANGUAGES} | MORE_LANGUAGES.keys() | set(more) - {""}
    return sorted(((tag, language_name(tag)) for tag in tags), key=lambda choice: choice[1].casefold())


def _as_written(tag: str) -> str:
    """Return a tag with its region in capitals and its script with one: pt-BR, zh-Hans."""
    language, *others = tag.split("-")
    return "-".join((language, *(part.upper() if len(part) == 2 else part.title() for part in others)))


def language_name(tag: str) -> str:
    """Return the name of a language in the active one; a tag that is not known, as it is."""
    if tag in MORE_LANGUAGES:
        return str(MORE_LANGUAGES[tag])
    if tag.lower() not in dict(LANGUAGES):
        return tag
    return str(get_language_info(tag.lower())["name_translated"])
