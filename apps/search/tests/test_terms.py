"""What each operator finds among the cards of conftest.py."""

from datetime import timedelta

import pytest

from apps.cards.models import Note
from apps.cards.services.archive_and_tags import change_tags, set_archived
from apps.cards.tests.support.factory import make_note
from apps.courses.models import Course
from apps.reviews import services
from apps.reviews.models import Schedule
from apps.search.grammar import exact
from apps.search.search import search_cards, search_notes
from apps.search.tree import SearchError
from apps.web.tests.support.clock import NOW

COURSE = {"q1", "q2", "q3"}
CLOZE = {"iota"}
GREEK = {"alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta"} | CLOZE
ALL = GREEK | COURSE
NEW = {"alpha"} | CLOZE | COURSE
NAMES = {"Question 1?": "q1", "Question 2?": "q2", "Question 3?": "q3"}


def found(person, query):
    """Return the notes of the cards that a search finds, by short names."""
    fronts = search_cards(person, query, now=NOW).values_list("note__front", flat=True)
    return {NAMES.get(front, "iota" if "iota" in front else front) for front in fronts}


def wrongly_found(person, expected):
    """Return each search that finds other cards than expected, with what it finds: one learner asks them all."""
    answers = [(query, found(person, query), fronts) for query, fronts in expected]
    return [(query, cards) for query, cards, fronts in answers if cards != fronts]


ON_A_CARD = [
    ("", ALL),
    ("question", COURSE),
    ("QUESTION", COURSE),
    ("uestio", COURSE),
    ("question answer", COURSE),
    ("question 1", {"q1"}),
    ('"question 1"', {"q1"}),
    ('"1 question"', set()),
    ("alph?", set()),
    ("uber", {"beta"}),
    ("ÜBER", {"beta"}),
    ("first", {"alpha"}),
    ('"the first letter"', {"alpha"}),
    ('"uber alles gut"', {"beta"}),
    ("example.org", set()),
    (r"5\*3", {"gamma"}),
    (r"code\_x", {"gamma"}),
    (r"\\frac", {"gamma"}),
    (r"100%", {"eta"}),
    ("0%", {"eta"}),
    ("remember", {"gamma"}),
    ("漢", {"delta"}),
    ("漢字", {"delta"}),
    ("한글", {"delta"}),
    ("かな", {"delta"}),
    ("наука", {"zeta"}),
    ("НАУКА", {"zeta"}),
    ("m*ma", {"gamma"}),
    ("frac*b", {"gamma"}),
    ("gamma*frac", set()),
    ("q*1", {"q1"}),
    ("g_mma", {"gamma"}),
    ("g__ma", {"gamma"}),
    ("g_ma", set()),
    ("iota", CLOZE),
    ('"the iota and the kappa"', CLOZE),
    ("c1", set()),
    ("letter", {"alpha"}),
    ("*", ALL),
    (r"zzz\:zzz", set()),
    ("w:eta", {"eta"}),
    ("w:*eta", {"beta", "zeta", "eta", "theta"}),
    ("w:наука", {"zeta"}),
    ("w:наук", set()),
    ("front:eta", {"eta"}),
    ("front:*eta", {"beta", "zeta", "eta", "theta"}),
    ("front:_eta", {"beta", "zeta"}),
    ('front:"question 1?"', {"q1"}),
    ("front:re:^.eta$", {"beta", "zeta"}),
    ("back:ab", {"theta"}),
    ("back:*letter", {"alpha"}),
    ("extra:_*", {"gamma"}),
    ("extra:", ALL - {"gamma"}),
    (r"re:\d{3}", {"eta"}),
    (r"re:\*\*", {"beta"}),
    ('"re:(alpha|beta)"', {"alpha", "beta"}),
    ('re:"^(z|th)eta$"', {"zeta", "theta"}),
    ("re:ALPHA", {"alpha"}),
    ("has:picture", {"epsilon"}),
    ("has:sound", set()),
]


def test_what_is_on_a_card(world):
    assert wrongly_found(world, ON_A_CARD) == []


