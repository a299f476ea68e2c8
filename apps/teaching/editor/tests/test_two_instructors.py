"""Two instructors edit cards and sections of one lesson at the same time: nothing that either wrote is lost."""

from apps.cards.models import Note, Section
from apps.cards.services.archive_and_tags import set_archived
from apps.cards.services.notes import save_note
from apps.cards.services.sections import save_section
from apps.lessons.tests.support.practice_page import text
from apps.teaching.editor.tests.support.editor import EDITOR, card_url, fronts, opened
from apps.web.tests.support.htmx import HTMX

FIRST = "What is noise?"


def changed(row, **fields):
    row.refresh_from_db()
    for name, value in fields.items():
        setattr(row, name, value)
    return row


def test_who_change_different_fields_of_a_card_lose_nothing(teaching, notes):
    sent = opened(teaching, card_url(notes[FIRST])) | {"front": "Mine?"}
    save_note(changed(notes[FIRST], back="Theirs."))
    row = teaching.post(card_url(notes[FIRST]), sent, headers=HTMX)
    assert "What was changed elsewhere in the meantime was kept too: Answer." in row.text
    note = Note.objects.get(pk=notes[FIRST].pk)
    assert (note.front, note.back) == ("Mine?", "Theirs.")


def test_who_change_the_same_field_see_both_texts_and_may_insist(teaching, notes):
    sent = opened(teaching, card_url(notes[FIRST])) | {"back": "Mine."}
    save_note(changed(notes[FIRST], back="Theirs."))
    refused = teaching.post(card_url(notes[FIRST]), sent, headers=HTMX)
    assert "This was changed elsewhere in the meantime to: Theirs." in text(refused)
    assert "Mine." in refused.text
    assert Note.objects.get(pk=notes[FIRST].pk).back == "Theirs."
    seen = refused.context["form"]["seen"].value()
    teaching.post(card_url(notes[FIRST]), sent | {"seen": seen}, headers=HTMX)
    assert Note.objects.get(pk=notes[FIRST].pk).back == "Mine."


def test_a_card_that_is_moved_in_the_meantime_stays_where_it_is_now(teaching, notes, parts):
    sent = opened(teaching, card_url(notes[FIRST])) | {"back": "Mine."}
    save_note(changed(notes[FIRST], section=parts["Flashcards"]))
    teaching.post(card_url(notes[FIRST]), sent)
    note = Note.objects.get(pk=notes[FIRST].pk)
    assert (note.back, note.section_id) == ("Mine.", parts["Flashcards"].pk)


def test_the_text_of_a_card_that_is_archived_in_the_meantime_is_saved_in_it(teaching, notes):
    sent = opened(teaching, card_url(notes[FIRST])) | {"back": "Mine."}
    set_archived([notes[FIRST]], archived=True)
    row = teaching.post(card_url(notes[FIRST]), sent, headers=HTMX)
    assert "Someone archived this card in the meantime." in row.text
    note = Note.objects.get(pk=notes[FIRST].pk)
    assert (note.back, note.archived) == ("Mine.", True)


def test_the_text_of_a_card_that_is_gone_in_the_meantime_becomes_a_new_card(teaching, notes, parts):
    url = card_url(notes[FIRST])
    sent = opened(teaching, url) | {"back": "Mine."}
    notes[FIRST].delete()
    row = teaching.post(url, sent, headers=HTMX)
    assert "Someone archived, moved or deleted this in the meantime." in row.text
    action = f"{EDITOR}sections/{parts['Self-check'].pk}/new/"
    assert f'action="{action}"' in row.text
    teaching.post(action, sent)
    assert Note.objects.get(front=FIRST).back == "Mine."


def test_a_card_for_a_section_that_is_gone_keeps_its_text(teaching, notes, parts):
    empty = notes[FIRST].deck.sections.create(kind="flashcards", title="Empty", position=9)
    sent = opened(teaching, card_url(notes[FIRST])) | {"section": empty.pk, "back": "Mine."}
    empty.delete()
    row = teaching.post(card_url(notes[FIRST]), sent, headers=HTMX)
    assert "Choose a section of this page." in row.text
    assert "Mine." in row.text


def test_who_add_cards_at_the_same_time_keep_both(teaching, lesson, parts):
    section = parts["Flashcards"]
    url = f"{EDITOR}sections/{section.pk}/new/"
    mine, theirs = (
        opened(teaching, url) | {"kind": "basic", "front": each, "back": "A."} for each in ("My?", "Their?")
    )
    teaching.post(url, theirs)
    teaching.post(url, mine)
    assert fronts(section)[-2:] == ["Their?", "My?"]


def test_who_change_different_texts_of_a_section_lose_nothing(teaching, parts):
    section = parts["Flashcards"]
    url = f"{EDITOR}sections/{section.pk}/"
    sent = opened(teaching, url) | {"title": "Mine"}
    save_section(changed(section, introduction="Theirs."))
    teaching.post(url, sent)
    section.refresh_from_db()
    assert (section.title, section.introduction) == ("Mine", "Theirs.")


def test_the_texts_of_a_section_that_is_gone_become_a_new_section(teaching, lesson):
    section = lesson.deck.sections.create(kind="flashcards", title="Empty", position=9)
    url = f"{EDITOR}sections/{section.pk}/"
    sent = opened(teaching, url) | {"introduction": "Mine."}
    section.delete()
    page = teaching.post(url, sent)
    assert page.status_code == 422
    assert "Save again to keep your text as a new one." in text(page)
    teaching.post(f"{EDITOR}sections/new/", sent)
    assert Section.objects.get(introduction="Mine.").deck == lesson.deck


def test_a_section_that_gets_a_card_in_the_meantime_is_not_removed(teaching, lesson, notes):
    section = lesson.deck.sections.create(kind="flashcards", title="Empty", position=9)
    url = f"{EDITOR}sections/{section.pk}/"
    sent = opened(teaching, url) | {"remove": "on"}
    save_note(changed(notes[FIRST], section=section))
    teaching.post(url, sent)
    assert Section.objects.filter(pk=section.pk).exists()


def test_who_change_different_texts_of_a_lesson_lose_nothing(teaching, lesson):
    url = f"{EDITOR}texts/"
    sent = opened(teaching, url) | {"title": "Mine"}
    changed(lesson, introduction="Theirs.").save()
    teaching.post(url, sent)
    lesson.refresh_from_db()
    assert (lesson.title, lesson.introduction) == ("Mine", "Theirs.")
