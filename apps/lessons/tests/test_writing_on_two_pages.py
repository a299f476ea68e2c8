"""What a person writes under an open exercise, on two pages at the same time: neither text is lost."""

import re
from html import unescape

import pytest

from apps.lessons.models import Writing
from apps.lessons.tests.support.practice_page import PAGE
from apps.web.tests.support.htmx import HTMX


@pytest.fixture
def save(client, learner, notes):
    """Return a function that saves a text, as a page with these hidden values does."""
    client.force_login(learner)
    return lambda text, headers=HTMX, **hidden: client.post(
        f"{PAGE}scenarios/{notes['Write a plan.'].pk}/", {"text": text, **hidden}, headers=headers
    )


def seen_on(response):
    return re.search('name="seen" value="([^"]+)"', response.text)[1]


@pytest.mark.parametrize("headers", [HTMX, {}])
def test_a_text_that_another_page_saved_is_not_replaced_and_both_are_shown(client, lesson, save, headers):
    seen = seen_on(client.get(PAGE))
    save("By day", seen=seen)
    refused = save("At night", headers, seen=seen)
    assert Writing.objects.get().text == "By day"
    page = unescape(refused.text)
    assert "This was changed on another page in the meantime." in page
    assert '<span class="theirs" dir="auto">By day</span>' in page
    assert ">At night</textarea>" in page
    save("At night", headers, seen=seen_on(refused))
    assert Writing.objects.get().text == "At night"


def test_a_second_press_before_the_answer_to_the_first_is_no_other_page(client, lesson, save):
    seen = seen_on(client.get(PAGE))
    save("By day", seen=seen, sent="")
    save("By day\r\nand night", seen=seen, sent="By day")
    save("By day and night", seen=seen, sent="By day\r\nand night")
    assert Writing.objects.get().text == "By day and night"


def test_the_same_text_again_is_saved(client, lesson, save):
    seen = seen_on(client.get(PAGE))
    assert [save("By day", {}, seen=seen).status_code for _press in range(2)] == [302, 302]
