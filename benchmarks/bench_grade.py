"""The CPU time of one grade, through all middleware, as a multiple of an empty view for a visitor."""

from django.db import connection

from apps.reviews.models import Schedule
from benchmarks import site

ROUNDS = 400
LIMITS = {"sqlite": 30, "postgresql": 40}


def main() -> None:
    """Measure and compare with the limit."""
    site.prepare()
    user = site.learner_with(2 * ROUNDS, site.study_day())
    cookie = site.session_of(user)
    cards = iter(Schedule.objects.filter(user=user).order_by("queue_on", "id").values_list("card_id", flat=True))

    def grade() -> None:
        status = site.request("POST", f"/review/{next(cards)}/grade/", cookie, {"grade": 4, "version": 0})
        assert status.startswith("200"), status

    def empty() -> None:
        assert site.request("GET", "/empty/", "").startswith("200")

    for _ in range(20):
        grade()
        empty()
    took = site.medians_in_turn({"grade": grade, "empty": empty}, ROUNDS)
    print(f"grade {took['grade'] * 1000:.2f} ms, empty view {took['empty'] * 1000:.2f} ms of this process")
    with site.limits() as check:
        check("a grade", took["grade"] / took["empty"], LIMITS[connection.vendor])


if __name__ == "__main__":
    main()
