"""Prints 5,000 cards of all kinds, three of them hostile, in every layout: pages, time, and memory of each process."""

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

from apps.cards.media.verify_media import verify
from apps.cards.models import Card, Deck, Note, Section
from apps.cards.services.media import add_to_deck, store_media
from apps.cards.services.notes import save_notes
from apps.cards.tests.support.factory import make_deck
from apps.cards.tests.support.pictures import picture
from apps.courses.models import Course
from apps.lessons.models import Lesson
from apps.printing import make_print
from apps.printing.engine.workers.worker_pool import IDLE_WORKERS
from apps.printing.layouts.layout_registry import layout_for
from apps.printing.request.options import (
    ANSWER_KEY,
    DUPLEX,
    FOLD,
    LIST,
    ONE_PER_PAGE,
    SHEET,
    WORKSHEET,
    PrintOptions,
)
from apps.printing.tests.support.selections import all_flashcards
from benchmarks import site

CARDS, LIMIT_MIB = 5_000, 160
LAYOUTS = (ONE_PER_PAGE, DUPLEX, SHEET, FOLD, LIST, WORKSHEET, ANSWER_KEY)
WORDS = {
    "Latin": "noise image frame kernel latent model patch query scale token weight batch layer gradient sample step",
    "Chinese": "模型 噪声 图像 注意力 训练 样本 网络 生成 梯度 权重",
    "Arabic": "النموذج الضوضاء الصورة الشبكة التدريب الخطوة الوزن العينة",
    "Hebrew": "המודל הרעש התמונה הרשת האימון הצעד המשקל הדגימה",
    "Hindi": "मॉडल शोर चित्र जाल प्रशिक्षण चरण भार नमूना",
}
NESTED = "<div>" * 3_000 + "deep" + "</div>" * 3_000
WIDE = '<table><tbody><tr><td colspan="1000000000">wide</td></tr></tbody></table>'
HOSTILE = (NESTED, WIDE, f"<p>{'w' * 1_000_000}</p>")


def main() -> None:
    """Print the deck in every layout."""
    if len(sys.argv) > 1:
        _print(*sys.argv[1:])
        return
    site.prepare()
    _fill()
    with tempfile.TemporaryDirectory() as folder, site.limits(" MiB") as check:
        for layout in LAYOUTS:
            command = [sys.executable, "-m", "benchmarks.printing.bench_layouts", layout, f"{folder}/{layout}.pdf"]
            result = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
            print(f"{layout}: {result['pages']:,} pages in {result['seconds']:.0f} s; left out: {result['failed']}")
            for process in ("parent", "children"):
                check(f"{layout}, memory, {process}", result[process], LIMIT_MIB)
            if len(result["failed"]) > len(HOSTILE):
                sys.exit(f"{layout}: more cards were left out than the hostile ones")


def _print(layout: str, target: str) -> None:
    started = time.perf_counter()
    with Path(target).open("wb") as file:
        made = make_print.print_to_file(
            layout_for(all_flashcards(Deck.objects.get(slug="mixed")), PrintOptions(layout=layout)), file
        )
    seconds = time.perf_counter() - started
    IDLE_WORKERS.clear()  # the memory of processes is known when they have ended
    result = {
        "seconds": seconds,
        "pages": made.pages,
        "failed": made.failed,
        "parent": site.peak_mib(),
        "children": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
    }
    print(json.dumps(result))


def _fill() -> None:
    """Create the deck; three of its cards get contents that no author could save."""
    course = Course.objects.create(slug="mixed", title="Mixed")
    deck = make_deck(course, "mixed", licence="CC BY 4.0", attribution="Ada")
    Lesson.objects.create(course=course, deck=deck, slug="mixed", title="Mixed")
    section = deck.sections.create(title="All kinds", position=1, kind=Section.Kind.SELF_CHECK)
    add_to_deck(deck, {"a.png": store_media(verify(picture(size=(400, 300))))})
    texts = enumerate(islice(cycle(_texts(random.Random(5))), CARDS), 1)
    save_notes(
        [
            Note(deck=deck, section=section, position=number, front=f"{front} ({number})", back=back)
            for number, (front, back) in texts
        ]
    )
    cards = list(Card.objects.filter(note__deck=deck).order_by("pk"))
    for number, back in zip((CARDS // 5, CARDS // 2, CARDS - 7), HOSTILE, strict=True):
        Card.objects.filter(pk=cards[number].pk).update(back=back)


def _texts(rng: random.Random) -> Iterator[tuple[str, str]]:
    """Yield a hundred fronts and backs of every kind."""
    for number in range(1, 101):
        words = {script: " ".join(rng.choices(text.split(), k=12)) for script, text in WORDS.items()}
        latin = words["Latin"].capitalize()
        yield f"{latin}?", f"{words['Latin']}."
        yield f"{latin}?", f"{words['Chinese']}。"
        yield f"{words['Arabic']}؟", f"{words['Arabic']}, {words['Hebrew']}."
        yield f"{latin} 🚀?", f"👍🏽 👨‍👩‍👧 {words['Hindi']}"
        yield f"What is $\\sum_{{i=1}}^{{{number}}} x_i^2$?", f"$$\\int_0^1 f(x)\\,dx = \\frac{{{number}}}{{2}}$$"
        yield f"{latin}?", f"```python\nfor step in range({number}):\n    frames = model(frames, step)\n```"
        yield "What does ![a picture](a.png) show?", f"- {latin}\n- {words['Chinese']}"
        yield f"{latin}?", f"| a | b |\n| --- | --- |\n| {number} | {latin} |\n\n" + f"{latin}. " * 6


if __name__ == "__main__":
    main()
