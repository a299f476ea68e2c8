"""A lesson as Markdown, and back."""

from apps.cards.models import Card, Note
from apps.courses.models import Course
from apps.formats.practice_page import page_writer
from apps.formats.practice_page.markdown import source
from apps.lessons.exporting import page_of
from apps.lessons.services.import_page import import_page
from apps.lessons.tests.support.practice_page import PAGE
from apps.lessons.views import exporting

EXPORT = PAGE.removesuffix("/") + ".md"


def seen(lesson):
    cards = Card.objects.in_use().in_order().filter(note__deck=lesson.deck)
    return [(card.note.guid, card.note.tags, card.context, card.front, card.back, card.choices) for card in cards]


def test_export_and_import_into_an_empty_course_give_the_same_deck(lesson):
    other = Course.objects.create(slug="other", title="Other")
    copy = import_page(source.read(page_writer.write(page_of(lesson))), other, "backbones").lesson
    assert seen(copy) == seen(lesson)
    assert copy.title == lesson.title


def test_export_and_import_into_the_same_lesson_change_nothing(lesson, course):
    Note.objects.filter(front="What is a token?").update(tags=" dit ", extra="More.")
    before = list(Note.objects.order_by("pk").values())
    imported = import_page(source.read(page_writer.write(page_of(lesson))), course, lesson.slug)
    assert imported.plan.counts == {"added": 0, "changed": 0, "removed": 0, "unchanged": 7}
    after = list(Note.objects.order_by("pk").values())
    assert [{**note, "position": 0, "duplicate_group": None} for note in after] == [
        {**note, "position": 0, "duplicate_group": None} for note in before
    ]


def test_anyone_who_sees_the_page_downloads_it(client, lesson):
    response = client.get(EXPORT)
    assert response["Content-Type"] == "text/markdown; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="backbones.md"'
    assert "What is noise?" in response.content.decode()


def test_the_download_of_a_private_course_is_missing_for_others(client, lesson, course, stranger):
    course.visibility = "private"
    course.save(update_fields=["visibility"])
    client.force_login(stranger)
    assert client.get(EXPORT).status_code == 404


def test_a_very_long_page_is_downloaded_with_an_account_and_not_again_and_again(client, lesson, learner, monkeypatch):
    monkeypatch.setattr(exporting, "MAX_NOTES", 3)
    assert client.get(EXPORT)["Location"] == f"/accounts/login/?next={EXPORT}"
    client.force_login(learner)
    assert [client.get(EXPORT).status_code for _ in range(3)] == [200, 200, 429]
