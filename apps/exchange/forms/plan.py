"""What a person may still choose as they confirm an import of decks."""

from collections.abc import Mapping
from dataclasses import replace

from django import forms
from django.conf.global_settings import LANGUAGES
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from apps.exchange.forms.table import ENCODING_CHOICES
from apps.exchange.importing.report import Report
from apps.exchange.uploads import Upload
from apps.formats.text.decode import ENCODINGS
from apps.web.translation import translate_message

MORE_LANGUAGES = {  # that are guessed, and that Django does not list
    "am": gettext_lazy("Amharic"),
    "bo": gettext_lazy("Tibetan"),
    "gu": gettext_lazy("Gujarati"),
    "la": gettext_lazy("Latin"),
    "lo": gettext_lazy("Lao"),
    "si": gettext_lazy("Sinhala"),
}


class PlanForm(forms.Form):
    """The language of the decks, the encoding of a text, and whether its owner studies them from now on."""

    language = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Language"),
        widget=forms.Select(attrs={"translate": "no"}),  # the names of languages are Django's
        help_text=gettext_lazy("It decides hyphenation, fonts and how the cards are read aloud."),
    )
    encoding = forms.ChoiceField(required=False, label=gettext_lazy("Encoding"))
    add_to_review = forms.BooleanField(required=False, label=gettext_lazy("Add to my daily review"))

    def __init__(self, data: Mapping[str, object] | None, upload: Upload, report: Report) -> None:
        initial = {"language": upload.language, "encoding": upload.encoding, "add_to_review": True}
        super().__init__(data, initial=initial)
        self._upload = upload
        if report.decks:
            found = "" if upload.language else _language_of(report)
            self._set_choices("language", [("", found or _("Automatic")), *_languages(report, upload)])
        else:
            del self.fields["language"]
        if report.reading.encoding and upload.options is None:
            found = "" if upload.encoding else _detected(translate_message(ENCODINGS[report.reading.encoding]))
            self._set_choices("encoding", [("", found or _("Automatic")), *ENCODING_CHOICES])
        else:
            del self.fields["encoding"]
        if not report.decks or upload.course:
            del self.fields["add_to_review"]

    def _set_choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def upload(self) -> Upload:
        """Return the upload with what was chosen, once the form is valid."""
        return replace(self._upload, **self.cleaned_data)


def _language_of(report: Report) -> str:
    """Return the choice of the languages that the decks have."""
    tags = {deck.language for deck in report.decks}
    return _("Each deck’s own") if len(tags) > 1 else _detected(language_name(next(iter(tags), "")))


def _detected(name: str) -> str:
    return _("Automatic: %(name)s") % {"name": name}


def _languages(report: Report, upload: Upload) -> list[tuple[str, str]]:
    """Return the languages to choose from, by their names."""
    listed = {_as_written(tag) for tag, _name in LANGUAGES} | MORE_LANGUAGES.keys()
    tags = listed | ({deck.language for deck in report.decks} | {upload.language}) - {""}
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
