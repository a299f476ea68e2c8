import pytest
from apps.lessons.models import Lesson
pytestmark = pytest.mark.browser

def test_shots(log_in, site):
    lesson = Lesson.objects.select_related("course").get(slug="transformers-in-diffusion")
    note = lesson.deck.notes.filter(section__kind="exercise").first()
    card = lesson.deck.notes.filter(section__kind="flashcards").first()
    section = lesson.deck.sections.filter(kind="exercise").first()
    url = f"/teach/{lesson.course.slug}/{lesson.slug}/"
    page = log_in("instructor", url)
    for width, scheme in ((1280, "light"), (360, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        page.goto(site + url)
        page.screenshot(path=f"/tmp/h7-{width}-list.png")
        page.locator(f"#note-{note.pk} a").click()
        page.wait_for_selector(f"#note-{note.pk}.open")
        page.locator(f"#note-{card.pk} a").click()
        page.wait_for_selector(f"#note-{card.pk}.open")
        page.locator(f"#note-{note.pk}").screenshot(path=f"/tmp/h7-{width}-scenario.png")
        page.locator(f"#note-{card.pk}").screenshot(path=f"/tmp/h7-{width}-card.png")
        page.evaluate("window.onbeforeunload = null")
        page.goto(f"{site}{url}sections/{section.pk}/")
        page.screenshot(path=f"/tmp/h7-{width}-section.png", full_page=True)
        page.goto(f"{site}{url}cards/{card.pk}/")
        page.screenshot(path=f"/tmp/h7-{width}-own.png", full_page=True)
        print(width, page.evaluate("document.documentElement.scrollWidth"))
