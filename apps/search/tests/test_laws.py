"""Laws of the search language, for any two searches."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.search.search import search_cards, search_notes
from apps.web.tests.support.clock import NOW
from apps.web.tests.support.examples import examples

TERMS = ["a", "eta", "question", "漢", "q*1", "tag:greek", "tag:g*", "tag:none", "deck:greek", "course:none", "is:new"]
TERMS += ["is:due", "is:learn", "is:suspended", "flag:0", "flag:1", "due:0", "prop:interval>=10", "prop:lapses=0"]
TERMS += ["prop:easiness<2", "prop:due!=1", "rated:9", "rated:9:1", "introduced:1", "added:1", "has:picture"]
TERMS += ["front:*eta", "extra:", "card:2", "kind:cloze", "zzz", "deck:zzz"]
SEARCHES = st.recursive(
    st.sampled_from(TERMS),
    lambda part: (
        part.map("-({})".format)
        | st.lists(part, min_size=2, max_size=3).map(lambda parts: f"({' '.join(parts)})")
        | st.lists(part, min_size=2, max_size=3).map(lambda parts: f"({' or '.join(parts)})")
    ),
    max_leaves=4,
).filter(lambda query: query.count("tag:g*") <= 1)  # two searches together may have three such terms


def cards(person, query):
    return set(search_cards(person, query, now=NOW).values_list("pk", flat=True))


@pytest.mark.slow
@settings(max_examples=examples(80), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(one=SEARCHES, other=SEARCHES)
def test_or_is_the_union_and_the_intersection_and_minus_the_complement(answered, one, other):
    everything, first, second = cards(answered, ""), cards(answered, one), cards(answered, other)
    assert cards(answered, f"({one}) or ({other})") == first | second
    assert cards(answered, f"({one}) ({other})") == first & second
    assert cards(answered, f"-({one})") == everything - first


@pytest.mark.slow
@settings(max_examples=examples(80), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=SEARCHES)
def test_a_search_finds_the_notes_of_its_cards(answered, query):
    rows = search_cards(answered, query, now=NOW).values_list("note", flat=True)
    assert {note.pk for note in search_notes(answered, query, now=NOW)} == set(rows)
