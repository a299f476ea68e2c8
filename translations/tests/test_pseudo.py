import re

import pytest
from django.test import override_settings
from django.utils import translation
from django.utils.translation import gettext, ngettext, pgettext

from translations import pseudo


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pseudo")
    pseudo.write(folder)
    return folder


@pytest.fixture(params=["en-xa", "ar-xb"])
def language(request, folder):
    languages = [("en", "English"), (request.param, "Pseudo")]
    with override_settings(LANGUAGES=languages, LOCALE_PATHS=[folder]), translation.override(request.param):
        yield request.param


def test_a_text_gets_accents_and_grows_by_a_third():
    text = "Everything in this file is already here"
    assert not re.search("[a-zA-Z]", pseudo.accented(text))
    assert 1.2 < len(pseudo.accented(text)) / len(text) < 1.5


@pytest.mark.parametrize(
    "stays",
    [
        "%(name)s",
        "%(share).1f",
        "%s",
        "%%",
        "{count}",
        "{0}",
        "{{c1::answer}}",
        '<a href="%(url)s">',
        "&amp;",
        "https://a.example/b",
        "a@b.example",
    ],
)
@pytest.mark.parametrize("change", [pseudo.accented, pseudo.right_to_left])
def test_placeholders_tags_entities_and_addresses_stay(change, stays):
    changed = change(f"Before {stays} after")
    assert stays in changed
    assert not re.search("[a-zA-Z]", changed.replace(stays, ""))


def test_from_right_to_left_each_word_says_so():
    assert pseudo.right_to_left("a %(x)s b") == "\u202eåå\u202c %(x)s \u202eƀ\u202c"


def test_the_languages_have_their_direction(language):
    assert translation.get_language_bidi() is (language == "ar-xb")


def test_the_sentences_of_packages_are_translated(language):
    for text in (gettext("This field is required."), gettext("Forgot your password?"), pgettext("alt. month", "May")):
        assert not re.search("[a-zA-Z]", text)


def test_the_singular_has_its_form(language):
    one, many = (ngettext("%(num)d minute", "%(num)d minutes", number) for number in (1, 2))
    assert one == pseudo.TRANSLATE[language]("%(num)d minute")
    assert many == pseudo.TRANSLATE[language]("%(num)d minutes")
