"""Who can open the admin, and which rows they find there."""

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from apps.accounts.models import User
from apps.cards.models import Deck, Note, Section
from apps.cards.tests.support.factory import make_deck, make_note
from apps.courses.models import Course, Enrolment

ADMIN = "/admin/"


@pytest.fixture
def root(db):
    return User.objects.create_superuser("root@example.org")


@pytest.fixture
def elsewhere(db):
    """A note in a course of another instructor."""
    course = Course.objects.create(slug="elsewhere", title="Elsewhere")
    teacher = User.objects.create_user("teacher@example.org")
    Enrolment.objects.create(user=teacher, course=course, role=Enrolment.Role.INSTRUCTOR)
    deck = make_deck(course, "secret", title="Secret deck")
    return make_note(deck, "Secret question?", "Secret answer.", tags="secret")


@pytest.fixture
def instructors_client(client, instructor):
    client.force_login(instructor)
    return client


def test_a_visitor_is_sent_to_the_login_of_the_site(client, db):
    response = client.get(ADMIN, follow=True)
    assert response.redirect_chain[-1][0] == f"{reverse('account_login')}?next=/admin/"


@pytest.mark.parametrize("person", ["learner", "stranger"])
def test_a_person_who_teaches_no_course_sees_why_they_are_refused(client, request, person):
    client.force_login(request.getfixturevalue(person))
    response = client.get(ADMIN, follow=True)
    assert response.status_code == 403
    assert len(response.redirect_chain) == 1
    assert "Only instructors can open this page" in response.text


