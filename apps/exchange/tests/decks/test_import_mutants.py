"""Broken files of every kind, imported: each is imported or refused with a sentence, and nothing is half-written."""

import pytest

from apps.cards.models import Deck, Note
from apps.exchange.importing.targets import Target
from apps.exchange.services.deck_import import import_decks, plan_import
from apps.formats.problems import ImportProblem
from apps.formats.readers import open_file
from apps.formats.tests.support.mutants import files, mutants
from apps.web.tests.support.clock import NOW
from apps.web.tests.support.examples import examples

FILES = files()
MUTANTS, IMPORTED = (
    examples(100),
    20,
)  # one of so many is imported, the others are planned; `make bench-fuzz` tries more


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_a_broken_file_is_imported_or_refused(name, learner, tmp_path):
    path = tmp_path / name
    for index, broken in enumerate(mutants(FILES[name], MUTANTS, seed=7)):
        path.write_bytes(broken)
        before, imports = held(), index % IMPORTED == 0
        refusal = import_or_plan(path, learner, imports=imports)
        assert refusal is None or refusal.endswith((".", "?"))
        assert held() == before or (imports and refusal is None)


def import_or_plan(path, learner, *, imports):
    """Import a file, or only look at it; return why it was refused."""
    target = Target(owner=learner)
    try:
        with open_file(path, path.name) as incoming:
            if imports:
                import_decks(incoming, target, now=NOW, learner=learner)
            else:
                plan_import(incoming, target)
    except ImportProblem as problem:
        return str(problem.message)


def held():
    return Deck.objects.count(), Note.objects.count()
