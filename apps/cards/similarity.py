"""Says how alike two questions are: the same one corrected, or another that asks for the same. Pure.

Texts are taken apart once (`words_of`), which makes comparing each pair cheap. Words are compared by their stems and
weighed by what they say: "what" and "the" say little. A word that differs by one letter is a corrected typo.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise

SAME = 0.6  # from here on, a question that left the page and one that came are the same one, corrected
NEAR = 0.45  # from here on, two questions of a lesson ask for the same

MAX_LETTERS = 2_000  # of a text; what comes after hardly changes what it is about
QUIET, LOUD, NEGATION = 0.15, 1.0, 0.6
LETTERS = re.compile("[a-z]+")
QUIET_WORDS = """a about actually all an and any are as at be because been being but by can could did do does doing each
    either else ever every exactly explain explicitly for from give had has have how i if in into is it its itself just
    lesson let list many may me might more most much must my name of on one only or other our own say sentence should
    so some such tell than that the their them then there these they thing this those through to two three four five six
    seven eight nine ten up use used using very was way we were what when where whether which while who whom whose why
    will with would you your"""
NEGATIONS = "no not never none without out false wrong cannot non last least worse worst"
NEGATED = 0.6  # what is left of a likeness where only one of two questions says "not" or "out of"
CORRECTED = 0.9  # what a word counts that differs by one letter
SHORTEST_CORRECTED = 4  # letters; "cat" and "car" are two words
BY_WORDS, BY_LETTERS = 0.75, 0.25
MIN_SHARED_LETTERS = 0.3  # below it, there is no point in looking for typos
MIN_QUESTION_SIMILARITY = 0.2  # two questions with the same answer, "42", need not ask for the same
MIN_ANSWER_WORDS = 5

COMMON = 50  # questions; a word that more of them use does not make two of them worth comparing

MARKUP = re.compile(r"\]\([^()\s]{0,500}\)|</?[a-zA-Z][^<>]{0,500}>|\\(?=[!-/:-@\[-`{-~])|['’]")
WORD = re.compile(r"[^\W_]+")
SCRIPTS_WITHOUT_SPACES = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
ENDINGS = (
    *(("ies", "y"), ("ied", "y"), ("sses", "ss"), ("ss", "ss"), ("us", "us"), ("is", "is"), ("ingly", "")),
    *(("edly", ""), ("ings", ""), ("ing", ""), ("ely", ""), ("ly", ""), ("ed", ""), ("es", ""), ("s", ""), ("e", "")),
)
SHORTEST_STEM = 3


@dataclass(frozen=True)
class Words:
    """A text taken apart: what each stem weighs, the pairs of letters of what is not quiet, and its negations."""

    weights: Mapping[str, float]
    letters: frozenset[str]
    negations: frozenset[str]


def likeness(one: str, other: str) -> float:
    """Return how alike two Markdown texts are: 0 for nothing in common, 1 for the same words."""
    return likeness_of(words_of(one), words_of(other))


def words_of(text: str) -> Words:
    """Take a Markdown text apart."""
    stems = [_stem(word) for word in _words(text)]
    weights = {stem: _weight(stem) for stem in stems}
    loud = " ".join(stem for stem in stems if weights[stem] == LOUD)
    letters = zip(f" {loud}", f"{loud} ", strict=True) if loud else ()
    return Words(weights, frozenset(map("".join, letters)), NEGATIVE_STEMS.intersection(stems))


def likeness_of(one: Words, other: Words) -> float:
    """Return how alike two texts are that were taken apart."""
    by_letters = _dice(len(one.letters & other.letters), len(one.letters), len(other.letters))
    shared = _shared(one.weights, other.weights)
    if by_letters >= MIN_SHARED_LETTERS:
        shared += _corrected(one.weights, other.weights)
    by_words = _dice(shared, sum(one.weights.values()), sum(other.weights.values()))
    alike = BY_WORDS * by_words + BY_LETTERS * by_letters if one.letters or other.letters else by_words
    return alike if one.negations == other.negations else NEGATED * alike


def near_duplicates(questions: Sequence[str], answers: Sequence[str] = ()) -> list[tuple[int, int]]:
    """Return which questions of a lesson ask for the same, as pairs of positions, the lower one first.

    A word that many of them use says little. Answers, if they are given, are one for each question, and what they
    share counts as much.
    """
    asked = by_rarity([words_of(text) for text in questions])
    answered = by_rarity([words_of(text) for text in answers or [""] * len(questions)])
    known = list(zip(asked, answered, strict=True))
    pairs = sorted(_worth_comparing(asked))
    return [(first, second) for first, second in pairs if _nearness(known[first], known[second]) >= NEAR]


def by_rarity(texts: Sequence[Words]) -> list[Words]:
    """Return texts in which a word weighs the less, the more of them use it."""
    often = Counter(stem for text in texts for stem in text.weights)
    rarity = {stem: 1 / math.sqrt(max(1, count - 1)) for stem, count in often.items()}
    return [
        replace(text, weights={stem: weight * rarity[stem] for stem, weight in text.weights.items()}) for text in texts
    ]


def _worth_comparing(texts: Sequence[Words]) -> set[tuple[int, int]]:
    """Return the pairs of texts that share a word which is not in too many of them."""
    users: dict[str, list[int]] = {}
    for position, text in enumerate(texts):
        for stem in text.weights.keys() - QUIET_STEMS or text.weights:
            users.setdefault(stem, []).append(position)
    return {pair for positions in users.values() if len(positions) <= COMMON for pair in combinations(positions, 2)}


def _nearness(one: tuple[Words, Words], other: tuple[Words, Words]) -> float:
    """Return how near two notes are: by their questions, and by their answers if these say enough."""
    asked = _by_words(one[0].weights, other[0].weights)
    if one[0].negations != other[0].negations:
        asked *= NEGATED
    shortest = min(len(one[1].weights), len(other[1].weights))
    if asked < MIN_QUESTION_SIMILARITY or shortest < MIN_ANSWER_WORDS:
        return asked
    return (asked + _by_words(one[1].weights, other[1].weights)) / 2


def _by_words(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    return _dice(_shared(one, other), sum(one.values()), sum(other.values()))


def _shared(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    if len(one) > len(other):
        one, other = other, one
    return sum(weight for stem, weight in one.items() if stem in other)


def _dice(shared: float, one: float, other: float) -> float:
    return 2 * shared / (one + other) if shared else 0.0


def _corrected(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Return what the words weigh that stand in one text only and differ from one of the other's by a letter."""
    left = [stem for stem in one if stem not in other and len(stem) >= SHORTEST_CORRECTED]
    right = [stem for stem in other if stem not in one and len(stem) >= SHORTEST_CORRECTED]
    total = 0.0
    for stem in left:
        match = next((candidate for candidate in right if _differ_by_one_letter(stem, candidate)), None)
        if match:
            right.remove(match)
            total += CORRECTED * (one[stem] + other[match]) / 2
    return total


