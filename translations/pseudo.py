"""Two made-up languages, from the sentences of the source and of the packages whose pages we show.

English in accented letters, a third longer: what stays plain was never marked, and what is cut off has no room for
German. And the same from right to left. Both stay readable: “[Ļööĝ ïïń]”.
"""

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog, Message
from django.apps import apps
from django.conf import locale
from django.utils.translation import to_locale

from translations import catalogs, extract

ACCENTED, RIGHT_TO_LEFT = "en-xa", "ar-xb"
LANGUAGES = [(ACCENTED, "Pseudo-language"), (RIGHT_TO_LEFT, "Pseudo-language, from right to left")]
# Not ours to change: placeholders, the blanks of a cloze, HTML's tags and entities, addresses.
KEPT = re.compile(
    r"%%|%(?:\([^)]*\))?[-+ #0]*\d*(?:\.\d+)?[a-zA-Z]|\{\{.*?\}\}|\{[^{}]*\}|<[^<>]+>|&#?\w+;|\w+://\S+|\S+@\S+",
    re.ASCII,
)
LETTERS = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", "ÅƁÇĐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽåƀçđéƒĝĥîĵķļḿñöþǫŕšţûṽŵẋýž"
)
VOWEL = re.compile("[aeiouyAEIOUY]")
ONE = {2: 0, 6: 1}  # which of so many plural forms is the singular: English has two, Arabic six
OVERRIDE, END = "\u202e", "\u202c"  # letters between them run from right to left, whatever they are


def accented(text: str) -> str:
    """Return the text in accented letters and with its vowels doubled, its placeholders and tags untouched."""
    return _between(text, _accent)


def right_to_left(text: str) -> str:
    """Return the accented text so that a browser sets its letters from right to left."""
    return _between(text, lambda part: re.sub(r"\S+", lambda word: f"{OVERRIDE}{_accent(word[0])}{END}", part))


TRANSLATE = {ACCENTED: accented, RIGHT_TO_LEFT: right_to_left}


def write(folder: Path) -> None:
    """Write the compiled catalogs of both languages into the folder."""
    messages = {
        "django.po": [*extract.template(), *_messages_of_packages("django.po")],
        "djangojs.po": [*_messages_of_packages("djangojs.po")],  # the scripts of Django's admin
    }
    for language, translate in TRANSLATE.items():
        for name, of_domain in messages.items():
            catalog = Catalog(locale=Locale.parse(to_locale(language).partition("_")[0]), fuzzy=False)
            for message in of_domain:
                _add(catalog, message, translate)
            catalogs.compile_catalog(catalog, catalogs.file_of(folder, language).with_name(name))


def _messages_of_packages(name: str) -> Iterable[Message]:
    """Read the sentences of Django and of every installed app: of its English, or else of any language it has."""
    folders = [Path(locale.__file__).parent, *(Path(app.path) / "locale" for app in apps.get_app_configs())]
    for folder in folders:
        files = sorted(folder.glob(f"*/LC_MESSAGES/{name}"))
        english = [file for file in files if file.parts[-3] == "en"]
        for file in (english or files)[:1]:
            yield from catalogs.read(file)


def _add(catalog: Catalog, message: Message, translate: Callable[[str], str]) -> None:
    """Add a message with its translation; of an earlier one with the same key the first stays."""
    if not message.id or catalog.get(message.id, message.context):
        return
    string: str | tuple[str, ...]
    if isinstance(message.id, str):
        string = translate(message.id)
    else:
        one, many = map(translate, message.id)
        string = tuple(one if form == ONE[catalog.num_plurals] else many for form in range(catalog.num_plurals))
    catalog.add(message.id, string, context=message.context)


def _between(text: str, change: Callable[[str], str]) -> str:
    """Change the text between what must stay."""
    parts, kept = KEPT.split(text), KEPT.findall(text)
    return "".join(change(part) + stays for part, stays in zip(parts, [*kept, ""], strict=True))


def _accent(text: str) -> str:
    return VOWEL.sub(lambda vowel: vowel[0] * 2, text).translate(LETTERS)
