"""Learners who answer cards on a site that is served elsewhere, and what became of their answers.

The functions run on the machine of the site, by its command `ditcards shell`, and print one line of JSON.
"""

import json
from collections import Counter
from pathlib import Path

from django.core.management import call_command

from apps.reviews.models import ReviewLog, Schedule
from apps.web.statements import across_users
from benchmarks import site


def make(number: int, cards: int) -> None:
    """Make learners with at least so many new cards; print the cookies of each, and the keys of their cards."""
    people = [site.learner_with(cards + each, site.study_day(), new=True) for each in range(number)]
    call_command("index_texts", verbosity=0)
    made = [
        {
            "user": person.pk,
            "cookie": site.session_of(person),
            "cards": list(Schedule.objects.filter(user=person).order_by("pk").values_list("card_id", flat=True)),
        }
        for person in people
    ]
    print(json.dumps(made))


def compare(file: str) -> None:
    """Print how many of the acknowledged answers of a file, as (user, card), are lost, and how many are doubled.

    Raises CommandError where what is stored contradicts itself.
    """
    call_command("check_data")
    acknowledged: list[tuple[int, int]] = json.loads(Path(file).read_text())
    with across_users("all learners of the test are compared"):
        rows = ReviewLog.objects.filter(undone_at=None, kind="learn").values_list("user_id", "schedule__card_id")
        stored = Counter(rows)
    found = {
        "acknowledged": len(acknowledged),
        "lost": sum(not stored[user, card] for user, card in acknowledged),
        "doubled": sum(times > 1 for times in stored.values()),
    }
    print(json.dumps(found))