def test_a_tag_or_a_course_named_none_is_found_behind_a_backslash(world):
    change_tags([Note.objects.get(front="alpha")], add=["None"])
    Course.objects.update(title="None")
    assert found(world, r"tag:\none") == found(world, exact("tag", "None")) == {"alpha"}
    assert found(world, r"course:\none") == COURSE
    assert "alpha" not in found(world, "tag:none")


PLACES = [
    ("deck:diffusion", COURSE),
    ("deck:DIFF*", COURSE),
    ("deck:diff", set()),
    ("deck:greek", GREEK),
    ("deck:greek::letters", GREEK),
    ("deck:letters", set()),
    ("deck:own", GREEK),
    ("course:multimodal", COURSE),
    ('course:"multimodal ai"', COURSE),
    ("course:none", GREEK),
    ("tag:greek", {"alpha", "beta"}),
    ("tag:greek::small", {"beta"}),
    ("tag:gre", set()),
    ("tag:small", set()),
    ("tag:late", {"beta"}),
    ("tag:l*", {"beta"}),
    ("tag:g*k", {"alpha", "beta"}),
    ("tag:*k", {"alpha", "beta"}),
    ("tag:none", ALL - {"alpha", "beta"}),
    ("kind:cloze", CLOZE),
    ("note:basic", ALL - CLOZE),
    ("card:2", CLOZE),
]


def test_where_a_card_is(world):
    assert wrongly_found(world, PLACES) == []


KNOWLEDGE = [
    ("is:new", NEW),
    ("is:due", {"delta", "epsilon"}),
    ("is:learn", {"theta"}),
    ("is:review", ALL - NEW),
    ("is:learn is:review", {"theta"}),
    ("is:suspended", {"zeta"}),
    ("is:buried", {"eta"}),
    ("is:leech", {"epsilon"}),
    ("is:flagged", {"delta", "epsilon"}),
    ("flag:1", {"delta"}),
    ("flag:7", {"epsilon"}),
    ("flag:0", ALL - {"delta", "epsilon"}),
    ("due:0", {"delta"}),
    ("due:-3", {"epsilon"}),
    ("due:2", {"beta", "gamma", "theta"}),
    ("prop:due<0", {"epsilon"}),
    ("prop:due!=0", {"beta", "gamma", "epsilon", "theta"}),
    ("prop:interval>=10", {"beta", "gamma"}),
    ("prop:ivl>10", {"gamma"}),
    ("prop:interval=0", NEW),
    ("prop:interval<=1", NEW | {"theta"}),
    ("prop:easiness<2", {"delta"}),
    ("prop:ease=1.9", {"delta"}),
    ("prop:easiness!=2.50", {"delta"}),
    ("prop:easiness>=2.5", ALL - {"delta"}),
    ("prop:lapses>3", {"gamma", "epsilon"}),
    ("prop:lapses=0", ALL - {"gamma", "epsilon", "theta"}),
    ("prop:reps=3", ALL - NEW - {"theta"}),
    ("prop:repetitions<3", NEW | {"theta"}),
]


def test_how_a_person_knows_a_card(world):
    assert wrongly_found(world, KNOWLEDGE) == []


LATELY = [
    ("rated:1", {"alpha"}),
    ("rated:1:1", {"alpha"}),
    ("rated:1:3", set()),
    ("rated:8", {"alpha"}),
    ("rated:9", {"alpha", "q2"}),
    ("rated:9:3", {"q2"}),
    ("rated:9:4", set()),
    ("introduced:1", {"alpha"}),
    ("introduced:9", {"alpha", "q2"}),
    ("is:learn", {"alpha", "theta"}),
    ("added:1", ALL),
    ("edited:1", ALL),
]


def test_what_happened_lately(answered):
    assert wrongly_found(answered, LATELY) == []


def test_an_answer_that_was_undone_does_not_count(answered):
    services.undo(answered, answered.reviews.latest("reviewed_at").pk, at=NOW)
    assert found(answered, "rated:1") == set()


