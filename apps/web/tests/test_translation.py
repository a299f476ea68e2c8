import pytest
from django.template import Context, Template
from django.utils import translation

from apps.formats.messages import gettext as _
from apps.formats.messages import ngettext
from apps.formats.problems import Code, ImportProblem, ImportWarning, Place
from apps.web.translation import translate_error, translate_message

GERMAN = {"{place}: {message}": "{place} – {message}", "Row {row}": "Zeile {row}", "Damaged.": "Beschädigt."}


@pytest.fixture
def german(monkeypatch):
    monkeypatch.setattr("apps.web.translation.gettext", lambda text: GERMAN.get(text, text))
    monkeypatch.setattr("apps.web.translation.ngettext", lambda one, many, count: f"{{count}} von {count} ({many})")
    with translation.override("de"):
        yield


def test_a_sentence_is_translated_with_all_that_is_in_it(german):
    warning = ImportWarning(_("Damaged."), Place(row=1_300))
    assert translate_message(warning.sentence) == "Zeile 1300 – Beschädigt."
    template = Template("{% load sentences %}{{ warning.sentence|translated }}")
    assert template.render(Context({"warning": warning})) == "Zeile 1300 – Beschädigt."


def test_numbers_are_written_as_the_language_does(german):
    assert translate_message(ngettext("{count} note", "{count} notes", 1_300)) == "1.300 von 1300 (1.300 notes)"


def test_errors_are_shown_in_a_sentence(german):
    assert translate_error(ImportProblem(Code.DAMAGED, _("Damaged."))) == "Beschädigt."
    assert translate_error(ValueError("Too many jobs.")) == "Too many jobs."
