"""The labels of an exercise, as they are typed."""

import pytest
from django.forms import ValidationError

from apps.cards.forms.fields import LabelsField

FIELD = LabelsField(required=False)


@pytest.mark.parametrize(
    ("typed", "labels"),
    [
        ("U-Net, DiT", ["U-Net", "DiT"]),
        ("U-Net\r\nDiT\r\n", ["U-Net", "DiT"]),
        ("Yes, always\nNo", ["Yes, always", "No"]),
        ("  IN   SCOPE \n\n OUT OF SCOPE", ["IN SCOPE", "OUT OF SCOPE"]),
        ("a, a, b,", ["a", "b"]),
        ("", []),
    ],
)
def test_labels_are_one_per_line_or_have_commas_between_them(typed, labels):
    assert FIELD.clean(typed) == labels


@pytest.mark.parametrize("labels", [["U-Net", "DiT"], ["Yes, always"], ["Yes, always", "No"], []])
def test_labels_come_back_as_they_were(labels):
    assert FIELD.clean(FIELD.prepare_value(labels)) == labels


@pytest.mark.parametrize("typed", ["\n".join(map(str, range(21))), "x" * 101, "\0"])
def test_too_many_labels_or_too_long_ones_are_rejected(typed):
    with pytest.raises(ValidationError):
        FIELD.clean(typed)
