"""What comes from fewer than five learners is shown nowhere, and no two pages differ by it."""

from datetime import timedelta

import pytest

from apps.reviews.models import ReviewLog
from apps.teaching.insight.choice import InsightChoice
from apps.teaching.insight.matrix import matrices
from apps.teaching.insight.page import InsightPage
from apps.teaching.insight.queries import labels, notes
from apps.teaching.insight.small_groups import part_of_all, part_percent, part_word, people_word, rounded, wrong_percent
from apps.teaching.insight.tests.support.seeded_class import answer, counted, enrol, make_lesson
from apps.teaching.models import InsightPeriod
from apps.web.tests.support.clock import NOW

WEEK_FROM = (NOW - timedelta(days=6)).date()


@pytest.fixture
def lesson(course):
    return make_lesson(course, "enzymes")


@pytest.fixture
def shown_at(teaching, lesson):
    """What an instructor gets at a URL below that of the insight."""

    def get(path=""):
        return teaching.get(f"/teach/multimodal/insight/{path}").content.decode()

    return get


def words(page):
    return " ".join(page.split())


def test_four_learners_show_no_number(course, lesson, shown_at):
    answer(lesson, enrol(course, 4))
    insight = counted(course)
    assert not insight.cards.exists()
    assert not insight.notes.exists()
    assert not insight.labels.exists()
    assert "Numbers are shown from 5 learners on, so that none tells of a few; this course has 4." in words(shown_at())
    assert "Card 1?" not in shown_at() + shown_at("cards/") + shown_at("cards.csv")
    assert shown_at("days.csv").splitlines() == ["Day,Answers"]


def test_a_lesson_that_few_of_many_learners_answered_says_that(course, lesson, shown_at):
    answer(lesson, enrol(course, 9)[:4])
    counted(course)
    assert "Too few answers here: numbers are shown from 5 learners on." in words(shown_at())


def test_too_few_learners_are_not_offered_a_count_and_the_page_says_why(course, lesson, shown_at, teaching):
    answer(lesson, enrol(course, 4))
    assert "Count now" not in shown_at()
    assert "this course has 4" in words(shown_at())
    page = teaching.post("/teach/multimodal/insight/compute/", follow=True).content.decode()
    assert "Nothing is counted before 5 learners have answered." in page


def test_the_site_says_how_many_are_enough(course, lesson, shown_at, settings):
    settings.INSIGHT_MIN_LEARNERS = 3
    answer(lesson, enrol(course, 9))
    counted(course)
    assert "Card 1?" in shown_at("cards/")
    settings.INSIGHT_MIN_LEARNERS = 10
    assert "Card 1?" not in shown_at() + shown_at("cards/") + shown_at("cards.csv")


def test_staff_do_not_help_to_make_a_group(course, lesson):
    answer(lesson, enrol(course, 4))
    answer(lesson, enrol(course, 3, "helper", "assistant"))
    assert not counted(course).cards.exists()


def test_each_stored_number_has_enough_learners_and_leaves_out_none_or_enough(course, lesson):
    people = enrol(course, 40)
    answer(lesson, people)
    insight, learners = counted(course), [each.pk for each in people]
    assert insight.cards.filter(period=InsightPeriod.WEEK).exists()
    for each in insight.cards.all():
        tries = ReviewLog.objects.filter(user__in=learners, schedule__card=each.card_id, kind__in=["learn", "review"])
        week = set(tries.filter(day__gte=WEEK_FROM).values_list("user", flat=True))
        before = set(tries.filter(day__lt=WEEK_FROM).values_list("user", flat=True))
        counted_people = week if each.period == InsightPeriod.WEEK else week | before
        assert len(counted_people) >= 5
        if each.period == InsightPeriod.WEEK:
            assert not before or len(before) >= 5


def test_a_week_that_leaves_out_a_few_is_not_shown(course, lesson):
    people = enrol(course, 20)
    answer(lesson, people, answers=1)
    logs = ReviewLog.objects.filter(user__in=people)
    logs.update(day=NOW.date(), reviewed_at=NOW - timedelta(hours=1))
    logs.filter(user__in=people[:3]).update(day=NOW.date() - timedelta(days=20))
    insight = counted(course)
    cards_of_the_few = set(logs.filter(user__in=people[:3]).values_list("schedule__card", flat=True))
    assert cards_of_the_few
    of_all, of_week = (
        set(insight.cards.filter(period=period).values_list("card", flat=True)) for period in ("all", "week")
    )
    assert cards_of_the_few <= of_all
    assert not cards_of_the_few & of_week


