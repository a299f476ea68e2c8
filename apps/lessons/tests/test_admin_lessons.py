"""A lesson edited as its page reads."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.cards.models import Card, Note
from apps.courses.models import Course, Enrolment
from apps.lessons.admin import page as page_module
from apps.reviews.models import Schedule
from apps.reviews.services import subscribe
from conftest import NOW


@pytest.fixture
def teaching(client, instructor):
    client.force_login(instructor)
    return client


def address(lesson):
    return reverse("admin:lessons_lesson_change", args=[lesson.pk])


def opened(client, lesson):
    """Open the page of a lesson and return what its form would post, untouched."""
    page = client.get(address(lesson)).context["page"]
    posted = {f"{name}-count": count for name, count in page.counts.items()}
    for form in (
        page.lesson_text,
        *page.sections.values(),
        page.blank_section,
        *page.notes,
        *page.blank_notes.values(),
    ):
        posted |= {f"{form.prefix}-seen": str(form.seen_now), f"{form.prefix}-id": form.instance.pk or ""}
        posted |= {field.html_name: field.value() for field in form if field.value() not in (None, False)}
    return {name: "\n".join(value) if isinstance(value, list) else value for name, value in posted.items()}


def name_of(posted, row):
    """Return how the form of a stored row, or of the new one of a section, is called."""
    if row.pk:
        kind = "notes-" if isinstance(row, Note) else "sections-"
        return next(name[:-3] for name, value in posted.items() if name.startswith(kind) and value == row.pk)
    return next(
        name.removesuffix("-section_key")
        for name, value in posted.items()
        if name.endswith("-section_key") and value == str(row.section_id) and not posted[f"{name[:-12]}-id"]
    )


def edited(posted, row, **changed):
    """Return what is posted after the fields of a row were changed."""
    prefix = name_of(posted, row)
    return {**posted, **{f"{prefix}-{name}": value for name, value in changed.items()}}


def save(client, lesson, posted):
    return client.post(address(lesson), posted)


def said(response):
    return [str(message) for message in response.wsgi_request._messages]


def fronts(section):
    return [note.front for note in section.notes.filter(archived=False).order_by("position")]


@pytest.fixture
def parts(lesson):
    return {section.title: section for section in lesson.deck.sections.all()}


def test_a_page_saved_as_it_was_opened_changes_nothing(teaching, lesson, notes):
    before = list(Note.history.values()), list(Card.objects.order_by("pk").values())
    response = save(teaching, lesson, opened(teaching, lesson))
    assert response.status_code == 302
    assert (list(Note.history.values()), list(Card.objects.order_by("pk").values())) == before
    assert said(response) == ["Nothing was changed."]


def test_texts_of_several_notes_are_saved_at_once(teaching, lesson, notes):
    posted = edited(opened(teaching, lesson), notes["What is noise?"], front="What is *noise*?")
    posted = edited(posted, notes["What is a token?"], back="A patch, as numbers.")
    response = save(teaching, lesson, posted)
    assert said(response) == ["Saved: 2 notes changed."]
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
    assert said(save(teaching, lesson, posted)) == ["Saved: 1 note added."]
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


def test_archived_rows_leave_the_page(teaching, lesson, notes, parts):
    response = save(teaching, lesson, edited(opened(teaching, lesson), notes["What is noise?"], archived="on"))
    assert said(response) == ["Saved: 1 note archived."]
    assert notes["What is noise?"].cards.get().archived
    assert fronts(parts["Self-check"]) == ["What is a patch?"]
    assert "Archive (1)" in teaching.get(address(lesson)).text


def test_notes_are_reordered_by_their_numbers_and_no_version_is_kept_of_that(teaching, lesson, notes, parts):
    versions = Note.history.count()
    response = save(teaching, lesson, edited(opened(teaching, lesson), notes["What is a patch?"], place=1))
    assert said(response) == ["Saved: the order."]
    assert fronts(parts["Self-check"]) == ["What is a patch?", "What is noise?"]
    assert Note.history.count() == versions


def test_a_note_moves_to_another_section_with_its_cards(teaching, lesson, notes, parts):
    flashcards = parts["Flashcards"]
    posted = edited(opened(teaching, lesson), notes["What is noise?"], section_key=str(flashcards.pk), place=1)
    save(teaching, lesson, posted)
    assert fronts(flashcards) == ["What is noise?", "What is a token?", "What is guidance?"]
    assert fronts(parts["Self-check"]) == ["What is a patch?"]


def test_sections_are_reordered(teaching, lesson, parts):
    save(teaching, lesson, edited(opened(teaching, lesson), parts["Flashcards"], place=1))
    assert [str(section) for section in lesson.deck.sections.all()][:2] == ["Flashcards", "Self-check"]


def test_sections_stand_as_on_the_page_however_they_came_there(teaching, lesson, parts):
    lesson.deck.sections.filter(pk=parts["Flashcards"].pk).update(position=0)
    on_the_page = list(lesson.deck.sections.values_list("title", flat=True))
    rows = teaching.get(address(lesson)).context["page"].ordered
    assert [row.called for row, _ in rows] == on_the_page
    save(teaching, lesson, opened(teaching, lesson))
    assert list(lesson.deck.sections.values_list("title", flat=True)) == on_the_page


def test_a_changed_exercise_makes_the_cards_of_its_scenarios_anew(teaching, lesson, parts, notes):
    exercise = parts["Try it yourself: U-Net or DiT?"]
    posted = edited(opened(teaching, lesson), exercise, introduction="Choose.", labels="DiT, U-Net, GAN")
    assert said(save(teaching, lesson, posted)) == ["Saved: 1 section."]
    card = notes["One GPU."].cards.get()
    assert card.choices == ["DiT", "U-Net", "GAN"]
    assert "Choose." in card.context


def test_a_section_is_added_together_with_its_first_note(teaching, lesson):
    posted = opened(teaching, lesson)
    number = posted["sections-count"] - 1
    posted |= {f"sections-{number}-title": "More cards", f"sections-{number}-kind": "flashcards"}
    blank = next(name[:-12] for name, value in posted.items() if value == f"new-{number}")
    posted |= {f"{blank}-front": "First?", f"{blank}-back": "Yes."}
    assert said(save(teaching, lesson, posted)) == ["Saved: 1 section, 1 note added."]
    section = lesson.deck.sections.last()
    assert (str(section), fronts(section)) == ("More cards", ["First?"])


def test_a_section_that_holds_no_note_can_be_removed_and_no_other(teaching, lesson, parts):
    empty = lesson.deck.sections.create(title="Empty", position=9)
    posted = edited(opened(teaching, lesson), empty, remove="on")
    save(teaching, lesson, edited(posted, parts["Self-check"], remove="on"))
    assert set(map(str, lesson.deck.sections.all())) == set(parts)


def test_the_lessons_own_texts_are_saved_and_its_deck_is_called_the_same(teaching, lesson):
    posted = opened(teaching, lesson) | {"lesson-title": "Renamed", "lesson-introduction": "Read **this**."}
    assert said(save(teaching, lesson, posted)) == ["Saved: the lesson's own texts."]
    lesson.refresh_from_db()
    assert (lesson.title, lesson.introduction, str(lesson.deck)) == ("Renamed", "Read **this**.", "Renamed")


@pytest.mark.parametrize(
    ("front", "changed", "sentence"),
    [
        pytest.param("What is noise?", {"front": ""}, "Write the question.", id="no question"),
        pytest.param("What is noise?", {"back": ""}, "Write the back", id="no answer"),
        pytest.param("What is noise?", {"front": "$\\foo$"}, "Unknown command", id="a formula nobody knows"),
        pytest.param("What is noise?", {"kind": "cloze"}, "A cloze needs a blank.", id="a cloze without a blank"),
        pytest.param("What is noise?", {"section_key": "0"}, "Choose a section of this page.", id="no such section"),
        pytest.param("What is noise?", {"place": "-1"}, "greater than or equal to 1", id="a place before the first"),
        pytest.param("What is noise?", {"tags": "x" * 501}, "at most 500 characters", id="too many tags"),
        pytest.param("One GPU.", {"label": "GAN"}, "does not offer the label “GAN”", id="a label not offered"),
    ],
)
def test_a_mistake_is_said_at_its_row_and_nothing_is_saved(teaching, lesson, notes, front, changed, sentence):
    posted = edited(opened(teaching, lesson), notes[front], **changed)
    posted = edited(posted, notes["What is a token?"], front="Also changed?")
    response = save(teaching, lesson, posted)
    assert response.status_code == 200
    assert sentence in response.text
    assert "Also changed?" in response.text
    assert not Note.objects.filter(front="Also changed?").exists()


def test_a_label_that_is_not_offered_can_be_added_with_a_tick(teaching, lesson, notes, parts):
    posted = edited(opened(teaching, lesson), notes["One GPU."], label="GAN", add_label="on")
    assert save(teaching, lesson, posted).status_code == 302
    exercise = parts["Try it yourself: U-Net or DiT?"]
    exercise.refresh_from_db()
    assert exercise.labels == ["U-Net", "DiT", "GAN"]
    assert notes["A big cluster."].cards.get().choices == ["U-Net", "DiT", "GAN"]


def test_a_label_that_no_scenario_has_is_advised_against_and_saved(teaching, lesson, parts):
    exercise = parts["Try it yourself: U-Net or DiT?"]
    save(teaching, lesson, edited(opened(teaching, lesson), exercise, labels="U-Net\nDiT\nGAN"))
    assert "No scenario has the label “GAN”." in teaching.get(address(lesson)).text


def test_a_flaw_that_was_there_before_does_not_keep_the_rest_from_being_saved(teaching, lesson, notes):
    Note.objects.filter(pk=notes["What is noise?"].pk).update(back="")
    posted = edited(opened(teaching, lesson), notes["What is a patch?"], back="A small square.")
    assert save(teaching, lesson, posted).status_code == 302


@pytest.mark.parametrize(
    "posted",
    [
        {},
        {"notes-count": "x", "sections-count": "²"},
        {"notes-count": "9" * 5000, "sections-count": "-1"},
        {"notes-count": "3", "notes-0-id": "9" * 30, "notes-1-id": "x", "notes-0-front": "\0"},
        {"sections-count": "2", "sections-0-id": "'", "sections-1-kind": "riddle", "sections-1-title": "x"},
        {"notes-count": "1", "notes-0-front": "Lost?", "notes-0-section_key": "new-9", "notes-0-seen": ":::::"},
    ],
)
def test_a_made_up_form_is_no_error_and_changes_nothing(teaching, lesson, posted):
    before = list(Note.objects.order_by("pk").values()), lesson.deck.sections.count()
    for url in (address(lesson), reverse("admin:lessons_lesson_preview", args=[lesson.pk])):
        assert teaching.post(url, posted).status_code in (200, 302)
    assert (list(Note.objects.order_by("pk").values()), lesson.deck.sections.count()) == before


def queries_of(client, lesson):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address(lesson)).status_code == 200
    return len(queries)


def test_a_page_of_a_hundred_notes_asks_the_database_no_more_than_one_of_seven(teaching, lesson, parts):
    queries_of(teaching, lesson)  # fills what Django remembers
    few = queries_of(teaching, lesson)
    _add_notes(lesson, parts["Flashcards"], 93)
    assert queries_of(teaching, lesson) == few
    assert few <= 14


def test_a_page_of_a_hundred_notes_can_be_saved_with_a_bounded_number_of_queries(teaching, lesson, parts):
    _add_notes(lesson, parts["Flashcards"], 93)
    last = Note.objects.get(front="More 92?")
    posted = edited(opened(teaching, lesson), last, front="Last?", place=1)
    with CaptureQueriesContext(connection) as queries:
        assert save(teaching, lesson, posted).status_code == 302
    assert len(queries) <= 40
    assert fronts(parts["Flashcards"])[0] == "Last?"


def _add_notes(lesson, section, number):
    for each in range(number):
        Note.objects.create(deck=lesson.deck, section=section, front=f"More {each}?", back="Yes.", position=10 + each)


def test_a_lesson_of_many_notes_leads_to_their_list_and_its_sections_are_saved(teaching, lesson, parts, monkeypatch):
    monkeypatch.setattr(page_module, "MAX_NOTES", 6)
    page = teaching.get(address(lesson)).text
    assert "This lesson has 7 notes: too many for this page." in page
    assert "What is noise?" not in page
    posted = edited(opened(teaching, lesson), parts["Flashcards"], title="Cards")
    assert said(save(teaching, lesson, posted)) == ["Saved: 1 section."]
    assert lesson.deck.notes.count() == 7


def test_a_lessons_deck_stays_in_its_course(teaching, lesson, instructor):
    other = Course.objects.create(slug="other", title="Other", visibility="private")
    Enrolment.objects.create(user=instructor, course=other, role="instructor")
    address = f"/admin/cards/deck/{lesson.deck.pk}/change/"
    page = teaching.get(address)
    assert "course" not in page.context["adminform"].form.fields
    posted = {"course": other.pk, "title": "Renamed", "slug": "backbones", "language": "en"}
    for name in ("sections", "notes"):
        posted |= {f"{name}-TOTAL_FORMS": 0, f"{name}-INITIAL_FORMS": 0}
    assert teaching.post(address, posted).status_code == 302
    lesson.deck.refresh_from_db()
    assert (lesson.deck.title, lesson.deck.course) == ("Renamed", lesson.course)
