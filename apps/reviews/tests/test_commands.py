import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command


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
    def test_it_rejects_what_is_not_a_grade(self, word):
        with pytest.raises(CommandError, match="is not a grade"):
            call_command("sm2", word)
