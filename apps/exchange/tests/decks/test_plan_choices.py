"""The plan of a deck says what the file was taken for, and lets its owner choose as they confirm it."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from apps.cards.models import Deck, Note
from apps.exchange.importing.deck_plan import plan_decks
from apps.exchange.importing.targets import Target
from apps.exchange.services.deck_import import import_decks
from apps.exchange.tests.support.imports import CSV, package, page_of, read, send, words
from apps.formats import deck_source
from apps.formats.records import DeckRecord, NoteRecord, ScheduleRecord, SectionRecord
from apps.formats.tests.support.making import Collection
from apps.jobs.models import Job
from apps.web.tests.support.clock import NOW

GERMAN = "Was ist die Hauptstadt von Frankreich?\tParis ist die Hauptstadt.\nWer war der erste Kaiser?\tDas ist er.\n"


def plan_of_table(client, text, name="words.tsv"):
    return read(client, send(client, text, name), go_on="yes")


def press(client, plan, **chosen):
    """Confirm a plan with what its form shows, but for what is chosen."""
    form = plan.context["form"]
    shown = {name: form[name].value() or "" for name in form.fields}
    data = {"fingerprint": plan.context["report"].fingerprint, **shown, **chosen}
    return client.post(page_of(plan), {name: value for name, value in data.items() if value is not False}, follow=True)


def test_a_plan_says_what_a_table_was_taken_for(me):
    plan = plan_of_table(me, "слово\tword\nкот\tcat\nсобака\tdog\n".encode("cp1251"))
    assert "Read as A table Separator Tabs Encoding Cyrillic (Windows) Columns Front, Back" in words(plan)
    assert "Read as An Anki package" in words(send(me, package("What is a cell?")))


def test_the_encoding_of_a_text_can_be_changed_on_its_plan(me):
    plan = send(me, "Q: café\nA: crème brûlée\n".encode("cp1252"), "words.md")
    assert "Read as Markdown Encoding Western European (Windows)" in words(plan)
    plan = press(me, plan, encoding="mac-roman", update="yes")
    assert "Encoding Western European (Mac)" in words(plan)
    press(me, plan)
    assert Note.objects.get().front == "cafÈ"


def test_another_encoding_is_shown_before_it_is_imported(me):
    plan = press(me, send(me, "Q: café\nA: b\n".encode("cp1252"), "words.md"), encoding="mac-roman")
    assert page_of(plan).endswith("/plan/")
    assert not Note.objects.exists()


def test_an_encoding_that_does_not_fit_is_refused_on_the_plan(me):
    plan = press(me, send(me, "Q: café\nA: b\n".encode("cp1252"), "words.md"), encoding="utf-8")
    sentence = "Line 1: This is not in Unicode (UTF-8), or it is damaged. Choose another encoding."
    assert plan.context["problem"] == sentence
    assert "already here" not in words(plan)
    assert plan.context["report"].decks == []
    assert "1 added" in words(press(me, plan, encoding="mac-roman", update="yes"))


def test_the_language_of_a_new_deck_is_guessed_and_shown(me):
    plan = plan_of_table(me, GERMAN)
    assert "Automatic: German" in words(plan)
    press(me, plan)
    assert Deck.objects.get().language == "de"


def test_another_language_can_be_chosen_as_the_plan_is_confirmed(me):
    press(me, plan_of_table(me, GERMAN), language="nl")
    assert Deck.objects.get().language == "nl"


def test_a_deck_of_a_language_that_is_not_sure_keeps_the_default(me):
    press(me, plan_of_table(me, CSV, "words.csv"))
    assert Deck.objects.get().language == "en"


def test_a_deck_that_is_here_keeps_its_language_unless_another_one_is_chosen(me):
    press(me, plan_of_table(me, GERMAN), language="nl")
    press(me, plan_of_table(me, GERMAN + "Wie geht es?\tGut\n"))
    assert Deck.objects.get().language == "nl"
    press(me, plan_of_table(me, GERMAN), language="de")
    assert Deck.objects.get().language == "de"


def test_a_language_that_is_not_in_the_list_is_refused(me):
    plan = press(me, plan_of_table(me, GERMAN), language="nonsense")
    assert plan.status_code == 422
    assert not Deck.objects.exists()


class TestDailyReview:
    def test_an_imported_deck_is_in_the_daily_review_and_its_report_leads_there(self, me, learner):
        report = press(me, send(me, package("What is a cell?")))
        deck = Deck.objects.get()
        assert learner.subscriptions.get().deck == deck
        assert f'class="button primary" href="/review/?deck={deck.slug}"' in report.content.decode()

    def test_it_is_not_where_the_box_was_cleared(self, me, learner):
        press(me, send(me, package("What is a cell?")), add_to_review=False)
        assert Deck.objects.exists()
        assert not learner.subscriptions.exists()

    def test_a_paused_deck_stays_paused(self, me, learner):
        press(me, send(me, package("What is a cell?")))
        learner.subscriptions.update(paused=True)
        press(me, send(me, package("What is a cell?", "What is a nucleus?")))
        assert learner.subscriptions.get().paused

    def test_a_deck_of_a_course_is_offered_to_nobody(self, teaching, instructor):
        plan = send(teaching, package("What is a cell?"), course="multimodal")
        assert "Add to my daily review" not in words(plan)
        press(teaching, plan, add_to_review="on")
        assert not instructor.subscriptions.exists()

    def test_the_page_of_a_job_leads_to_the_deck_and_its_small_links_to_the_report(self, me):
        press(me, send(me, package("What is a cell?")))
        job = Job.objects.newest_first().filter(kind="import").get()
        shown = me.get(f"/jobs/{job.pk}/").content.decode()
        assert f'class="button primary" href="/decks/{Deck.objects.get().slug}/"' in shown
        assert f'class="small" href="{job.report}"' in shown
        assert f'class="small" href="/jobs/{job.pk}/result/"' in shown
        assert "Make another PDF" not in shown
        assert me.get(job.report).status_code == 200

    def test_the_page_of_a_job_with_several_decks_leads_to_their_list(self, me):
        decks = Collection(decks={1: ("Default",), 2: ("Cells",), 3: ("Plants",)}).note(1, "A", "a").note(2, "B", "b")
        press(me, send(me, decks.card(1, 1, deck=2).card(2, 2, deck=3).package()))
        assert Deck.objects.count() == 2
        assert Job.objects.filter(kind="import").get().link == "/decks/"


class TestCommand:
    def run(self, path, *options):
        out = StringIO()
        call_command("import_deck", str(path), "--owner", "learner@example.org", *options, stdout=out)
        return out.getvalue()

    @pytest.fixture
    def path(self, tmp_path, learner):
        path = tmp_path / "words.tsv"
        path.write_text(GERMAN)
        return path

    def test_it_guesses_the_language_and_prints_what_the_file_was_taken_for(self, path):
        printed = self.run(path)
        assert "2 notes, 2 cards, language de" in printed
        assert "Read as: table, separator '\\t', utf-8, columns front, back." in printed

    def test_it_takes_a_language(self, path):
        found = json.loads(self.run(path, "--language", "de-AT", "--json"))
        assert found["decks"][0]["language"] == Deck.objects.get().language == "de-AT"
        assert found["read_as"]["format"] == "table"

    def test_it_refuses_a_language_that_is_none(self, path):
        with pytest.raises(CommandError, match="language tag"):
            self.run(path, "--language", "no language")


@pytest.mark.parametrize(("chosen", "notes"), [({"bold_cloze": "on"}, 1), ({}, 0)])
def test_bold_words_are_blanks_where_their_owner_chose_so(me, chosen, notes):
    page = send(me, b"# Cells\n\nThe **cell** has a nucleus.\n", "cells.md", **chosen)
    if notes:
        press(me, page)
    assert Note.objects.filter(kind="cloze").count() == notes


SCHEDULED = "#flashcards\n\ngato::cat <!--SR:!2030-05-20,40,270-->\n\nperro::dog\n"


def test_schedules_in_a_file_are_counted_and_imported_where_the_plan_is_ticked(me, learner):
    plan = send(me, SCHEDULED, "words.md")
    assert "1 card has a schedule in this file." in words(plan)
    assert "schedule" not in press(me, plan, with_schedule="on").context["report"].as_text()
    assert learner.schedules.get(interval_days=40)


def test_a_report_says_that_schedules_were_not_imported_and_how_they_are(me, learner):
    report = press(me, send(me, SCHEDULED, "words.md"))
    advice = "1 card has a schedule in this file. To import it too, import the file again and tick"
    assert advice in words(report)
    assert not learner.schedules.filter(interval_days=40).exists()


def test_a_plan_of_a_file_without_schedules_offers_none(me):
    assert "with_schedule" not in send(me, "Q: a\nA: b\n", "words.md").context["form"].fields


def test_the_schedules_of_several_decks_in_one_file_are_imported(learner):
    schedules = (ScheduleRecord(NOW.date(), 10, 236),)
    decks = [
        DeckRecord(title=name, notes=(NoteRecord(f"{name} a", "b"), NoteRecord(f"{name} c", "d", schedules=schedules)))
        for name in ("One", "Two")
    ]
    import_decks(deck_source.of_decks(decks, "both"), Target(owner=learner), now=NOW, learner=learner)
    found = learner.schedules.filter(interval_days=10).order_by("card__note__front")
    assert list(found.values_list("card__note__front", flat=True)) == ["One c", "Two c"]


def test_a_deck_without_notes_beside_others_is_not_listed(learner):
    empty = DeckRecord(title="Empty", sections=(SectionRecord("Nothing"),))
    full = DeckRecord(title="Full", sections=(SectionRecord("Words"),), notes=(NoteRecord("a", "b"),))
    plan = plan_decks(deck_source.of_decks([empty, full], "both"), Target(owner=learner))
    assert [deck.title for deck in plan.report.decks] == ["Full"]
    plan.close()
