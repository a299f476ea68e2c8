"""Prints 1,000, 3,000 and 5,000 cards, compared with one plain WeasyPrint document of the same cards.

One run measures time and memory of both: the plain document in a separate process, ours as `print_deck` makes it.
"""

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from apps.accounts.models import User
from apps.cards.models import Card, Deck, Note
from apps.cards.rendering.markdown import render
from apps.cards.services.notes import save_note
from apps.cards.tests.support.factory import make_deck, make_note
from apps.printing import make_print
from apps.printing.engine.paper_html.card_html import for_paper
from apps.printing.engine.workers.worker_pool import IDLE_WORKERS
from apps.printing.layouts.flashcards import OnePerPage
from apps.printing.request.options import PrintOptions
from apps.printing.tests.support.selections import all_flashcards
from benchmarks import site

type Check = Callable[[str, float, float], None]

LIMITS = {1_000: 0.5, 3_000: 0.32}  # of the plain document's time
WARM_UP_CARDS = 10
MANY_CARDS, LIMIT_MIB = 5_000, 160
AGAIN_LIMIT, SIZE_LIMIT = 0.05, 2
OURS, PLAIN = "ours", "plain"
PLAIN_STYLE = """@page { size: 148mm 105mm; margin: 12mm 13mm 16mm; @bottom-right { content: counter(page) } }
    article { break-before: page } .print-card-question { bookmark-level: 1 } footer { display: none }
    h1, h2, h3, h4, h5, h6 { bookmark-level: none } pre { white-space: pre-wrap } img { max-width: 100% }"""
WORDS = """attention backbone convolution denoiser encoder frame gradient head image kernel latent model noise output
    patch query residual scale token update vector weight cluster budget prompt sample sequence layer batch loss step"""
CODE = "```python\ndef step(frames, noise):\n    for frame in frames:\n        yield frame - noise  # {}\n```"
TABLE = "| {} | {} |\n| --- | --- |\n| a | 1 |\n| b | 2 |"


def main() -> None:
    """Measure Ditcards and a plain document."""
    if len(sys.argv) > 1:
        {OURS: _ours, PLAIN: _plain}[sys.argv[1]](*sys.argv[2:])
        return
    site.prepare()
    with tempfile.TemporaryDirectory() as name, site.limits() as check_ratio:
        _print_both(WARM_UP_CARDS, Path(name))  # so that nothing is read or compiled for the first time
        for count, limit in LIMITS.items():
            _compare(count, limit, Path(name), check_ratio)
        _fill(MANY_CARDS)
        result = _run(OURS, str(MANY_CARDS), f"{name}/many.pdf")
        print(f"{MANY_CARDS:,} cards: {result}")
        for process in ("parent", "children"):
            check_ratio(
                f"memory of the {process} at {MANY_CARDS:,} cards, times {LIMIT_MIB} MiB",
                result[process] / LIMIT_MIB,
                1,
            )


def _compare(count: int, limit: float, folder: Path, check_ratio: Check) -> None:
    plain, ours = _print_both(count, folder)
    again = _run(OURS, str(count), f"{folder}/ours.pdf")
    _edit(count)
    edited = _run(OURS, str(count), f"{folder}/edited.pdf")
    print(f"{count:,} cards: plain {plain}\n  ours {ours}\n  again {again}\n  one edited {edited}")
    check_ratio(f"{count:,} cards, times a plain document", ours["seconds"] / plain["seconds"], limit)
    check_ratio(f"{count:,} cards again, unchanged", again["seconds"] / ours["seconds"], AGAIN_LIMIT)
    size = Path(folder, "ours.pdf").stat().st_size / Path(folder, "plain.pdf").stat().st_size
    check_ratio(f"{count:,} cards, times the plain file's size", size, SIZE_LIMIT)


def _print_both(count: int, folder: Path) -> tuple[dict[str, float], dict[str, float]]:
    """Create a deck and print it both ways; return the results."""
    cards = folder / "cards.json"
    _fill(count)
    cards.write_text(json.dumps([for_paper(sheet.html()) for sheet in _layout(count).sheets()]))
    plain = _run(PLAIN, str(cards), f"{folder}/plain.pdf")
    return plain, _run(OURS, str(count), f"{folder}/ours.pdf")


def _run(*arguments: str) -> dict[str, float]:
    """Run this module in a separate process and return its time and memory."""
    command = [sys.executable, "-m", "benchmarks.printing.bench_print", *arguments]
    result: dict[str, float] = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
    return result


def _ours(count: str, target: str) -> None:
    """Print a deck, then its time from the first query to the last byte and its memory."""
    layout = _layout(int(count))
    started = time.perf_counter()
    with Path(target).open("wb") as file:
        make_print.print_to_file(layout, file)
    _print_result(time.perf_counter() - started)


def _plain(cards: str, target: str) -> None:
    """Lay out all cards as one document with the same tags."""
    from weasyprint import CSS, HTML

    started = time.perf_counter()
    body = "".join(json.loads(Path(cards).read_text()))
    document = HTML(string=f"<html lang=en><title>Words</title><body>{body}</html>")
    document.write_pdf(target, stylesheets=[CSS(string=PLAIN_STYLE)], pdf_variant="pdf/ua-1")
    _print_result(time.perf_counter() - started)


def _print_result(seconds: float) -> None:
    IDLE_WORKERS.clear()  # the memory of processes is known when they have ended
    own, theirs = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu_seconds = own.ru_utime + own.ru_stime + theirs.ru_utime + theirs.ru_stime
    memory = {"parent": site.peak_mib(), "children": theirs.ru_maxrss // 1024}
    print(json.dumps({"seconds": round(seconds, 3), "cpu_seconds": round(cpu_seconds, 1), **memory}))


def _layout(count: int) -> OnePerPage:
    return OnePerPage(all_flashcards(Deck.objects.get(slug=f"words-{count}")), PrintOptions())


def _fill(count: int) -> None:
    """Create a deck of words, code, lists, tables and a few formulas."""
    owner, _ = User.objects.get_or_create(email="reader@example.org")
    deck = make_deck(owner=owner, slug=f"words-{count}", title="Words", attribution="Ada", licence="CC0")
    section = make_note(deck, "First?", "Answer.").section
    rng = random.Random(count)
    fronts = [f"{_sentence(rng)} {number}?" for number in range(1, count)]
    notes = Note.objects.bulk_create(
        Note(deck=deck, section=section, position=number, front=front, back=_answer(number, rng))
        for number, front in enumerate(fronts, start=1)
    )
    Card.objects.bulk_create(
        Card(note=note, front=render(note.front).html, back=render(note.back).html) for note in notes
    )


def _edit(count: int) -> None:
    """Change one card in the middle."""
    note = Note.objects.filter(deck__slug=f"words-{count}").order_by("pk")[count // 2]
    note.back = "Another answer."
    save_note(note)


def _answer(number: int, rng: random.Random) -> str:
    kinds = {
        3: CODE.format(number),
        5: TABLE.format(*rng.sample(WORDS.split(), 2)),
        7: f"So $x_{{{number % 50}}} + 1$.",
    }
    lines = f"- {_sentence(rng)}\n- {_sentence(rng)}" if number % 4 == 0 else ""
    return "\n\n".join(filter(None, (f"**{_sentence(rng)}.** {_sentence(rng)}.", kinds.get(number % 10), lines)))


def _sentence(rng: random.Random) -> str:
    return " ".join(rng.choices(WORDS.split(), k=10)).capitalize()


if __name__ == "__main__":
    main()
