"""What the columns of a table hold: by the names that people give them, or by their order."""

import re
from collections.abc import Mapping, Sequence

from apps.formats.limits import MAX_COLUMNS
from apps.formats.messages import gettext as _
from apps.formats.problems import Code, ImportProblem

IGNORED = ""
# what a column may hold, and its label where a person chooses
ROLES = {
    "front": _("Front"),
    "back": _("Back"),
    "extra": _("Extra, below the answer"),
    "tags": _("Tags"),
    "kind": _("Kind of note"),
    "label": _("Correct label"),
    "section": _("Section"),
    "deck": _("Deck"),
    "guid": _("ID"),
    "archived": _("Archived"),
    IGNORED: _("Not imported"),
}
ROLE_NAMES = {
    "front": """front|question|questions|term|terms|word|prompt|q|text|expression|vorderseite|frage|begriff|wort|recto
        |mot|terme|anverso|pregunta|término|palabra|fronte|domanda|termine|parola|voorkant|vraag|frente|pergunta|termo
        |przód|pytanie|pojęcie|słowo|вопрос|слово|термин|лицо|питання|термін|otázka|pojem|slovo|slovíčko|kérdés|szó
        |întrebare|cuvânt|pitanje|riječ|fråga|ord|spørgsmål|spørsmål|kysymys|sana|soru|kelime|terim|ερώτηση|λέξη|όρος
        |سؤال|كلمة|שאלה|מילה|प्रश्न|शब्द|คำถาม|คำศัพท์|câu hỏi|từ|pertanyaan|kata|質問|問題|単語|表|漢字|問|问题|問題|正面
        |单词|單詞|词语|生词|汉字|질문|문제|단어|앞면|앞|kanji|hanzi|vocab|vocabulary|phrase|sentence|concept|key|keyword
        |input|frontside|satz|vokabel|stichwort|domande|preguntas|questions|concepto|conceito|concetto|vocabolo|words|mots|termes|palabras
        |términos|parole|termini|palavras|termos|woorden|woord|begriffe|wörter|vokabeln|vocabulaire|vocabulario
        |vocabolario|woordenlijst|begrip|begrippen|słowa|słówka|słówko|pojęcia|слова|термины|slova|slovíčka|szavak|cuvinte
        |riječi|glosor|glosa|gloser|sanat|kelimeler|λέξεις|kosakata|từ vựng|คำ|生詞|詞語|词汇|語彙|単語帳|어휘""",
    "back": """back|answer|answers|correct answer
        |definition|definitions|meaning|translation|a|rückseite|antwort|bedeutung|übersetzung
        |verso|réponse|définition|traduction|reverso|respuesta|definición|traducción|retro|risposta|definizione
        |achterkant|antwoord|resposta|definição|tył|odpowiedź|znaczenie|tłumaczenie|definicja|ответ|перевод|значение
        |определение|відповідь|переклад|значення|odpověď|odpoveď|překlad|preklad|význam|válasz|jelentés|răspuns|traducere
        |odgovor|prijevod|svar|översättning|oversettelse|oversættelse|vastaus|käännös|cevap|yanıt|anlam|anlamı|απάντηση
        |σημασία|μετάφραση|ορισμός|جواب|إجابة|معنى|תשובה|פירוש|תרגום|उत्तर|अर्थ|คำตอบ|ความหมาย|trả lời|câu trả lời|nghĩa
        |jawaban|arti|答え|解答|回答|意味|訳|裏|答|答案|背面|意思|释义|翻译|答覆|정답|답|뜻|의미|뒷면|뒤|reading|meanings
        |translations|response|responses|solution|value|output|description|backside|lösung|traducciones|respuestas
        |significado|traduzione|significato|tradução|vertaling|betekenis|betydelse|betydning
        |réponses|définitions|traductions|definiciones|significados|risposte|definizioni|respuesta correcta|respostas
        |traduções|vertalingen|antwoorden|betekenissen|definitie|definities|antworten|bedeutungen|übersetzungen
        |definitionen|tłumaczenia|odpowiedzi|ответы|переводы|значения|odpovědi|překlady|jelentések|traduceri|prijevodi
        |översättningar|svaret|oversættelser|käännökset|çeviri|anlamlar|μεταφράσεις|terjemahan|ý nghĩa|คำแปล|翻譯
        |解釋|번역""",
    "extra": """extra|back extra|explanation|example|examples|hint|note|notes|comment|comments|remark|remarks|beispiel
        |bemerkung|erklärung|hinweis|exemple|remarque|explication|ejemplo|nota|esempio|pinyin|romaji|rōmaji|kana
        |furigana|ipa|pronunciation|aussprache|prononciation|pronunciación|pronuncia|uitspraak|transcription
        |transliteration|part of speech|wortart|gender|genus|plural|context|voorbeeld|przykład|пример
        |ejemplos|exemples""",
    "tags": "tags|tag|schlagwörter|schlagworte|étiquettes|etiquetas|etichette|теги",
    "kind": "kind|notetype|note type|card type|notiztyp",
    "label": "label|labels|correct label|right label",
    "section": "section|chapter|unit|lesson|abschnitt|kapitel|lektion|chapitre|leçon|sección|capítulo|lección",
    "deck": "deck|stapel|kartenstapel|paquet|mazo|mazzo|колода",
    "guid": "guid|anki guid",
    "archived": "archived",
}
LANGUAGES = frozenset(
    re.findall(
        r"\w+",
        """arabic chinese czech danish dutch english finnish french german greek hebrew
    hindi hungarian italian japanese korean latin norwegian polish portuguese
    romanian russian spanish swedish turkish ukrainian deutsch englisch
    französisch spanisch italienisch latein lateinisch griechisch russisch
    anglais français allemand espagnol italien inglés español francés alemán
    inglese italiano francese tedesco spagnolo allemande anglaise latin grec
    russe portugais chinois japonais portugués latín griego ruso chino japonés
    latino greco russo inglês espanhol francês alemão português niederländisch
    polnisch türkisch arabisch chinesisch japanisch portugiesisch engels duits
    frans spaans nederlands polski angielski niemiecki hiszpański francuski
    английский русский немецкий французский испанский англійська українська
    німецька engelska svenska tyska franska engelsk dansk norsk tysk englanti
    suomi saksa ingilizce türkçe almanca čeština angličtina němčina angol magyar
    német 日本語 英語 中国語 韓国語 中文 英文 英语 日语 汉语 拼音 영어 한국어 일본어 중국어 עברית אנגלית العربية
    الإنجليزية αγγλικά ελληνικά""",
    )
)
ROLE_OF = {name.strip(): role for role, names in ROLE_NAMES.items() for name in names.split("|")}
SIDE = re.compile(r"\A(?:the|your|card) | (?:sides?|text|\d+|of card|of the card)\Z")  # "Front side", "Answer 1"
NAMES_OF_ROWS = ("name", "title", "item", "subject")  # of a first column beside that of the backs
MAX_NAME_LENGTH = 100  # characters; what is longer names no column
DEFAULT_ORDER = ("front", "back", "extra")


