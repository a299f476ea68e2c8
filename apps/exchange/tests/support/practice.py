"""Practice pages as files, and the command that imports them."""

import io
import json

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
