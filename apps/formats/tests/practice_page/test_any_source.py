"""Whatever a source holds, it is read or refused with a sentence and a line."""

from hypothesis import given, settings
from hypothesis import strategies as st

from apps.formats.practice_page.markdown.source import read
from apps.formats.practice_page.records import EXERCISE, FLASHCARDS, SELF_CHECK
from apps.formats.problems import ImportProblem

SELF_CHECKED = "## Self-check\n\n**1. Is it?**\n\n<details><summary>Show answer</summary>\n\nYes.\n\n</details>\n"
SAMPLE = f"""---
title: "Practice: Bread"
---
import Flashcard from 'f'

{SELF_CHECKED}
## Try it yourself: FRESH or OLD?

Which is it? `code` {{'{{'}} <b>bold</b>

```
A. A loaf of today
   from the oven.
B. A loaf of last week.
```

<details><summary>Show answer</summary>

- **A: FRESH.** Today.
- **B: OLD** (mould). Week.

The pattern: bread ages.

</details>

## Try it yourself: steps

**Part A: dough.** Knead.

<details><summary>Show answer</summary>Done.</details>

### Part B: oven

Heat.

**Expected outcome:** hot.

## Flashcards

Two cards.

<Flashcard question='Say "x"?'>

```py
Q: no
```

</Flashcard>

**Q: Old?**
A: Yes.
"""
CUTS = sorted({0, len(SAMPLE), *(index for index, sign in enumerate(SAMPLE) if sign in "\n<>*`#-:\"'")})
THROWN_IN = st.sampled_from(
    ["\n", "\n\n", "<details>", "</details>", "```", "**", "`", '"', "'", "<", ">", "{", "## ", "- ", "\t", "\0"]
)


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(CUTS), st.sampled_from(CUTS), THROWN_IN), min_size=1, max_size=4))
def test_a_page_with_parts_cut_and_moved_is_read_or_refused_with_a_sentence(changes):
    text = SAMPLE
    for start, end, thrown_in in changes:
        text = text[:start] + thrown_in + text[min(end, start + 40) :]
    read_or_refused(text)


@settings(deadline=None)
@given(st.text(alphabet="ab1.:*`~_-#|<>/&\"'{}()[]\\=QA \n\t", max_size=200))
def test_any_text_is_read_or_refused_with_a_sentence(text):
    read_or_refused(f"## Flashcards\n\n{text}\n\n{SELF_CHECKED}")
    read_or_refused(text)


def read_or_refused(text):
    last = text.count("\n") + 1
    try:
        found = read(text)
    except ImportProblem as problem:
        sentence, lines = str(problem.message), [problem.place.line or 1]
    else:
        sentence, lines = "Read.", [warning.place.line for warning in found.warnings]
        assert {part.kind for part in found.parts} <= {SELF_CHECK, EXERCISE, FLASHCARDS}
    assert sentence.endswith(".")
    assert all(0 < line <= last for line in lines)
