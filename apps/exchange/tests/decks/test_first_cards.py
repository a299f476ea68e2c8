"""The plan of a deck shows its first cards as they will look in the review."""

from apps.cards.models import Media
from apps.cards.tests.support.pictures import picture
from apps.exchange.importing import first_cards
from apps.exchange.tests.support.imports import confirm, package, read, send, words
from apps.formats.tests.support.making import CLOZE, Collection


def html_of(plan):
    return plan.content.decode()


def pictured(text="Look", back="Seen"):
    return Collection().note(1, f"{text} <img src=cell.png>", back).card(1, 1)


def test_the_first_five_cards_are_shown_and_the_others_counted(me):
    plan = send(me, "\n\n".join(f"Q: Question {number}?\nA: Answer." for number in range(1, 9)), "cells.md")
    for number in range(1, 6):
        assert f"Question {number}?" in words(plan)
    assert "Question 6?" not in words(plan)
    assert "And 3 more." in words(plan)


def test_formulas_and_blanks_look_as_in_the_review(me):
    made = Collection().note(1, "Euler: \\(e^{i\\pi}\\)", "-1").card(1, 1)
    plan = send(me, made.note(2, "{{c1::DNA}} is in the nucleus", "", type_=CLOZE).card(2, 2).package())
    assert "<math" in html_of(plan)
    assert "[…] is in the nucleus" in words(plan) or "… is in the nucleus" in words(plan)


def test_the_choices_of_a_question_are_shown_with_the_right_one(me):
    table = "front,back,kind,label,section\nA bat,Yes,choice,Mammal,Animals\nA wren,No,choice,Bird,Animals\n"
    plan = read(me, send(me, table, "animals.csv"), go_on="yes")
    assert "Bird Mammal (correct)" in words(plan) or "Mammal (correct) Bird" in words(plan)


def test_a_picture_of_the_file_is_shown_though_it_is_not_stored_yet(me):
    plan = send(me, pictured().package({"cell.png": picture(size=(30, 20))}))
    assert '<img src="data:image/png;base64,' in html_of(plan)
    assert not Media.objects.exists()


def test_a_large_picture_is_named_in_its_place(me, monkeypatch):
    monkeypatch.setattr(first_cards, "MAX_PICTURE_BYTES", 10)
    plan = send(me, pictured().package({"cell.png": picture(size=(30, 20))}))
    assert '<img src="data:image/svg+xml,' in html_of(plan)
    assert "cell.png" in html_of(plan)


def test_a_picture_that_the_deck_has_is_shown_from_there(me):
    confirm(me, send(me, pictured().package({"cell.png": picture(size=(30, 20))})))
    plan = send(me, pictured(back="Changed").package({"cell.png": picture(size=(30, 20))}))
    assert f'<img src="/media/{Media.objects.get().file_name}"' in html_of(plan)


def test_a_text_that_looks_like_a_stored_picture_stays_a_text(me):
    table = '#separator:tab\n#html:false\n"media:abc.png"\t<img src="media:abc.png">\n'
    plan = read(me, send(me, table, "words.txt"), go_on="yes")
    assert "data:image" not in html_of(plan)
    assert '<img src="media' not in html_of(plan)


def test_cards_that_are_not_asked_are_not_shown(me):
    table = "front,back,archived\nA unit,b,true\nAsked,b,false\n"
    plan = read(me, send(me, table, "words.csv"), go_on="yes")
    assert [card.front for card in plan.context["report"].first_cards] == ["<p>Asked</p>"]


def test_cards_are_shown_in_the_language_of_their_deck(me):
    plan = read(me, send(me, "これは何ですか\tWhat is this?\n", "words.tsv"), go_on="yes")
    assert 'lang="ja"' in html_of(plan)


def test_a_report_does_not_hold_the_first_cards(me):
    report = confirm(me, send(me, package("What is a cell?")))
    assert report.context["report"].first_cards == []
