from datetime import UTC, datetime
from io import BytesIO

import pytest
from babel.messages.catalog import Catalog
from django.conf import settings

from translations import catalogs, extract

PAGE = """{% load i18n %}
<ul>
    <li title="{% translate 'Don’t (stop' %}">{{ _("Hello") }}</li>
  <li>
    {% blocktranslate trimmed count number=cards with day=x|date %}
      {{ number }} card on {{ day }}
    {% plural %}
      {{ number }} cards on {{ day }}, 50%
    {% endblocktranslate %}
  </li>
      {% translate "May" context "month" %}
</ul>
"""
MODULE = """
from x import N_, _, gettext_lazy, ngettext_lazy, pgettext_lazy
one = _("One"), N_("Two"), gettext_lazy("Three"), _("Four {name}", name=name)
many = ngettext_lazy("%(count)d card", "%(count)d cards", "count"), pgettext_lazy("month", "May"), f("Not this")
"""


@pytest.fixture
def source(tmp_path):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(PAGE, encoding="utf-8")
    for folder in ("apps/cards", "apps/cards/tests", "apps/cards/management/commands"):
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
        text = MODULE if folder == "apps/cards" else f'_("in {folder}")'
        (tmp_path / folder / "module.py").write_text(text, encoding="utf-8")
    return tmp_path


def ids(catalog):
    return {(message.context, message.id) for message in catalog if message.id}


def test_sentences_of_templates_and_of_python_are_found(source):
    assert ids(extract.template(source)) == {
        (None, "Don’t (stop"),
        (None, "Hello"),
        (None, ("%(number)s card on %(day)s", "%(number)s cards on %(day)s, 50%%")),
        ("month", "May"),
        (None, "One"),
        (None, "Two"),
        (None, "Three"),
        (None, "Four {name}"),
        (None, ("%(count)d card", "%(count)d cards")),
    }


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_a_catalog_holds_exactly_the_sentences_of_the_source(language):
    catalog = catalogs.read(catalogs.file_of(catalogs.ROOT / "locale", language))
    assert ids(catalog) == ids(extract.template()), "run `make messages`, and commit locale/"


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_what_django_reads_is_what_people_translated(tmp_path, language):
    po, compiled = catalogs.file_of(catalogs.ROOT / "locale", language), tmp_path / "django.po"
    catalogs.compile_catalog(catalogs.read(po), compiled)
    same = compiled.with_suffix(".mo").read_bytes() == po.with_suffix(".mo").read_bytes()
    assert same, "run `make messages`, and commit locale/"


def test_an_update_keeps_what_was_translated_and_compiles_it(tmp_path, monkeypatch, source):
    monkeypatch.setattr(catalogs, "template", lambda: extract.template(source))
    catalogs.update(tmp_path, ["de"])
    po = catalogs.file_of(tmp_path, "de")
    text = po.read_text(encoding="utf-8")
    po.write_text(text.replace('msgid "Hello"\nmsgstr ""', 'msgid "Hello"\nmsgstr "Hallo"'), encoding="utf-8")
    catalogs.update(tmp_path, ["de"])
    assert catalogs.read(po)["Hello"].string == "Hallo"
    assert b"Hallo" in po.with_suffix(".mo").read_bytes()
    before = po.read_bytes()
    catalogs.update(tmp_path, ["de"])
    assert po.read_bytes() == before
    assert b"Date:" not in before


def test_the_same_sentences_make_the_same_file_on_another_day(tmp_path):
    po = tmp_path / "django.po"
    files = []
    for day in (datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC)):
        catalogs.compile_catalog(Catalog("de", creation_date=day), po)
        files.append(po.with_suffix(".mo").read_bytes())
    assert files[0] == files[1]


def test_a_broken_template_is_an_error_and_no_missing_sentence():
    broken = BytesIO(b"{% blocktranslate %}{% if x %}a{% endif %}{% endblocktranslate %}")
    with pytest.raises(SyntaxError, match="must not include other block tags"):
        list(extract.templates(broken, extract.KEYWORDS, [], {}))
