"""Guesses the encoding of a text that is not Unicode, from the letters that each encoding would give it.

Encodings of several bytes a letter are distinguished by how common their characters are; the others by whether words
have Latin letters beside the rest, and then by the letters that a language or two would need.
"""

import re
from collections import Counter
from itertools import accumulate, combinations, pairwise, takewhile

SAMPLE_BYTES = 20_000
HIGH = re.compile(rb"[\x80-\xff]")
WORD = re.compile(rb"[A-Za-z\x80-\xff]+")
COMMON_HANZI = frozenset(
    "的一是不了人我在有他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天而能好都然没日"
    "于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与高意进把法此实回二理美点月明"
    "其种声全工己话儿者向情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世气信北少关并内加化由"
    "師書讀語漢學國會這個們來說時為對師間問題東見車長門開風馬鳥魚龍體點飯電話買賣愛聽寫貓狗老水火木金土山花"
)
COMMON_HANGUL = frozenset(
    "이다는의에을를가고하은지로한사기어도자인나시아리그대들스수정해서일전주라보과있장상원제만여부안구오게면생동인무소공우선경유"
    "세마당물조성신내가말람요방실국학교영개미연모분위니거야양발비화금관식산문회음집저관년월중행용계진명습니까친구물고양이강책불"
)
HALF_WIDTH = re.compile("(?<![A-Za-z])[\uff66-\uff9f](?![A-Za-z])")
FREQUENT_HALF_WIDTH = re.compile("[\uff71-\uff7f]")
MULTIBYTE = ("shift-jis", "euc-kr", "gb18030", "big5", "euc-jp")
SCRIPTS = {
    "cp1251": ("А-яЁёЄІЇєіїЎўҐґ", "оеаинтсрвлкмдпуяыьгзбчйжшюцщэфъёіїєґ"),
    "koi8-r": ("А-яЁё", "оеаинтсрвлкмдпуяыьгзбчйжшюцщэфъё"),
    "cp1253": ("Ά-ώ", "αιοετσνρηκπλυμόάίέύήώςδγωθφχβξζψϊϋ"),
    "iso8859-7": ("Ά-ώ", "αιοετσνρηκπλυμόάίέύήώςδγωθφχβξζψϊϋ"),
}
WESTERN = ("äöüß", "àâæçéèêëîïôœùûü", "áéíóúñü", "àèéìíòóù", "ãáàâçéêíóôõú", "àçèéíïòóúü", "åäöé", "åæøé", "éëïöüó")
LATIN = {  # the likelier before others that explain as much
    "cp1252": (*WESTERN, "áðéíóúýþæö"),
    "cp1254": ("çğıöşüİâî", "äöüß"),
    "cp1250": (*("áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "ąćęłńóśźż", "áéíóöőúüű", "čćđšž", "ăâîşţșț", "äöüß"),),
    "mac-roman": WESTERN,
}
# Western letters where they hardly ever are in a word: such words are Polish, Croatian, Hungarian or Romanian
ODD = re.compile(
    r"ñ(?![aeiouáéíóú])|õ(?!e)|æ(?=[aeiou])|œ(?![uieds])|è(?=[aeiouáéíóú])|ã(?![oesi]|\b)|(?<=[bcdgiprsuvz])ã\b",
    re.IGNORECASE,
)
PUNCTUATION = frozenset("“”‘’„‚«»‹›–—…•€£§°©®™´¿¡ªº±²³½¼¾×÷\xa0→†‰№")


def guess(data: bytes) -> str:
    """Return the most likely encoding of a text that is not Unicode; empty where none fits."""
    sample = _sample(data)
    if found := _multibyte(sample):
        return found
    words = [word for word in WORD.findall(sample) if HIGH.search(word)]
    whole = sum(len(word) for word in words if not re.search(rb"[A-Za-z]", word) and len(word) > 1)
    if whole * 2 > sum(map(len, words)):
        return _other_script(words) or _latin(sample)
    return _latin(sample)


def _sample(data: bytes) -> bytes:
    """Return the lines that have letters beyond ASCII, as many as are needed."""
    lines = [line for line in data[: 50 * SAMPLE_BYTES].split(b"\n") if HIGH.search(line)]
    if len(data) > 50 * SAMPLE_BYTES and len(lines) > 1:
        lines.pop()  # it may end within a letter
    whole = list(takewhile(lambda length: length <= SAMPLE_BYTES, accumulate(len(line) + 1 for line in lines)))
    return b"\n".join(lines[: max(1, len(whole))])


def _multibyte(sample: bytes) -> str:
    scores = {encoding: _asian_score(sample, encoding) for encoding in MULTIBYTE}
    best = max(scores, key=lambda encoding: scores[encoding])
    return best if scores[best] > 0.7 else ""


def _asian_score(sample: bytes, encoding: str) -> float:
    """Return how common the characters are that an encoding gives, from 0 to 1 and a little more."""
    try:
        text = sample.decode("cp949" if encoding == "euc-kr" else encoding)
    except UnicodeDecodeError:
        return 0.0
    high = [index for index, character in enumerate(text) if character > "\x7f"]
    found = sum(_commonness(text[index], encoding) * _apart(text, index) for index in high)
    if encoding == "shift-jis":
        found += _half_width_score(text)
    return found / len(high) if high else 0.0


def _half_width_score(text: str) -> float:
    """Return how likely kana of half the width are: less than ideographs; not at all without the frequent ones."""
    kana = HALF_WIDTH.findall(text)
    return 0.84 * len(kana) if len(FREQUENT_HALF_WIDTH.findall(text)) * 4 >= len(kana) else 0.0


def _apart(text: str, index: int) -> float:
    """Return 1 for a character without Latin letters beside it: those of other encodings have them on both sides."""
    around = (text[max(0, index - 1) : index], text[index + 1 : index + 2])
    return 1 - sum(each.isascii() and each.isalpha() for each in around) / 2


def _commonness(character: str, encoding: str) -> float:
    """Return how likely a character is in a text of this encoding."""
    if "\u3000" <= character <= "\u303f" or "\uff01" <= character <= "\uff5e":
        return 0.8  # punctuation of all of them
    if "\u3041" <= character <= "\u30fe":
        return 1.1 if encoding in ("shift-jis", "euc-jp") else 0.2
    if "\uac00" <= character <= "\ud7a3":
        return 1.1 if character in COMMON_HANGUL else 0.8 if len(character.encode("euc-kr", "ignore")) == 2 else 0.0
    if not "\u4e00" <= character <= "\u9fff":
        return 0.0
    if encoding == "euc-kr":
        return 0.1
    return 1.1 if character in COMMON_HANZI else _of_first_level(character, encoding)


def _of_first_level(character: str, encoding: str) -> float:
    """Return how common an ideograph is, by where the standard has it: the common ones come first."""
    lead = character.encode(encoding)[0]
    first, last = {
        "shift-jis": (0x88, 0x98),
        "euc-jp": (0xB0, 0xCF),
        "gb18030": (0xB0, 0xD7),
        "big5": (0xA4, 0xC6),
    }[encoding]
    if encoding == "gb18030" and not (0xA1 <= character.encode(encoding)[1] <= 0xFE):
        return 0.1
    return 0.85 if first <= lead <= last else 0.3


def _other_script(words: list[bytes]) -> str:
    scores = {encoding: _script_score(words, encoding) for encoding in SCRIPTS}
    best = max(scores, key=lambda encoding: scores[encoding])
    return best if scores[best] > 0.6 else ""


def _script_score(words: list[bytes], encoding: str) -> float:
    """Return how well words fit: letters of the script, small ones behind the first, the frequent ones."""
    letters, frequent = SCRIPTS[encoding]
    is_letter = re.compile(f"[{letters}]")
    score = total = 0.0
    for word in words:
        for index, character in enumerate(word.decode(encoding, "replace")):
            total += 1
            if not is_letter.match(character):
                continue
            rank = frequent.find(character.lower())
            is_odd = character.isupper() and index > 0
            score += (0.4 if is_odd else 1.0) - (rank if rank >= 0 else 40) / 100
    return score / total if total else 0.0


def _latin(sample: bytes) -> str:
    scores = {encoding: _latin_score(sample, encoding) for encoding in LATIN}
    best = max(scores, key=lambda encoding: scores[encoding])
    return best if scores[best] > 0.5 else ""


def _latin_score(sample: bytes, encoding: str) -> float:
    """Return which part of the letters beyond ASCII one language needs, or two, and the punctuation fits."""
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError:
        return 0.0
    odd = sum(left.isalpha() and right.isupper() and right > "\x7f" for left, right in pairwise(text))
    found = Counter(character.lower() for character in text if character > "\x7f")
    total = sum(found.values())
    signs = sum(times for character, times in found.items() if character in PUNCTUATION)
    letters = max(_covered(found, languages) for languages in _languages(LATIN[encoding]))
    odd += len(ODD.findall(text)) if encoding != "cp1250" else 0
    score = (letters + signs * 0.98 - odd) / total if total else 0.0
    return score * 0.97 if encoding == "mac-roman" else score  # which hardly anything writes any more


def _languages(sets: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [*((each,) for each in sets), *combinations(sets, 2)]


def _covered(found: Counter[str], languages: tuple[str, ...]) -> float:
    needed = "".join(languages)
    weight = (1 if len(languages) == 1 else 0.96) - (0.02 if "þ" in needed else 0)  # Turkish is likelier than Icelandic
    return sum(times for character, times in found.items() if character in needed) * weight
