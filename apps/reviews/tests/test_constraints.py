from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from apps.cards.models import Card
from apps.reviews.models import Schedule
from apps.web.statements import across_users

TODAY = date(2026, 11, 23)
TOMORROW = TODAY + timedelta(days=1)


@pytest.mark.parametrize(
    "impossible",
    [
        pytest.param({"easiness": 129}, id="easiness below its floor"),
        pytest.param({"due_on": TODAY}, id="due without an interval"),
        pytest.param({"repetitions": 2}, id="new with a history"),
    ],
)
def test_the_database_rejects_an_impossible_schedule(schedule, impossible):
    with pytest.raises(IntegrityError), transaction.atomic():
        Schedule.objects.filter(pk=schedule.pk).update(**impossible)


def test_a_learner_has_one_schedule_for_a_card(schedule):
    schedule.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        schedule.save(force_insert=True)


def test_a_card_that_someone_studies_cannot_be_deleted(schedule, card):
    with across_users("the error names who studies it"), pytest.raises(IntegrityError, match="restricted"):
        Card.objects.get(pk=card.pk).delete()