def test_days_of_a_few_are_in_no_sum(course, lesson):
    people = enrol(course, 12)
    answer(lesson, people, answers=1)
    logs = ReviewLog.objects.filter(user__in=people)
    logs.update(day=NOW.date(), reviewed_at=NOW - timedelta(hours=1))
    logs.filter(user__in=people[:4]).update(day=NOW.date() - timedelta(days=3))
    row = counted(course).lessons.get(lesson=None, period="all")
    assert row.activity == [["2026-11-23", logs.filter(day=NOW.date()).count()]]


def test_numbers_of_people_are_rounded_so_that_none_and_no_difference_is_of_a_few():
    assert [rounded(number) for number in (0, 4, 5, 7, 8, 12, 163)] == [None, None, 5, 5, 10, 10, 165]
    assert (people_word(4), people_word(163)) == ("< 5", "165")
    assert (part_of_all(5, 6), part_of_all(8, 9), part_of_all(4, 9)) == ("83%", "100%", "–")
    assert (part_word(4, 30), part_word(23, 30), part_word(5, 4)) == ("–", "83%", "–")


def test_questions_are_in_the_order_of_what_is_shown_and_then_of_their_text(course, lesson):
    answer(lesson, enrol(course, 40))
    insight = counted(course)
    choice = InsightChoice([lesson], None, InsightPeriod.ALL)
    for number, (right, learners) in enumerate([(8, 12), (13, 17), (4, 30), (12, 17), (22, 22), (9, 13)]):
        note = lesson.deck.notes.create(section=lesson.deck.sections.get(kind="self_check"), front=f"{9 - number}?")
        fields = {"right": right, "learners": learners, "share": right / learners, "period": InsightPeriod.ALL}
        insight.notes.create(lesson=lesson, note=note, kind="self_check", **fields)
    rows = notes(insight, choice, "self_check")
    order = [(part_percent(each.right, each.learners) or 0, each.note.front) for each in rows]
    assert order == sorted(order)
    hard = InsightPage(insight, choice).hard_questions
    assert hard
    assert all(part_percent(each.right, each.learners) != 100 for each in hard)


def test_the_parts_that_were_right_and_wrong_are_a_hundred_at_most():
    for learners in range(5, 60):
        for right in range(learners + 1):
            for wrong in range(5, learners - right + 1):
                part = wrong_percent(wrong, right, learners)
                assert 0 < part <= 100 - (part_percent(right, learners) or 0)


def test_a_label_that_a_few_chose_has_no_number(course, lesson):
    people = enrol(course, 30)
    answer(lesson, people)
    insight = counted(course)
    insight.labels.filter(label="neither").delete()
    section = lesson.deck.sections.get(kind="exercise")
    cells = {"neither": (26, 26), "allosteric": (4, 4)}
    for chosen, (learners, choices) in cells.items():
        fields = {"learners": learners, "choices": choices, "period": "all"}
        insight.labels.create(section=section, label="neither", chosen=chosen, **fields)
    (matrix,) = matrices(labels(insight, InsightChoice([lesson], lesson, InsightPeriod.ALL)))
    (row,) = [each for each in matrix.rows if each.label == "neither"]
    assert [cell.percent for cell in row.cells] == [None, None, 100]


def test_numbers_stay_as_they_are_until_enough_learners_have_answered(course, lesson, teaching):
    answer(lesson, enrol(course, 10))
    counted(course, NOW - timedelta(days=40))
    ReviewLog.objects.update(reviewed_at=NOW - timedelta(days=50))
    response = teaching.post("/teach/multimodal/insight/compute/", follow=True)
    # Of the practice page, there are answers of enough learners.
    assert response.redirect_chain[0][0].startswith("/jobs/")
    counted(course)
    response = teaching.post("/teach/multimodal/insight/compute/", follow=True)
    assert "Too few learners have answered since" in response.content.decode()
