"""What a person may still choose as they confirm an import of decks."""

from collections.abc import Mapping
from dataclasses import replace

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.cards.languages import language_choices, language_name
from apps.exchange.forms.table import ENCODING_CHOICES
from apps.exchange.importing.report import Report
from apps.exchange.uploads import Upload
from apps.formats.text.decode import ENCODINGS
from apps.web.translation import translate_message


class PlanForm(forms.Form):
    """The language of decks, a text's encoding, whether schedules are imported, and whether the decks are studied."""

    language = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Language"),
        widget=forms.Select(attrs={"translate": "no"}),  # the names of languages are Django's
        help_text=gettext_lazy("It decides hyphenation, fonts and how the cards are read aloud."),
    )
    encoding = forms.ChoiceField(required=False, label=gettext_lazy("Encoding"))
    with_schedule = forms.BooleanField(required=False, label=gettext_lazy("Import my schedule and history"))
    add_to_review = forms.BooleanField(required=False, label=gettext_lazy("Add to my daily review"))

    def __init__(self, data: Mapping[str, object] | None, upload: Upload, report: Report) -> None:
        initial = {"language": upload.language, "encoding": upload.encoding, "add_to_review": True}
        initial["with_schedule"] = upload.with_schedule
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
        self.fields["with_schedule"].help_text = report.schedule_notice
        if not report.schedules:
            del self.fields["with_schedule"]
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
    return language_choices({deck.language for deck in report.decks} | {upload.language})
