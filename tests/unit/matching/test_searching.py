"""The names that are held for a search: whose they are now, and what earlier ones leave behind."""

from __future__ import annotations

from uuid import UUID

import pytest

from matching.searching import MOST, Names, find, value_of


def put(names: Names, number: int, version: int, text: str) -> None:
    names.put({UUID(int=number): (f"MMR-{number:04}", version, value_of([text], ["Fatou"]))})


def test_earlier_names_of_cases_crowd_nobody_out() -> None:
    names = Names()
    for number in range(MOST + 20):
        put(names, number, 1, "Amina Diallo")
    for number in range(MOST + 20):
        put(names, number, 2, "Tesfaye Berhane")
    put(names, 9000, 1, "Aminata Dialo")
    assert [ref for ref, _ in find("Amina Diallo", names)] == ["MMR-9000"]


def test_words_are_as_rare_as_they_are_among_the_names_of_now() -> None:
    renamed, fresh = Names(), Names()
    for number in range(60):
        put(renamed, number, 1, "Amina Diallo")
    assert renamed.model().reference.n_named == 60
    for number in range(60):
        for names in (renamed, fresh):
            put(names, number, 2, "Amina Sow" if number < 5 else "Tesfaye Berhane")
    renamed.drop(UUID(int=59))
    fresh.drop(UUID(int=59))
    then, now = renamed.model().reference, fresh.model().reference
    assert (then.n_named, then.words, then.skeletons) == (now.n_named, now.words, now.skeletons)
    assert "diallo" not in then.words


def test_a_case_that_changed_in_something_else_keeps_its_row() -> None:
    names = Names()
    put(names, 1, 1, "Amina Diallo")
    put(names, 1, 2, "Amina Diallo")
    assert (names.version(UUID(int=1)), len(names.book), len(names.refs)) == (2, 1, 1)
    put(names, 1, 3, "Amina Sow")
    assert len(names.book) == 2
    assert [ref for ref, _ in find("Amina Sow", names)] == ["MMR-0001"]


def test_names_without_a_telling_word_are_left_out_and_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """Weighing every name that holds any related word finds the same cases with the same figures."""
    names = Names()
    given, families = ("Amina", "Aminata", "Emine", "Ahmad", "Samina"), ("Diallo", "Dialo", "Jalloh", "Diop")
    for number, text in enumerate(f"{one} {other}" for one in given for other in families):
        put(names, number, 1, text)
    asked = ("Amina Diallo", "Aminta Dialo", "أمينة ديالو", "Emin", "Fatou")
    found = [find(text, names) for text in asked]
    monkeypatch.setattr("matching.searching._telling", lambda links, _clash: links)
    assert [find(text, names) for text in asked] == found
    assert all(found[:3])
