"""New lessons, their order, and whose they are."""

import pytest
from django.urls import reverse

from apps.accounts.models import User
from apps.cards.tests.support.factory import make_deck, make_note
from apps.courses.models import Course, Enrolment
from apps.lessons.models import Lesson
from apps.lessons.tests.support.page_form import change_url, opened, save

LIST = "/admin/lessons/lesson/"


class TestANewLesson:
    def add(self, client, course, **changed):
        posted = {"course": course.pk, "title": "Bends", "slug": "bends", "description": "", "introduction": ""}
        return client.post(reverse("admin:lessons_lesson_add"), posted | changed)

    def test_gets_a_deck_and_opens_its_page(self, teaching, course, lesson):
        response = self.add(teaching, course)
        new = Lesson.objects.get(slug="bends")
        assert response.url == change_url(new)
        assert (new.deck.slug, new.deck.title, new.deck.course, new.position) == ("bends", "Bends", course, 2)
        assert "Add a section" in teaching.get(response.url).text

    def test_has_a_deck_with_another_slug_where_its_own_is_taken(self, teaching, course):
        make_deck(course, "bends", title="Taken")
        make_deck(course, "multimodal-bends", title="Taken too")
        self.add(teaching, course)
        assert Lesson.objects.get().deck.slug == "multimodal-bends-2"

    def test_cannot_have_the_slug_of_another(self, teaching, course, lesson):
        response = self.add(teaching, course, slug=lesson.slug)
        assert "Another lesson of this course uses this slug." in response.text

    def test_belongs_to_a_course_of_the_instructor(self, teaching, course):
        other = Course.objects.create(slug="b", title="Other course")
        assert "Other course" not in teaching.get(reverse("admin:lessons_lesson_add")).text
        assert "Choose one of your courses." in self.add(teaching, other).text


def test_lessons_are_reordered_in_their_list(teaching, course, lesson):
    deck = make_deck(course)
    other = Lesson.objects.create(course=course, deck=deck, slug="other", title="Other", position=2)
    posted = {"form-TOTAL_FORMS": 2, "form-INITIAL_FORMS": 2, "_save": "Save"}
    for number, (row, position) in enumerate(((lesson, 2), (other, 1))):
        posted |= {f"form-{number}-id": row.pk, f"form-{number}-position": position}
    teaching.post(LIST, posted)
    assert list(course.lessons.all()) == [other, lesson]


def test_the_deck_of_a_lesson_stays_in_its_course(teaching, lesson, instructor):
    other = Course.objects.create(slug="other", title="Other", visibility="private")
    Enrolment.objects.create(user=instructor, course=other, role="instructor")
    url = f"/admin/cards/deck/{lesson.deck.pk}/change/"
    page = teaching.get(url)
    assert "course" not in page.context["adminform"].form.fields
    posted = {"course": other.pk, "title": "Renamed", "slug": "backbones", "language": "en"}
    for name in ("sections", "notes"):
        posted |= {f"{name}-TOTAL_FORMS": 0, f"{name}-INITIAL_FORMS": 0}
    assert teaching.post(url, posted).status_code == 302
    lesson.deck.refresh_from_db()
    assert (lesson.deck.title, lesson.deck.course) == ("Renamed", lesson.course)


class TestNotYours:
    @pytest.fixture
    def elsewhere(self, db):
        course = Course.objects.create(slug="b", title="Elsewhere")
        deck = make_deck(course, "secret")
        make_note(deck, "Secret?", "Yes.")
        return Lesson.objects.create(course=course, deck=deck, slug="secret", title="Secret")

    @pytest.mark.parametrize("name", ["change", "history", "preview", "restore", "section", "restore_section"])
    def test_a_lesson_of_another_course_does_not_exist(self, teaching, elsewhere, name):
        section = elsewhere.deck.sections.get()
        pk = section.pk if "section" in name else elsewhere.pk
        version = (section if "section" in name else elsewhere).history.first().history_id
        url = reverse(f"admin:lessons_lesson_{name}", args=[pk, version] if "restore" in name else [pk])
        assert teaching.post(url, {}).status_code == 404
        assert "Secret" not in teaching.get(LIST).text

    def test_a_note_of_another_lesson_cannot_be_posted_into_this_one(self, teaching, lesson, elsewhere):
        secret = elsewhere.deck.notes.get()
        posted = opened(teaching, lesson)
        posted |= {"notes-0-id": secret.pk, "notes-0-front": "Mine now", "notes-0-fingerprint": ""}
        save(teaching, lesson, posted)
        assert elsewhere.deck.notes.get().front == "Secret?"

    @pytest.mark.parametrize("who", ["learner", "stranger"])
    def test_a_person_without_a_course_gets_no_page(self, client, request, lesson, who):
        client.force_login(request.getfixturevalue(who))
        for name in ("change", "history", "preview"):
            response = client.post(reverse(f"admin:lessons_lesson_{name}", args=[lesson.pk]), {})
            assert response.url.startswith("/admin/login/")

    def test_a_superuser_sees_them_all(self, client, lesson, elsewhere):
        client.force_login(User.objects.create_superuser("root@example.org"))
        assert client.get(change_url(elsewhere)).status_code == 200


class TestTwoInstructorsAtTheList:
    @pytest.fixture
    def shown(self, teaching, lesson):
        """The fields of the list as its page sends them."""
        row = teaching.get(LIST).context["cl"].formset.forms[0].initial
        fields = {f"form-0-{name}": row[name] for name in ("track", "position")}
        fields |= {f"initial-{name}": value for name, value in fields.items()}
        return {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-id": lesson.pk, "_save": "Save", **fields}

    def stored(self, lesson):
        lesson.refresh_from_db()
        return lesson.track, lesson.position

    def test_its_fields_are_sent_with_what_was_shown(self, teaching, lesson):
        assert 'name="initial-form-0-position" value="1"' in teaching.get(LIST).text

    def test_each_keeps_what_the_other_wrote(self, teaching, lesson, shown):
        teaching.post(LIST, shown | {"form-0-track": "Ropes"})
        teaching.post(LIST, shown | {"form-0-position": 7})
        assert self.stored(lesson) == ("Ropes", 7)

    def test_a_page_on_which_nothing_was_written_changes_nothing(self, teaching, lesson, shown):
        teaching.post(LIST, shown | {"form-0-position": 7})
        teaching.post(LIST, shown)
        assert self.stored(lesson)[1] == 7

    def test_what_both_wrote_is_asked_about_once(self, teaching, lesson, shown):
        teaching.post(LIST, shown | {"form-0-position": 7})
        page = teaching.post(LIST, shown | {"form-0-position": 9})
        assert "This was changed elsewhere in the meantime to: 7" in page.text
        assert 'name="initial-form-0-position" value="7"' in page.text
        assert self.stored(lesson)[1] == 7
        teaching.post(LIST, shown | {"form-0-position": 9, "initial-form-0-position": 7})
        assert self.stored(lesson)[1] == 9
