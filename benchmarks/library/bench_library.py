"""Every page of a learner's own cards, with 100,000 cards and a million answers: CPU time and statements.

The time is of Python and the database together, middleware and templates included.
"""

from collections.abc import Iterator

from apps.accounts.models import User
from apps.cards.models import Card
from benchmarks import site
from benchmarks.library import bench_stats, collection
from benchmarks.library.measured_pages import MeasuredPage, print_table, with_query

BROWSE_LIMIT_MS, TEXT_LIMIT_MS, LIMIT_MS = 100, 300, 150  # of a first page, of one that reads texts, of all else

# What is typed: first what indexes know, then texts. A rare word is on some ten cards, a common one on a half of all.
SEARCHES = (
    *("", "-is:new", "is:new", "is:due", "is:leech", "flag:1", "deck:deck0", "deck:deck18", "course:biology"),
    *("tag:tag7", "prop:interval>=100", "prop:easiness<2", "added:7", "edited:7", "rated:7:1"),
)
TEXTS = (
    *("rare77", "common", '"common common"', "ra*77", "common -rare77", "77", "rare77 or is:leech"),
    *("w:rare77", "re:rare7[0-3]"),
)
SORTS = ("front", "-edited", "due")
PRACTICED = (("deck", collection.FIRST), ("q", "tag:tag7"), ("lapses", "today"), ("weakest", "100"))
DECK = f"/decks/{collection.FIRST}"


def main() -> None:
    """Write the cards and their answers, and print the table."""
    site.prepare()
    person = collection.person_with_cards()
    print_table(person, [*_pages(person), *bench_stats.pages()])


def _pages(person: User) -> Iterator[MeasuredPage]:
    yield from (MeasuredPage(name, url, LIMIT_MS) for name, url in _plain(person).items())
    yield from _browsing()
    for name, value in PRACTICED:
        url = with_query("/practice/", **{name: value})
        yield MeasuredPage(f"practice {name}={value}", url, LIMIT_MS, begins=True)
    yield MeasuredPage("practice q=common", "/practice/?q=common", TEXT_LIMIT_MS, begins=True)


def _plain(person: User) -> dict[str, str]:
    """Return the URLs of pages that search no text, by their names."""
    card = Card.objects.filter(note__deck__slug=collection.FIRST, schedules__user=person).order_by("pk")[0].pk
    return {
        "today": "/",
        "review": "/review/",
        "decks": "/decks/",
        "deck": f"{DECK}/",
        "deck, its last page": f"{DECK}/?page=1000",
        "deck, its pictures and sounds": f"{DECK}/media/",
        "card": f"/cards/{card}/",
        "card, edited": f"/cards/{card}/edit/",
        "add": "/add/",
        "add to a deck": f"{DECK}/add/",
        "saved searches": "/browse/searches/",
        "practice, what to choose": "/practice/",
        "export a deck": f"{DECK}/export/",
        "export all": "/export/",
        "export tag:tag7": with_query("/export/", q="tag:tag7"),
    }


def _browsing() -> Iterator[MeasuredPage]:
    for limit, queries in ((BROWSE_LIMIT_MS, SEARCHES), (TEXT_LIMIT_MS, TEXTS)):
        yield from (MeasuredPage(f"browse {query}", with_query("/browse/", q=query), limit) for query in queries)
    yield MeasuredPage("browse notes", with_query("/browse/", kind="notes"), BROWSE_LIMIT_MS)
    yield MeasuredPage("browse, the last page", with_query("/browse/", page="10000"), TEXT_LIMIT_MS)
    for sort in SORTS:
        yield MeasuredPage(f"browse, sorted by {sort}", with_query("/browse/", sort=sort), TEXT_LIMIT_MS)
    yield MeasuredPage("deck, searched", with_query(f"{DECK}/", q="rare77"), TEXT_LIMIT_MS)


if __name__ == "__main__":
    main()
