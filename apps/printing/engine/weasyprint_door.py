"""The one door to WeasyPrint: sheets of HTML become a PDF, one card per page or flowing from page to page.

Runs in a process of its own (workers/worker.py) and knows nothing of Django. A card that is too tall for its page is
set smaller, step by step; one that is still too tall continues on the next page. Nothing is fetched but our own fonts
and the pictures of the group.
"""

import atexit
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from html import escape, unescape
from pathlib import Path
from typing import Any

from apps.printing.engine.fitting import (
    CutOff,
    SheetSetting,
    better_setting,
    boxes_in_order,
    check,
    first_setting,
    fragments_of,
)
from apps.printing.engine.glyphs.undrawn_glyphs import characters_in, collect_undrawn, replace_undrawn
from apps.printing.engine.paper_html.card_html import MEDIA, for_paper
from apps.printing.engine.weasyprint_patches.actual_text import patch_actual_text
from apps.printing.engine.weasyprint_patches.empty_edges import patch_empty_edges
from apps.printing.engine.weasyprint_patches.font_files import patch_font_files
from apps.printing.engine.weasyprint_patches.page_listing import patch_page_listing
from apps.printing.engine.weasyprint_types import Box, Finisher, LaidOutDocument, LaidOutPage, PdfFile
from apps.printing.layouts.document_info import DocumentInfo
from apps.printing.layouts.geometry import CARD

STATIC = Path(__file__).resolve().parents[3] / "static"
STYLES = STATIC / "css" / "pdf"
CARD_STYLE_SHEETS = [STYLES / "card-text.css", STYLES / "cards.css", STYLES / "page.css"]
STYLE_SHEETS = [*CARD_STYLE_SHEETS, STYLES / "flowing.css", STYLES / "paper.css"]
FONTS = STATIC / "fonts"

INSTALL_PANGO = "apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # which a PDF's metadata is
LANGUAGE = re.compile(r'<article [^>]*?lang="([^"]+)"')
PDF_VARIANT = "pdf/ua-1"


class PangoMissing(Exception):
    """WeasyPrint cannot load the libraries that lay out text."""


@dataclass(frozen=True)
class SheetGroup(DocumentInfo):
    """Sheets that are laid out in one go: each the HTML of one card or question."""

    sheets: list[str] = field(kw_only=True)
    pictures: Mapping[str, str] = field(default_factory=dict, kw_only=True)  # their names, with the paths of the files


@dataclass(frozen=True)
class LayoutResult:
    """A group as PDF, and on how many pages each of its sheets is."""

    pdf: bytes
    pages: list[int]
    undrawn: list[str] = field(default_factory=list)  # of each sheet the characters that no font draws


def prepare() -> None:
    """Load what every group needs, by printing one. Raises PangoMissing."""
    try:
        from pydyf import PDF, Dictionary, String
        from weasyprint.pdf import fonts, stream
    except OSError as error:
        raise PangoMissing(str(error)) from error
    patch_font_files(fonts, stream)
    patch_page_listing(PDF)
    patch_actual_text(stream.Stream, String, Dictionary)
    render(SheetGroup("", "en", "", sheets=["<p>a <b>b</b> <i>c</i> <code>d</code></p>"]))


def prepare_formulas() -> None:
    """Load what groups with formulas need."""
    for_paper("<math><mi>x</mi></math>")


def render(group: SheetGroup) -> LayoutResult:
    """Return the group as a tagged PDF with a bookmark for each card; raises CutOff rather than lose text."""
    with collect_undrawn() as characters:
        result = _render(group)
    if not characters:
        return result
    sheets = [replace_undrawn(html, characters) for html in group.sheets]
    with collect_undrawn():
        result = _render(replace(group, sheets=sheets))
    return replace(result, undrawn=[characters_in(html, characters) for html in group.sheets])


def _render(group: SheetGroup) -> LayoutResult:
    document = _fit(group)
    if group.page == CARD:
        document = _center(document)
    pages_of = Counter(position for position, *_ in boxes_in_order(document))
    pages = [pages_of[position] for position in range(len(group.sheets))]
    if 0 in pages or (group.page == CARD and sum(pages) != len(document.pages)):
        raise CutOff("a sheet without a page of its own")
    return LayoutResult(bytes(document.write_pdf(pdf_variant=PDF_VARIANT, finisher=_add_languages(group))), pages)


def _center(document: LaidOutDocument) -> LaidOutDocument:
    """Return the document with what takes less than its page in the middle; what continues starts at the top."""
    from weasyprint.document import Page

    boxes = list(boxes_in_order(document))
    pages_of = Counter(position for position, *_ in boxes)
    for position, page, box in boxes:
        if pages_of[position] == 1:
            _move_down(page._page_box, box, max(0, (page._page_box.height - box.margin_height()) / 2))
    return document.copy([Page(page._page_box) for _, page, _ in boxes])  # which measures links and bookmarks again


