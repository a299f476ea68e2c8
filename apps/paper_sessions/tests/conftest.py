"""Papers are printed as in the tests of printing."""

from apps.printing.tests.conftest import _caches_of_this_test, _no_warnings, _prepared, paper

__all__ = ["_caches_of_this_test", "_no_warnings", "_prepared", "paper"]
