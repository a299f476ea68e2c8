"""What is planned comes out of the spool as it went in, from memory or from a file."""

import pytest

from apps.exchange.importing import spool
from apps.exchange.importing.spool import Spool


@pytest.mark.parametrize(("notes", "characters"), [(100, 1_000), (5, 1_000), (100, 50), (0, 0)])
def test_batches_come_out_in_their_order(monkeypatch, notes, characters):
    monkeypatch.setattr(spool, "IN_MEMORY", notes)
    monkeypatch.setattr(spool, "CHARACTERS_IN_MEMORY", characters)
    spooled = Spool()
    batches = [[1, 2, 3], [4, 5], [6], [7, 8, 9]]
    for batch in batches:
        spooled.add(batch, 20)
    assert list(spooled) == batches
    assert list(spooled) == batches
    spooled.close()
    assert list(Spool()) == []
