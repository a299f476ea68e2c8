"""Two instructors edit one lesson at the same time: nothing that either wrote is lost."""

from apps.cards.models import Note
from apps.cards.services.archive_and_tags import set_archived
from apps.cards.services.notes import save_note
from apps.cards.services.sections import save_section
from apps.cards.tests.support.factory import make_note
from apps.lessons.tests.support.page_form import edited, fronts, opened, save


class TestTwoInstructors:
    def test_who_change_different_notes_lose_nothing(self, teaching, lesson, notes):
        posted = edited(opened(teaching, lesson), notes["What is noise?"], back="Mine.")
        save_note(_changed(notes["What is a patch?"], back="Theirs."))
        assert save(teaching, lesson, posted).status_code == 302
        assert Note.objects.get(pk=notes["What is a patch?"].pk).back == "Theirs."
        assert Note.objects.get(pk=notes["What is noise?"].pk).back == "Mine."

    def test_who_change_the_same_note_see_both_texts_and_may_insist(self, teaching, lesson, notes):
        note = notes["What is noise?"]
        posted = edited(opened(teaching, lesson), note, back="Mine.")
        save_note(_changed(note, back="Theirs."))
        response = save(teaching, lesson, posted)
        assert "This was changed elsewhere in the meantime." in response.text
        assert "Theirs." in response.text
        assert "Mine." in response.text
        assert Note.objects.get(pk=note.pk).back == "Theirs."
        row = next(row for row in response.context["page"].notes if row.instance.pk == note.pk)
        save(teaching, lesson, edited(posted, note, fingerprint=str(row.shown_fingerprint)))
        assert Note.objects.get(pk=note.pk).back == "Mine."

    def test_who_change_different_fields_of_one_note_lose_nothing(self, teaching, lesson, notes):
        note = notes["What is noise?"]
        posted = edited(opened(teaching, lesson), note, front="Mine?")
        save_note(_changed(note, back="Theirs."))
        assert save(teaching, lesson, posted).status_code == 302
        saved = Note.objects.get(pk=note.pk)
        assert (saved.front, saved.back) == ("Mine?", "Theirs.")

    def test_insisting_on_one_field_overwrites_no_other(self, teaching, lesson, notes):
        note = notes["What is noise?"]
        posted = edited(opened(teaching, lesson), note, front="Mine?")
        save_note(_changed(note, front="Theirs?", back="Theirs."))
        page = save(teaching, lesson, posted).context["page"]
        row = next(row for row in page.notes if row.instance.pk == note.pk)
        save(teaching, lesson, edited(posted, note, fingerprint=str(row.shown_fingerprint)))
        saved = Note.objects.get(pk=note.pk)
        assert (saved.front, saved.back) == ("Mine?", "Theirs.")

    def test_who_change_different_texts_of_the_lesson_lose_nothing(self, teaching, lesson):
        posted = {**opened(teaching, lesson), "lesson-title": "Mine"}
        _changed(lesson, introduction="Theirs.").save()
        assert save(teaching, lesson, posted).status_code == 302
        lesson.refresh_from_db()
        assert (lesson.title, lesson.introduction) == ("Mine", "Theirs.")

    def test_who_write_the_same_have_no_conflict(self, teaching, lesson, notes):
        posted = edited(opened(teaching, lesson), notes["What is noise?"], back="The same.")
        save_note(_changed(notes["What is noise?"], back="The same."))
        assert save(teaching, lesson, posted).status_code == 302

    def test_a_note_that_is_archived_in_the_meantime_can_be_saved_as_a_new_one(self, teaching, lesson, notes):
        note = notes["What is noise?"]
        posted = edited(opened(teaching, lesson), note, back="Mine.")
        set_archived([note], archived=True)
        response = save(teaching, lesson, posted)
        assert "Someone archived, moved or deleted this in the meantime." in response.text
        save(teaching, lesson, edited(posted, note, id=""))
        assert Note.objects.get(back="Mine.", archived=False).pk != note.pk

    def test_an_unchanged_note_that_is_archived_in_the_meantime_stays_archived(self, teaching, lesson, notes):
        posted = opened(teaching, lesson)
        set_archived([notes["What is noise?"]], archived=True)
        assert save(teaching, lesson, posted).status_code == 302
        assert Note.objects.filter(front="What is noise?").count() == 1

    def test_a_note_that_is_added_in_the_meantime_stays(self, teaching, lesson, notes, parts):
        posted = edited(opened(teaching, lesson), notes["What is a patch?"], rank=1)
        make_note(lesson.deck, "Theirs?", "Yes.", section=parts["Self-check"])
        assert save(teaching, lesson, posted).status_code == 302
        assert fronts(parts["Self-check"]) == ["What is a patch?", "What is noise?", "Theirs?"]

    def test_a_section_that_is_changed_in_the_meantime_is_not_overwritten(self, teaching, lesson, parts, notes):
        exercise = parts["Try it yourself: U-Net or DiT?"]
        posted = edited(opened(teaching, lesson), notes["One GPU."], back="Mine.")
        save_section(_changed(exercise, introduction="Theirs."))
        save(teaching, lesson, posted)
        exercise.refresh_from_db()
        assert exercise.introduction == "Theirs."
        assert "Theirs." in notes["One GPU."].cards.get().context
        response = save(teaching, lesson, edited(posted, exercise, introduction="Mine."))
        assert "This was changed elsewhere in the meantime." in response.text


def _changed(row, **changed):
    row.refresh_from_db()
    for name, value in changed.items():
        setattr(row, name, value)
    return row