def role_of(name: str) -> str | None:
    """Return what a column of that name holds; None for any other name."""
    if len(name) > MAX_NAME_LENGTH:
        return None
    plain = " ".join(re.sub(r"[*_:#]|\(.*?\)|\[.*?\]", " ", name.lower()).split())
    return ROLE_OF.get(plain) or ROLE_OF.get(SIDE.sub("", plain))


def is_header(cells: Sequence[str]) -> bool:
    """Return whether the first row of a table names its columns and is no card."""
    named = [cell for cell in cells if cell.strip()]
    roles = {role_of(cell) for cell in named}
    if {"front", "back"} <= roles:
        return True
    if len(named) < 2:
        return False
    if "back" in roles and named[0].strip().lower() in NAMES_OF_ROWS:
        return True
    languages = sum(map(_is_language, named))
    known = all(role_of(cell) or _is_language(cell) for cell in named)
    if known and {"front", "back"} & roles and languages:
        return True  # "Hanzi, Pinyin, English"
    return known and (len(roles) == len(named) or languages == 2)


def _is_language(name: str) -> bool:
    return name.strip(" *_:#").lower() in LANGUAGES


def map_columns(names: Sequence[str], count: int, known_roles: Mapping[int, str]) -> tuple[str, ...]:
    """Return what each of `count` columns holds: by `known_roles` or its name, else by the order of the others."""
    roles: list[str | None] = [known_roles.get(index) for index in range(min(count, MAX_COLUMNS))]
    for index, name in enumerate(names[: len(roles)]):
        roles[index] = roles[index] or role_of(name)
    if names and roles[:1] == [None] and "front" not in roles and names[0].strip().lower() in NAMES_OF_ROWS:
        roles[0] = "front"
    if not names or not {"front", "back"} & set(roles):
        _fill_in_order(roles)
    elif not {"front", "back"} <= set(roles) and any(map(_is_language, names)):
        _fill_in_order(roles)  # "Japanese, Meaning"
    if "front" in roles and "back" not in roles and "extra" in roles:
        roles[roles.index("extra")] = "back"  # "Kanji, Kana"
    return tuple(role or IGNORED for role in roles)


def _fill_in_order(roles: list[str | None]) -> None:
    """Give front, back and extra to those columns that have no role, as long as there are some."""
    remaining = [role for role in DEFAULT_ORDER if role not in roles]
    for index, role in enumerate(roles):
        if role is None:
            roles[index] = remaining.pop(0) if remaining else "extra"


def check(columns: Sequence[str]) -> None:
    """Raise Problem for a choice of columns of which no notes can be made."""
    if any(role not in ROLES for role in columns) or len(columns) > MAX_COLUMNS:
        raise ImportProblem(Code.OPTIONS, _("Choose what each column holds from the list."))
    if "front" not in columns:
        raise ImportProblem(Code.OPTIONS, _("Choose the column that holds the fronts."))
    once = [role for role in columns if role not in (IGNORED, "extra")]
    if len(once) != len(set(once)):
        raise ImportProblem(Code.OPTIONS, _("Two columns hold the same. Choose one of them."))
