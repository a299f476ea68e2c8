"""What people call the columns of a table, in the languages of those who learn with cards."""

import re

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
        |riječi|glosor|glosa|gloser|sanat|kelimeler|λέξεις|kosakata|từ vựng|คำ|生詞|詞語|词汇|語彙|単語帳|어휘
        |clue|cue|stimulus|fremdwort|fremdwörter|forside|framsida|ön|ön yüz|paraula|galdera|hitza|ceist|focal|cwestiwn
        |gair|spurning|orð|mistoqsija|kelma|pyetje|pyetja|fjala|fjalë|въпрос|дума|понятие|питање|реч|појам|прашање|збор
        |пытанне|сұрақ|сөз|асуулт|үг|klausimas|žodis|žodžiai|terminas|jautājums|vārds|vārdi|termins|küsimus|sõna
        |sõnad|mõiste|vprašanje|beseda|besede|demando|vorto|termino|კითხვა|სიტყვა|ტერმინი|հարց|բառ|প্রশ্ন|শব্দ|سوال|لفظ|پرسش
        |واژه|کلمه|لغت|مصطلح|كلمات|مفردات|מונח|השאלה|המילה|கேள்வி|சொல்|ప్రశ్న|పదం|ചോദ്യം|വാക്ക്|ಪ್ರಶ್ನೆ|ಪದ|પ્રશ્ન|શબ્દ|ਸਵਾਲ|ਸ਼ਬਦ
        |ප්‍රශ්නය|වචනය|soalan|perkataan|istilah|swali|neno|sual|söz|savol|so'z|tanong|salita|ጥያቄ|ቃል|សំណួរ|ពាក្យ|ຄຳຖາມ
        |ຄຳສັບ|မေးခွန်း|စကားလုံး|umbuzo|igama|tambaya|kalma|quaestio|verbum|vocabulum""",
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
        |översättningar|svaret|oversættelser|käännökset|çeviri|anlamlar|μεταφράσεις|ý nghĩa|คำแปล|翻譯
        |解釋|번역|bakside|bagside|baksida|arka|arka yüz|significat|traducció|definició|erantzuna|esanahia|itzulpena
        |freagra|brí|aistriúchán|ateb|ystyr|cyfieithiad|merking|þýðing|tweġiba|tifsira|përgjigje|përgjigja|kuptimi
        |përkthimi|отговор|превод|одговор|значење|адказ|значэнне|пераклад|жауап|мағынасы|аударма|хариулт|утга|орчуулга
        |atsakymas|reikšmė|vertimas|apibrėžimas|atbilde|nozīme|tulkojums|definīcija|vastus|tähendus|tõlge|pomen|prevod
        |respondo|signifo|traduko|difino|პასუხი|მნიშვნელობა|თარგმანი|պատասխան|նշանակություն|թարգմանություն|উত্তর|অর্থ
        |معنی|معنا|پاسخ|ترجمه|ترجمة|تعريف|إجابات|התשובה|הגדרה|משמעות|பதில்|பொருள்|సమాధానం|అర్థం|ഉത്തരം|അർത്ഥം|ಉತ್ತರ|ಅರ್ಥ
        |જવાબ|ઉત્તર|અર્થ|ਜਵਾਬ|ਅਰਥ|පිළිතුර|තේරුම|jawapan|makna|maksud|terjemahan|jibu|maana|tafsiri|cavab|mənası|tərcümə|javob
        |ma'nosi|tarjima|sagot|kahulugan|salin|መልስ|ትርጉም|ចម្លើយ|អត្ថន័យ|ຄຳຕອບ|ຄວາມໝາຍ|အဖြေ|အဓိပ္ပာယ်|impendulo|incazelo
        |amsa|ma'ana|responsum|significatio|translatio""",
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
# of a first column beside that of the backs
NAMES_OF_ROWS = frozenset(
    re.findall(
        r"\w+",
        """name title item subject nom titre nombre título nome titolo naam titel namn navn nimi nazwa tytuł název
        név cím nume ad isim başlık имя название назва заголовок όνομα τίτλος اسم عنوان שם नाम ชื่อ tên nama judul 名前
        名称 名稱 标题 標題 項目 이름 제목""",
    )
)
