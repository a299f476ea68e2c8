"""The language of a deck is guessed from its text; what is not sure is no guess."""

import pytest

from apps.formats.text.language import guess, guess_of_cards

SENTENCES = {
    "en": "What is the capital of France? Which of the following is a prime number?",
    "de": "Was ist die Hauptstadt von Frankreich? Wie viele Einwohner hat die Stadt?",
    "fr": "Quelle est la capitale de la France ? Où est la gare ? Le chat est sur la table.",
    "es": "¿Cuál es la capital de España? ¿Dónde está el perro?",
    "it": "Qual è la capitale d’Italia? Che cosa sono le cellule? Il gatto è nella casa.",
    "pt": "Qual é a capital do país? O que são células? A mão e o coração.",
    "nl": "Wat is de hoofdstad van Nederland? Hoe heet het grootste dier van de wereld?",
    "pl": "Jaka jest stolica Polski? Kto napisał „Pana Tadeusza”? Co to jest fotosynteza?",
    "cs": "Jaké je hlavní město České republiky? Kdo je prezident a co je to? Tři kočky.",
    "sv": "Vad är huvudstaden i Sverige? Stockholm är den största staden. Jag är inte här.",
    "da": "Hvad er hovedstaden i Danmark? København er den største by. Jeg er ikke her af det.",
    "fi": "Mikä on Suomen pääkaupunki? Helsinki on pääkaupunki ja se on suuri. Missä hän on?",
    "hu": "Mi a fővárosa Magyarországnak? Budapest az ország fővárosa és egy nagy város.",
    "tr": "Türkiye’nin başkenti neresidir? Ankara bir şehir ve başkent. Bu ne için var?",
    "ro": "Care este capitala României? București este un oraș în România. Ce este o celulă?",
    "vi": "Thủ đô của Việt Nam là gì? Hà Nội là thủ đô.",
    "ru": "Какая столица России? Это самый большой город.",
    "uk": "Яка столиця України? Київ є столицею.",
    "bg": "Коя е столицата на България? София е столицата на страната.",
    "sr": "Који је главни град Србије? Београд је највећи град.",
    "ja": "これは何ですか。日本の首都は東京です。",
    "zh-Hans": "这是什么？学习汉语。",
    "zh-Hant": "這是什麼？學習國語。",
    "ko": "한국의 수도는 어디입니까?",
    "ar": "ما هي عاصمة مصر؟",
    "fa": "پایتخت ایران چیست؟ تهران بزرگ است که",
    "he": "מהי בירת ישראל?",
    "el": "Ποια είναι η πρωτεύουσα της Ελλάδας;",
    "th": "เมืองหลวงของประเทศไทยคืออะไร",
    "hi": "भारत की राजधानी क्या है?",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_a_text_says_its_language(language):
    assert guess([SENTENCES[language]]) == language


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param([], id="nothing"),
        pytest.param(["gato", "perro", "casa"], id="single words of any language"),
        pytest.param(["Dvořák", "Jiří", "Přemysl"], id="names with the letters of a language"),
        pytest.param(["amo, amare", "o tempora", "a posteriori", "e pluribus", "os, oris", "as"], id="Latin words"),
        pytest.param(["$x^2$", "42", "H2O"], id="formulas"),
        pytest.param(["der Hund", "the dog", "die Katze", "the cat", "das Haus", "the house"], id="two languages"),
    ],
)
def test_what_is_not_sure_is_no_guess(texts):
    assert guess(texts) == ""


def test_a_word_of_another_script_in_a_text_does_not_decide():
    assert guess([SENTENCES["en"] * 3, "The Greek letter λ and the word λόγος"]) == "en"


def test_a_vocabulary_is_of_the_language_of_its_fronts_or_else_of_its_backs():
    german = ["der Hund", "die Katze", "das Haus", "der Baum", "die Frau", "das Kind"]
    english = ["the dog", "the cat", "the house", "the tree", "the woman", "the child"]
    assert guess_of_cards(german, english) == "de"
    assert guess_of_cards(["dog", "cat"], ["いぬ", "ねこ"]) == "ja"


def test_ideographs_are_of_the_language_of_their_readings_or_of_their_encoding():
    words, meanings = ["犬", "猫", "先生"], ["dog", "cat", "teacher"]
    assert guess_of_cards(words, meanings, ["いぬ", "ねこ", "せんせい"]) == "ja"
    assert [guess_of_cards(words, meanings, (), each) for each in ("euc-jp", "big5", "gb18030")] == [
        "ja",
        "zh-Hant",
        "zh-Hans",
    ]
    assert guess_of_cards(words, meanings, ["quǎn", "māo", "xiānshēng"]) == guess(words)


def test_characters_that_only_japanese_has_decide():
    assert [guess(["電気", "駅"]), guess(["电气", "车站"]), guess(["電氣", "車站"])] == ["ja", "zh-Hans", "zh-Hant"]
