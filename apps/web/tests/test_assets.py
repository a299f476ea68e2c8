"""One style sheet and one script a kind of page."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from apps.web.assets import bundles, freshness
from apps.web.templatetags import assets

SOURCES = Path(settings.BASE_DIR) / "static"
QUOTED = re.compile(r"\"[^\"]*\"")
MODULES = {
    "first": 'import { twice as double } from "./shared.js";\n// above\nconst same = 1; // one\nuse(double(same));\n',
    "second": 'import "./first.js";\nimport { twice } from "./shared.js";\nconst same = 2;\nuse(twice(same));\n',
    "shared": "export const twice = (n) =>\n  2 * n;\nexport function never() {}\n",
}


def source(path):
    return (SOURCES / path).read_text(encoding="utf-8")


def test_modules_become_one_script_in_which_each_runs_once_after_what_it_imports():
    assert bundles.joined_modules(("first", "second"), MODULES.__getitem__) == (
        "const module_shared=(()=>{const twice = (n) =>\n2 * n;\nfunction never() {}\n\nreturn{twice,never}})();\n"
        "const module_first=(()=>{const {twice: double} = module_shared;\nconst same = 1;\nuse(double(same));\n\n"
        "return{}})();\n"
        "const module_second=(()=>{\nconst {twice} = module_shared;\nconst same = 2;\nuse(twice(same));\n\n"
        "return{}})();\n"
    )


def test_an_import_that_cannot_be_joined_is_named():
    with pytest.raises(ValueError, match=r"odd\.js imports or exports"):
        bundles.joined_modules(("odd",), lambda name: 'import * as all from "./shared.js";\n')


def test_every_kind_of_page_can_be_built_from_its_sources():
    built = dict(bundles.built_files(source))
    assert built.keys() == {bundles.built_sheet(kind) for kind in bundles.SHEETS} | {
        bundles.built_script(kind) for kind in bundles.SCRIPTS
    }
    assert "/*" not in built["css/built-review.css"]
    assert built["css/built-review.css"].startswith("@layer reset, tokens, base, layout, components;")


def test_what_a_built_style_sheet_quotes_is_as_in_its_sources():
    built = dict(bundles.built_files(source))
    for kind, names in bundles.SHEETS.items():
        sources = "".join(bundles.COMMENT.sub("", source(bundles.sheet_path(name))) for name in names)
        assert QUOTED.findall(built[bundles.built_sheet(kind)]) == QUOTED.findall(sources)


def test_a_page_names_its_sources_in_development_and_one_file_where_they_are_built(settings):
    assert assets.scripts("practice").count("<script") == len(bundles.SCRIPTS["practice"])
    settings.BUILT = True
    assert assets.styles("practice") == '<link rel="stylesheet" href="/static/css/built-practice.css">'
    assert assets.scripts("practice") == '<script type="module" src="/static/js/built-practice.js"></script>'


def test_the_fonts_of_every_page_are_small_and_loaded_first(client, db):
    assert sum((SOURCES / font).stat().st_size for font in bundles.FONTS) <= 50 * 1024
    page = client.get("/accounts/login/").text
    assert all(page.index(f'rel="preload" href="/static/{font}"') < page.index("stylesheet") for font in bundles.FONTS)


def test_what_is_built_is_fresh_until_a_source_changes(settings, tmp_path):
    sheet = tmp_path / "sheet.css"
    sheet.write_text("a {}")
    settings.STATIC_ROOT, settings.STATICFILES_DIRS = tmp_path / "built", [tmp_path]
    settings.STATIC_ROOT.mkdir()
    assert not freshness.is_fresh()
    freshness.remember()
    assert freshness.is_fresh()
    sheet.write_text("a { color: red }")
    assert not freshness.is_fresh()
