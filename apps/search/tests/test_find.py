import json

import pytest
from django.core.management import CommandError, call_command

from apps.search.management.commands.find import Command
from apps.search.search import search_cards
from apps.web.tests.support.clock import NOW


def find(capsys, *arguments):
    call_command("find", "learner@example.org", *arguments)
    return capsys.readouterr().out


def test_find_prints_the_numbers_of_all_cards(world, capsys):
    printed = json.loads(find(capsys, "tag:greek -beta", "--json"))
    ids = list(search_cards(world, "alpha", now=NOW).values_list("pk", flat=True))
    assert printed == {"query": "tag:greek -beta", "total": 1, "ids": ids}


def test_find_finds_notes(world, capsys):
    printed = json.loads(find(capsys, "kind:cloze", "--notes", "--json"))
    assert (printed["total"], len(printed["ids"])) == (1, 1)


def test_find_points_at_an_error(world, capsys):
    with pytest.raises(SystemExit) as caught:
        find(capsys, "a (b", "--json")
    assert caught.value.code == 1
    message = "This parenthesis is never closed. Put “)” after what belongs to it."
    assert json.loads(capsys.readouterr().out) == {"error": {"message": message, "at": 2}}


def test_find_prints_fronts_without_json(world, capsys):
    printed = find(capsys, "beta or zeta")
    assert [line.split()[-1] for line in printed.splitlines()] == ["(0)", "(0)", "cards."]
    with pytest.raises(CommandError, match="never closed"):
        find(capsys, "a (b")


@pytest.mark.parametrize("options", [["-is:new", "--json"], ["--json", "-is:new"], ["--json", "--", "-is:new"]])
def test_find_takes_a_search_that_begins_with_a_minus(world, capsys, options):
    Command().run_from_argv(["manage.py", "find", "learner@example.org", *options])
    assert json.loads(capsys.readouterr().out)["query"] == "-is:new"


def test_find_needs_an_account(db):
    with pytest.raises(CommandError, match="no account"):
        call_command("find", "nobody@example.org", "a")
