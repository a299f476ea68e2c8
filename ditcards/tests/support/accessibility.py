"""What axe finds on a page, and whether it fits its window."""

from axe_playwright_python.sync_playwright import Axe

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OF_COLORS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
FADED = "() => document.getAnimations().every(each => each.playState === 'finished')"


def look(page, url):
    """Look at a page that is there: who clicked waits for something of the next page first."""
    for scheme, rules in (("light", RULES), ("dark", OF_COLORS)):  # the others do not depend on colors
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function(FADED)  # the promises of animations may never settle
        problems = _problems_of(page, rules)
        assert problems == [], (url, scheme, problems)
    for width in (320, 360, 768, 1600):
        page.set_viewport_size({"width": width, "height": 800})
        assert not too_wide(page), (url, width)


def too_wide(page):
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def _problems_of(page, rules):
    found = Axe().run(page, options={"runOnly": rules, "resultTypes": ["violations"]}).response["violations"]
    return [(each["id"], [node["html"] for node in each["nodes"]]) for each in found]
