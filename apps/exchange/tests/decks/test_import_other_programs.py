"""Files of other programs on the site: what is in them is shown, then imported."""

from apps.cards.models import Note
from apps.cards.tests.support.pictures import picture
from apps.exchange.tests.support.imports import confirm, send, words
from apps.formats.zips.zip_writer import pack

CARDS = (
    '<openSM2sync number_of_entries="2"><log type="16" o_id="f"><f>&lt;img src="a/b.png"&gt;</f><b>A field</b></log>'
    '<log type="6" fact="f" fact_v="2.1"></log><log type="6" fact="f" fact_v="2.2"></log></openSM2sync>'
)
CLIPPING = "{} (Author)\n- Your {} | Location 7-9 | Added on Monday\n\n{}\n==========\n"


def test_mnemosynes_cards_come_with_their_pictures(client, learner):
    client.force_login(learner)
    file = pack([("METADATA", b"card_set_name:Fields\n"), ("cards.xml", CARDS.encode()), ("a/b.png", picture())])
    plan = send(client, file, "fields.cards")
    assert "Fields 1 note 2 cards" in words(plan)
    report = confirm(client, plan)
    note = Note.objects.get()
    assert (note.front, note.back, note.deck.title) == ("![](a_b.png)", "A field", "Fields")
    assert "<img" in note.cards.first().front
    assert "isn’t in the file" not in words(report)


def test_clippings_become_a_deck_for_each_book_and_again_change_nothing(client, learner):
    client.force_login(learner)
    entries = [
        CLIPPING.format(book, what, text)
        for book in ("First", "Second")
        for what, text in (("Highlight", "A quote"), ("Note", "Why?"))
    ]
    confirm(client, send(client, "".join(entries), "My Clippings.txt"))
    assert sorted(Note.objects.values_list("deck__title", "front", "back")) == [
        ("First", "Why?", "A quote"),
        ("Second", "Why?", "A quote"),
    ]
    assert "Importing it again changes nothing." in words(send(client, "".join(entries), "My Clippings.txt"))
