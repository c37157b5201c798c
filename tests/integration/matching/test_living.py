"""Missing persons with people found alive: for the unit that may approach them, and for nobody else."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accessctl import door
from accessctl.codes import Purpose, Role
from accessctl.models import Account, Agreement, JournalEntry
from accessctl.services import set_consent_effect
from cases.models import Case
from cases.services.approach import record_wish
from families.services.safeguards import note_risks
from matching import selectors, services
from matching.codes import Decision, PairKind, PairState, Reason, ReviewRole, Task
from matching.models import CandidatePair, Compared, EvidenceLine, Ranking, Rematch, WhereaboutsReviewNote
from matching.services import Judgement, erasing, rematching, reviewing
from registry.lib.errors import NotFound
from tests import cast
from tests.factories import families
from tests.factories import matching as make
from tests.factories.accessctl import Member, member

pytestmark = pytest.mark.journal


@pytest.fixture
def people(cast: cast.Cast) -> cast.Cast:
    return cast


@pytest.fixture
def tracer(people: cast.Cast) -> Member:
    return member(people.organisations.ngo, Role.TRACING_OFFICER, email="tracer@cast.invalid")


COUNTS = (erasing.count_profiles, erasing.count_pairs, erasing.count_decisions)


def pairs(who: Member) -> list[CandidatePair]:
    return list(door.visible(who.actor, CandidatePair))


def others(people: cast.Cast) -> Iterable[Member]:
    """Everybody but the unit, with a shelter's reporter and a unit elsewhere."""
    organisations = people.organisations
    return [
        *people.people.values(),
        member(organisations.ngo, Role.FIELD_STAFF),
        member(organisations.second_ngo, Role.TRACING_OFFICER),
        member(organisations.ngo, Role.SYSTEM_ADMINISTRATOR),
        member(organisations.ngo, Role.AUDITOR),
    ]


def test_whoever_was_found_alive_is_compared_with_those_who_are_sought(people: cast.Cast, tracer: Member) -> None:
    found = make.alive(tracer.actor)
    case = make.case(people.caseworker.actor)
    make.case(people.caseworker.actor, names=make.names("Amina Diallo"), sex="2", age=(60, 61), nationalities=("SEN",))
    make.match()
    (pair,) = pairs(tracer)
    assert (pair.kind, pair.case, pair.whereabouts, pair.state) == (PairKind.AM_ALIVE, case, found, PairState.PROPOSED)
    assert set(EvidenceLine.objects.filter(pair=pair).values_list("ring", flat=True)) == {"4w"}
    assert door.visible(tracer.actor, Ranking).get().refs[0] == case.ref
    listed = selectors.ranking_page(tracer.actor, found.ref, Task.ALIVE_AM)
    assert next((row.record, row.pair) for row in listed.rows) == (case, pair)


def test_it_needs_consent_to_search_and_opens_no_other_ring(people: cast.Cast, tracer: Member) -> None:
    make.alive(tracer.actor)
    case = make.case(people.caseworker.actor, effect=make.consent(Purpose.FORENSIC_COMPARISON))
    make.match()
    assert pairs(tracer) == []
    set_consent_effect(people.caseworker.actor, case, make.consent())
    make.match()
    (pair,) = pairs(tracer)
    assert not EvidenceLine.objects.filter(pair=pair).exclude(left_ring="2").exists()
    set_consent_effect(people.caseworker.actor, case, make.consent(Purpose.FORENSIC_COMPARISON))
    assert pairs(tracer) == [], "in the same second, before the matcher looks"
    make.match()
    assert CandidatePair.objects.get(pk=pair.pk).state == PairState.VOID_CONSENT


def seen_by(who: Member, case: Case) -> dict[str, Any]:
    """All that somebody can count or list around a case."""
    actor = who.actor
    run = Rematch.objects.latest("began_at")
    return {
        "pairs": len(pairs(who)),
        "rankings": sorted(door.visible(actor, Ranking).filter(case=case).values_list("task", "considered")),
        "history": JournalEntry.objects.filter(refs__contains=[case.ref]).exclude(action="ring.read").count(),
        "kinds": selectors.kinds_for(actor),
        "run": (run.records, run.read, run.compared, run.pairs_new, run.pairs_renewed, run.chunks),
        "erasing": [count(actor, case) for count in COUNTS],
    }


def rematch(people: cast.Cast) -> None:
    rematching.start(actor=member(people.organisations.ngo, Role.SYSTEM_ADMINISTRATOR).actor)
    make.match()


