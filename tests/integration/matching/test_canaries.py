"""Known pairs: planted by the operator, checked after runs and daily, shown to who runs the registry."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accessctl.codes import Role
from accessctl.models import JournalEntry
from matching import extract
from matching.codes import Task
from matching.index import memory
from matching.models import Canary, CanaryCheck, CandidatePair, Ranking, Rematch
from matching.services import canaries, catch_up, rematching
from registry.lib.errors import NotFound
from tests import cast
from tests.factories import accessctl
from tests.factories import matching as make
from tests.integration.matching.test_calibrating import established
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.journal


@pytest.fixture
def people(cast: cast.Cast) -> cast.Cast:
    memory.forget()
    return cast


@pytest.fixture
def pair(people: cast.Cast) -> CandidatePair:
    make.case(people.caseworker.actor)
    make.case(people.caseworker.actor, height_cm=(150, 152))
    make.remains(people.analyst.actor)
    make.match()
    return CandidatePair.objects.filter(kind="am-pm").order_by("-score")[0]


def plant(n: int) -> None:
    call_command("canaries", "--invent", str(n), stdout=StringIO())


def test_invented_pairs_are_found_and_met_by_nobody(
    people: cast.Cast, pair: CandidatePair, client_for: ClientFor
) -> None:
    plant(6)
    listed, pairs = list(Ranking.objects.values_list("refs", "considered")), CandidatePair.objects.count()
    assert canaries.check_when_due() == 6
    ranks = list(CanaryCheck.objects.values_list("rank", flat=True))
    assert ranks.count(1) >= 4
    assert canaries.check_when_due() == 0  # a day has not gone by
    assert (list(Ranking.objects.values_list("refs", "considered")), CandidatePair.objects.count()) == (listed, pairs)
    operator = accessctl.member(accessctl.organisation("Operators"), Role.SYSTEM_ADMINISTRATOR)
    page = client_for(operator.account).get("/comparisons/").content.decode()
    assert "Known pairs found: 6 of 6" in page
    assert "Invented" in page
    assert client_for(people.supervisor.account).get("/comparisons/").status_code == 404


def test_one_that_falls_out_of_the_list_raises_an_alarm(
    people: cast.Cast, pair: CandidatePair, client_for: ClientFor
) -> None:
    established(pair, people)
    call_command("canaries", "--pair", pair.ref, stdout=StringIO())
    call_command("canaries", "--pair", pair.ref, stdout=StringIO())
    assert Canary.objects.count() == 1
    (first,) = canaries.check()
    assert first.rank == 1
    Ranking.objects.filter(task__in=[Task.AM_PM, Task.PM_AM]).update(refs=[], scores=[])
    (second,) = canaries.check()
    assert second.rank is None
    canaries.check()
    assert JournalEntry.objects.filter(action="matching.canary_lost").count() == 1  # told once
    operator = accessctl.member(accessctl.organisation("Operators"), Role.SYSTEM_ADMINISTRATOR)
    page = client_for(operator.account).get("/comparisons/").content.decode()
    assert "1 known pair is no longer among the first fifty" in page
    assert "not listed · not listed · 1" in page
    assert pair.ref not in page
    assert pair.case.ref not in page


def test_they_are_checked_after_a_run_and_once_a_day(people: cast.Cast, pair: CandidatePair) -> None:
    plant(1)
    assert canaries.check_when_due() == 1
    rematching.start(actor=extract.matcher(), anew=False)
    catch_up()
    assert canaries.check_when_due() == 1
    assert canaries.check_when_due() == 0
    CanaryCheck.objects.all().delete()
    CanaryCheck.objects.create(canary=Canary.objects.get(), checked_at=timezone.now() - timedelta(hours=23))
    Rematch.objects.update(ended_at=timezone.now() - timedelta(hours=24))
    assert canaries.check_when_due() == 0
    CanaryCheck.objects.update(checked_at=timezone.now() - timedelta(hours=25))
    assert canaries.check_when_due() == 1


def test_only_what_was_established_becomes_a_known_pair(people: cast.Cast, pair: CandidatePair) -> None:
    with pytest.raises(canaries.NotEstablished):
        canaries.plant(actor=extract.matcher(), ref=pair.ref)
    for arguments in (("--pair", pair.ref), ("--pair", "MCP-00000-00000-0"), ("--invent", "0"), ("--invent", "31")):
        with pytest.raises(CommandError):
            call_command("canaries", *arguments)
    established(pair, people)
    with pytest.raises(NotFound):
        canaries.plant(actor=people.supervisor.actor, ref=pair.ref)
    assert not Canary.objects.exists()