def _move_down(page: Box, box: Box, distance: float) -> None:
    """Move a box with all it holds, and its backgrounds, whose positions WeasyPrint stores separately."""
    from weasyprint.layout.background import layout_box_backgrounds

    box.translate(0, distance)
    for with_background in (each for each in box.descendants() if each.background):
        layout_box_backgrounds(page, with_background, None, layout_children=False)


def _add_languages(group: SheetGroup) -> Finisher:
    """Return what gives the tags of each sheet its language, where it is not the document's: WeasyPrint does not."""
    found = [LANGUAGE.search(html) for html in group.sheets]
    languages = [unescape(match[1]) if match else group.language for match in found]

    def finish(document: LaidOutDocument, pdf: PdfFile) -> None:
        from pydyf import String

        (root,) = (entry for entry in pdf.objects if isinstance(entry, dict) and entry.get("S") == "/Document")
        elements = (pdf.objects[int(reference.split()[0])] for reference in root["K"])
        for (position, *_), element in zip(boxes_in_order(document), elements, strict=True):
            if languages[position] != group.language and isinstance(element, dict):
                element["Lang"] = String(languages[position])

    return finish


def _fit(group: SheetGroup) -> LaidOutDocument:
    """Return the laid-out document; only cards that do not fit are laid out again, and their pages replaced.

    Raises CutOff.
    """
    settings = {position: first_setting(html, group.page, group) for position, html in enumerate(group.sheets)}
    document = attempt = _lay_out(group, settings)
    pending, pages = settings, dict[int, list[LaidOutPage]]()
    while True:
        fragments = fragments_of(attempt, group.edge_px(group.page))
        pages |= {position: [fragment.page for fragment in found] for position, found in fragments.items()}
        pending = {
            position: better
            for position, found in fragments.items()
            if (better := better_setting(pending[position], found))
        }
        check(found for position, found in fragments.items() if position not in pending)
        if not pending:
            break
        settings, attempt = settings | pending, _lay_out(group, pending)
    if attempt is document:
        return document
    if group.page != CARD:
        document = _lay_out(group, settings)
        check(fragments_of(document, group.edge_px(group.page)).values())
        return document
    return document.copy([page for position in sorted(pages) for page in pages[position]])


def _lay_out(group: SheetGroup, settings: dict[int, SheetSetting]) -> LaidOutDocument:
    fonts, style_sheets = _style()
    style_sheets = style_sheets[: len(CARD_STYLE_SHEETS) if group.page == CARD else None]  # each costs time per card
    style_sheets = [*style_sheets, _paper_style(group.css(group.page))]
    html = _html_class()(string=_markup(group, settings), url_fetcher=url_fetcher(group.pictures))
    document: LaidOutDocument = html.render(stylesheets=style_sheets, font_config=fonts, pdf_variant=PDF_VARIANT)
    return document


def _markup(group: SheetGroup, settings: dict[int, SheetSetting]) -> str:
    metadata = (group.language, group.title, group.author)
    language, title, author = (escape(NOT_IN_XML.sub("", text)) for text in metadata)
    head = f"<title>{title}</title>" + (f'<meta name="author" content="{author}">' if author else "")
    sheets = "".join(setting.markup(position, turn) for turn, (position, setting) in enumerate(settings.items()))
    classes = f"print-on-{group.page}{' print-ink-saving' * group.ink_saving}{' print-in-parts' * group.in_parts}"
    body = f'<body class="{classes}" data-foot="{escape(group.foot)}">{sheets}</body>'
    return f'<!doctype html><html lang="{language}"><head>{head}</head>{body}</html>'


@cache
def _html_class() -> Callable[..., Any]:
    from weasyprint import HTML

    return patch_empty_edges(HTML)


@cache
def _style() -> tuple[object, Sequence[object]]:
    """Return the fonts and style sheets, read once in the life of the process."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    atexit.register(_style.cache_clear)  # its fonts must be freed while WeasyPrint is still there
    fonts = FontConfiguration()
    sheets = [CSS(string=path.read_text(), font_config=fonts, url_fetcher=url_fetcher({})) for path in STYLE_SHEETS]
    return fonts, sheets


@lru_cache(maxsize=16)
def _paper_style(css: str) -> object:
    """Return the style sheet of a paper."""
    from weasyprint import CSS

    return CSS(string=css)


def url_fetcher(pictures: Mapping[str, str]) -> object:
    """Return a URL fetcher that knows our fonts, these pictures and data: URLs, and refuses all else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class GroupFetcher(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> object:
            scheme, _, name = url.partition(":")
            if scheme == "font" and name in {path.name for path in FONTS.glob("*.woff2")}:
                return URLFetcherResponse(url, (FONTS / name).read_bytes(), {"Content-Type": "font/woff2"})
            if scheme == MEDIA and name in pictures:
                return URLFetcherResponse(url, Path(pictures[name]).read_bytes())
            if scheme == "data" and name.startswith("image/"):
                return super().fetch(url, headers)
            raise ValueError("Only our own fonts and the pictures of the group are fetched.")

    return GroupFetcher(allowed_protocols={"data"}, allow_redirects=False)