@pytest.mark.parametrize("person", ["learner", "stranger"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_person_who_teaches_no_course_opens_no_page_of_the_admin(client, request, deck, person, method):
    client.force_login(request.getfixturevalue(person))
    for name, arguments in [
        ("cards_note_changelist", []),
        ("cards_deck_change", [deck.pk]),
        ("cards_note_preview", []),
    ]:
        response = getattr(client, method)(reverse(f"admin:{name}", args=arguments))
        assert response.status_code == 302
        assert response.url.startswith("/admin/login/")


def test_an_instructor_who_is_logged_in_passes_the_login_page(instructors_client):
    assert instructors_client.get("/admin/login/?next=/admin/cards/note/").url == "/admin/cards/note/"


def test_the_login_page_never_leads_away_from_the_site(instructors_client):
    assert instructors_client.get("/admin/login/?next=https://example.com/").url == ADMIN


def test_an_instructor_sees_courses_lessons_decks_and_notes_without_being_staff(instructors_client, instructor):
    assert not instructor.is_staff
    models = {m["object_name"] for app in instructors_client.get(ADMIN).context["app_list"] for m in app["models"]}
    assert models == {"Course", "Deck", "Lesson", "Note"}


def test_an_instructor_with_permissions_of_django_sees_no_more(instructors_client, instructor):
    instructor.user_permissions.set(Permission.objects.filter(content_type__app_label__in=["accounts", "courses"]))
    assert instructors_client.get(reverse("admin:accounts_user_changelist")).status_code == 403
    assert instructors_client.get(reverse("admin:courses_enrolment_changelist")).status_code == 403


@pytest.mark.parametrize("name", ["accounts_user", "courses_enrolment", "auth_group", "account_emailaddress"])
def test_people_and_enrolments_are_not_for_instructors(instructors_client, name):
    assert instructors_client.get(reverse(f"admin:{name}_changelist")).status_code == 403
    assert instructors_client.get(reverse(f"admin:{name}_add")).status_code == 403


def test_a_former_instructor_cannot_open_the_next_page(instructors_client, instructor):
    Enrolment.objects.filter(user=instructor).update(role=Enrolment.Role.LEARNER)
    assert instructors_client.get(ADMIN).status_code == 302


def test_a_superuser_sees_everything(client, root, elsewhere, deck):
    client.force_login(root)
    page = client.get(reverse("admin:cards_note_changelist")).text
    assert "Secret question?" in page
    assert "Question 1?" in page


@pytest.mark.parametrize("name", ["cards_note", "cards_deck", "courses_course"])
def test_lists_hold_nothing_of_other_courses(instructors_client, deck, elsewhere, name):
    page = instructors_client.get(reverse(f"admin:{name}_changelist"), {"archived": "all"}).text
    assert "Secret" not in page
    assert "secret" not in page
    assert "Elsewhere" not in page


@pytest.mark.parametrize(
    "query", ["deck={deck}", "deck__id__exact={deck}", "tag=secret", "q=Secret", "course__id__exact={course}"]
)
def test_no_filter_shows_rows_of_other_courses(instructors_client, deck, elsewhere, query):
    query = query.format(deck=elsewhere.deck_id, course=elsewhere.deck.course_id)
    response = instructors_client.get(f"{reverse('admin:cards_note_changelist')}?{query}", follow=True)
    assert "Secret question?" not in response.text


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("page", ["change", "delete", "history"])
@pytest.mark.parametrize("name", ["cards_note", "cards_deck", "courses_course"])
def test_pages_of_other_courses_are_404_like_those_that_do_not_exist(instructors_client, elsewhere, name, page, method):
    theirs = {"cards_note": elsewhere, "cards_deck": elsewhere.deck, "courses_course": elsewhere.deck.course}[name]
    send = getattr(instructors_client, method)
    assert send(reverse(f"admin:{name}_{page}", args=[theirs.pk])).status_code == 404
    assert send(reverse(f"admin:{name}_{page}", args=[10**30])).status_code == 404
    assert send(reverse(f"admin:{name}_{page}", args=["x"])).status_code == 404


def test_view_on_site_reveals_nothing_about_other_courses(instructors_client, elsewhere):
    kind = ContentType.objects.get_for_model(Deck).pk
    assert instructors_client.get(reverse("admin:view_on_site", args=[kind, elsewhere.deck_id])).status_code == 404


def test_autocomplete_offers_no_rows_of_other_courses(instructors_client, deck, elsewhere):
    url = reverse("admin:autocomplete")
    found = instructors_client.get(url, {"app_label": "cards", "model_name": "note", "field_name": "deck"}).json()
    assert [row["text"] for row in found["results"]] == ["Diffusion"]
    people = {"app_label": "courses", "model_name": "enrolment", "field_name": "user"}
    assert instructors_client.get(url, people).status_code == 403


def test_forms_offer_no_rows_of_other_courses(instructors_client, deck, elsewhere):
    add_note = instructors_client.get(reverse("admin:cards_note_add"), {"deck": elsewhere.deck_id}).text
    add_deck = instructors_client.get(reverse("admin:cards_deck_add")).text
    assert "Secret" not in add_note
    assert "Flashcards" not in add_note
    assert "Elsewhere" not in add_deck


def test_a_note_cannot_be_added_to_a_deck_of_another_course(instructors_client, elsewhere):
    posted = {"deck": elsewhere.deck_id, "kind": "basic", "front": "In?", "back": "No."}
    response = instructors_client.post(reverse("admin:cards_note_add"), posted)
    assert "Choose one of your decks." in response.text
    assert elsewhere.deck.notes.count() == 1


def test_a_note_cannot_take_a_section_of_another_course(instructors_client, deck, elsewhere):
    posted = {"deck": deck.pk, "section": elsewhere.section_id, "kind": "basic", "front": "In?", "back": "No."}
    response = instructors_client.post(reverse("admin:cards_note_add"), posted)
    assert "Choose a section of this note’s deck." in response.text
    assert Note.objects.filter(front="In?").count() == 0


def test_a_deck_cannot_be_added_to_another_course_or_to_a_person(instructors_client, instructor, elsewhere):
    posted = {"course": elsewhere.deck.course_id, "title": "Mine", "slug": "mine", "language": "en"}
    response = instructors_client.post(reverse("admin:cards_deck_add"), posted)
    assert "Choose one of your courses." in response.text
    response = instructors_client.post(
        reverse("admin:cards_deck_add"), {**posted, "course": "", "owner": instructor.pk}
    )
    assert "Choose a course." in response.text
    assert not Deck.objects.filter(slug="mine").exists()


def test_rows_of_other_decks_cannot_be_saved_through_a_deck_page(instructors_client, deck, elsewhere):
    section = Section.objects.get(deck=deck)
    theirs = {"id": elsewhere.section_id, "deck": deck.pk, "title": "Stolen", "position": 0, "kind": "flashcards"}
    note = {"id": elsewhere.pk, "deck": deck.pk, "section": section.pk, "kind": "basic", "front": "Stolen", "back": "!"}
    posted = {"course": deck.course_id, "title": deck.title, "slug": deck.slug, "language": "en"}
    posted |= {"sections-TOTAL_FORMS": 1, "sections-INITIAL_FORMS": 1, "notes-TOTAL_FORMS": 1, "notes-INITIAL_FORMS": 1}
    posted |= {f"sections-0-{name}": value for name, value in theirs.items()}
    posted |= {f"notes-0-{name}": value for name, value in note.items()}
    response = instructors_client.post(reverse("admin:cards_deck_change", args=[deck.pk]), posted)
    assert "A row of this page was archived or moved in the meantime." in response.text
    elsewhere.refresh_from_db()
    elsewhere.section.refresh_from_db()
    assert elsewhere.front == "Secret question?"
    assert elsewhere.section.title == "Flashcards"


@pytest.mark.parametrize(
    "action", ["archive", "add_tags", "remove_tags", "restore_archived", "move", "delete_selected"]
)
def test_no_action_reaches_notes_of_other_courses(instructors_client, deck, elsewhere, action):
    posted = {
        "action": action,
        "index": 0,
        "_selected_action": [elsewhere.pk],
        "answered": "yes",
        "tags": "secret mine",
    }
    response = instructors_client.post(reverse("admin:cards_note_changelist"), {**posted, "deck": deck.pk}, follow=True)
    assert response.status_code == 200
    elsewhere.refresh_from_db()
    assert (elsewhere.archived, elsewhere.tags, elsewhere.deck.slug) == (False, " secret ", "secret")


def test_positions_of_other_courses_cannot_be_set_in_the_list(instructors_client, deck, elsewhere):
    posted = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-id": elsewhere.pk, "form-0-position": 99}
    instructors_client.post(reverse("admin:cards_note_changelist"), {**posted, "_save": "Save"})
    elsewhere.refresh_from_db()
    assert elsewhere.position == 1


@pytest.mark.parametrize("name", ["cards_note", "cards_deck", "courses_course"])
def test_an_instructor_deletes_nothing(instructors_client, deck, course, name):
    mine = {"cards_note": deck.notes.first(), "cards_deck": deck, "courses_course": course}[name]
    response = instructors_client.post(reverse(f"admin:{name}_delete", args=[mine.pk]), {"post": "yes"})
    assert response.status_code == 403
    assert type(mine).objects.filter(pk=mine.pk).exists()


def test_an_instructor_edits_the_description_of_a_course_but_not_its_slug(instructors_client, course):
    posted = {"title": "Multimodal", "description": "New.", "visibility": "private", "slug": "stolen"}
    instructors_client.post(reverse("admin:courses_course_change", args=[course.pk]), posted)
    course.refresh_from_db()
    assert (course.title, course.visibility, course.slug) == ("Multimodal", "private", "multimodal")


def test_an_instructor_adds_no_course(instructors_client):
    assert instructors_client.get(reverse("admin:courses_course_add")).status_code == 403


def test_a_superuser_adds_an_instructor_by_e_mail_address_in_any_case(client, root, course, stranger):
    client.force_login(root)
    posted = {"user": "Stranger@Example.org", "course": course.pk, "role": "instructor"}
    client.post(reverse("admin:courses_enrolment_add"), posted)
    assert Enrolment.objects.get(user=stranger).role == "instructor"
    assert "already a member of the course" in client.post(reverse("admin:courses_enrolment_add"), posted).text
    unknown = client.post(reverse("admin:courses_enrolment_add"), {**posted, "user": "nobody@example.org"}).text
    assert "No account has this e-mail address." in unknown


def test_two_e_mail_addresses_cannot_differ_in_upper_and_lower_case_only(client, root, stranger):
    client.force_login(root)
    posted = {"email": "STRANGER@example.org", "usable_password": "false"}
    response = client.post(reverse("admin:accounts_user_add"), posted)
    assert "There is already an account with this e-mail address." in response.text


def test_a_superuser_adds_a_person_and_opens_the_page(client, root):
    client.force_login(root)
    posted = {"email": "new@example.org", "usable_password": "false"}
    response = client.post(reverse("admin:accounts_user_add"), posted, follow=True)
    assert response.status_code == 200
    assert not User.objects.get(email="new@example.org").has_usable_password()
