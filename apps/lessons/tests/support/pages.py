"""A practice page as a record, and imports of it."""

from dataclasses import replace

from apps.formats.practice_page.records import EXERCISE, FLASHCARDS, SELF_CHECK, Item, Page, Part

QUESTIONS = Part(
    SELF_CHECK,
    "Self-check",
    introduction="Two questions.",
    items=(
        Item("What does a denoiser compute?", "The *noise*."),
        Item("Which backbone came first?", "The U-Net."),
    ),
)
EXERCISE_PART = Part(
    EXERCISE,
    "Try it yourself: U-Net or DiT?",
    introduction="Decide.",
    closing="The pattern: scale.",
    labels=("U-Net", "DiT"),
    items=(
        Item("One GPU.", "Cheaper steps.", label="U-Net", kind="choice"),
        Item("A cluster.", "(scale). It pays off.", label="DiT", kind="choice"),
    ),
)
CARDS = Part(
    FLASHCARDS,
    "Flashcards",
    items=(Item("What is a token?", "A patch.", tags="dit"), Item("What is guidance?", "A pull toward the prompt.")),
)
PAGE = Page("Practice: Backbones", description="Two of them.", parts=(QUESTIONS, EXERCISE_PART, CARDS))


def counts(imported):
    """How many notes were added, changed, removed and unchanged."""
    return tuple(imported.plan.counts.values())


def with_items(part, *items):
    """The page with other items in one of its parts."""
    parts = [replace(each, items=items) if each is part else each for each in PAGE.parts]
    return replace(PAGE, parts=tuple(parts))
