"""The built style sheets and scripts do what their sources do: each page looks the same, and a review works."""

from contextlib import contextmanager

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings
from django.urls import reverse
from playwright.sync_api import expect

from apps.cards.models import Note
from apps.lessons.models import Lesson
from apps.web.assets import freshness
from ditcards.tests.browser.conftest import READY
from ditcards.tests.support.people import client_of, lend_session

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.in_process("One server compares its built files with their sources; nodes serve what was built."),
]

DECK = "/decks/transformers-in-diffusion/"
PAGES = {
    "visitor": ["/", "/accounts/login/", "/accounts/signup/", "/courses/", "/nowhere/", DECK, f"{DECK}print/"],
    "learner": [
        "/",
        "/review/",
        "/decks/",
        "/browse/",
        "/browse/searches/",
        "/statistics/",
        "/preferences/",
        "/import/",
    ],
    "instructor": ["/admin/", "/admin/cards/note/", "/admin/nowhere/"],
}
LOOKS = """() => {
  const names = ["display", "position", "color", "background-color", "font", "padding", "border", "list-style-type"];
  return [...document.querySelectorAll("body, body *:not(script, svg *)")].map((element) => {
    const style = getComputedStyle(element);
    return [element.tagName, element.className, ...names.map((name) => style.getPropertyValue(name))].join("; ");
  });
}"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where the files are built; uncompressed, which takes most of the time."""
    folder = tmp_path_factory.mktemp("built")
    kinds = ("css", "js", "svg", "txt", "md", "woff2")
    storages = freshness.built_storages()
    with override_settings(STATIC_ROOT=folder, STORAGES=storages, WHITENOISE_SKIP_COMPRESS_EXTENSIONS=kinds):
        call_command("collectstatic", interactive=False, verbosity=0)
    return folder


@pytest.fixture
def built(folder):
    """Return a context in which the site serves what was built."""

    @contextmanager
    def built():
        storages = {**settings.STORAGES, "staticfiles": freshness.STORAGE}
        with override_settings(BUILT=True, STATIC_ROOT=folder, STATICFILES_DIRS=[folder], STORAGES=storages):
            yield

    return built


@pytest.fixture
def still(new_context, site):
    """Return a function that opens a browser without JavaScript, where no script changes what is compared."""

    def still(name):
        context = new_context(java_script_enabled=False)
        if name != "visitor":
            lend_session(client_of(name), context, site)
        return context.new_page()

    return still


@pytest.mark.parametrize("name", PAGES)
def test_a_page_looks_as_its_sources_say_and_its_scripts_run(name, context, log_in, still, site, built):
    page = still(name)
    urls = [site + url for url in (*PAGES[name], *rows_of(name))]
    sources = {url: looks_of(page, url) for url in urls}
    scripted = context.new_page() if name == "visitor" else log_in(name)
    with built():
        for url in urls:
            assert looks_of(page, url) == sources[url], url
            assert page.locator("link[rel=stylesheet][href*='/built-']").count() == 1, url
            scripted.goto(url)
            scripted.wait_for_function(READY)
        scripted.close()  # while what it loads late is there


def looks_of(page, url):
    page.goto(url)
    return page.evaluate(LOOKS)


def rows_of(name):
    """Return the pages of a lesson and of a note."""
    lesson, note = Lesson.objects.select_related("course").order_by("pk")[0], Note.objects.order_by("pk")[0]
    admin = [
        reverse("admin:cards_note_change", args=[note.pk]),
        reverse("admin:lessons_lesson_change", args=[lesson.pk]),
    ]
    practice = reverse("lessons:practice", args=[lesson.course.slug, lesson.slug])
    return {"visitor": [practice], "learner": [], "instructor": admin}[name]


def test_a_review_works(log_in, site, built):
    with built():
        page = log_in(url="/review/")
        page.get_by_role("link", name="Show answer").click()
        page.get_by_role("button", name="Good").click()
        expect(page.locator("#card")).to_have_attribute("data-announcement", "Good, back in 1 day.")
        page.keyboard.press(" ")
        expect(page.locator("#answer")).to_be_visible()
        page.keyboard.press("z")
        expect(page.locator("#card")).not_to_have_attribute("data-announcement", "Good, back in 1 day.")
        expect(page.get_by_role("button", name="Good")).to_be_visible()
        page.close()
