"""What an upload would change is shown first; exactly that is imported when it is confirmed, and reported."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.test import Client

from apps.cards.models import Deck, Note, Section
from apps.exchange import uploads
from apps.exchange.services import deck_import
from apps.exchange.tests.support.imports import CSV, confirm, package, page_of, read, send, words
from apps.formats.tests.support.making import Collection
from apps.web.storage import names_below, remove_older, scratch_files
from apps.web.tests.support.clock import NOW


def test_a_package_is_previewed_first_and_then_imported(me, learner):
    plan = send(me, package("What is a cell?", "What is a nucleus?"))
    assert "2 added 0 changed 0 unchanged" in words(plan)
    assert "Biology::Cells" in words(plan)
    assert not Deck.objects.exists()
    report = confirm(me, plan)
    assert "2 added" in words(report)
    deck = Deck.objects.get()
    assert (deck.owner, deck.course) == (learner, None)
    assert Note.objects.count() == 2


def test_the_report_survives_a_reload_and_leads_to_the_deck_and_into_the_daily_review(me, learner):
    report = confirm(me, send(me, package("What is a cell?")))
    again = me.get(page_of(report))
    slug = Deck.objects.get().slug
    assert f'href="/decks/{slug}/"' in again.content.decode()
    me.post(f"/decks/{slug}/subscribe/")
    assert "In your daily review" in words(me.get(page_of(report)))


def test_the_plan_survives_a_reload_and_pressing_import_twice_imports_once(me):
    plan = send(me, package("What is a cell?"))
    assert "1 added" in words(me.get(page_of(plan)))
    confirm(me, plan)
    assert "Imported" in words(confirm(me, plan))
    assert Note.objects.count() == 1


@pytest.mark.parametrize("is_open", [False, True], ids=["before its file is found", "before its file is read"])
def test_a_second_press_while_the_first_one_imports_leads_to_the_report(me, learner, monkeypatch, is_open):
    plan = send(me, package("What is a cell?"))
    local_file, browser = uploads.local_file, Client()
    browser.force_login(learner)

    @contextmanager
    def racing(person, upload):
        monkeypatch.setattr(uploads, "local_file", local_file)
        if not is_open:
            confirm(browser, plan)
        with local_file(person, upload) as path:
            if is_open:
                confirm(browser, plan)
            yield path

    monkeypatch.setattr(uploads, "local_file", racing)
    report = confirm(me, plan)
    assert (report.status_code, page_of(report)) == (200, page_of(plan).replace("plan", "report"))
    assert "Something changed" not in words(report)
    assert Note.objects.count() == 1


def test_an_older_page_does_not_import_with_the_options_of_another_tab(me):
    options = send(me, CSV, name="words.csv")
    older = read(me, options, go_on="yes", column=["front", "back"])
    read(me, me.get(page_of(options)), go_on="yes", column=["back", "front"])
    again = confirm(me, older)
    assert "Something changed in the meantime." in words(again)
    assert not Note.objects.exists()
    confirm(me, again)
    assert set(Note.objects.values_list("front", flat=True)) == {"cat", "dog"}


def test_what_has_no_button_is_not_imported(me):
    plan = send(me, Collection().note(1, "Front", "x" * 65_000).card(1, 1).package())
    assert "This file has no notes that can be imported." in words(plan)
    refused = confirm(me, plan)
    assert (refused.status_code, page_of(refused)) == (422, page_of(plan))
    assert not Deck.objects.exists()


def test_importing_again_changes_nothing(me):
    confirm(me, send(me, package("What is a cell?")))
    plan = send(me, package("What is a cell?"))
    assert "0 added 0 changed 1 unchanged" in words(plan)
    assert "Everything in this file is already here." in words(plan)
    confirm(me, plan)
    assert Note.objects.count() == 1


CELLS = """---
title: Cells
license: {license}
---

## Part

{introduction}

