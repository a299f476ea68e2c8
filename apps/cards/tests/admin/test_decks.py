"""The page of a deck, with its sections and notes."""

import pytest
from django.urls import reverse

from apps.accounts.models import User
from apps.cards.admin import decks
from apps.cards.models import Deck, Note
from apps.cards.services.archive_and_tags import set_archived


def page_of(deck):
    return reverse("admin:cards_deck_change", args=[deck.pk])


def fields(deck, **changed):
    names = ("title", "slug", "language", "licence", "attribution", "source_url")
    return {"course": deck.course_id, **{name: getattr(deck, name) for name in names}, **changed}


def rows(prefix, *rows, saved):
    """Return what an inline posts."""
    posted = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": saved}
    for number, row in enumerate(rows):
        posted |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return posted


def row_of(note, **changed):
    names = ("id", "position", "kind", "front", "back")
    return {
        **{name: getattr(note, name) for name in names},
        "deck": note.deck_id,
        "section": note.section_id,
        **changed,
    }


def row_of_section(section, **changed):
    names = ("id", "position", "kind", "title", "introduction")
    return {**{name: getattr(section, name) for name in names}, "deck": section.deck_id, **changed}


def save(client, deck, sections, notes, new=()):
    posted = fields(deck)
    posted |= rows(
        "sections", *(row_of_section(s) for s in deck.sections.all()), *sections, saved=deck.sections.count()
    )
    posted |= rows("notes", *notes, *new, saved=len(notes))
    return client.post(page_of(deck), posted)


def test_notes_are_edited_and_reordered_on_the_deck_page(teaching, deck):
    first, second, third = deck.notes.all()
    notes = [row_of(first, position=9, front="Changed?"), row_of(second), row_of(third)]
    assert save(teaching, deck, [], notes).status_code == 302
    assert [str(note) for note in deck.notes.all()] == ["Question 2?", "Question 3?", "Changed?"]
    assert first.cards.get().front == "<p>Changed?</p>"


def test_a_note_added_on_the_deck_page_has_its_cards_and_goes_last(teaching, deck):
    new = {"deck": deck.pk, "kind": "reversed", "front": "New", "back": "Neu", "section": "", "position": ""}
    save(teaching, deck, [], [row_of(note) for note in deck.notes.all()], [new])
    note = deck.notes.last()
    assert (note.front, note.position, note.cards.count()) == ("New", 4, 2)


def test_a_note_archived_on_the_deck_page_leaves_it(teaching, deck):
    first, *others = deck.notes.all()
    save(teaching, deck, [], [row_of(first, archived="on"), *map(row_of, others)])
    assert first.cards.get().archived
    page = teaching.get(page_of(deck)).text
    assert "Question 1?" not in page
    assert "Archive: 1 note" in page


def test_a_row_that_somebody_else_archived_in_the_meantime_is_not_lost_silently(teaching, deck):
    notes = [row_of(note, front="Mine?") for note in deck.notes.all()]
    set_archived([deck.notes.first()], archived=True)
    response = save(teaching, deck, [], notes)
    assert "A row of this page was archived or moved in the meantime." in response.text
    assert not deck.notes.filter(front="Mine?").exists()


def test_a_mistake_in_a_row_is_named_there_and_nothing_is_saved(teaching, deck):
    first, *others = deck.notes.all()
    response = save(teaching, deck, [], [row_of(first, kind="cloze", front="{{c1::open"), *map(row_of, others)])
    assert "never closes. Add }}." in response.text
    assert deck.notes.first().front == "Question 1?"


def test_a_new_section_goes_last_and_notes_can_go_there(teaching, deck):
    new = {"deck": deck.pk, "kind": "flashcards", "title": "Second part", "position": ""}
    save(teaching, deck, [new], [row_of(note) for note in deck.notes.all()])
    first, second = deck.sections.all()
    assert (second.title, second.position) == ("Second part", first.position + 1)
    note, *others = deck.notes.all()
    save(teaching, deck, [], [row_of(note, section=second.pk), *map(row_of, others)])
    assert deck.notes.last() == note


def test_a_deck_of_many_notes_links_to_their_list(teaching, deck, monkeypatch):
    monkeypatch.setattr(decks, "MAX_NOTES", 2)
    page = teaching.get(page_of(deck)).text
    assert f'href="/admin/cards/note/?deck={deck.pk}"' in page
    assert "This deck has 3 notes, too many for this page." in page
    assert "Question 1?" not in page


def test_a_deck_of_many_notes_is_saved_without_them(teaching, deck, monkeypatch):
    monkeypatch.setattr(decks, "MAX_NOTES", 2)
    sections = rows("sections", *(row_of_section(section) for section in deck.sections.all()), saved=1)
    teaching.post(page_of(deck), fields(deck, title="Renamed") | sections)
    assert Deck.objects.get(pk=deck.pk).title == "Renamed"
    assert deck.notes.count() == 3


def test_a_page_of_a_hundred_notes_can_be_saved(teaching, deck):
    save_all = [
        Note(deck=deck, section=deck.sections.get(), front=f"{n}?", back="!", position=n) for n in range(4, 101)
    ]
    Note.objects.bulk_create(save_all)
    notes = [row_of(note) for note in deck.notes.all()]
    assert save(teaching, deck, [], [*notes[:-1], {**notes[-1], "front": "Last?"}]).status_code == 302
    assert deck.notes.last().front == "Last?"


def test_a_new_deck_offers_the_instructors_courses_and_no_owner(teaching, course):
    page = teaching.get(reverse("admin:cards_deck_add"))
    assert "Multimodal AI" in page.text
    assert "owner" not in page.context["adminform"].form.fields


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"slug": "diffusion"}, "Another deck uses this URL."),
        ({"slug": "two words"}, "Enter a valid “slug”"),
        ({"language": "english, please"}, "Write a language tag, such as en or pt-BR."),
        ({"course": ""}, "Choose a course."),
        ({"source_url": "javascript:alert(1)"}, "Enter a valid URL."),
    ],
)
def test_a_mistake_in_a_new_deck_is_named(teaching, deck, changed, sentence):
    response = teaching.post(reverse("admin:cards_deck_add"), fields(deck, slug="new") | changed)
    assert sentence in response.text
    assert Deck.objects.count() == 1


def test_a_new_deck_is_saved(teaching, course):
    posted = {"course": course.pk, "title": "New", "slug": "fresh", "language": "pt-BR"}
    assert teaching.post(reverse("admin:cards_deck_add"), posted).status_code == 302
    assert Deck.objects.get(slug="fresh").course == course


def test_a_slug_that_other_urls_need_is_refused(teaching, course):
    posted = {"course": course.pk, "title": "New", "slug": "new", "language": "en"}
    assert "Another deck uses this URL." in teaching.post(reverse("admin:cards_deck_add"), posted).text


def test_a_superuser_gives_a_deck_to_a_course_or_a_person_never_to_both(client, course, learner):
    client.force_login(User.objects.create_superuser("root@example.org"))
    posted = {"title": "Own", "slug": "own", "language": "en"}
    both = client.post(reverse("admin:cards_deck_add"), {**posted, "course": course.pk, "owner": learner.pk})
    assert "Choose either a course or an owner." in both.text
    assert client.post(reverse("admin:cards_deck_add"), {**posted, "owner": learner.pk}).status_code == 302


def test_the_list_of_decks_counts_the_notes_in_use(teaching, deck):
    set_archived([deck.notes.first()], archived=True)
    assert "2 notes</a>" in teaching.get(reverse("admin:cards_deck_changelist")).text
