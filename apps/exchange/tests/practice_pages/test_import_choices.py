"""Each page of an upload is skipped, added or replaces its lesson's page, as a person chooses in the plan."""

import re

import pytest

from apps.cards.models import Note
from apps.exchange.tests.support.imports import IMPORT_PAGES, confirm, page_of, words
from apps.exchange.tests.support.practice import source, zipped
from apps.lessons.models import Lesson
from apps.web.tests.support.htmx import HTMX

CHANGED, NEW, SAME = 1, 2, 3  # the numbers of the pages in the zip, which lists them by their names


@pytest.fixture
def plan(teaching, course):
    """The plan of a zip with a changed page, a new one, and one that is the same."""
    pages = {"a/practice.mdx": source("Bends", "Bend?"), "c/practice.mdx": source("Splices", "Splice?")}
    confirm(teaching, send(teaching, pages))
    return send(teaching, pages | {"a/practice.mdx": source("Bends", "Knot?"), "b/practice.mdx": source("New", "New?")})


def send(client, pages):
    return client.post(IMPORT_PAGES, {"file": zipped(**pages)}, follow=True)


def fronts(lesson):
    """The fronts of a lesson's notes that are not archived."""
    return list(Note.objects.filter(deck__lesson__slug=lesson, archived=False).values_list("front", flat=True))


def test_what_changes_comes_first_then_what_is_new_then_what_stays(plan):
    page = plan.content.decode()
    order = [page.index(f'id="pages-{group}"') for group in ("changed", "new", "unchanged")]
    assert order == sorted(order)
    assert "1 lesson changes 1 new lesson 1 lesson stays as it is" in words(plan)


def test_what_stays_is_folded_and_offers_no_choice(plan):
    folded = re.search(r'id="pages-unchanged".*?<details>(.*?)</details>', plan.content.decode(), re.S)
    assert "Splices" in folded[1]
    assert f'name="page-{SAME}"' not in plan.content.decode()


def test_without_a_choice_changed_pages_replace_and_new_ones_are_added(teaching, plan):
    report = confirm(teaching, plan)
    assert "2 added 0 changed 1 archived 1 unchanged" in words(report)
    assert (fronts("a"), fronts("b")) == (["Knot?"], ["New?"])


def test_what_is_skipped_stays_as_it_was_and_is_named(teaching, plan):
    report = confirm(teaching, plan, {f"page-{CHANGED}": "skip"})
    assert "Practice: Bends Skipped" in words(report)
    assert "1 added 0 changed 0 archived 1 unchanged" in words(report)
    assert (fronts("a"), fronts("b")) == (["Bend?"], ["New?"])


def test_a_new_page_can_be_skipped(teaching, plan):
    confirm(teaching, plan, {f"page-{NEW}": "skip"})
    assert not Lesson.objects.filter(slug="b").exists()


def test_what_is_added_becomes_another_lesson(teaching, plan):
    confirm(teaching, plan, {f"page-{CHANGED}": "add"})
    assert (fronts("a"), fronts("a-2")) == (["Bend?"], ["Knot?"])


def test_skipping_every_page_is_answered_with_a_sentence_and_keeps_what_was_chosen(teaching, course):
    plan = send(teaching, {"a/practice.mdx": source("Bends", "Bend?"), "b/practice.mdx": source("New", "New?")})
    page = confirm(teaching, plan, {"page-1": "skip", "page-2": "skip"})
    assert page.status_code == 422
    assert "Every page is skipped. Choose at least one to import." in words(page)
    assert len(re.findall(r'value="skip"\s+checked', page.content.decode())) == 2
    assert not Lesson.objects.exists()


def test_a_choice_that_is_not_offered_is_ignored(teaching, plan):
    confirm(teaching, plan, {f"page-{NEW}": "replace", f"page-{SAME}": "add", f"page-{CHANGED}": "nonsense"})
    assert Lesson.objects.count() == 3
    assert fronts("a") == ["Knot?"]


def test_a_page_that_comes_alone_can_become_another_lesson(teaching, plan):
    alone = teaching.post(IMPORT_PAGES, {"text": source("Bends", "Hitch?")}, follow=True)
    assert 'value="skip"' not in alone.content.decode()
    confirm(teaching, alone, {"page-1": "add"})
    assert (fronts("a"), fronts("bends")) == (["Bend?"], [])
    assert fronts("a-2") == ["Hitch?"]


def test_what_is_skipped_stays_while_others_are_added(teaching, plan):
    confirm(teaching, plan, {f"page-{CHANGED}": "skip"})
    assert (fronts("a"), fronts("b")) == (["Bend?"], ["New?"])


class TestPreview:
    EXERCISE = (
        "---\ntitle: 'Practice: Sails'\n---\n\n## Try it yourself\n\nIs it a JIB or a MAIN?\n\n"
        "```\nA. The front one.\nB. The large one.\n```\n\n<details>\n\n- **A: JIB.** It is $x^2$ in front.\n"
        "- **B: MAIN.** It is large.\n\n</details>\n"
    )

    def test_a_new_page_is_shown_as_it_was_understood_before_anything_is_saved(self, teaching, course):
        plan = teaching.post(IMPORT_PAGES, {"text": self.EXERCISE}, follow=True)
        assert "A. The front one. JIB (correct) MAIN JIB. It is x2 in front." in words(plan)
        assert "<math" in plan.content.decode()
        assert not Lesson.objects.exists()

    def test_nothing_in_it_can_be_answered(self, teaching, course):
        plan = teaching.post(IMPORT_PAGES, {"text": self.EXERCISE}, follow=True).content.decode()
        preview = plan[plan.index('class="preview practice"') : plan.index("</article>")]
        assert not re.search("<(form|input|button|textarea)", preview)

    def test_a_page_of_several_has_a_preview_of_its_own_and_one_for_htmx(self, teaching, plan):
        url = f"{page_of(plan).removesuffix('plan/')}pages/{NEW}/"
        assert f'href="{url}"' in plan.content.decode()
        page, fragment = teaching.get(url), teaching.get(url, headers=HTMX)
        assert "New?" in words(page)
        assert "Back to what will change" in words(page)
        assert "<html" not in fragment.content.decode()
        assert "New?" in words(fragment)

    @pytest.mark.parametrize("number", [0, 4, 99])
    def test_a_page_that_is_not_there_has_none(self, teaching, plan, number):
        assert teaching.get(f"{page_of(plan).removesuffix('plan/')}pages/{number}/").status_code == 404

    def test_a_long_page_is_shown_in_part(self, teaching, course):
        plan = teaching.post(IMPORT_PAGES, {"text": source("Long", *map(str, range(203)))}, follow=True)
        assert "And 3 more." in words(plan)
