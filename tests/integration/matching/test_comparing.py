"""From the journal to rankings, pairs and evidence, in one process."""

from __future__ import annotations

import pytest

from accessctl import door
from accessctl import services as access
from accessctl.actor import Actor
from accessctl.codes import Purpose
from accessctl.models import Effect, JournalEntry
from cases.models import Case
from matching import extract
from matching.codes import PairKind, PairState, Task
from matching.models import (
    CandidatePair,
    CaseReservedProfile,
    CaseSearchProfile,
    Compared,
    EvidenceLine,
    Ranking,
)
from tests import cast
from tests.factories import matching as make

pytestmark = pytest.mark.journal


@pytest.fixture
def people() -> cast.Cast:
    return cast.build()


def test_a_case_and_remains_that_fit_become_a_pair_with_evidence(people: cast.Cast) -> None:
    case = make.case(people.caseworker.actor)
    remains = make.remains(people.analyst.actor)
    make.match()
    pair = CandidatePair.objects.get()
    assert (pair.kind, pair.state, pair.case, pair.remains) == (PairKind.AM_PM, PairState.PROPOSED, case, remains)
    assert pair.score is not None
    assert pair.score > 1.0
    lines = {line.line: line for line in EvidenceLine.objects.filter(pair=pair)}
    assert lines["marks"].log_lr > 1
    assert lines["sex"].outcome == "agree"
    assert lines["lag"].log_lr > 0
    ranking = Ranking.objects.get(task=Task.PM_AM, remains=remains)
    assert ranking.refs == [case.ref]
    assert ranking.considered == 1