def _differ_by_one_letter(one: str, other: str) -> bool:
    """Say whether one letter was added, left out or changed, or two were exchanged."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if start is None:
        return True
    one, other = one[start:], other[start:]
    exchanged = one[:2] == other[1::-1] and one[2:] == other[2:]
    return one[1:] == other or one == other[1:] or one[1:] == other[1:] or exchanged


def _words(text: str) -> Iterable[str]:
    """Yield words in lower case; scripts that are written without spaces give pairs of characters."""
    plain = unicodedata.normalize("NFKC", MARKUP.sub("", text[:MAX_LETTERS])).casefold()
    for word in WORD.findall(plain):
        if len(word) > 1 and SCRIPTS_WITHOUT_SPACES.search(word):
            yield from (first + second for first, second in pairwise(word))
        else:
            yield word


def _stem(word: str) -> str:
    """Return an English word without the commonest endings."""
    for ending, instead in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            stem = word.removesuffix(ending) + instead
            doubled = ending in ("ing", "ings", "ed") and len(stem) > SHORTEST_STEM and stem[-1] == stem[-2]
            return stem[:-1] if doubled and stem[-1] not in "ls" else stem
    return word


def _weight(stem: str) -> float:
    return NEGATION if stem in NEGATIVE_STEMS else QUIET if stem in QUIET_STEMS else LOUD


QUIET_STEMS = frozenset(map(_stem, LETTERS.findall(QUIET_WORDS)))
NEGATIVE_STEMS = frozenset(map(_stem, LETTERS.findall(NEGATIONS)))
