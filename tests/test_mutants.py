"""The table of planted faults, and how one is planted. (`make mutants` plants them.)"""

from __future__ import annotations

import pytest

from .conftest import ROOT
from .mutants.table import Fault, faults, part_of

ONE = Fault("one", "trainer/errors.py", "two", "three", "a promise", ("test_gui.py",))


def test_a_fault_is_planted_where_its_text_stands_once_and_nowhere_else() -> None:
    assert ONE.planted_in("one two four") == "one three four"
    for text in ("one four", "two two"):
        with pytest.raises(ValueError, match="instead of once"):
            ONE.planted_in(text)
    with pytest.raises(ValueError, match="instead of once"):
        Fault("none", "x", "two", "two", "", ()).planted_in("two")


def test_slices_are_the_same_every_time_and_hold_every_fault_once() -> None:
    rows = faults()
    slices = [part_of(rows, number, 30) for number in range(1, 31)]
    assert sorted(row.name for part in slices for row in part) == sorted(row.name for row in rows)
    assert 10 <= len(slices[0]) <= 15


def test_every_fault_breaks_a_promise_and_names_tests_that_are_there() -> None:
    for row in faults():
        assert row.promise.endswith((".", "”")) and (ROOT / row.file).is_file(), row.name
        row.planted_in((ROOT / row.file).read_text(encoding="utf-8"))  # its text stands there, once
        assert row.tests and all((ROOT / "tests" / test.split("::")[0]).is_file() for test in row.tests), row.name
