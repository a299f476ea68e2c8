"""Imports and exports 10,000 notes as a package, compared with the real Anki; the memory of 100,000; and Markdown.

All is measured in one run, by CPU time: an import pauses between its pieces, so that others have their turn.
"""

import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from apps.accounts.models import User
from apps.cards.models import Deck
from apps.exchange import exporting
from apps.exchange.export_formats import FORMATS
from apps.exchange.importing.targets import Target
from apps.exchange.services.deck_import import import_decks
from apps.formats.anki.export_records import ExportedNote, ExportedPackage
from apps.formats.anki.records import AnkiNoteType, CardTemplate
from apps.formats.anki.writer.package_writer import write
from apps.formats.markdown import markdown_writer
from apps.formats.readers import open_file
from benchmarks import real_anki, site

NOTES, MANY_NOTES = 10_000, 100_000
LIMIT, LIMIT_MIB = 3, 512
ROUNDS, LINEAR_LIMIT = 5, 1.1
READ_PACKAGE = real_anki.ROOT / "apps" / "exchange" / "tests" / "support" / "anki_contents.py"
WORDS = """attention backbone convolution denoiser encoder frame gradient head image kernel latent model noise output
    patch query residual scale token update vector weight cluster budget prompt sample sequence layer batch loss step"""
type Check = Callable[[str, float, float], None]

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)


def main() -> None:
    """Measure Ditcards and Anki."""
    if len(sys.argv) > 1:
        _import(Path(sys.argv[1]))
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
        return
    site.prepare()
    with tempfile.TemporaryDirectory() as folder:
        package, back = Path(folder, "notes.apkg"), Path(folder, "back.apkg")
        _write(package, NOTES)
        ours_in, ours_out = _seconds(_import, package), _seconds(_export, back)
        again = _seconds(_import, package)
        print(f"Ditcards: {NOTES:,} notes imported in {ours_in:.2f} s, exported in {ours_out:.2f} s of CPU")
        print(f"Imported again in {again:.2f} s")
        with site.limits("") as check:
            _compare_with_anki(package, ours_in, ours_out, check)
            linear = _markdown(NOTES) / _markdown(NOTES // 10)
            check("Markdown of a note in ten times as many notes, times one in fewer", linear, LINEAR_LIMIT)
            _write(package, MANY_NOTES)
            check(f"MiB of memory at {MANY_NOTES:,} notes", _memory(package), LIMIT_MIB)


def _compare_with_anki(package: Path, ours_in: float, ours_out: float, check: Check) -> None:
    with tempfile.TemporaryDirectory() as folder:
        result = real_anki.run(READ_PACKAGE, str(package), "--export", f"{folder}/anki.apkg", "--brief")
    if result is None:
        return
    anki_in, anki_out = result["imports"][0]["seconds"], result["export_seconds"]
    print(f"Anki: {NOTES:,} notes imported in {anki_in:.2f} s, exported in {anki_out:.2f} s of CPU")
    check("import, times Anki's", ours_in / anki_in, LIMIT)
    check("export, times Anki's", ours_out / anki_out, LIMIT)


def _seconds(action: Callable[[Path], None], path: Path) -> float:
    clock = site.cpu_clock()
    started = clock()
    action(path)
    return clock() - started


def _markdown(count: int) -> float:
    """Return the CPU seconds in which a note of a deck of so many is written as Markdown."""
    deck = exporting.deck_of(Deck.objects.get(title="Words"))
    clock, seconds = site.cpu_clock(), []
    for _round in range(ROUNDS):
        started = clock()
        markdown_writer.write(replace(deck, notes=deck.notes[:count]))
        seconds.append(clock() - started)
    return min(seconds) / count


def _memory(package: Path) -> float:
    """Return the peak memory of a separate process that imports a package, in MiB."""
    command = [sys.executable, "-m", "benchmarks.files.bench_exchange", str(package)]
    return float(subprocess.run(command, capture_output=True, check=True, text=True).stdout.split()[-1])


def _import(path: Path) -> None:
    owner, _ = User.objects.get_or_create(email="reader@example.org")
    with open_file(path, path.name) as incoming:
        import_decks(incoming, Target(owner=owner), now=NOW)


def _export(path: Path) -> None:
    with path.open("wb") as file:
        FORMATS["apkg"].write(Deck.objects.get(title="Words"), file, None)


def _write(path: Path, count: int) -> None:
    answer = CardTemplate("Card 1", "{{Front}}", "{{FrontSide}}\n\n<hr id=answer>\n\n{{Back}}")
    basic = AnkiNoteType(1_600_000_000_000, "Basic", ("Front", "Back"), (answer,), "", is_cloze=False)

    def notes() -> Iterator[ExportedNote]:
        rng = random.Random(1)
        for number in range(count):
            back = f"<b>{_sentence(rng)}</b><br>{_sentence(rng)}" if number % 3 == 0 else _sentence(rng)
            fields = (f"{_sentence(rng)} {number}?", back)
            yield ExportedNote(f"guid{number}", basic, fields, "Words", NOW, tags=("words", f"part{number // 1000}"))

    with path.open("wb") as file:
        write(ExportedPackage(notes()), file)


def _sentence(rng: random.Random) -> str:
    return " ".join(rng.choices(WORDS.split(), k=10)).capitalize()


if __name__ == "__main__":
    main()
