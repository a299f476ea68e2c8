"""Builds sources of practice pages, and lists what was read from them."""

from apps.formats.practice_page.markdown.source import read
from apps.formats.practice_page.records import EXERCISE

ANSWER = "<details><summary>Show answer</summary>\n\nYes.\n\n</details>"
LIST = "- a) A loaf of today.\n- b) A loaf of last week."
LABELLED = "- **A: FRESH.** Baked today.\n- **B: OLD** (mould). Throw it away."


def page(*blocks):
    return read("\n\n".join(blocks))


def exercise_page(*blocks, title="Try it yourself: fresh or old?"):
    return page("---\ntitle: Practice\n---", f"## {title}", *blocks)


def exercise(*blocks, **options):
    (part,) = exercise_page(*blocks, **options).parts
    assert part.kind == EXERCISE
    return part


def details(text, summary="Show answer", attributes=""):
    return f"<details{attributes}><summary>{summary}</summary>\n\n{text}\n\n</details>"


def fronts(part):
    return [item.front for item in part.items]


def backs(part):
    return [item.back for item in part.items]


def labels(part):
    return [item.label for item in part.items]


def warnings(*blocks):
    return [(warning.place.line, str(warning.message)) for warning in page(*blocks).warnings]


def exercise_warnings(*blocks):
    return [(warning.place.line, str(warning.message)) for warning in exercise_page(*blocks).warnings]
