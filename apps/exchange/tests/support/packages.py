"""Packages of Anki as genanki makes them, and what a report counts."""

import genanki

COUNTED = genanki.Model(
    1_700_000_000_001,
    "Counted",
    fields=[{"name": name} for name in ("Word", "Meaning", "Sentence")],
    templates=[
        {"name": "Recall", "qfmt": "Say: {{Word}}", "afmt": "{{FrontSide}}<hr id=answer>{{Meaning}}"},
        {"name": "Recognise", "qfmt": "{{#Sentence}}Read: {{Sentence}}{{/Sentence}}", "afmt": "It is {{Word}}"},
    ],
)


def counts(report):
    return report.added, report.changed, report.unchanged, report.refused


def package(*notes, model=genanki.BASIC_MODEL, deck="Biology::Cells", tags=()):
    made = genanki.Deck(2_059_400_110, deck)
    for number, fields in enumerate(notes):
        made.add_note(genanki.Note(model=model, fields=list(fields), guid=f"guid{number}", tags=list(tags)))
    return genanki.Package(made)
