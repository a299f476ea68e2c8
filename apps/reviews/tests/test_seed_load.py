import pytest
from django.core.management import CommandError, call_command

from apps.reviews import invariants
from apps.reviews.models import ReviewLog, Schedule


def seed(**numbers):
    call_command("seed_load", **numbers)


def test_a_load_is_what_its_answers_give(db, capsys):
    seed(learners=2, cards=5, reviews=4)
    assert (Schedule.objects.count(), ReviewLog.objects.count()) == (10, 40)
    assert list(invariants.problems()) == []
    assert "10 schedules and 40 answers" in capsys.readouterr().out


def test_a_load_is_seeded_once(db):
    seed(learners=1, cards=1, reviews=1)
    with pytest.raises(CommandError, match="--seed"):
        seed(learners=1, cards=1, reviews=1)