def test_for_everybody_else_there_is_no_such_pair(people: cast.Cast, tracer: Member) -> None:
    case = make.case(people.caseworker.actor)
    make.match()
    rematch(people)
    readers = others(people)
    before = [seen_by(who, case) for who in readers]
    found = make.alive(tracer.actor)
    make.match()
    (pair,) = pairs(tracer)
    judge(tracer, pair, Decision.SUPPORT)
    rematch(people)
    assert CandidatePair.objects.filter(kind=PairKind.AM_ALIVE).exists()
    assert [seen_by(who, case) for who in readers] == before
    for who in readers:
        with pytest.raises(NotFound):
            door.fetch(who.actor, CandidatePair, ref=pair.ref)
        with pytest.raises(NotFound):
            selectors.ranking_page(who.actor, found.ref, Task.ALIVE_AM)
        with pytest.raises(NotFound):
            services.open_pair(actor=who.actor, left_ref=case.ref, right_ref=found.ref)
    entries = JournalEntry.objects.filter(refs__contains=[pair.ref])
    assert entries.exists()
    assert not entries.filter(refs__contains=[case.ref]).exists(), "no entry joins the case with the pair"


def judge(who: Member, pair: CandidatePair, decision: Decision) -> PairState:
    pair.refresh_from_db()
    given = Judgement(
        role=ReviewRole.TRACING_OFFICER, decision=decision, reasons=[Reason.OTHER], words="She knows the mother.",
        stamp=reviewing.stamp_of(pair), data_seen="0" * 64,
    )  # fmt: skip
    services.review_pair(actor=who.actor, ref=pair.ref, judgement=given)
    pair.refresh_from_db()
    return PairState(pair.state)


def test_two_people_of_the_unit_hold_it_to_be_the_same_person(people: cast.Cast, tracer: Member) -> None:
    found = make.alive(tracer.actor)
    case = make.case(people.caseworker.actor)
    make.match()
    (pair,) = pairs(tracer)
    assert judge(tracer, pair, Decision.HYPOTHESIS) == PairState.IN_REVIEW
    assert judge(member(tracer.organisation, Role.TRACING_OFFICER), pair, Decision.HYPOTHESIS) == PairState.HYPOTHESIS
    assert WhereaboutsReviewNote.objects.filter(whereabouts=found).count() == 2
    assert Case.objects.get(pk=case.pk).version == case.version, "nothing of the case is changed or closed"


@pytest.mark.parametrize("wish", ["tell_nothing", "withdrawn"])
def test_who_wants_nothing_told_is_compared_no_more(people: cast.Cast, tracer: Member, wish: str) -> None:
    found = make.alive(tracer.actor)
    make.case(people.caseworker.actor)
    make.match()
    assert len(pairs(tracer)) == 1
    record_wish(actor=tracer.actor, ref=found.ref, wish=wish)
    make.match()
    assert pairs(tracer) == []
    assert not Compared.objects.get(whereabouts=found).live
    assert not Ranking.objects.filter(refs__contains=[found.ref]).exists()
    make.case(people.caseworker.actor)
    make.match()
    assert pairs(tracer) == []
    record_wish(actor=tracer.actor, ref=found.ref, wish="contact_ok")
    make.match()
    assert len(pairs(tracer)) == 2


def test_fw_suspect_and_an_ended_agreement_close_it_to_the_unit_too(people: cast.Cast, tracer: Member) -> None:
    """A case of the second NGO is seen by agreement; one whose enquirer may mean harm is seen by no unit."""
    found = make.alive(tracer.actor)
    theirs = make.case(people.second_caseworker.actor)
    mine = families.a_case(people, case=make.CASE)
    make.match()
    assert {pair.case for pair in pairs(tracer)} == {theirs, mine}
    assert erasing.count_pairs(tracer.actor, found) == 2
    note_risks(actor=people.caseworker.actor, case_ref=mine.ref, risks=["abuser"], note="")
    assert [pair.case for pair in pairs(tracer)] == [theirs]
    assert erasing.count_pairs(tracer.actor, found) == 1
    Agreement.objects.filter(pk=people.agreements.between_ngos.pk).delete()
    assert pairs(tracer) == []
    assert erasing.count_pairs(tracer.actor, found) == 0


def test_the_page_of_the_unit(people: cast.Cast, tracer: Member, client_for: Callable[[Account], Client]) -> None:
    found = make.alive(tracer.actor)
    case = make.case(people.caseworker.actor)
    make.match()
    (pair,) = pairs(tracer)
    client = client_for(tracer.account)
    listed = client.get(reverse("matching:pairs")).content.decode()
    assert pair.ref in listed
    page = client.get(reverse("matching:pair", args=[pair.ref]))
    assert page.status_code == 200
    assert case.ref in page.content.decode()
    assert found.ref in page.content.decode()
    assert case.ref in client.get(reverse("matching:living-ranking", args=[found.ref])).content.decode()
