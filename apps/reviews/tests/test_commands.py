import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from apps.accounts.models import User
from apps.cards.models import Card, Deck
from apps.courses.models import Course
from apps.reviews.models import Subscription


def output_of(*command):
    out = StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


class TestSm2:
    def test_it_prints_the_schedule_as_json(self):
        rows = json.loads(output_of("sm2", "5", "5", "4", "2", "--json"))
        assert rows == [
            {"grade": 5, "repetitions": 1, "interval_days": 1, "easiness": 260},
            {"grade": 5, "repetitions": 2, "interval_days": 6, "easiness": 270},
            {"grade": 4, "repetitions": 3, "interval_days": 17, "easiness": 270},
            {"grade": 2, "repetitions": 0, "interval_days": 1, "easiness": 270},
        ]

    def test_it_prints_the_plugin_reading(self):
        rows = json.loads(output_of("sm2", "5", "5", "4", "--reading", "plugin", "--json"))
        assert rows[-1]["interval_days"] == 16

    def test_it_explains_each_step_to_people(self):
        assert "6 days x 2.70 = 16.20, rounded up to 17" in output_of("sm2", "5", "5", "4")

    @pytest.mark.parametrize("word", ["6", "good", "4.5", ""])
    def test_it_refuses_what_is_no_grade(self, word):
        with pytest.raises(CommandError, match="is no grade"):
            call_command("sm2", word)


class TestDemo:
    @pytest.fixture
    def debug(self, settings):
        settings.DEBUG = True

    def test_it_makes_three_people_and_ten_cards(self, db, debug):
        assert "10 cards" in output_of("demo")
        deck = Deck.objects.get(slug="transformers-in-diffusion")
        assert deck.cards_in_use().count() == 10
        learner = User.objects.get(email="learner@example.org")
        assert learner.check_password("ditcards")
        assert learner.schedules.count() == 10

    def test_a_second_run_changes_nothing(self, db, debug):
        output_of("demo")
        before = list(Card.objects.values_list("pk", "front"))
        output_of("demo")
        assert list(Card.objects.values_list("pk", "front")) == before
        assert (User.objects.count(), Subscription.objects.count()) == (3, 2)

    def test_it_leaves_a_site_with_people_alone(self, stranger, debug):
        assert output_of("demo", "--if-empty") == ""
        assert not Deck.objects.exists()

    def test_with_debug_off_it_wants_a_yes(self, db):
        with pytest.raises(CommandError, match="Add --yes"):
            call_command("demo")
        assert not Course.objects.exists()
        output_of("demo", "--yes")
        assert Course.objects.exists()

    def test_it_shows_the_people_only_where_they_are(self, db, debug):
        assert output_of("demo", "--show") == ""
        output_of("demo")
        assert "learner@example.org" in output_of("demo", "--show")
