"""Guesses the language of a text: its script decides, or else its frequent words and its own letters.

What is not sure is no guess: a list of words without their articles may be of any language.
"""

import re
from collections import Counter
from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter

SAMPLE_LENGTH = 50_000  # characters
MIN_SHARE = 0.15  # of all letters, which another script than the Latin one must have
MIN_POINTS = 6
MIN_DENSITY = 0.08  # points for each word
MIN_WORDS = 2  # different ones, of more than one letter
MIN_LEAD = 1.5  # times as many points as any other language
MIN_CLOSE_LEAD = 1.1
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
SCRIPTS = {  # languages that alone have a script, or by far the most readers of it
    "ja": "\u3041-\u3096\u30a1-\u30fa\uff66-\uff9d",
    "ko": "\uac00-\ud7a3\u1100-\u11ff\u3131-\u318e",
    "zh": "\u4e00-\u9fff\u3400-\u4dbf",
    "ru": "\u0400-\u052f",
    "ar": "\u0620-\u064a\u066e-\u06d3\u06fa-\u06fc",
    "he": "\u05d0-\u05ea",
    "el": "\u0370-\u03ff\u1f00-\u1fff",
    "th": "\u0e01-\u0e5b",
    "hi": "\u0900-\u0963\u0966-\u097f",
    "bn": "\u0980-\u09ff",
    "pa": "\u0a00-\u0a7f",
    "gu": "\u0a80-\u0aff",
    "ta": "\u0b80-\u0bff",
    "te": "\u0c00-\u0c7f",
    "kn": "\u0c80-\u0cff",
    "ml": "\u0d00-\u0d7f",
    "si": "\u0d80-\u0dff",
    "lo": "\u0e81-\u0edf",
    "bo": "\u0f40-\u0fbc",
    "my": "\u1000-\u109f",
    "ka": "\u10a0-\u10ff\u1c90-\u1cbf",
    "am": "\u1200-\u137f",
    "km": "\u1780-\u17ff",
    "hy": "\u0531-\u0587",
}
SCRIPT_LETTERS = {language: re.compile(f"[{letters}]") for language, letters in SCRIPTS.items()}
OWN_LETTERS = {  # of other languages in the same script, the surest first
    "ru": {"uk": "іїєґ", "be": "ў", "mk": "ѓќѕ", "sr": "ђћљњџј", "kk": "әғқңұһ"},
    "ar": {"ur": "ٹڈڑےں", "fa": "پچژگکی"},
}
RUSSIAN_ONLY = re.compile("[ыэё]")
BULGARIAN = re.compile(r"\b(?:е|са|се|ще|съм)\b")
SIMPLIFIED = frozenset("们这说国时会学对来过还开关门问间见车长马鸟鱼龙体点饭电话买卖爱听写书师读语汉东习为样个")
TRADITIONAL = frozenset("們這說國時會學對來過還開關門問間見車長馬鳥魚龍體點飯電話買賣愛聽寫書師讀語漢東習為樣個")
JAPANESE = frozenset(
    "気駅図円広対発価検験働畑峠込辻売読黒経済沢桜実帰変楽薬歩毎仏単戦権両弾県鉄辺処剣営歳竜覚訳豊転軽関霊顔髪齢伝"
)
BY_ENCODING = {"shift-jis": "ja", "euc-jp": "ja", "big5": "zh-Hant", "gb18030": "zh-Hans"}
JAPANESE_MIN_KANA = 0.1  # of the ideographs and the kana; a Chinese text may quote a word of Japanese
LETTERS = {  # that few other languages of the Latin script have, each two points
    "de": "ß",
    "es": "ñ¿¡",
    "pt": "ãõ",
    "pl": "łąęśźżńć",
    "cs": "řěů",
    "sk": "ľĺŕô",
    "hu": "őű",
    "tr": "ğış",
    "ro": "șțăşţ",
    "vi": "ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđơư",
    "lt": "ėųįū",
    "lv": "āēīļķņģ",
    "hr": "đ",
    "is": "þð",
    "eo": "ĉĝĥĵŝŭ",
    "fr": "œ",
}
CLOSE = ({"da", "nb"}, {"cs", "sk"})  # languages with mostly the same words: a few decide
WORDS = {  # frequent ones, each a point
    "en": "the of and to is in that it was for are with what which from be by this have you not or who how when where "
    "an as does did his her they at on we can has had will would there their been",
    "de": "der die das und ist nicht ein eine einen einem ich sie er wir ihr mit auf für von zu den dem des im was wie "
    "wer wo wann welche welcher sich auch es sind war wird haben hat bei aus nach über kann werden zur zum",
    "fr": "le la les des et est un une du dans que qui pour pas ne sur avec ce cette il elle nous vous je au aux sont "
    "être avoir quel quelle comment où ou plus par son sa ses c'est l'on d'un d'une était mais se en",
    "es": "el la los las y es un una de que en no por con para se su al del lo como qué cuál cómo dónde son está más "
    "pero sus le ser tiene era yo tú él ella nosotros muy este esta fue hay cuando",
    "it": "il lo la gli le e è un una di che non per con si del della dei delle nel nella come cosa quale dove sono "
    "più anche ma questo questa era io tu lui lei noi chi alla al dal i ha hanno essere",
    "pt": "o a os as e é um uma de que não em por com para se do da dos das no na como qual onde são mais mas seu sua "
    "está ser tem foi eu você ele ela nós ao quando muito isso este esta pelo pela",
    "nl": "de het een en is van niet dat die in op te met voor zijn er ik je hij zij wij wat welke hoe waar wie aan "
    "ook maar naar bij of dit was worden wordt heeft hebben kan door uit om als",
    "pl": "i w nie na się jest to z do że jak co jest czy o ale ma są być był była przez dla od po gdzie kto jaki jaka "
    "jakie który która które tego tym ja ty on ona my oraz",
    "cs": "a je se na že to v s z do ne ale jako jsem jsou být byl byla pro od po kde kdo jaký jaká jaké který která "
    "které co si by má o ve ke",
    "sk": "a je sa na že to v s z do nie ale ako som sú byť bol bola pre od po kde kto aký aká ktorý ktorá čo",
    "sv": "och är att en ett det som på för med inte av den till har jag du han hon vi de var vad vem hur när från om "
    "kan ska eller men sig",
    "da": "og er at en et det som på for med ikke af den til har jeg du han hun vi de var hvad hvem hvordan hvor fra "
    "om kan skal eller men sig",
    "nb": "og er å en et det som på for med ikke av den til har jeg du han hun vi de var hva hvem hvordan hvor fra om "
    "kan skal eller men seg",
    "fi": "ja on ei se että hän minä sinä me te he joka mikä kuka missä mitä kun tai mutta ovat oli olla myös niin "
    "kuin tämä en",
    "hu": "a az és egy hogy nem is van volt ez ki mi mit hol hogyan vagy de meg csak én te ő mely milyen lesz fel el",
    "tr": "ve bir bu ne da de için ile o mi mı çok var yok ben sen biz siz onlar nasıl nerede hangi kim gibi daha olan "
    "değil en",
    "ro": "și si este un o de la în nu cu pe ce care din pentru mai sunt a al ale cum unde cine eu tu el ea noi că să",
    "vi": "là và của có không những một các cho được trong với người này để khi tôi bạn gì đã ở thì nào",
    "id": "yang dan di ini itu dengan untuk dari tidak adalah ke pada saya kamu dia apa siapa bagaimana mana akan oleh "
    "dalam sebuah ada",
    "hr": "i je u se na da to ne za s od su kako što tko gdje koji koja koje ali bio biti sam si",
    "la": "et est in non ad cum qui quae quod sed ut ex ab esse sunt hic haec hoc quid aut per nec atque de",
    "ca": "el la els les i és un una de que en no per amb al del què com on són més però",
    "eo": "la kaj estas de en ne al ke mi vi li ŝi ni ili kiu kio kie kiel estis pri por",
}


