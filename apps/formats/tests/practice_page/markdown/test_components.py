"""Tags of a site's own components: their content stays, and what is left out is named."""

import pytest

from apps.formats.tests.support.practice_pages import ANSWER, page


@pytest.mark.parametrize(
    "tag", ['<Unknown foo="1"/>', "<YouTube id={3} />", "<Tabs.Item\n  a='b'\n/>", "<my-chart data='1'/>"]
)
def test_a_tag_that_holds_nothing_is_left_out_and_named(tag):
    found = page("## Self-check", f"Look: {tag}", "**1. Is it?**", ANSWER)
    assert found.parts[0].introduction == "Look:"
    assert [warned.place.line for warned in found.warnings] == [3]
    assert "was left out" in str(found.warnings[0].message)


def test_what_a_component_holds_stays():
    found = page("## Self-check", '<Aside type="note">Take **care**.</Aside>', "**1. Is it?**", ANSWER)
    assert (found.parts[0].introduction, found.warnings) == ("Take **care**.", ())


@pytest.mark.parametrize("text", ["`<Unknown/>`", "List<String>", "```\n<Unknown/>\n```", r"\<Unknown/>", "<T>"])
def test_what_is_no_component_stays_as_it_is(text):
    found = page("## Self-check", f"**1. Is it?** {text}", ANSWER) if "\n" not in text else None
    found = found or page("## Self-check", "**1. Is it?**", text, ANSWER)
    assert text in found.parts[0].items[0].front
    assert not found.warnings
