"""The one door to WeasyPrint: sheets of HTML become a PDF, one card per page or flowing from page to page.

Runs in a process of its own (child.py) and knows nothing of Django. A card that is too tall for its page is set
smaller, step by step; one that is still too tall flows on to the next page. Nothing is fetched but our own fonts.
"""

import atexit
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from html import escape, unescape
from pathlib import Path
from typing import Any

from apps.printing.engine.fitting import CutOff, Setting, better_setting, check, first_setting, in_order, pieces_of
from apps.printing.engine.placeholders import held, replaced, undrawn
from apps.printing.engine.weasyprint_patches.actual_text import say_lines
from apps.printing.engine.weasyprint_patches.font_files import leave_on_disk
from apps.printing.engine.weasyprint_patches.less_work import patch_empty_edges, patch_page_listing
from apps.printing.layouts.card_html import MEDIA, for_paper
from apps.printing.layouts.geometry import CARD, Geometry

STATIC = Path(__file__).resolve().parents[3] / "static"
STYLES = STATIC / "css" / "pdf"
OF_CARDS = [STYLES / "cards.css", STYLES / "page.css"]
STYLE_SHEETS = [*OF_CARDS, STYLES / "flowing.css", STYLES / "paper.css"]
FONTS = STATIC / "fonts"

INSTALL_PANGO = "apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
PICTURE = re.compile(r"[0-9a-f]{64}\.(?:png|jpg|webp|gif)")
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # as what a PDF says of itself is
LANGUAGE = re.compile(r'<article [^>]*?lang="([^"]+)"')


class PangoMissing(Exception):
    """WeasyPrint cannot load the libraries that lay out text."""


@dataclass(frozen=True)
class DocumentInfo(Geometry):
    """What a PDF says of itself, and for which paper it is."""

    title: str
    language: str
    author: str
    page: str = CARD  # holds one sheet; on all others, sheets follow one another
    foot: str = ""  # the small print of every page, where its sheets do not bring their own
    media: str = ""  # the folder of pictures
    in_parts: bool = False  # laid out in several booklets, so that its pages cannot be counted while they are


@dataclass(frozen=True)
class Booklet(DocumentInfo):
    """Sheets that are laid out in one go: each the HTML of one card or question."""

    sheets: list[str] = field(kw_only=True)


def prepare() -> None:
    """Read what every booklet needs, by printing one. Raises PangoMissing."""
    try:
        from pydyf import PDF, Dictionary, String
        from weasyprint.pdf import fonts, stream
    except OSError as error:
        raise PangoMissing(str(error)) from error
    leave_on_disk(fonts, stream)
    patch_page_listing(PDF)
    say_lines(stream.Stream, String, Dictionary)
    render(Booklet("", "en", "", sheets=["<p>a <b>b</b> <i>c</i> <code>d</code></p>"]))


def prepare_formulas() -> None:
    """Read what booklets with formulas need."""
    for_paper("<math><mi>x</mi></math>")


@dataclass(frozen=True)
class LayoutResult:
    """A booklet as PDF, and on how many pages each of its sheets stands."""

    pdf: bytes
    pages: list[int]
    undrawn: list[str] = field(default_factory=list)  # of each sheet the characters that no font draws


def render(booklet: Booklet) -> LayoutResult:
    """Return the booklet as a tagged PDF with a bookmark for each card; raises CutOff rather than lose text."""
    with undrawn() as characters:
        laid = _drawn(booklet)
    if not characters:
        return laid
    sheets = [replaced(html, characters) for html in booklet.sheets]
    with undrawn():
        laid = _drawn(replace(booklet, sheets=sheets))
    return replace(laid, undrawn=[held(html, characters) for html in booklet.sheets])


def _drawn(booklet: Booklet) -> LayoutResult:
    document = _fitted(booklet)
    if booklet.page == CARD:
        document = _centred(document)
    pages_of = Counter(place for place, *_ in in_order(document))
    pages = [pages_of[place] for place in range(len(booklet.sheets))]
    if 0 in pages or (booklet.page == CARD and sum(pages) != len(document.pages)):
        raise CutOff("a sheet without a page of its own")
    return LayoutResult(bytes(document.write_pdf(pdf_variant="pdf/ua-1", finisher=_with_languages(booklet))), pages)


def _centred(document: Any) -> Any:
    """Return the document with what takes less than its page in the middle of it; what goes on begins at the top."""
    from weasyprint.document import Page

    found = list(in_order(document))
    pages_of = Counter(place for place, *_ in found)
    for place, page, box in found:
        if pages_of[place] == 1:
            _move_down(page._page_box, box, max(0, (page._page_box.height - box.margin_height()) / 2))
    return document.copy([Page(page._page_box) for _, page, _ in found])  # which measures links and bookmarks anew