def test_a_card_that_was_only_practiced_was_neither_answered_nor_introduced(answered):
    before = found(answered, "introduced:1"), found(answered, "rated:1")
    for schedule in Schedule.objects.filter(user=answered):
        services.practice_card(schedule, knew=True, since=NOW, at=NOW, taken_ms=None)
    assert (found(answered, "introduced:1"), found(answered, "rated:1")) == before


def test_a_note_is_added_once_and_edited_whenever_it_changes(world, deck, clock):
    clock.shift(timedelta(days=9))
    later = NOW + timedelta(days=9)

    def found_later(query):
        return {str(note) for note in search_notes(world, query, now=later)}

    assert found_later("added:9") == set()
    assert len(found_later("added:10")) == len(ALL)
    change_tags(Note.objects.filter(front="eta"), add=["new"])
    make_note(deck, "Question 4?", "Answer 4.")
    assert found_later("added:1") == {"Question 4?"}
    assert found_later("edited:1") == {"Question 4?", "eta"}


def test_a_study_day_begins_where_the_person_is(answered):
    answered.time_zone = "Pacific/Auckland"  # it is 23:00 there, and today began at 4
    assert found(answered, "rated:1") == {"alpha"}


def test_archived_notes_are_not_found(world):
    set_archived(Note.objects.filter(front="alpha"), True)
    assert found(world, "alpha") == set()


def test_cards_and_notes_are_found_by_their_numbers(world):
    card = search_cards(world, "front:eta", now=NOW).get()
    assert list(search_cards(world, f"cid:{card.pk}", now=NOW)) == [card]
    assert list(search_cards(world, f"nid:{card.note_id},999999", now=NOW)) == [card]


def test_a_note_is_found_when_one_of_its_cards_is(world):
    assert search_cards(world, "kind:cloze", now=NOW).count() == 2
    assert search_notes(world, "kind:cloze card:2", now=NOW).count() == 1
    assert search_notes(world, "kind:cloze -card:2", now=NOW).count() == 1


@pytest.mark.parametrize(
    ("query", "at", "words"),
    [
        ("is:suspnded", 3, "Did you mean “suspended”?"),
        ("a is:", 5, "Choose one of"),
        ("flag:8", 5, "from 0 to 7"),
        ("flag:x", 5, "whole number"),
        ("due:", 4, "whole number"),
        ("due:99999999999999999999", 4, "whole number"),
        ("due:٣", 4, "whole number"),
        ("rated:0", 6, "from 1 to 36500"),
        ("rated:7:5", 8, "from 1 to 4"),
        ("rated:7:", 8, "from 1 to 4"),
        ("added:x", 6, "whole number"),
        ("prop:interval", 5, "a sign and a number"),
        ("prop:intervall>1", 5, "Did you mean “interval”?"),
        ("prop:interval>=x", 15, "whole number"),
        ("prop:easiness<2.505", 14, "Write a number such as 2.5"),
        ("prop:easiness<two", 14, "Write a number such as 2.5"),
        ('a "prop:lapses>x"', 15, "whole number"),
        ("has:film", 4, "picture, sound"),
        ("kind:clozes", 5, "Did you mean “cloze”?"),
        ("deck:", 0, "Write a name after “deck:”"),
        ("tag:", 0, "Write a name after “tag:”"),
        ("re:", 3, "Write a regular expression"),
        ('"re:("', 4, "cannot be read"),
        (r're:"(?=x)"', 4, "cannot be read"),
        (r're:"(a)\1"', 4, "cannot be read"),
        ("front:re:[", 9, "cannot be read"),
        ("re:" + "a" * 301, 3, "at most"),
        (r"re:\pL{200}", 3, "cannot be read"),
        (r"a\d", 1, "means nothing"),
        ("*a" * 11, 0, "at most"),
        ("cid:1,x", 6, "whole number"),
        ("re:a re:b w:c tag:d*", 14, "at most 3"),
    ],
)
def test_a_value_that_does_not_fit_is_pointed_at(learner, query, at, words):
    with pytest.raises(SearchError) as caught:
        search_cards(learner, query, now=NOW)
    assert (caught.value.at, words in str(caught.value)) == (at, True)
