"""Two people save one card at the same time, each on a connection of their own: both fields survive."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from apps.cards.tests.support.factory import make_note

BEFORE = {"front": "Which knot?", "back": "A bowline."}
CHANGES = ({"front": "Which loop?"}, {"back": "A bowline (King of Knots)."}, {"tags": "rope"})


@pytest.mark.django_db(transaction=True)
def test_what_each_of_three_pages_changed_survives_when_all_are_saved_at_the_same_time(me, knots, learner):
    note = make_note(knots, *BEFORE.values())
    url = f"/cards/{note.cards.get().pk}/edit/"
    seen, barrier = me.get(url).context["form"].initial["seen"], Barrier(len(CHANGES))

    def save(change):
        client = Client()
        client.force_login(learner)
        barrier.wait(timeout=30)
        try:
            return client.post(url, {"kind": "basic", "seen": seen} | BEFORE | change).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(CHANGES)) as pool:
        assert list(pool.map(save, CHANGES)) == [302] * len(CHANGES)
    note.refresh_from_db()
    assert (note.front, note.back) == ("Which loop?", "A bowline (King of Knots).")
    assert note.tags.split() == ["rope"]
    assert "King of Knots" in note.cards.get().back