def _move_down(page: Any, box: Any, distance: float) -> None:
    """Move a box with all it holds, and what is painted behind it, of which WeasyPrint notes the place by itself."""
    from weasyprint.layout.background import layout_box_backgrounds

    box.translate(0, distance)
    for painted in (each for each in box.descendants() if each.background):
        layout_box_backgrounds(page, painted, None, layout_children=False)


def _with_languages(booklet: Booklet) -> Callable[[Any, Any], None]:
    """Return what gives the tags of each sheet its language, where that is not the document's: WeasyPrint does not."""
    found = [LANGUAGE.search(html) for html in booklet.sheets]
    languages = [unescape(match[1]) if match else booklet.language for match in found]

    def finish(document: Any, pdf: Any) -> None:
        from pydyf import String

        (tags,) = (entry for entry in pdf.objects if isinstance(entry, dict) and entry.get("S") == "/Document")
        elements = (pdf.objects[int(reference.split()[0])] for reference in tags["K"])
        for (place, *_), element in zip(in_order(document), elements, strict=True):
            if languages[place] != booklet.language:
                element["Lang"] = String(languages[place])

    return finish


def _fitted(booklet: Booklet) -> Any:
    """Return the laid-out document; only the cards that do not fit are tried again, and their pages put in place.

    Raises CutOff.
    """
    settings = trying = {place: first_setting(html, booklet.page, booklet) for place, html in enumerate(booklet.sheets)}
    document = tried = _laid_out(booklet, settings)
    pages: dict[int, list[Any]] = {}
    while True:
        pieces = pieces_of(tried, booklet.edge_px(booklet.page))
        pages |= {place: [piece.page for piece in found] for place, found in pieces.items()}
        trying = {place: better for place, found in pieces.items() if (better := better_setting(trying[place], found))}
        check(found for place, found in pieces.items() if place not in trying)
        if not trying:
            break
        settings, tried = settings | trying, _laid_out(booklet, trying)
    if tried is document:
        return document
    if booklet.page != CARD:
        document = _laid_out(booklet, settings)
        check(pieces_of(document, booklet.edge_px(booklet.page)).values())
        return document
    return document.copy([page for place in sorted(pages) for page in pages[place]])


def _laid_out(booklet: Booklet, settings: dict[int, Setting]) -> Any:
    fonts, style_sheets = _style()
    style_sheets = style_sheets[: len(OF_CARDS) if booklet.page == CARD else None]  # each costs time on every card
    style_sheets = [*style_sheets, _paper(booklet.css(booklet.page))]
    document = _html()(string=_page(booklet, settings), url_fetcher=fetcher(booklet.media))
    return document.render(stylesheets=style_sheets, font_config=fonts, pdf_variant="pdf/ua-1")


def _page(booklet: Booklet, settings: dict[int, Setting]) -> str:
    said = (booklet.language, booklet.title, booklet.author)
    language, title, author = (escape(NOT_IN_XML.sub("", text)) for text in said)
    about = f"<title>{title}</title>" + (f'<meta name="author" content="{author}">' if author else "")
    sheets = "".join(setting.markup(place, turn) for turn, (place, setting) in enumerate(settings.items()))
    classes = f"print-on-{booklet.page}{' print-ink-saving' * booklet.ink_saving}{' print-in-parts' * booklet.in_parts}"
    body = f'<body class="{classes}" data-foot="{escape(booklet.foot)}">{sheets}</body>'
    return f'<!doctype html><html lang="{language}"><head>{about}</head>{body}</html>'


@cache
def _html() -> Any:
    from weasyprint import HTML

    return patch_empty_edges(HTML)


@cache
def _style() -> tuple[Any, list[Any]]:
    """Return the fonts and style sheets, read once in the life of the process."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    atexit.register(_style.cache_clear)  # its fonts want to be tidied up while WeasyPrint is still there
    fonts = FontConfiguration()
    return fonts, [CSS(string=path.read_text(), font_config=fonts, url_fetcher=fetcher()) for path in STYLE_SHEETS]


@lru_cache(maxsize=16)
def _paper(css: str) -> Any:
    """Return the style sheet of a paper."""
    from weasyprint import CSS

    return CSS(string=css)


@cache
def fetcher(media: str = "") -> Any:
    """Return a URL fetcher that knows our fonts, pictures of that folder and data: ones, and refuses all else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OnlyOurs(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            scheme, _, rest = url.partition(":")
            if scheme == "font" and rest in {path.name for path in FONTS.glob("*.woff2")}:
                return URLFetcherResponse(url, (FONTS / rest).read_bytes(), {"Content-Type": "font/woff2"})
            if scheme == MEDIA and media and PICTURE.fullmatch(rest):
                return URLFetcherResponse(url, (Path(media) / rest[:2] / rest).read_bytes())
            if scheme == "data" and rest.startswith("image/"):
                return super().fetch(url, headers)
            raise ValueError("Nothing but our own fonts and pictures is fetched.")

    return OnlyOurs(allowed_protocols={"data"}, allow_redirects=False)
