"""What pages weigh: texts are compressed with a length that says nothing, and templates lose their indentation."""

import gzip

import brotli
import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.template.loader import get_template
from hypothesis import given
from hypothesis import strategies as st

from apps.web.requests.compression import TextCompressionMiddleware, padded_brotli
from apps.web.template_loaders import unindented

WORDS = b"word " * 1000
UNPACKED = {"gzip": gzip.decompress, "br": brotli.decompress, None: bytes}


def answer_to(rf, accepted, response):
    return TextCompressionMiddleware(lambda request: response)(rf.get("/", headers={"accept-encoding": accepted}))


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        pytest.param("gzip, deflate, br, zstd", "br", id="a browser at a safe address"),
        pytest.param("gzip, deflate", "gzip", id="a browser elsewhere"),
        pytest.param("identity", None, id="a program"),
    ],
)
def test_a_page_comes_as_its_reader_can_read_it(rf, accepted, encoding):
    answer = answer_to(rf, accepted, HttpResponse(WORDS))
    assert answer.headers.get("Content-Encoding") == encoding
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert UNPACKED[encoding](answer.content) == WORDS


@pytest.mark.parametrize("accepted", ["gzip", "gzip, br"])
@pytest.mark.parametrize(
    "response",
    [
        pytest.param(HttpResponse(b"0" * 5000, content_type="application/pdf"), id="a PDF"),
        pytest.param(StreamingHttpResponse([WORDS]), id="a stream"),
        pytest.param(HttpResponse("word"), id="a word"),
    ],
)
def test_files_streams_and_words_come_as_they_are(rf, accepted, response):
    assert "Content-Encoding" not in answer_to(rf, accepted, response).headers


def test_the_length_of_a_page_differs_each_time(rf):
    lengths = {len(answer_to(rf, "br", HttpResponse(WORDS)).content) for _ in range(50)}
    assert len(lengths) > 10


@given(st.binary(max_size=5000), st.integers(1, 256))
def test_what_is_added_to_the_length_is_read_by_nobody(text, padding):
    assert brotli.decompress(padded_brotli(text, padding)) == text
    assert len(padded_brotli(text, padding)) - len(padded_brotli(text, 1)) == padding - 1


@pytest.mark.parametrize(
    ("template", "read"),
    [
        pytest.param("<p>\n    a <b>\n\t b</b>\n\n  </p>", "<p>\na <b>\nb</b>\n\n</p>", id="an element"),
        pytest.param(" <pre>\n  a\n</pre>\n  b", " <pre>\n  a\n</pre>\nb", id="what is shown as it is typed"),
        pytest.param("<TEXTAREA a>\n  b</TEXTAREA>\n  c", "<TEXTAREA a>\n  b</TEXTAREA>\nc", id="what a field has"),
        pytest.param("<pre>\n a</pre>\n b\n<pre>\n c</pre>", "<pre>\n a</pre>\nb\n<pre>\n c</pre>", id="two of them"),
        pytest.param("<p>\n <preview>\n  a", "<p>\n<preview>\na", id="an element that only begins like one"),
        pytest.param(
            "{% blocktranslate %}\n  a\n{% endblocktranslate %}\n  b",
            "{% blocktranslate %}\n  a\n{% endblocktranslate %}\nb",
            id="a sentence that is looked up as it is written",
        ),
    ],
)
def test_a_template_is_read_without_its_indentation(template, read):
    assert unindented(template) == read


@pytest.mark.parametrize("name", ["base.html", "admin/change_list.html"])
def test_templates_of_pages_are_read_so(name):
    assert "\n  <" not in get_template(name).template.source


def test_templates_of_messages_keep_theirs(tmp_path, settings):
    (tmp_path / "letter.txt").write_text("Hello,\n  you.")
    (tmp_path / "page.html").write_text("Hello,\n  you.")
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**engine, "DIRS": [tmp_path]}]
    assert get_template("letter.txt").render() == "Hello,\n  you."
    assert get_template("page.html").render() == "Hello,\nyou."
