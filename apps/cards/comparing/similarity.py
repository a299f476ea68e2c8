"""The similarity of two questions: the same one corrected, or another that asks for the same.

Texts are analyzed once (`analyze`), which makes comparing each pair cheap. AnalyzedText are compared by their stems and
weighted by their meaning: "what" and "the" mean little. A word that differs by one letter is a corrected typo.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise

SAME = 0.6  # from here on, a removed question and an added one are the same question, corrected
NEAR = 0.45  # from here on, two questions of a lesson are near-duplicates

MAX_CHARACTERS = 2_000  # of a text; the rest hardly changes its subject
STOPWORD_WEIGHT, CONTENT_WEIGHT, NEGATION_WEIGHT = 0.15, 1.0, 0.6
LETTERS = re.compile("[a-z]+")
STOPWORDS = """a about actually all an and any are as at be because been being but by can could did do does doing each
    either else ever every exactly explain explicitly for from give had has have how i if in into is it its itself just
    lesson let list many may me might more most much must my name of on one only or other our own say sentence should
    so some such tell than that the their them then there these they thing this those through to two three four five six
    seven eight nine ten up use used using very was way we were what when where whether which while who whom whose why
    will with would you your"""
NEGATIONS = "no not never none without out false wrong cannot non last least worse worst"
NEGATED_FACTOR = 0.6  # of a similarity where only one of two questions says "not" or "out of"
TYPO_WEIGHT = 0.9  # of a word that differs by one letter
MIN_TYPO_LENGTH = 4  # letters; "cat" and "car" are two words
WORDS_SHARE, LETTERS_SHARE = 0.75, 0.25
MIN_SHARED_LETTERS = 0.3  # below it, typos are not searched
MIN_QUESTION_SIMILARITY = 0.2  # two questions with the same answer, "42", need not ask for the same
MIN_ANSWER_WORDS = 5

MAX_USERS = 50  # questions; a word that more of them use does not make two of them worth comparing

MARKUP = re.compile(r"\]\([^()\s]{0,500}\)|</?[a-zA-Z][^<>]{0,500}>|\\(?=[!-/:-@\[-`{-~])|['’]")
WORD = re.compile(r"[^\W_]+")
SCRIPTS_WITHOUT_SPACES = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
ENDINGS = (
    *(("ies", "y"), ("ied", "y"), ("sses", "ss"), ("ss", "ss"), ("us", "us"), ("is", "is"), ("ingly", "")),
    *(("edly", ""), ("ings", ""), ("ing", ""), ("ely", ""), ("ly", ""), ("ed", ""), ("es", ""), ("s", ""), ("e", "")),
)
MIN_STEM_LENGTH = 3


@dataclass(frozen=True)
class AnalyzedText:
    """The weight of each stem of a text, the pairs of letters of its content words, and its negations."""

    weights: Mapping[str, float]
    letters: frozenset[str]
    negations: frozenset[str]


def similarity(one: str, other: str) -> float:
    """Return the similarity of two Markdown texts: 0 for nothing in common, 1 for the same words."""
    return similarity_of(analyze(one), analyze(other))


def analyze(text: str) -> AnalyzedText:
    """Return what comparing a Markdown text needs of it."""
    stems = [_stem(word) for word in _words(text)]
    weights = {stem: _weight(stem) for stem in stems}
    content = " ".join(stem for stem in stems if weights[stem] == CONTENT_WEIGHT)
    letters = zip(f" {content}", f"{content} ", strict=True) if content else ()
    return AnalyzedText(weights, frozenset(map("".join, letters)), NEGATIVE_STEMS.intersection(stems))


def similarity_of(one: AnalyzedText, other: AnalyzedText) -> float:
    """Return the similarity of two analyzed texts."""
    by_letters = _dice(len(one.letters & other.letters), len(one.letters), len(other.letters))
    shared = _shared(one.weights, other.weights)
    if by_letters >= MIN_SHARED_LETTERS:
        shared += _typos(one.weights, other.weights)
    by_words = _dice(shared, sum(one.weights.values()), sum(other.weights.values()))
    combined = WORDS_SHARE * by_words + LETTERS_SHARE * by_letters if one.letters or other.letters else by_words
    return combined if one.negations == other.negations else NEGATED_FACTOR * combined


def near_duplicates(questions: Sequence[str], answers: Sequence[str] = ()) -> list[tuple[int, int]]:
    """Return which questions of a lesson ask for the same, as pairs of positions, the lower one first.

    A word that many of them use means little. Answers, if there are any, are one for each question, and what they
    share counts as much.
    """
    fronts = by_rarity([analyze(text) for text in questions])
    backs = by_rarity([analyze(text) for text in answers or [""] * len(questions)])
    both = list(zip(fronts, backs, strict=True))
    pairs = sorted(_worth_comparing(fronts))
    return [(first, second) for first, second in pairs if _nearness(both[first], both[second]) >= NEAR]


def by_rarity(texts: Sequence[AnalyzedText]) -> list[AnalyzedText]:
    """Return texts in which a word weighs less the more of them use it."""
    users = Counter(stem for text in texts for stem in text.weights)
    rarity = {stem: 1 / math.sqrt(max(1, count - 1)) for stem, count in users.items()}
    return [
        replace(text, weights={stem: weight * rarity[stem] for stem, weight in text.weights.items()}) for text in texts
    ]


def _worth_comparing(texts: Sequence[AnalyzedText]) -> set[tuple[int, int]]:
    """Return the pairs of texts that share a word which is not in too many of them."""
    users: dict[str, list[int]] = {}
    for position, text in enumerate(texts):
        for stem in text.weights.keys() - STOPWORD_STEMS or text.weights:
            users.setdefault(stem, []).append(position)
    return {pair for positions in users.values() if len(positions) <= MAX_USERS for pair in combinations(positions, 2)}


def _nearness(one: tuple[AnalyzedText, AnalyzedText], other: tuple[AnalyzedText, AnalyzedText]) -> float:
    """Return the similarity of two notes: by their questions, and by their answers if these are long enough."""
    asked = _by_words(one[0].weights, other[0].weights)
    if one[0].negations != other[0].negations:
        asked *= NEGATED_FACTOR
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


def _typos(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Return the weight of words that only one text has and that differ from one of the other's by a letter."""
    left = [stem for stem in one if stem not in other and len(stem) >= MIN_TYPO_LENGTH]
    right = [stem for stem in other if stem not in one and len(stem) >= MIN_TYPO_LENGTH]
    total = 0.0
    for stem in left:
        match = next((candidate for candidate in right if _differ_by_one_letter(stem, candidate)), None)
        if match:
            right.remove(match)
            total += TYPO_WEIGHT * (one[stem] + other[match]) / 2
    return total


