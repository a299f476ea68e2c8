"""Lists the pages of a PDF once a page, not once a tag.

pydyf builds the list of all page references whenever one is asked for, and WeasyPrint asks for every tag on every page:
quadratic in the number of pages. The list only changes when a page is added.
(Replaces `PDF.page_references` of pydyf 0.12, as WeasyPrint 70 uses it.)
"""

from functools import cache, lru_cache
from typing import Any


@cache
def patch_page_listing(pdf: Any) -> None:
    """Let the class PDF build its list of pages again only after a page was added."""
    build = pdf.page_references.fget
    build_for_count = lru_cache(maxsize=1)(lambda document, _entries: build(document))
    pdf.page_references = property(lambda document: build_for_count(document, len(document.pages["Kids"])))
