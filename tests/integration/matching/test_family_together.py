"""Two brothers missing in one event: their remains fall into place together, where pair by pair they do not."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accessctl.actor import Actor
from accessctl.codes import Role
from accessctl.erasure import burial
from accessctl.models import JournalEntry
from accessctl.models.erasure import ErasureReason, Telling
from accessctl.tokens import token_of
from cases.models import Case, Donor, DviEvent
from cases.services import link_incident
from families.models import Relative
from families.services.relatives import Standing, change_relative
from matching import event_board, event_together
from matching.codes import PairState
from matching.models import CandidatePair, FamilyPlacing, KinshipLine
from matching.services import boards, catch_up, kinship
from registry.lib.errors import Invalid
from remains.models import Remains
from remains.services import link_incident as link_remains
from tests.cast import Cast
from tests.factories import accessctl, dvi, families, profiles, samples
from tests.factories import matching as make
from tests.factories.accessctl import Member
from tests.factories.profiles import Loci, some_profile, typed
from tests.plugins.site import ClientFor

pytestmark = [pytest.mark.journal, pytest.mark.django_db(transaction=True)]


def _child(one: Loci, other: Loci, draw: random.Random) -> Loci:
    return {marker: (draw.choice(one[marker]), draw.choice(other[marker])) for marker in one}


@pytest.fixture
def lab() -> Member:
    return profiles.keeping_laboratory()


@pytest.fixture
def event(cast: Cast) -> DviEvent:
    second = accessctl.member(cast.organisations.institute, Role.FORENSIC_COORDINATOR)
    return dvi.led(cast.analyst.actor, second.actor, members=[cast.organisations.ngo, cast.organisations.second_ngo])


def _case(cast: Cast, event: DviEvent, relationship: str) -> Case:
    actor = cast.caseworker.actor
    made = families.a_case(
        cast, case=make.CASE, consents=families.consents(max_layer=3),
        relative=families.relative(relationship=relationship),
    )  # fmt: skip
    link_incident(actor=actor, case_ref=made.ref, incident_ref=event.incident.ref)
    return made


def _remains(cast: Cast, event: DviEvent, lab: Member, loci: Loci) -> Remains:
    actor = cast.analyst.actor
    made = make.remains(actor)
    link_remains(actor=actor, remains_ref=made.ref, incident_ref=event.incident.ref)
    typed(actor, lab, made, loci)
    return made


def _missing_too(actor: Actor, case: Case, other: str, *, first: bool = True) -> None:
    """The relative of a case is the one who is sought by another."""
    row = Relative.objects.get(case=case)
    standing = Standing(is_first=first, own_case=other)
    change_relative(actor=actor, case_ref=case.ref, token=token_of(row.pk), standing=standing)


SEED = 177  # drawn until a stranger fits the uncle better than either brother, as one in a hundred does


@pytest.fixture
def brothers(cast: Cast, event: DviEvent, lab: Member) -> tuple[tuple[Case, Case], tuple[Remains, Remains], Remains]:
    """Their father's brother gave a sample, in the file of the elder; a stranger's remains are like him by chance."""
    draw = random.Random(SEED)
    grandfather, grandmother, mother, stranger = (some_profile(draw.randrange(10**6)) for _one in range(4))
    uncle, father = _child(grandfather, grandmother, draw), _child(grandfather, grandmother, draw)
    found = [_child(father, mother, draw) for _one in range(2)]
    elder, younger = _case(cast, event, "unc"), _case(cast, event, "sib_f")
    _missing_too(cast.caseworker.actor, younger, elder.ref)
    donor = samples.enrolled(cast.caseworker.actor, elder, side="father")
    typed(cast.caseworker.actor, lab, donor, uncle)
    bones = [_remains(cast, event, lab, loci) for loci in (*found, stranger)]
    make.match()
    boards.ask(actor=cast.analyst.actor, ref=event.ref)
    catch_up()
    kinship.catch_up()
    return (elder, younger), (bones[0], bones[1]), bones[2]


def _together(actor: Actor, event: DviEvent) -> event_together.Together:
    return event_together.together(actor, event_board.sheet(actor, event.ref), kinship=True)


def test_all_of_a_family_are_placed_together(cast: Cast, event: DviEvent, brothers: Any, client_for: ClientFor) -> None:
    cases, theirs, stranger = brothers
    weighed = _together(cast.analyst.actor, event)
    named = {(cell.case.pk, cell.remains.pk): cell for cell in event_together.suggestion(weighed)}
    assert {case for case, _found in named} == {case.pk for case in cases}
    assert {found for _case, found in named} == {found.pk for found in theirs}
    assert all(cell.kinship and cell.kinship.together == 2 and cell.kinship.log10 > 2 for cell in named.values())
    alone = {row.pair.remains_id: row for row in KinshipLine.objects.filter(pair__case=cases[0]).select_related("pair")}
    assert alone.keys() == {found.pk for found in (*theirs, stranger)}
    assert not KinshipLine.objects.filter(pair__case=cases[1]).exists()  # nobody gave a sample in that file
    client = client_for(cast.analyst.account)
    address = reverse("matching:event-board", args=[event.ref])
    assert "weighed together" in client.get(f"{address}?kinship=1").content.decode()
    assert "weighed together" not in client.get(address).content.decode()
    read = JournalEntry.objects.filter(action="ring.read", ring="3f", actor=cast.analyst.actor.pseudonym).latest("id")
    assert read.detail["tables"] == ["FamilyPlacing"]


def test_what_is_not_open_or_excluded_places_nobody(cast: Cast, event: DviEvent, brothers: Any) -> None:
    cases, theirs, _stranger = brothers
    mine = _together(cast.caseworker.actor, event)  # words alone: no way enters the suggestion
    assert mine.families == []
    assert np.array_equal(mine.weights, mine.sheet.scores, equal_nan=True)
    assert _together(cast.second_caseworker.actor, event).families == []
    CandidatePair.objects.filter(case__in=cases, remains=theirs[0]).update(state=PairState.EXCLUDED)
    named = {cell.remains.pk for cell in event_together.suggestion(_together(cast.analyst.actor, event))}
    assert theirs[0].pk not in named


def test_it_goes_with_the_consent_with_a_brother_and_with_the_remains(
    cast: Cast, event: DviEvent, brothers: Any
) -> None:
    cases, theirs, _stranger = brothers
    assert FamilyPlacing.objects.count() == 6
    before = set(FamilyPlacing.objects.values_list("pk", flat=True))
    kinship.weigh_case(cases[0].ref)
    assert set(FamilyPlacing.objects.values_list("pk", flat=True)) == before
    _missing_too(cast.caseworker.actor, cases[1], "")
    kinship.catch_up()
    assert not FamilyPlacing.objects.exists()
    _missing_too(cast.caseworker.actor, cases[1], cases[0].ref)
    kinship.catch_up()
    assert FamilyPlacing.objects.count() == 6
    with transaction.atomic():
        burial.bury(
            cast.analyst.actor, theirs[0], burial.Decision(reason=ErasureReason.MISTAKE, told=Telling.NOBODY)
        )  # fmt: skip
    assert not FamilyPlacing.objects.exists()  # every way was weighed beside ways with them
    kinship.catch_up()
    assert FamilyPlacing.objects.count() == 4
    samples.withdrawn(cast.caseworker.actor, cases[0], Donor.objects.get())
    assert _together(cast.analyst.actor, event).families == []  # in the same moment
    kinship.catch_up()
    assert not FamilyPlacing.objects.exists()


def test_only_who_keeps_both_files_says_who_is_missing_too(cast: Cast, event: DviEvent, client_for: ClientFor) -> None:
    case, own = _case(cast, event, "sib_f"), _case(cast, event, "mot")
    theirs = families.a_case(cast, by=cast.second_caseworker.actor)
    for wrong in (case.ref, theirs.ref, "MMR-AAAAA-AAAAA-A"):
        with pytest.raises(Invalid) as refused:
            _missing_too(cast.caseworker.actor, case, wrong)
        assert set(refused.value.fields) == {"own_case"}
    client: Client = client_for(cast.caseworker.account)
    token = token_of(Relative.objects.get(case=case).pk)
    address = reverse("families:relative-change", args=[case.ref])
    sent = {"relative": token, "is_first": "on", "own_case": own.ref.lower(), "id_verified": "none"}
    assert client.post(address, sent).status_code == 302
    assert Relative.objects.get(case=case).own_case_id == own.pk
    page = reverse("families:relatives", args=[case.ref])
    assert f"/cases/{own.ref}/" in client.get(page).content.decode()
    Case.objects.filter(pk=own.pk).update(owner=cast.organisations.state_a, consent_1=0)  # what is seen no more stays
    assert own.ref not in client.get(page).content.decode()
    assert client.post(address, sent | {"own_case": ""}).status_code == 302
    assert Relative.objects.get(case=case).own_case_id == own.pk