def _languages_by_word() -> dict[str, list[str]]:
    pairs = sorted((word, language) for language, words in WORDS.items() for word in set(words.split()))
    return {word: [language for _, language in same] for word, same in groupby(pairs, key=itemgetter(0))}


LANGUAGES_BY_WORD = _languages_by_word()


def guess_of_cards(fronts: Iterable[str], backs: Iterable[str], extras: Iterable[str] = (), encoding: str = "") -> str:
    """Return the language that a deck is about: that of its fronts, or else of its backs; empty where none is sure.

    Ideographs alone are of the language of their readings, in the extra texts, or of the encoding.
    """
    found = guess(fronts) or guess(backs)
    if not found.startswith("zh"):
        return found
    return "ja" if guess(extras) == "ja" else BY_ENCODING.get(encoding, found)


def guess(texts: Iterable[str]) -> str:
    """Return the language tag of some texts; empty where it is not sure."""
    text = _sample(texts).lower()
    letters = sum(map(len, WORD.findall(text)))
    counts = {language: len(found.findall(text)) for language, found in SCRIPT_LETTERS.items()}
    ideographs = counts["zh"] + counts["ja"]
    if counts["ja"] > JAPANESE_MIN_KANA * ideographs:
        counts["ja"], counts["zh"] = ideographs, 0
    best = max(counts, key=lambda language: counts[language])
    if counts[best] > MIN_SHARE * letters:
        return _of_script(best, text)
    return _of_latin(text)


def _sample(texts: Iterable[str]) -> str:
    parts, room = [], SAMPLE_LENGTH
    for text in texts:
        parts.append(text[:room])
        room -= len(text) + 1
        if room <= 0:
            break
    return "\n".join(parts)


def _of_script(language: str, text: str) -> str:
    """Return the language among those of a script."""
    if language == "zh":
        simplified = sum(character in SIMPLIFIED - TRADITIONAL for character in text)
        traditional = sum(character in TRADITIONAL - SIMPLIFIED for character in text)
        japanese = sum(character in JAPANESE for character in text)
        if japanese > max(simplified, traditional):
            return "ja"
        return "zh-Hant" if traditional > simplified else "zh-Hans"
    for other, letters in OWN_LETTERS.get(language, {}).items():
        if sum(map(text.count, letters)) * 100 > len(text) / 2:
            return other
    is_bulgarian = language == "ru" and BULGARIAN.search(text) and not RUSSIAN_ONLY.search(text)
    return "bg" if is_bulgarian else language


def _of_latin(text: str) -> str:
    """Return the language whose frequent words and own letters a text has; empty where two are about as likely."""
    words = [word.replace("’", "'") for word in WORD.findall(text)]
    points: Counter[str] = Counter()
    for word in words:
        points.update(LANGUAGES_BY_WORD.get(word, ()))
    for language, letters in LETTERS.items():
        points[language] += 2 * sum(map(text.count, letters))
    (best, most), *others = points.most_common()
    if most < MIN_POINTS or most < MIN_DENSITY * len(words):
        return ""
    if len({word for word in words if len(word) > 1 and best in LANGUAGES_BY_WORD.get(word, ())}) < MIN_WORDS:
        return ""  # letters alone may be those of names and of words that other languages have
    rivals = (most >= count * (MIN_CLOSE_LEAD if {best, other} in CLOSE else MIN_LEAD) for other, count in others)
    return best if all(rivals) else ""
