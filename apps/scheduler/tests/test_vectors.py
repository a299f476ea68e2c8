"""The shared golden vectors, where they lie beside the project; our own rows are in test_sm2.py."""

import json
from pathlib import Path

import pytest

from apps.scheduler import sm2

VECTORS = Path(__file__).resolve().parents[4] / "shared" / "material" / "sm2-vectors.json"


@pytest.mark.skipif(not VECTORS.exists(), reason="the shared vectors are not beside the project")
@pytest.mark.parametrize("variant", list(sm2.Sm2Variant))
def test_all_golden_vectors_hold(variant):
    for vector in json.loads(VECTORS.read_text(encoding="utf-8"))["vectors"]:
        states = sm2.replay(vector["grades"], variant)
        rows = [[state.repetitions, state.interval_days, state.easiness] for state in states]
        assert rows == vector[variant.value], vector["name"]
