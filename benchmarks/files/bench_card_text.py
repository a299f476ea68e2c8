"""A field of 64,000 characters that a parser finds hard, against one of as many characters of words: CPU time.

As Markdown that becomes HTML, and as what files hold: each reader has its own words to compare with.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from apps.cards.kinds.cloze_blanks import ClozeError
from apps.cards.rendering.markdown import render
from apps.cards.tests.support.floods import LENGTH, OPENERS, WORDS, flood, nested_floods
from apps.formats.anki.fields import field_markdown, markdown_to_html
from apps.formats.markdown import deck_file
from apps.formats.problems import ImportProblem
from apps.formats.text import plain_to_markdown
from benchmarks import site

LIMIT = 5
ROUNDS = 3
REPORTED = 3  # of the hardest texts of each
HTML_WORDS = (
    "some <i>plain</i> words, <code>code</code> and <a href='https://example.org/x'>a link</a>, <b>bold</b><br>\n"
)
TAGS = ("b", "i", "u", "div", "p", "ul><li", "ol><li", "table><tr><td", "blockquote", "pre", "code", "ruby><rt", "sub")
HTML = (
    *(f"<{tag}>" for tag in TAGS),
    *(f"<{tag}>a</{tag.split('><')[0]}>" for tag in TAGS),
    *("<br>", "&lt;", "&nbsp;", "<!--", "<![CDATA[", "[latex]", "[latex]a[/latex]", "[$]a[/$]", "<img src=a>"),
    *("<div>a</div>\n", "<b>a<i>b</b>c</i>", '<span style="color:red">a', "<details><summary>a</summary>", "</b>"),
)

type Read = Callable[[str], object]


def cpu_seconds(read: Read, text: str) -> float:
    """Return the CPU time of one reading, the best of a few; a refusal is an answer."""
    best = float("inf")
    for _ in range(ROUNDS):
        started = time.process_time()
        with suppress(ImportProblem, ClozeError):
            read(text)
        best = min(best, time.process_time() - started)
        if best > 1:
            break
    return best


def texts(*more: str) -> dict[str, str]:
    """Return hard texts by what they repeat."""
    floods: dict[str, str] = nested_floods()
    return floods | {repr(opener): flood(opener) for opener in (*OPENERS, *more)}


def _read_deck(text: str) -> object:
    return deck_file.of_text(f"Q: question\nA: answer\n\n{text}")


READERS: dict[str, tuple[Read, str, dict[str, str]]] = {
    "a card's text": (render, WORDS, texts()),
    "a card's cloze text": (partial(render, blank=1), WORDS, texts()),
    "a deck as Markdown": (_read_deck, WORDS, texts("Q: a\nA: b\n", "a :: b\n", "a ? b\n")),
    "plain text of a file": (plain_to_markdown.markdown, WORDS, texts()),
    "a field of Anki": (field_markdown.markdown, HTML_WORDS, texts(*HTML)),
    "a field for Anki": (markdown_to_html.html, WORDS, texts()),
}


def main() -> None:
    """Print the hardest texts of each reader."""
    with site.limits() as check:
        for name, (read, words, hard) in READERS.items():
            read(words)
            of_words = cpu_seconds(read, flood(words))
            ratios = {what: cpu_seconds(read, text) / of_words for what, text in hard.items()}
            print(f"{name}: {LENGTH} characters of words take {of_words * 1000:.1f} ms")
            for what in sorted(ratios, key=ratios.__getitem__, reverse=True)[:REPORTED]:
                check(f"{name}, {what}", ratios[what], LIMIT)


if __name__ == "__main__":
    main()
