"""Characters that no font draws: found, named, and which package helps."""

import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from apps.printing.engine import weasyprint_door
from apps.printing.engine.glyphs import missing_glyphs, scripts
from apps.printing.engine.glyphs.scripts import character_name, script_of
from apps.printing.engine.glyphs.undrawn_glyphs import replace_undrawn

NOTO = ("NotoSerifCJK-Regular", "NotoNaskhArabic-Regular", "NotoColorEmoji")
NOWHERE = "\U0003abcd"  # no sign yet


@pytest.mark.parametrize(
    ("character", "script", "package"),
    [
        ("中", "CJK", "fonts-noto-cjk"),
        ("か", "CJK", "fonts-noto-cjk"),
        ("🚀", "emoji", "fonts-noto-color-emoji"),
        ("ع", "Arabic", "fonts-noto-core"),
        ("ש", "Hebrew", "fonts-noto-core"),
        ("श", "Hindi", "fonts-noto-core"),
        ("ก", "Thai", "fonts-noto-core"),
        ("Ж", "Cyrillic", "fonts-noto-core"),
    ],
)
def test_a_character_belongs_to_a_script_and_a_package(character, script, package):
    assert script_of(character) == (script, package)


@pytest.mark.parametrize(
    ("signs", "name"),
    [("中", "U+4E2D"), ("🚀", "rocket"), ("👨\u200d👩\u200d👧", "man + woman + girl"), ("👍🏽", "thumbs up sign")],
)
def test_a_missing_character_has_its_name_or_its_code(signs, name):
    assert character_name(signs) == name


def test_a_report_names_cards_scripts_and_packages_once():
    found = missing_glyphs.missing_glyphs([("One", "中"), ("Two", "🚀"), ("One", "文")])
    assert str(found).startswith(
        "2 cards have characters that no font here can draw (Chinese, Japanese or Korean; emoji): “One”; “Two”."
    )
    assert str(found).endswith("apt install fonts-noto-cjk fonts-noto-color-emoji")
    assert not missing_glyphs.missing_glyphs([])


def test_only_text_is_framed_and_joined_signs_are_one():
    html = '<p title="🚀">Go 🚀 <b>👨\u200d👩</b></p><div data-deck="🚀 deck" data-bookmark="🚀"></div>'
    shown = replace_undrawn(html, {"🚀", "👨", "👩"})
    assert '<p title="🚀">Go <span class="print-missing">rocket</span>' in shown
    assert '<b><span class="print-missing">man + woman</span>' in shown
    assert 'data-deck="[rocket] deck" data-bookmark="🚀"' in shown


def test_what_no_font_draws_is_printed_as_its_code_and_reported(sheet, paper):
    html = [sheet(f"Sign {NOWHERE}?", "Seen.").html(), sheet("Plain?").html()]
    laid = weasyprint_door.render(weasyprint_door.SheetGroup("T", "en", "", sheets=html))
    assert "Sign U+3ABCD" in paper(laid.pdf).text
    assert laid.undrawn == [NOWHERE, ""]


@pytest.fixture
def installed(monkeypatch):
    """Let fontconfig know these characters."""

    def install(characters):
        def listed(command, **_options):
            codes = command[1].removeprefix(":charset=").split()
            drawn = all(chr(int(code, 16)) in characters for code in codes)
            return subprocess.CompletedProcess(command, 0, b"A font\n" if drawn else b"")

        missing_glyphs._has_font.cache_clear()
        monkeypatch.setattr(missing_glyphs.subprocess, "run", listed)

    yield install
    missing_glyphs._has_font.cache_clear()


def test_cards_are_named_before_they_are_printed(installed):
    installed("ع")
    cards = [("One", "<p>中文</p>"), ("Two", "<p>ع</p>"), ("Three", "<p>plain — “quoted” é ≤ →</p>")]
    found = missing_glyphs.find_missing_glyphs(cards)
    assert (found.cards, found.names, found.packages) == (1, ("One",), ("fonts-noto-cjk",))


