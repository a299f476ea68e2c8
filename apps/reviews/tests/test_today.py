import pytest

from apps.reviews.queue import Counts
from apps.reviews.templatetags.reviews import left_today


@pytest.mark.parametrize(
    ("counts", "minutes", "sentence"),
    [
        ((23, 10, 0), 9, "23 cards are due and 10 are new: about 9 minutes."),
        ((1, 0, 0), 1, "1 card is due: about 1 minute."),
        ((0, 1, 2), 1, "1 card is new and 2 are in the final drill: about 1 minute."),
        ((1200, 1, 1), 200, "1,200 cards are due, 1 is new and 1 is in the final drill: about 200 minutes."),
    ],
)
def test_what_is_left_today_is_one_sentence(counts, minutes, sentence):
    assert left_today(Counts(*counts, done=0), minutes).replace("<b>", "").replace("</b>", "") == sentence
