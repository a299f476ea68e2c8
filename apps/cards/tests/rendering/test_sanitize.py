"""The second line of cleaning: what the renderer of Markdown would let through by a fault of its own stops here."""

import re

import pytest

from apps.cards.rendering import markdown
from apps.cards.rendering.sanitize import TAGS, sanitize
from apps.cards.tests.support.rendering import Unguarded

HOSTILE = [
    ("<script>alert(1)</script>a", "a"),
    ("<style>p{}</style>a", "a"),
    ('<p onclick="alert(1)">a</p>', "<p>a</p>"),
    ('<p id="card" name="x" style="position:fixed" hx-get="/x">a</p>', "<p>a</p>"),
    ('<img src="https://a.example/x.png" onerror="alert(1)">a', "a"),
    ("<svg><animate onbegin=alert(1)></svg>a", "a"),
    ('<iframe src="//a.example"></iframe>a', "a"),
    ('<form action="/review/"><input name="x"><button>a</button></form>', "a"),
    ('<span class="fixed red">a</span>', '<span class="red">a</span>'),
    ("<!-- a -->b", "b"),
]
SCHEMES = ["javascript", "JaVaScRiPt", "data", "vbscript", "ftp", "file", "tel", "blob", "ws", "sms", "x"]


@pytest.mark.parametrize(("html", "expected"), HOSTILE)
def test_what_is_not_listed_is_taken_out(html, expected):
    assert sanitize(html) == expected


@pytest.mark.parametrize(("html", "expected"), HOSTILE)
def test_html_that_markdown_lets_through_is_stopped_by_the_second_line(html, expected, monkeypatch):
    monkeypatch.setattr(markdown, "_markdown", lambda **_: Unguarded(html))
    assert markdown.render("*a*\n\n- b").html == expected


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_link_of_another_scheme_leads_nowhere(scheme):
    assert sanitize(f'<a href="{scheme}:x">a</a>') == '<a rel="noopener nofollow">a</a>'


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_card_has_no_link_of_another_scheme(scheme):
    for text in (f"[a]({scheme}:x)", f"<{scheme}:x>", f"[a]\n\n[a]: {scheme}:x", f"[a](<{scheme}:x>)"):
        assert f'href="{scheme}' not in markdown.render(text).html, text


@pytest.mark.parametrize("url", ["http://a.example/", "https://a.example/?b=c", "mailto:ada@example.org"])
def test_links_of_the_web_and_of_mail_are_kept(url):
    assert f'href="{url}"' in markdown.render(f"[a]({url})").html


def test_no_listed_tag_can_load_or_send_anything():
    loading = {
        "img",
        "audio",
        "video",
        "source",
        "iframe",
        "object",
        "embed",
        "form",
        "input",
        "button",
        "link",
        "base",
    }
    assert not TAGS & loading
    assert all(re.fullmatch(r"[a-z]+[1-6]?", tag) for tag in TAGS)
