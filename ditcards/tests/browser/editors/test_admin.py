"""The instructor's pages: the preview that follows the form, and that everybody can use them."""

import pytest
from playwright.sync_api import expect

from apps.cards.models import Deck, DeckMedia, Note
from apps.cards.tests.support.pictures import one_dot
from ditcards.tests.support.accessibility import look

pytestmark = pytest.mark.browser

PAGES = ["", "cards/note/", "cards/note/{note}/change/", "cards/note/{note}/history/", "cards/note/add/?deck={deck}"]
PAGES += ["cards/deck/", "cards/deck/{deck}/change/", "cards/deck/add/", "courses/course/{course}/change/"]


@pytest.fixture
def instructor(log_in):
    return log_in("instructor", "/admin/")


@pytest.mark.parametrize("page", PAGES)
def test_an_instructors_page(instructor, site, page):
    deck = Deck.objects.get(slug="transformers-in-diffusion")
    page = "/admin/" + page.format(deck=deck.pk, note=deck.notes.first().pk, course=deck.course_id)
    instructor.goto(site + page)
    look(instructor, page)


def test_the_preview_follows_the_form_and_names_mistakes_where_they_are(instructor, site):
    instructor.goto(f"{site}/admin/cards/note/{Note.objects.first().pk}/change/")
    instructor.get_by_label("Kind").select_option("cloze")
    instructor.get_by_label("Front").fill("Noise is {{c1::added")
    problem = "a blank opens with “{{c1::added” and never closes. Add }}."
    instructor.locator("#preview").get_by_text(problem).wait_for()
    instructor.locator("#id_front_helptext").get_by_text(problem).wait_for()
    look(instructor, "mistake")
    instructor.get_by_label("Front").press_sequentially(" step by step}}")
    instructor.locator("#preview mark").first.wait_for()
    assert instructor.locator("#preview mark").all_inner_texts() == ["added step by step"] * 2
    assert problem not in instructor.inner_text("#content-main")
    assert instructor.evaluate("document.activeElement.id") == "id_front"


def test_a_picture_is_added_to_the_chosen_deck_of_a_new_note(instructor, site):
    deck = Deck.objects.get(slug="transformers-in-diffusion")
    instructor.goto(f"{site}/admin/cards/note/add/")
    add = instructor.get_by_role("button", name="Add a picture or a sound")
    with instructor.expect_file_chooser() as chooser:
        add.click()
    file = {"name": "map.png", "mimeType": "image/png", "buffer": one_dot()}
    chooser.value.set_files(file)
    instructor.get_by_text("Choose the deck first, then add the file.").wait_for()
    instructor.get_by_label("Deck").select_option(str(deck.pk))
    instructor.get_by_label("Front").focus()
    with instructor.expect_file_chooser() as chooser:
        add.click()
    chooser.value.set_files(file)
    expect(instructor.get_by_label("Front")).to_have_value("![](map.png)")
    instructor.get_by_label("What does the picture show?").fill("A map")
    expect(instructor.get_by_label("Front")).to_have_value("![A map](map.png)")
    assert DeckMedia.objects.filter(deck=deck, name="map.png").exists()


def test_enter_in_a_field_saves(instructor, site):
    note = Note.objects.first()
    instructor.goto(f"{site}/admin/cards/note/{note.pk}/change/")
    instructor.get_by_label("Tags").fill("quick")
    instructor.get_by_label("Tags").press("Enter")
    instructor.get_by_text("was changed successfully").wait_for()
    assert Note.objects.get(pk=note.pk).tags == " quick "


def test_without_javascript_the_preview_opens_beside_the_form(new_context, instructor, site):
    cookies = instructor.context.cookies()
    plain = new_context(java_script_enabled=False)
    plain.add_cookies(cookies)
    page = plain.new_page()
    page.goto(f"{site}/admin/cards/note/{Note.objects.first().pk}/change/")
    page.get_by_label("Front").fill("Typed, not saved")
    with plain.expect_page() as opened:
        page.get_by_role("button", name="Show preview").click()
    opened.value.get_by_text("Nothing is saved yet.").wait_for()
    assert opened.value.get_by_text("Typed, not saved").count() == 3


def test_notes_are_archived_from_their_list(instructor, site):
    instructor.goto(f"{site}/admin/cards/note/")
    instructor.get_by_label("Select this object for an action").nth(1).check()
    instructor.get_by_label("Action:").select_option("archive")
    instructor.get_by_role("button", name="Run").click()
    instructor.get_by_role("button", name="Archive").wait_for()
    look(instructor, "question")
    instructor.get_by_role("button", name="Archive").click()
    instructor.get_by_text("1 note archived. Learners no longer see it; its history is kept.").wait_for()
    assert Note.objects.filter(archived=True).count() == 1


def test_a_list_on_a_phone_names_what_its_hidden_heads_say(instructor, site):
    instructor.set_viewport_size({"width": 360, "height": 740})
    instructor.goto(f"{site}/admin/cards/note/")
    expect(instructor.get_by_text("All on this page")).to_be_visible()
    instructor.goto(f"{site}/admin/lessons/lesson/")
    position = instructor.locator("#result_list td.field-position").first
    assert position.evaluate("it => getComputedStyle(it, '::before').content").startswith('"Position')


def test_who_teaches_nothing_reads_why(log_in, site, context):
    page = log_in("learner")
    page.request.get(f"{site}/admin/")
    assert page.request.get(f"{site}/admin/").status == 403