def test_a_formula_needs_no_font(installed):
    installed("")
    assert not missing_glyphs.find_missing_glyphs([("One", "<p>So <math><mi>𝑥</mi></math></p>")])


def test_without_fontconfig_nothing_is_reported(monkeypatch):
    missing_glyphs._has_font.cache_clear()
    monkeypatch.setattr(missing_glyphs.subprocess, "run", lambda *_, **__: (_ for _ in ()).throw(FileNotFoundError))
    assert not missing_glyphs.find_missing_glyphs([("One", "<p>中文</p>")])
    missing_glyphs._has_font.cache_clear()


def test_the_packages_are_those_that_the_docs_name():
    assert {package for _, package, _ in scripts.SCRIPTS} == {scripts.CORE, scripts.CJK, scripts.EMOJI}


has_fonts = all(list(Path("/usr/share/fonts").rglob(f"{name}.*")) for name in NOTO)
with_fonts = pytest.mark.skipif(not has_fonts, reason="Fonts of all scripts are not installed. Run: make fonts")


def fonts_on(page):
    return {str(font.BaseFont).partition("+")[2] for font in page.Resources.Font.values()}


@with_fonts
@pytest.mark.parametrize(
    ("language", "region"),
    [("en", "SC"), ("zh-CN", "SC"), ("ja", "JP"), ("ko-KR", "KR"), ("zh-TW", "TC"), ("zh-HK", "HK")],
)
def test_chinese_characters_are_drawn_as_the_language_draws_them(printed_sheets, sheet, language, region):
    paper = printed_sheets([replace(sheet("Q", "直"), language=language)])
    assert f"Noto-Serif-CJK-{region}" in fonts_on(paper.objects.pages[0])


@with_fonts
@pytest.mark.parametrize(
    ("language", "words", "font"),
    [
        ("ar", "النموذج يتعلم", "Noto-Naskh-Arabic"),
        ("fa", "مدل می‌آموزد", "Noto-Naskh-Arabic"),
        ("he", "המודל לומד", "Noto-Serif-Hebrew"),
        ("hi", "मॉडल सीखता है", "Noto-Serif-Devanagari"),
        ("th", "แบบจำลองเรียนรู้", "Noto-Serif-Thai"),
        ("en", "🚀👍🏽👨\u200d👩\u200d👧🇩🇪", "Noto-Color-Emoji"),
        ("el", "Ελληνικά", "Noto-Serif"),
    ],
)
def test_a_script_has_font_by_a_font_that_goes_with_ours(sheet, paper, language, words, font):
    html = replace(sheet("Q", words), language=language).html()
    laid = weasyprint_door.render(weasyprint_door.SheetGroup("T", "en", "", sheets=[html]))
    made = paper(laid.pdf)
    assert laid.undrawn == []
    assert font in fonts_on(made.objects.pages[0])
    assert text_of(made.objects.pages[0], font) >= {sign for sign in words if sign.isalpha()}


@with_fonts
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("hi", "चित्र में मिलाया गया शोर"),
        ("th", "สิ่งที่เพิ่มลงในภาพ"),
        ("ar", "النموذج يتعلم من البيانات"),
        ("he", "מה שמוסיפים לתמונה"),
    ],
)
def test_a_text_is_copied_as_it_was_written(printed_sheets, sheet, language, words):
    card = sheet("Q", words)
    pages = printed_sheets(
        [replace(card, language=language), replace(card, language=language, back=card.back * 2)]
    ).pages
    assert words in pages[0]
    assert f"{words} {words}" in pages[1]


def text_of(page, font):
    """Return the characters that the glyphs of a font mean to a reader."""
    (found,) = (each for each in page.Resources.Font.values() if str(each.BaseFont).endswith(f"+{font}"))
    codes = re.findall(r"^<[0-9a-f]+> <([0-9a-f]+)>$", found.ToUnicode.read_bytes().decode(), re.MULTILINE)
    return {sign for code in codes for sign in bytes.fromhex(code).decode("utf-16-be")}