def _differ_by_one_letter(one: str, other: str) -> bool:
    """Return whether one letter was added, left out or changed, or two were exchanged."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = next((position for position, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if start is None:
        return True
    one, other = one[start:], other[start:]
    exchanged = one[:2] == other[1::-1] and one[2:] == other[2:]
    return one[1:] == other or one == other[1:] or one[1:] == other[1:] or exchanged


def _words(text: str) -> Iterable[str]:
    """Yield words in lower case; scripts without spaces give pairs of characters."""
    plain = unicodedata.normalize("NFKC", MARKUP.sub("", text[:MAX_CHARACTERS])).casefold()
    for word in WORD.findall(plain):
        if len(word) > 1 and SCRIPTS_WITHOUT_SPACES.search(word):
            yield from (first + second for first, second in pairwise(word))
        else:
            yield word


def _stem(word: str) -> str:
    """Return an English word without the most common endings."""
    for ending, replacement in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= MIN_STEM_LENGTH:
            stem = word.removesuffix(ending) + replacement
            doubled = ending in ("ing", "ings", "ed") and len(stem) > MIN_STEM_LENGTH and stem[-1] == stem[-2]
            return stem[:-1] if doubled and stem[-1] not in "ls" else stem
    return word


def _weight(stem: str) -> float:
    if stem in NEGATIVE_STEMS:
        return NEGATION_WEIGHT
    return STOPWORD_WEIGHT if stem in STOPWORD_STEMS else CONTENT_WEIGHT


STOPWORD_STEMS = frozenset(map(_stem, LETTERS.findall(STOPWORDS)))
NEGATIVE_STEMS = frozenset(map(_stem, LETTERS.findall(NEGATIONS)))
