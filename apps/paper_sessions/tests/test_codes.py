"""Codes of paper sessions: typed from paper, and never those of others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.paper_sessions.tests.support.papers import (
    LIST,
    answers,
)
from apps.web import codes


@given(st.integers(0, codes.LENGTH - 1), st.sampled_from(codes.ALPHABET))
def test_a_wrong_character_makes_a_code_invalid(index, sign):
    code = codes.new()
    other = code[:index] + sign + code[index + 1 :]
    assert codes.is_valid(code)
    assert codes.is_valid(other) == (code == other)


@given(st.integers(0, codes.LENGTH - 2))
def test_two_characters_that_changed_places_make_it_invalid(index):
    code = codes.new()
    other = code[:index] + code[index + 1] + code[index] + code[index + 2 :]
    assert codes.is_valid(other) == (code == other)


@pytest.mark.parametrize("typed", ["abcd-efgh", " ABCD EFGH ", "AbCdEfGh"])
def test_a_code_is_read_however_it_is_typed(typed):
    assert codes.normalized(typed) == "ABCDEFGH"


@pytest.mark.parametrize("typed", ["AAAA-AAAB", "nothing", "K7QM-2XP"])
def test_a_typo_in_the_code_is_another_sentence_than_an_unknown_code(client, session, typed):
    response = client.get(LIST, {"code": typed})
    assert response.status_code == 422
    assert "This is not the code of a paper session." in response.text
    assert f'value="{typed}"' in response.text


def test_a_code_leads_to_its_session(client, session, url):
    assert client.get(LIST, {"code": str(session).lower()})["Location"] == url


def test_someone_elses_code_is_as_unknown_as_no_ones(client, session, url, classmate):
    client.force_login(classmate)
    theirs, none = (client.get(LIST, {"code": code}) for code in (session.code, codes.new()))
    assert theirs.status_code == none.status_code == 422
    assert "You have no paper session with this code." in theirs.text
    assert "You have no paper session with this code." in none.text
    for page in ("", "cards.pdf", "delete/"):
        assert client.get(f"{url}{page}").status_code == 404
    assert client.post(url, {"grades": "4"}).status_code == 404
    assert answers() == []
