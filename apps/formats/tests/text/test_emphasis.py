"""Bold print and italics of HTML, where Markdown is particular about its marks."""

import pytest

from apps.cards.rendering.markdown import render
from apps.formats.text.html import html_to_markdown


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("<b>x</b><i>y</i>", "<strong>x</strong><em>y</em>"),
        ("<i>x</i><b>y</b><i>z</i>", "<em>x</em><strong>y</strong><em>z</em>"),
        ("<b>x</b> <i>y</i>", "<strong>x</strong> <em>y</em>"),
        ("<b>x</b><i><b>y</b></i>", "<strong>x</strong><em><strong>y</strong></em>"),
        ("<b><i>x</i></b><i>y</i>", "<em><strong>x</strong></em><em>y</em>"),
        ("<b>x<i>y</i></b>z", "<strong>x<em>y</em></strong>z"),
        ("<b>x</b><s>y</s><i>z</i>", "<strong>x</strong><s>y</s><em>z</em>"),
        ("<b>x.</b><i>y</i>", "<strong>x</strong>.<em>y</em>"),
        ("<b>x</b><i>(y)</i>", "<strong>x</strong>(<em>y</em>)"),
        ("<b>漢字</b><i>かな</i>です", "<strong>漢字</strong><em>かな</em>です"),
        ("これは<b>「重要」</b>です", "これは「<strong>重要</strong>」です"),
        ("<b>नमस्ते</b>है", "<strong>नमस्ते</strong>है"),
        ("<b><ruby>漢<rt>かん</rt></ruby></b>字", "<ruby><strong>漢</strong><rt>かん</rt></ruby>字"),
        ("<b>日<ruby>語<rt>ご</rt></ruby></b>で", "<strong>日</strong><ruby><strong>語</strong><rt>ご</rt></ruby>で"),
        ("<b><span style='color:red'>x</span></b>y", '<span class="red"><strong>x</strong></span>y'),
    ],
)
def test_bold_print_and_italics_stay_beside_each_other_and_beside_words(source, shown):
    assert render(html_to_markdown.markdown(source).text).html.strip() == f"<p>{shown}</p>"
