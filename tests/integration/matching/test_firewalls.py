"""The firewalls that stand around candidate pairs: who may mean harm, and what the family has not heard yet."""

from __future__ import annotations

import pytest

from accessctl import door
from accessctl.actor import Actor
from cases.models import Case
from families.services import check_effects
from families.services.safeguards import OnlyASupervisor, note_risks
from matching.codes import PairState, Task
from matching.models import CandidatePair, Ranking
from matching.selectors import counterparts
from tests import cast
from tests.factories import families, identification
from tests.factories import matching as make
from tests.factories.accessctl import Member

pytestmark = pytest.mark.journal


@pytest.fixture
def people(cast: cast.Cast) -> cast.Cast:
    return cast


def shown(who: Member, row: Case) -> int:
    """How many pairs of a case somebody sees."""
    pairs = door.visible(who.actor, CandidatePair)
    return (pairs.filter(case=row) | pairs.filter(other_case=row)).count()


def test_fw_suspect_leaves_what_is_found_to_supervisors(people: cast.Cast) -> None:
    mine = families.a_case(people, case=make.CASE)
    families.a_case(people, case=make.CASE)
    found = make.remains(people.analyst.actor)
    make.match()
    everybody = (people.caseworker, people.analyst, people.focal_b)

    def listed(who: Member) -> bool:
        """The case's own list, and the case in the list of the remains."""
        ranked = door.visible(who.actor, Ranking).filter(case=mine).exists()
        assert ranked == (mine.ref in counterparts(who.actor, Task.PM_AM, [mine.ref]))
        return ranked

    assert shown(people.caseworker, mine) == 2
    assert all(shown(who, mine) and listed(who) for who in everybody)
    note_risks(actor=people.caseworker.actor, case_ref=mine.ref, risks=["abuser"], note="")
    assert not any(shown(who, mine) or listed(who) for who in everybody)
    assert shown(people.supervisor, mine) == 2
    assert listed(people.supervisor)
    assert door.visible(people.caseworker.actor, Case).filter(pk=mine.pk).exists(), "the case stays with its people"
    assert door.visible(people.analyst.actor, type(found)).filter(pk=found.pk).exists()
    with pytest.raises(OnlyASupervisor):
        note_risks(actor=people.caseworker.actor, case_ref=mine.ref, risks=[], note="")
    note_risks(actor=people.supervisor.actor, case_ref=mine.ref, risks=["debt"], note="")
    assert all(shown(who, mine) for who in everybody)
    assert check_effects(Actor.system_job("families.consent")).differing == ()


def test_fw_notify_keeps_what_is_confirmed_between_the_owners(people: cast.Cast) -> None:
    pair = identification.hypothesis(people, case=make.case(people.caseworker.actor))
    assert pair.case is not None
    readers = (people.caseworker, people.analyst, people.focal_a, people.focal_b)
    assert [shown(who, pair.case) for who in readers] == [1, 1, 1, 1]
    identification.established(people, pair)
    assert CandidatePair.objects.get().state == PairState.CONFIRMED
    assert [shown(who, pair.case) for who in readers] == [1, 1, 0, 0]
    CandidatePair.objects.update(state=PairState.REVOKED)
    assert [shown(who, pair.case) for who in readers] == [1, 1, 0, 0]
