"""Finds the labels that a prompt offers, and those that no scenario uses. Finds nothing unless it is certain."""

import re
from collections.abc import Iterator, Sequence

PAREN = r"(?:[ ]?\([^()\n]{0,200}\))?"
JOIN = r"(?:[ ]?,[ ]or[ ]|[ ]?,[ ]|[ ]or[ ]|[ ]?/[ ]?)"
CAPITALS = r"[A-Z][A-Z0-9-]{1,30}(?:[ ][A-Z][A-Z0-9-]{1,30}){0,4}\b"
BOLD = r"\*\*[^*\n]{1,60}\*\*"
OFFERS = tuple(
    re.compile(rf"(?<![\w*])(?:{choice}){PAREN}(?:{JOIN}(?:{choice}){PAREN}){{1,12}}") for choice in (CAPITALS, BOLD)
)
CHOICES = tuple(re.compile(rf"({choice}){PAREN}(?:{JOIN}|$)") for choice in (CAPITALS, BOLD))


def unused(prompt: str, labels: Sequence[str]) -> Iterator[str]:
    """Yield labels that a prompt offers beside each other with all that are used, though no answer uses them."""
    for offered in offers(prompt) if labels else ():
        if set(labels) <= set(offered):
            yield from (name for name in offered if name not in labels)
            return


def offers(prompt: str) -> Iterator[list[str]]:
    """Yield the labels of each place in which a prompt offers several beside each other."""
    text = " ".join(prompt.split())[:20_000]
    for offer, choice in zip(OFFERS, CHOICES, strict=True):
        for found in offer.finditer(text):
            yield [name.strip("*.: ") for name in choice.findall(found[0])]
