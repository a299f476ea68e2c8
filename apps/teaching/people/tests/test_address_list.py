"""What a pasted list of addresses may hold."""

import pytest

from apps.formats.problems import ImportProblem
from apps.teaching.people.address_list import MAX_BYTES, read_addresses


def emails(text):
    return [each.email for each in read_addresses(text.encode()).invitees]


@pytest.mark.parametrize(
    "line", ["ada@x.org", "Ada Byron <ada@x.org>", '"Byron, Ada" (ada@x.org);', "Ada: [Ada@x.org]", "@ ada@x.org @"]
)
def test_an_address_is_found_among_other_words(line):
    assert emails(line) == ["ada@x.org"]


@pytest.mark.parametrize("domain", ["ü" * 60 + ".de", "\N{SOFT HYPHEN}.de"])
def test_a_domain_to_which_nothing_can_be_sent_is_a_wrong_row(domain):
    found = read_addresses(f"x@{domain}\nok@x.org".encode())
    assert [each.email for each in found.invitees] == ["ok@x.org"]
    assert [row.number for row in found.wrong] == [1]


def test_a_list_may_have_so_many_bytes():
    text = ("ok@x.org" + " " * 55 + "\n") * (MAX_BYTES // 64)
    assert emails(text) == ["ok@x.org"]
    with pytest.raises(ImportProblem, match="larger than 1 MiB"):
        emails(text + "\n")


def test_a_long_cell_without_an_address_is_a_wrong_row():
    assert [row.number for row in read_addresses(("a" * 63_990 + " @\nok@x.org").encode()).wrong] == [1]
