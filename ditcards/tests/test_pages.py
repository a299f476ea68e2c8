from ditcards.tests.browser.every_page import pages
from ditcards.tests.browser.every_page.no_pages import NO_PAGES


def test_every_named_url_is_a_page_that_tests_look_at_or_has_a_reason():
    looked_at = {page.view for page in pages.PAGES}
    assert looked_at | {*NO_PAGES} == pages.names_of_urls()
    assert looked_at & {*NO_PAGES} == set()
