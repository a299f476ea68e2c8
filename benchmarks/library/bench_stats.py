"""The statistics of a learner with 100,000 cards and a million answers: CPU time, and how many statements."""

from collections.abc import Iterator

from benchmarks import site
from benchmarks.library import collection
from benchmarks.library.measured_pages import MeasuredPage, print_table, with_query

LIMIT_MS = 150
SEARCH_LIMIT_MS = 250  # the answers of up to 1,000 found cards are read one by one
SCOPES = {
    "": {},
    " of a course": {"course": collection.COURSE},
    " of a deck": {"deck": collection.FIRST},
}
PARTS = {"statistics": "", "the cards": "cards/", "what is due in a year": "ahead/", "hours as CSV": "hours.csv"}
SEARCHES = ("flag:1 deck:deck0", "added:7")  # a hundred cards, and seven hundred


def main() -> None:
    """Measure each page."""
    site.prepare()
    print_table(collection.person_with_cards(), pages())


def pages() -> Iterator[MeasuredPage]:
    """Yield the pages of the statistics: the finished days are counted already."""
    for of, scope in SCOPES.items():
        for name, path in PARTS.items():
            yield MeasuredPage(f"{name}{of}", with_query(f"/statistics/{path}", days="365", **scope), LIMIT_MS)
    what_if = with_query("/statistics/what-if/", new="30", reviews="300", days="365")
    yield MeasuredPage("what if", what_if, LIMIT_MS)
    for query in SEARCHES:
        for name, path in PARTS.items():
            url = with_query(f"/statistics/{path}", days="365", q=query)
            yield MeasuredPage(f"{name} of {query}", url, SEARCH_LIMIT_MS)


if __name__ == "__main__":
    main()
