"""An unforeseen failure is named by class and place, and by nothing that anybody entered."""

from __future__ import annotations

import json

import pytest

from registry.lib import faults
from registry.lib.ids import new_ref


def raised(action) -> BaseException:
    with pytest.raises(Exception) as caught:  # noqa: PT011 - whatever it is
        action()
    return caught.value


def test_the_place_is_the_innermost_line_of_this_program() -> None:
    place = faults.place_of(raised(lambda: new_ref("Amina")))
    assert place.startswith("registry/lib/ids.py:")
    assert place.endswith(" in new_ref")


def test_lines_of_libraries_are_passed_over() -> None:
    def reads() -> None:
        json.loads("Amina")

    error = raised(reads)
    assert faults.place_of(error).startswith("tests/unit/registry/lib/test_faults.py:")
    assert faults.name_of(error).startswith("JSONDecodeError at tests/")
    assert faults.place_of(error).endswith(" in reads")


def test_what_was_entered_is_not_repeated() -> None:
    error = raised(lambda: new_ref("Amina"))
    assert "Amina" in str(error)
    assert "Amina" not in faults.name_of(error)


def test_an_error_that_was_never_raised_has_no_place() -> None:
    assert faults.name_of(ValueError("Amina")) == "ValueError"
