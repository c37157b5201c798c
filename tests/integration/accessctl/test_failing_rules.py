"""A rule that fails denies and is journalled; a key store or database that does not answer is an error, not a no."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import OperationalError
from django.db.models import Q

from accessctl import door, journal, policy
from accessctl.models import JournalEntry
from accessctl.policy import Action, RecordPolicy
from accessctl.reach import Reach
from accessctl.rings import Ring
from cases.models import Case
from cases.policies import CasePolicy
from registry.lib.errors import NotFound, Unavailable
from tests.cast import Cast
from tests.integration.accessctl.worlds import case


class Faulty(CasePolicy):
    """The policy of cases with a fault in it."""

    fault: Exception | Q = Q()

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        return self._failing()

    def reached_in_danger(self, reach: Reach, ring: Ring) -> Q:
        return self._failing()

    def _failing(self) -> Q:
        if isinstance(self.fault, Exception):
            raise self.fault
        return self.fault


@pytest.fixture
def faulty() -> Iterator[type[Faulty]]:
    """Put the faulty policy in the place of the real one for the length of a test."""
    real = policy.policy_of(Case)
    policy.register(Case)(Faulty)
    yield Faulty
    assert isinstance(real, RecordPolicy)
    policy.register(Case)(type(real))


@pytest.mark.parametrize("fault", [ValueError("Selam"), KeyError("x"), TypeError(), Q(no_such_column=1)])
def test_a_rule_that_fails_denies_and_is_journalled(
    cast: Cast, faulty: type[Faulty], fault: Exception | Q, caplog: pytest.LogCaptureFixture
) -> None:
    faulty.fault = ~Q(pk__in=())
    mine = case(cast.caseworker.actor)
    faulty.fault = fault
    actor = cast.caseworker.actor
    assert not door.visible(actor, Case).exists()
    assert not door.visible(actor, Case, ring=Ring.SEARCH).exists()
    assert not door.in_danger(actor, Case).exists()
    assert not door.can(actor, Action.VIEW, mine)
    assert door.rings(actor, mine) == frozenset()
    with pytest.raises(NotFound):
        door.fetch(actor, Case, ref=mine.ref)
    journal.write_denials()
    entries = JournalEntry.objects.filter(action="access.denied", rule="rule_failed").order_by("pk")
    assert [entry.ring for entry in entries] == ["1", "2", "1", "1", "1", "1"]
    assert {(entry.decision, entry.actor) for entry in entries} == {("denied", actor.pseudonym)}
    assert caplog.text.count("a rule of Case failed") == len(entries)
    assert "Selam" not in caplog.text


@pytest.mark.parametrize("fault", [OperationalError("gone"), Unavailable()])
def test_what_does_not_answer_is_not_an_empty_list(cast: Cast, faulty: type[Faulty], fault: Exception) -> None:
    faulty.fault = fault
    with pytest.raises(type(fault)):
        door.visible(cast.caseworker.actor, Case)
