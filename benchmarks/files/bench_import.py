"""Imports 250 practice pages of 30 notes with `manage.py import_practice`, and again without changes."""

import random
import tempfile
import time
from io import StringIO
from pathlib import Path

from django.core.management import call_command

from benchmarks import site

PAGES = 250
LIMIT_SECONDS = 20
WORDS = """attention backbone convolution denoiser encoder frame gradient head image kernel latent model noise output
    patch query residual scale token update vector weight cluster budget prompt sample sequence layer batch loss step"""


def main() -> None:
    """Measure the first and the second import."""
    site.prepare()
    with site.limits(" s") as check, tempfile.TemporaryDirectory() as folder:
        _write_pages(Path(folder))
        check("250 new pages", _seconds(folder), LIMIT_SECONDS)
        check("the same pages again", _seconds(folder), LIMIT_SECONDS)


def _seconds(folder: str) -> float:
    started = time.perf_counter()
    call_command("import_practice", folder, stdout=StringIO())
    return time.perf_counter() - started


def _write_pages(folder: Path) -> None:
    rng = random.Random(1)
    for number in range(PAGES):
        page = folder / f"track-{number // 25}" / f"lesson-{number}" / "practice.mdx"
        page.parent.mkdir(parents=True)
        page.write_text(_page(rng, number))


def _page(rng: random.Random, number: int) -> str:
    questions = "\n".join(f"**{each}. {_sentence(rng)}?**\n\n{_details(_answer(rng))}" for each in range(1, 9))
    exercises = "\n".join(_exercise(rng, each) for each in (1, 2))
    cards = "\n".join(
        f'<Flashcard question="{_sentence(rng)}?">\n\n{_answer(rng)}\n\n</Flashcard>\n' for _ in range(10)
    )
    return (
        f'---\ntitle: "Practice: Lesson {number}"\n---\n\n## Self-check\n\nEight questions.\n\n{questions}\n'
        f"{exercises}\n## Flashcards\n\nTen cards.\n\n{cards}"
    )


def _exercise(rng: random.Random, number: int) -> str:
    scenarios = "\n".join(f"{letter}. {_sentence(rng)}." for letter in "ABCDEF")
    answers = "\n".join(f"- **{letter}: {rng.choice(('YES', 'NO'))}.** {_sentence(rng)}." for letter in "ABCDEF")
    return f"## Try it yourself: part {number}\n\nDecide.\n\n```\n{scenarios}\n```\n\n" + _details(
        f"{answers}\n\nThe pattern: {_sentence(rng)}."
    )


def _details(answer: str) -> str:
    return f"<details><summary>Show answer</summary>\n\n{answer}\n\n</details>\n"


def _sentence(rng: random.Random) -> str:
    return " ".join(rng.choices(WORDS.split(), k=12)).capitalize()


def _answer(rng: random.Random) -> str:
    call = f"`{rng.choice(WORDS.split())}()`"
    return f"{_sentence(rng)}. **{_sentence(rng)}**, {call}.\n\n- {_sentence(rng)}\n- $x^2$"


if __name__ == "__main__":
    main()