Q: What is a cell?
A: A unit.
"""


def test_changes_around_the_notes_are_shown_before_and_after_they_are_imported(me):
    confirm(me, send(me, CELLS.format(license="CC BY", introduction="Of life."), name="cells.md"))
    plan = send(me, CELLS.format(license="CC0", introduction="Small."), name="cells.md")
    assert "0 added 0 changed 1 unchanged" in words(plan)
    assert "changes nothing" not in words(plan)
    for page in (plan, confirm(me, plan)):
        assert "Cells: Its license changes from “CC BY” to “CC0”." in words(page)
        assert "Cells: The texts or labels of the section “Part” change." in words(page)
    assert Deck.objects.get().licence == "CC0"
    again = send(me, CELLS.format(license="CC0", introduction="Small."), name="cells.md")
    assert "Importing it again changes nothing." in words(again)


def test_a_new_section_is_shown(me):
    cells = CELLS.format(license="CC0", introduction="Small.")
    confirm(me, send(me, cells, name="cells.md"))
    plan = send(me, f"{cells}\n## Another part\n\nQ: What is a nucleus?\nA: A core.\n", name="cells.md")
    assert "Cells: The section “Another part” is added." in words(plan)


@pytest.mark.parametrize(("model", "field"), [(Section, "introduction"), (Deck, "licence")])
def test_what_others_changed_around_the_notes_is_shown_before_it_is_replaced(me, model, field):
    confirm(me, send(me, CELLS.format(license="CC BY", introduction="Of life."), name="cells.md"))
    plan = send(me, CELLS.format(license="CC0", introduction="Small."), name="cells.md")
    model.objects.update(**{field: "Edited."})
    assert "Something changed in the meantime." in words(confirm(me, plan))
    assert getattr(model.objects.get(), field) == "Edited."


def test_what_others_changed_in_the_meantime_is_shown_before_it_is_imported(me):
    plan = send(me, package("What is a cell?"))
    confirm(me, send(me, package("What is a cell?")))
    again = confirm(me, plan)
    assert "Something changed in the meantime." in words(again)
    assert "0 added 0 changed 1 unchanged" in words(again)
    assert "Imported" in words(confirm(me, again))


def test_a_chosen_title_replaces_that_of_the_package(me):
    confirm(me, send(me, package("What is a cell?"), title="My cells"))
    assert Deck.objects.get().title == "My cells::Cells"


def test_files_that_are_left_out_for_one_reason_are_one_warning(me):
    made = Collection()
    for number in range(1, 61):
        made.note(number, f"Front {number}", f"Back <img src={number}.png>").card(number, number)
    broken = {f"{number}.png": b"no picture" for number in range(1, 61)}
    plan = send(me, made.package(broken))
    assert "60 files were left out: 1.png, 2.png, 3.png, …." in words(plan)


def test_notes_that_are_left_out_for_one_reason_are_one_warning(me):
    made = Collection()
    for number in range(1, 61):
        made.note(number, f"Front {number}", "x" * 65_000).card(number, number)
    plan = send(me, made.note(99, "Fine", "Back").card(99, 99).package())
    assert "60 skipped" in words(plan)
    assert "60 notes were left out: “Front 1”, “Front 2”, “Front 3”, …." in words(plan)


def test_the_schedule_is_imported_when_its_box_is_checked(me, learner, monkeypatch):
    learners = []
    monkeypatch.setattr(deck_import, "ScheduleImporter", lambda learner, *_: learners.append(learner))
    confirm(me, send(me, package("What is a cell?")))
    assert learners == []
    confirm(me, send(me, package("What is a cell?"), with_schedule="on"))
    assert learners == [learner]


def test_schedules_in_a_markdown_deck_are_those_of_the_learner(me, learner):
    text = "#flashcards\n\ngato::cat <!--SR:!2030-05-20,40,270-->\n\nperro::dog\n"
    confirm(me, send(me, text, "words.md", with_schedule="on"))
    schedule = learner.schedules.get(due_on__isnull=False)
    assert (str(schedule.due_on), schedule.interval_days, schedule.easiness) == ("2030-05-20", 40, 270)


def test_an_upload_is_stored_below_its_owner_and_only_until_it_is_imported(me, learner):
    plan = send(me, package("What is a cell?"))
    names = list(names_below(scratch_files(), f"uploads/{learner.pk}"))
    assert sorted(name.split("/")[-1] for name in names) == ["file", "upload.json"]
    confirm(me, plan)
    assert list(names_below(scratch_files(), "uploads")) == []


def test_who_comes_back_too_late_has_to_upload_the_file_again(me):
    plan = send(me, package("What is a cell?"))
    remove_older(scratch_files(), "uploads", NOW + timedelta(days=10_000))
    for page in (me.get(page_of(plan)), confirm(me, plan)):
        assert page.status_code == 404
        assert "This upload is no longer here. Please upload the file again." in words(page)


def test_a_file_that_is_missing_has_to_be_uploaded_again(me, files):
    plan = send(me, package("What is a cell?"))
    next(files.glob("scratch/uploads/*/*/file")).unlink()
    page = confirm(me, plan)
    assert page.status_code == 404
    assert "Please upload the file again." in words(page)
    assert not Deck.objects.exists()
