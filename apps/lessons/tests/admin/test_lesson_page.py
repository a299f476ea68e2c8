"""A lesson edited as its page reads: what is saved."""

from apps.cards.models import Card, Note
from apps.lessons.tests.support.page_form import change_url, edited, fronts, messages_of, opened, save
from apps.reviews.models import Schedule
from apps.reviews.services import subscribe
from apps.web.tests.support.clock import NOW


def test_a_page_saved_as_it_was_opened_changes_nothing(teaching, lesson, notes):
    before = list(Note.history.values()), list(Card.objects.order_by("pk").values())
    response = save(teaching, lesson, opened(teaching, lesson))
    assert response.status_code == 302
    assert (list(Note.history.values()), list(Card.objects.order_by("pk").values())) == before
    assert messages_of(response) == ["Nothing changed."]


def test_texts_of_several_notes_are_saved_together(teaching, lesson, notes):
    posted = edited(opened(teaching, lesson), notes["What is noise?"], front="What is *noise*?")
    posted = edited(posted, notes["What is a token?"], back="A patch, as numbers.")
    response = save(teaching, lesson, posted)
    assert messages_of(response) == ["Saved: 2 notes changed."]
    assert notes["What is noise?"].cards.get().front == "<p>What is <em>noise</em>?</p>"
    assert notes["What is a token?"].cards.get().back == "<p>A patch, as numbers.</p>"


def test_saving_touches_no_schedule(teaching, lesson, notes, learner):
    subscribe(learner, lesson.deck, today=learner.study_day(NOW))
    before = list(Schedule.objects.order_by("pk").values())
    assert before
    save(teaching, lesson, edited(opened(teaching, lesson), notes["What is a token?"], front="Changed?"))
    assert list(Schedule.objects.order_by("pk").values()) == before


def test_a_note_is_added_where_it_was_written_and_goes_last(teaching, lesson, parts):
    flashcards = parts["Flashcards"]
    posted = edited(opened(teaching, lesson), Note(section=flashcards), front="New?", back="Yes.")
    assert messages_of(save(teaching, lesson, posted)) == ["Saved: 1 note added."]
    assert fronts(flashcards) == ["What is a token?", "What is guidance?", "New?"]
    assert Note.objects.get(front="New?").cards.count() == 1


def test_a_scenario_with_a_label_is_a_choice_and_without_one_is_open(teaching, lesson, parts, notes):
    exercise = parts["Try it yourself: U-Net or DiT?"]
    posted = edited(opened(teaching, lesson), Note(section=exercise), front="A laptop.", label="U-Net")
    save(teaching, lesson, edited(posted, notes["One GPU."], label="", back=""))
    assert Note.objects.get(front="A laptop.").kind == "choice"
    assert Note.objects.get(front="A laptop.").cards.get().choices == ["U-Net", "DiT"]
    notes["One GPU."].refresh_from_db()
    assert (notes["One GPU."].kind, notes["One GPU."].back) == ("basic", "")


def test_archived_notes_leave_the_page(teaching, lesson, notes, parts):
    response = save(teaching, lesson, edited(opened(teaching, lesson), notes["What is noise?"], archived="on"))
    assert messages_of(response) == ["Saved: 1 note archived."]
    assert notes["What is noise?"].cards.get().archived
    assert fronts(parts["Self-check"]) == ["What is a patch?"]
    assert "Archive (1)" in teaching.get(change_url(lesson)).text


def test_notes_are_reordered_by_their_positions_without_a_new_version(teaching, lesson, notes, parts):
    versions = Note.history.count()
    response = save(teaching, lesson, edited(opened(teaching, lesson), notes["What is a patch?"], rank=1))
    assert messages_of(response) == ["Saved: order."]
    assert fronts(parts["Self-check"]) == ["What is a patch?", "What is noise?"]
    assert Note.history.count() == versions


def test_a_note_moves_to_another_section_with_its_cards(teaching, lesson, notes, parts):
    flashcards = parts["Flashcards"]
    posted = edited(opened(teaching, lesson), notes["What is noise?"], section_choice=str(flashcards.pk), rank=1)
    save(teaching, lesson, posted)
    assert fronts(flashcards) == ["What is noise?", "What is a token?", "What is guidance?"]
    assert fronts(parts["Self-check"]) == ["What is a patch?"]


def test_sections_are_reordered(teaching, lesson, parts):
    save(teaching, lesson, edited(opened(teaching, lesson), parts["Flashcards"], rank=1))
    assert [str(section) for section in lesson.deck.sections.all()][:2] == ["Flashcards", "Self-check"]


def test_sections_are_in_the_order_of_the_practice_page(teaching, lesson, parts):
    lesson.deck.sections.filter(pk=parts["Flashcards"].pk).update(position=0)
    on_the_page = list(lesson.deck.sections.values_list("title", flat=True))
    rows = teaching.get(change_url(lesson)).context["page"].ordered
    assert [row.display_name for row, _ in rows] == on_the_page
    save(teaching, lesson, opened(teaching, lesson))
    assert list(lesson.deck.sections.values_list("title", flat=True)) == on_the_page


def test_a_changed_exercise_updates_the_cards_of_its_scenarios(teaching, lesson, parts, notes):
    exercise = parts["Try it yourself: U-Net or DiT?"]
    posted = edited(opened(teaching, lesson), exercise, introduction="Choose.", labels="DiT, U-Net, GAN")
    assert messages_of(save(teaching, lesson, posted)) == ["Saved: 1 section."]
    card = notes["One GPU."].cards.get()
    assert card.choices == ["DiT", "U-Net", "GAN"]
    assert "Choose." in card.context


def test_a_section_is_added_together_with_its_first_note(teaching, lesson):
    posted = opened(teaching, lesson)
    number = posted["sections-count"] - 1
    posted |= {f"sections-{number}-title": "More cards", f"sections-{number}-kind": "flashcards"}
    blank = next(name.removesuffix("-section_choice") for name, value in posted.items() if value == f"new-{number}")
    posted |= {f"{blank}-front": "First?", f"{blank}-back": "Yes."}
    assert messages_of(save(teaching, lesson, posted)) == ["Saved: 1 section, 1 note added."]
    section = lesson.deck.sections.last()
    assert (str(section), fronts(section)) == ("More cards", ["First?"])


def test_only_an_empty_section_can_be_removed(teaching, lesson, parts):
    empty = lesson.deck.sections.create(title="Empty", position=9)
    posted = edited(opened(teaching, lesson), empty, remove="on")
    save(teaching, lesson, edited(posted, parts["Self-check"], remove="on"))
    assert set(map(str, lesson.deck.sections.all())) == set(parts)


def test_the_lessons_texts_are_saved_and_its_deck_gets_the_same_title(teaching, lesson):
    posted = opened(teaching, lesson) | {"lesson-title": "Renamed", "lesson-introduction": "Read **this**."}
    assert messages_of(save(teaching, lesson, posted)) == ["Saved: lesson text."]
    lesson.refresh_from_db()
    assert (lesson.title, lesson.introduction, str(lesson.deck)) == ("Renamed", "Read **this**.", "Renamed")
