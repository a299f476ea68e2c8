"""Finds scenarios in text that lost its line ends: "...on land.B. A boat that ...". Takes linear time."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

AT_LINE_START = r"^[ \t]*(?:[-*•][ \t]+)?\(?"
AFTER_END = r"""(?<=[.?!…:;)\]”"’'»])"""
AFTER_WORD = r"(?<=[^\W\d_A-Z])"
NAMES = {
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ": ("[A-Z]", "[.):]"),
    "abcdefghijklmnopqrstuvwxyz": ("[a-z]", r"\)"),
    "": (r"\d{1,2}", "[.):]"),
}
ABBREVIATED = re.compile(r"(?<![^\W\d_])[A-Z]\.$|\d\.$")
MIN_SCENARIOS = 2  # a single letter is no list of scenarios
LINE_START, CERTAIN, UNCERTAIN, ABBREVIATION = 3.0, 2.0, 1.0, 0.5


@dataclass(frozen=True)
class RunOnScenario:
    """A scenario; `start` is where its name is in the text."""

    name: str
    text: str
    start: int


@dataclass(frozen=True)
class _Marker:
    """A place where scenario number `index` may begin, and how much speaks for it."""

    index: int
    start: int
    end: int
    weight: float


@dataclass(frozen=True)
class _Chain:
    """Signs that count on from the first name to `last`, and how much speaks for all of them."""

    last: _Marker
    before: "_Chain | None"
    weight: float

    def markers(self) -> list[_Marker]:
        """Return the markers in their order."""
        result, chain = [self.last], self.before
        while chain:
            result.append(chain.last)
            chain = chain.before
        return result[::-1]


def scenarios(text: str, answered: Collection[str] = ()) -> tuple[str, list[RunOnScenario]]:
    """Return the text before the first scenario, and the scenarios, which count on from A, a) or 1.

    `answered` are the names that the answers use: of several readings, the one that has these is chosen.
    """
    for letters, (name, ending) in NAMES.items():
        markers = _best([*_markers(text, letters, name, ending)], letters, answered)
        if markers:
            ends = [*(marker.start for marker in markers[1:]), len(text)]
            found = [
                RunOnScenario(_name(letters, index).upper(), text[marker.end : end].strip(), marker.start)
                for index, (marker, end) in enumerate(zip(markers, ends, strict=True))
            ]
            return text[: markers[0].start].strip(), found
    return text.strip(), []


def _markers(text: str, letters: str, name: str, ending: str) -> Iterator[_Marker]:
    before = rf"(?:(?P<line>{AT_LINE_START})|(?P<end>{AFTER_END})|(?P<word>{AFTER_WORD}))"
    pattern = re.compile(
        rf"{before}(?P<name>{name}){ending}[ \t]+(?=\S)",
        re.MULTILINE,
    )
    for found in pattern.finditer(text):
        weight = _weight(text, found, is_number=not letters)
        if weight:
            index = letters.index(found["name"]) if letters else int(found["name"]) - 1
            yield _Marker(index, found.start(), found.end(), weight)


def _weight(text: str, found: re.Match[str], *, is_number: bool) -> float:
    """Return how much speaks for a scenario that begins here; a letter of "U.S." or a part of "2.3" has little."""
    if found["line"] is not None:
        return LINE_START
    if found["end"] is None:  # after a word without a full stop
        return UNCERTAIN if not is_number and text[found.end()].isupper() else 0
    return ABBREVIATION if ABBREVIATED.search(text, max(0, found.start() - 3), found.start()) else CERTAIN


def _best(markers: Sequence[_Marker], letters: str, answered: Collection[str]) -> list[_Marker]:
    """Return the markers that count on from the first name and for which most speaks together."""
    chains: list[_Chain] = []
    for marker in markers:
        if marker.index > len(chains):
            continue
        before = chains[marker.index - 1] if marker.index else None
        chain = _Chain(marker, before, marker.weight + (before.weight if before else 0))
        if marker.index == len(chains):
            chains.append(chain)
        elif chain.weight > chains[marker.index].weight:
            chains[marker.index] = chain
    names = [_name(letters, chain.last.index).upper() for chain in chains]
    count = _count(chains, [number for number, name in enumerate(names, 1) if name in answered])
    return chains[count - 1].markers() if count else []


def _count(chains: Sequence[_Chain], answered: Sequence[int]) -> int:
    """Return how many scenarios there are: as many as have answers, and more where these are sure."""
    if not answered:
        return len(chains) if len(chains) >= MIN_SCENARIOS else 0
    count = max(answered)
    while count < len(chains) and chains[count].last.weight >= CERTAIN:
        count += 1
    return count


def _name(letters: str, index: int) -> str:
    return letters[index] if letters else str(index + 1)
