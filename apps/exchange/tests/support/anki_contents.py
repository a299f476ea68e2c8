"""Prints, as JSON, what the real Anki contains after importing packages in order: `anki_contents.py FILE...`

Runs under the Python of `make setup-anki`, in a process of its own: the site never imports Anki.
With `--export FILE`, Anki also exports its collection as a package. Times are the CPU seconds of each.
"""

import argparse
import hashlib
import json
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from anki.collection import Collection, ExportAnkiPackageOptions, ImportAnkiPackageRequest
from anki.import_export_pb2 import ImportAnkiPackageOptions

IMAGE_OCCLUSION = 6  # the number of that kind of note types
LOG = (
    "new",
    "updated",
    "duplicate",
    "conflicting",
    "first_field_match",
    "missing_notetype",
    "missing_deck",
    "empty_first_field",
)


def main():
    """Import the packages and print what there is."""
    parser = argparse.ArgumentParser()
    parser.add_argument("packages", nargs="+", type=Path)
    parser.add_argument("--export", type=Path)
    parser.add_argument("--brief", action="store_true", help="only counts and times")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        collection = Collection(str(Path(folder, "collection.anki2")))
        try:
            json.dump(report(collection, options), sys.stdout, ensure_ascii=False)
        finally:
            collection.close()


def report(collection, options):
    """Return the import logs, counts and contents."""
    result = {"imports": [imported(collection, path) for path in options.packages]}
    if options.export:
        result["export_seconds"] = exported(collection, options.export)
    result["notes"], result["cards"] = collection.note_count(), collection.card_count()
    result["answers"] = collection.db.scalar("SELECT count() FROM revlog")
    if not options.brief:
        result["contents"] = contents(collection)
    return result


def imported(collection, path):
    """Import a package with its schedule, and return how many notes were new, changed and so on."""
    how = ImportAnkiPackageOptions(with_scheduling=True, with_deck_configs=True)
    started = time.process_time()
    answer = collection.import_anki_package(ImportAnkiPackageRequest(package_path=str(path.resolve()), options=how))
    seconds = time.process_time() - started
    return {"seconds": seconds, **{name: len(getattr(answer.log, name)) for name in LOG}}


def exported(collection, path):
    """Write all that the collection holds, in the form that we write, and return the CPU seconds it took."""
    how = ExportAnkiPackageOptions(with_scheduling=True, with_media=True, with_deck_configs=True, legacy=True)
    started = time.process_time()
    collection.export_anki_package(out_path=str(path.resolve()), limit=None, options=how)
    return time.process_time() - started


def contents(collection):
    """Return notes, cards, answers, media, decks, and what Anki's check of its database has to put right."""
    problems, is_well = collection.fix_integrity()
    cards = [collection.get_card(id_) for id_ in collection.db.list("SELECT id FROM cards ORDER BY nid, ord")]
    media = Path(collection.media.dir())
    return {
        "check": "" if is_well else problems,
        "notes": [note_of(collection, id_) for id_ in collection.db.list("SELECT id FROM notes ORDER BY guid")],
        "cards": sorted(
            (card_of(collection, card) for card in cards), key=lambda card: (card["guid"], card["ordinal"])
        ),
        "answers": answers(collection),
        "media": {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(media.iterdir())},
        "decks": {deck.name: collection.decks.get(deck.id)["desc"] for deck in collection.decks.all_names_and_ids()},
        "note_types": sorted(each["name"] for each in collection.models.all()),
        "masks": masks(collection),
        "css": {each["name"]: each["css"] for each in collection.models.all()},
    }


def masks(collection):
    """Return the shapes of each note that Anki opens in its editor of masks, by guid."""
    found = {}
    for each in collection.models.all():
        if each.get("originalStockKind") == IMAGE_OCCLUSION:
            for id_ in collection.models.nids(each["id"]):
                note = collection.get_image_occlusion_note(id_).note
                shapes = [shape for occlusion in note.occlusions for shape in occlusion.shapes]
                found[collection.get_note(id_).guid] = {
                    "picture": note.image_file_name,
                    "shapes": [
                        [shape.shape, {value.name: value.value for value in shape.properties}] for shape in shapes
                    ],
                }
    return found


def note_of(collection, id_):
    """Return a note."""
    note = collection.get_note(id_)
    created = datetime.fromtimestamp(id_ / 1000, UTC).date().isoformat()
    result = {"guid": note.guid, "type": note.note_type()["name"], "type_id": note.mid, "fields": note.fields}
    numbers = collection.db.first("SELECT sfld, csum FROM notes WHERE id = ?", id_)
    return result | {
        "tags": note.tags,
        "modified": note.mod,
        "created": created,
        "sort": str(numbers[0]),
        "csum": numbers[1],
    }


def card_of(collection, card):
    """Return a card; with the day if it is due on one."""
    due = card.due
    if card.type == 2 or (card.type in (1, 3) and due < 1_000_000):
        due = (datetime.fromtimestamp(collection.crt).astimezone() + timedelta(days=due)).date().isoformat()
    return {
        "guid": card.note().guid,
        "ordinal": card.ord,
        "deck": collection.decks.name(card.did),
        "type": card.type,
        "queue": card.queue,
        "due": due,
        "interval": card.ivl,
        "ease": card.factor,
        "reps": card.reps,
        "lapses": card.lapses,
        "flag": card.flags & 7,
        "question": card.render_output().question_text,
        "answer": card.render_output().answer_text,
    }


def answers(collection):
    """Return all answers, the oldest first."""
    query = """SELECT guid, ord, r.id, r.ease, r.ivl, r.lastIvl, r.factor, r.time, r.type
        FROM revlog r JOIN cards c ON c.id = r.cid JOIN notes n ON n.id = c.nid ORDER BY r.id"""
    return [list(row) for row in collection.db.all(query)]


if __name__ == "__main__":
    main()
