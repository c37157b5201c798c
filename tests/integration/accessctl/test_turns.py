"""Turns: only so many run as one consumer, nobody waits for one, and the dead give theirs back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db.models.functions import Now
from pytest_django import Settings

from accessctl import turns
from accessctl.models import Turn
from tests.integration.accessctl.test_journal import in_thread

pytestmark = pytest.mark.django_db(transaction=True)


def elsewhere(action: Callable[[], object]) -> list[object]:
    """What another thread, with a connection of its own, says."""
    said: list[object] = []
    in_thread(lambda: said.append(action())).join()
    return said


def has_turn(places: int = 1) -> bool:
    with turns.turn("sweeping", places) as held:
        return held is not None


def run_out() -> None:
    Turn.objects.update(held_until=Now() - timedelta(seconds=1))


def test_a_turn_is_one_threads_until_it_is_given_back() -> None:
    with turns.turn("sweeping") as held:
        assert held is not None
        assert elsewhere(has_turn) == [False]
        assert elsewhere(lambda: _is_free("mending")) == [True]
    assert elsewhere(has_turn) == [True]


def _is_free(consumer: str) -> bool:
    with turns.turn(consumer) as held:
        return held is not None


def test_as_many_have_a_turn_as_there_are_places() -> None:
    with turns.turn("sweeping", 2), turns.turn("sweeping", 2):
        assert elsewhere(lambda: has_turn(2)) == [False]
        assert elsewhere(lambda: has_turn(3)) == [True]


def test_a_turn_is_given_back_when_the_work_fails() -> None:
    with pytest.raises(ZeroDivisionError), turns.turn("sweeping"):
        1 / 0  # noqa: B018
    assert has_turn()


def test_the_turn_of_the_dead_is_anothers_when_its_lease_ran_out() -> None:
    with turns.turn("sweeping") as held:
        assert held is not None
        run_out()
        with turns.turn("sweeping") as other:
            assert other is not None
            held.give_back()
            assert elsewhere(has_turn) == [False]  # what is given back too late is not the other's


def test_a_long_run_keeps_its_turn_by_asking(settings: Settings) -> None:
    settings.EFFECT_LEASE_SECONDS = 1
    with turns.turn("sweeping") as held:
        assert held is not None
        before = Turn.objects.get().held_until
        while Turn.objects.get().held_until == before:
            assert held.keep()
        assert elsewhere(has_turn) == [False]
        Turn.objects.update(holder=None)
        while held.keep():  # found out at the next renewal
            pass
