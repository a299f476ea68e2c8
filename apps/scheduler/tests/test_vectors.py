"""The shared golden vectors, where they lie beside the project; our own rows are in test_sm2.py."""

import json
from pathlib import Path

import pytest

from apps.scheduler import sm2

VECTORS = Path(__file__).resolve().parents[4] / "shared" / "material" / "sm2-vectors.json"


@pytest.mark.skipif(not VECTORS.exists(), reason="the shared vectors are not beside the project")
@pytest.mark.parametrize("reading", list(sm2.Reading))
def test_all_golden_vectors_hold(reading):
    for vector in json.loads(VECTORS.read_text(encoding="utf-8"))["vectors"]:
        states = sm2.replay(vector["grades"], reading)
        rows = [[state.repetitions, state.interval_days, state.easiness] for state in states]
        assert rows == vector[reading.value], vector["name"]
