"""Learners who answer cards on a site that is served elsewhere, and what became of their answers.

On the machine of the site, `python -m benchmarks.deploying.learners make 4 2000` makes 4 learners with 2,000 cards each
and prints who they are; `... compare FILE` reads which answers were acknowledged, and prints how many are lost.
"""

import json
import os
import sys
from collections import Counter
from pathlib import Path

import django
from django.core.management import call_command


def make(number: int, cards: int) -> list[dict[str, object]]:
    """Make learners with new cards; return the cookies of each, and the keys of their cards."""
    from apps.reviews.models import Schedule
    from benchmarks import site

    people = [site.learner_with(cards + each, site.study_day(), new=True) for each in range(number)]
    call_command("index_texts", verbosity=0)
    return [
        {
            "user": person.pk,
            "cookie": site.session_of(person),
            "cards": list(Schedule.objects.filter(user=person).order_by("pk").values_list("card_id", flat=True)),
        }
        for person in people
    ]


def compare(acknowledged: list[tuple[int, int]]) -> dict[str, int]:
    """Compare the acknowledged answers, as (user, card), with those that are stored."""
    from apps.reviews.models import ReviewLog
    from apps.web.statements import across_users

    with across_users("all learners of the test are compared"):
        rows = ReviewLog.objects.filter(undone_at=None, kind="learn").values_list("user_id", "schedule__card_id")
        stored = Counter(rows)
    return {
        "acknowledged": len(acknowledged),
        "lost": sum(not stored[user, card] for user, card in acknowledged),
        "doubled": sum(times > 1 for times in stored.values()),
    }


def main(command: str, *arguments: str) -> None:
    """Do one of the two on the site of the environment."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ditcards.settings")
    django.setup()
    if command == "make":
        print(json.dumps(make(*map(int, arguments))))
    else:
        print(json.dumps(compare(json.loads(Path(arguments[0]).read_text()))))


if __name__ == "__main__":
    main(*sys.argv[1:])
