"""Practice pages as files, and the command that imports them."""

import io
import json
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

PAGE = """---
title: "Practice: Knots"
---

## Self-check

Two short questions.

**1. What holds a bowline?**

<details><summary>Show answer</summary>

Friction under load.

</details>

**2. What is a bight?**

<details><summary>Show answer</summary>

A slack part of a rope.

</details>

## Flashcards

<Flashcard question="What is a hitch?">

A knot that ties a rope to an object.

</Flashcard>
"""
ORPHAN = "## Self-check\n\n<details><summary>Show answer</summary>\n\nAn answer.\n\n</details>\n"


def run(*arguments):
    """What the command prints, and its exit status."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("import_practice", *map(str, arguments), stdout=out, stderr=err)
    except SystemExit as end:
        return out.getvalue(), err.getvalue(), end.code
    return out.getvalue(), err.getvalue(), 0


def pages_of(*arguments):
    """What the command prints of each page, and its exit status."""
    out, _, status = run(*arguments, "--json")
    return [json.loads(line) for line in out.splitlines()], status


def source(title, *fronts):
    """A page of flashcards, each of which is its own answer."""
    cards = "".join(f'<Flashcard question="{front}">\n\n{front}\n\n</Flashcard>\n\n' for front in fronts)
    return f'---\ntitle: "Practice: {title}"\n---\n\n## Flashcards\n\n{cards}'


def zipped(**pages):
    """A zip with these pages, by their paths in it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for path, page in pages.items():
            archive.writestr(path, page)
    return SimpleUploadedFile("all.zip", file.getvalue())
