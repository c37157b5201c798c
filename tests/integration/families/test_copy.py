"""The copy of what is held of a relative: complete in both directions, and what people tell only once they told it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import models
from django.test import Client
from django.utils import timezone

from accessctl import topology
from accessctl.clear import reveal
from accessctl.tokens import token_of
from cases.models import Case
from cases.policies import TOLD_RINGS
from cases.services import IncidentEntry, link_incident, log_incident
from cases.services.holders import save_holders
from cases.services.images import keep_image
from families.codes import ReturnKind
from families.feedback.services import set_rhythm
from families.models import (
    Consent,
    ConsentTaking,
    DonorLink,
    FamilyWishes,
    FeedbackRhythm,
    Finding,
    Notification,
    Relative,
    ReturnStep,
    RiteNotice,
)
from families.notification.services import note_told, plan
from families.page import copying
from families.page.copying import NOT_TOLD, is_told
from families.services.signing import keep_paper
from families.wishes.services import Step, keep_step, tell_faith
from registry.lib.dates import parse_edtf
from remains.models import SampleFile, SampleOfDonor, SampleStep, SampleTest
from tests.cast import Cast
from tests.factories import families, identification, samples
from tests.factories.family_file import aunt_of
from tests.factories.images import image_entry
from tests.factories.notices import planned, telling
from tests.integration.erasure.test_parts import second_relative
from tests.integration.families.visits import enter, mother, sheet_for, subject

pytestmark = pytest.mark.journal


@pytest.fixture(autouse=True)
def _no_tries(db: None) -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


# What a copy holds of a family that was told of an identification, gave a sample and said what it wishes.
LATE = (
    "CaseIncident", "CaseHolders", "CaseImage", "FeedbackRhythm", "Notification", "Finding", "FamilyWishes",
    "ReturnStep", "RiteNotice", "DonorLink", "SampleOfDonor", "SampleFile", "SampleTest", "SampleStep",
)  # fmt: skip


def _copy(relative: Relative) -> dict[str, Any]:
    found: dict[str, Any] = copying.copy_of(subject(relative), relative.case.ref).as_data()["held"]
    return found


def _full_file(cast: Cast) -> Case:
    """A case with everything that families came to tell, and to be told, late."""
    case, by = families.a_case(cast), cast.caseworker.actor
    first: dict[str, Any] = {"actor": by, "case_ref": case.ref}
    save_holders(actor=by, ref=case.ref, said={"dentist": "Dr Sowe, Serekunda"}, told_by=mother(case).source_id)
    keep_image(actor=by, ref=case.ref, entry=image_entry(), given_by=mother(case).source_id)
    thumbprint = image_entry(kind="consent_evidence", caption="Thumbprint", seed=2)
    keep_paper(actor=by, case_ref=case.ref, entry=thumbprint, signed_by=mother(case).source_id)
    link_incident(**first, incident_ref=log_incident(actor=by, entry=IncidentEntry(date=parse_edtf("2021-06-12"))).ref)
    set_rhythm(**first, every_days=60)
    lab, donor = samples.laboratory(), samples.enrolled(by, case)
    samples.reported(lab, samples.tested(by, samples.sample(by, donor), lab))
    identification.finding(case)
    plan(**first, entry=planned())
    note_told(**first, entry=telling(told_to=[token_of(mother(case).pk)]))
    identification.wishes(cast, case)
    keep_step(**first, step=Step(kind=ReturnKind.DEATH_CERTIFICATE, who="Marta Ruiz"))
    tell_faith(**first, organisation=cast.organisations.second_ngo.ref, rite="Janazah", place="Almería", time="Friday")
    return case


def _held(case: Case, relative: Relative) -> dict[str, list[set[str]]]:
    """Table -> the answered columns of each row, read from the database by whose the row is."""
    found: dict[str, list[set[str]]] = {}
    for table, rows in _own_rows(case, relative):
        if held := [_answered(row) for row in rows]:
            found[table.__name__] = held
    return found


def _own_rows(case: Case, relative: Relative) -> Iterator[tuple[Any, Any]]:
    was_told = Notification.objects.filter(case=case, told_to__contains=[relative.pk]).exclude(done_on=None)
    of_all = {Finding, FamilyWishes, ReturnStep, RiteNotice} if was_told.exists() else set()
    of_all |= {FeedbackRhythm} if relative.is_primary_contact else set()
    for ring, tables in topology.ring_tables(Case).items():
        for table in tables if ring in TOLD_RINGS else ():
            if table.__name__ in NOT_TOLD:
                continue
            names = {field.name for field in table._meta.concrete_fields}
            rows = table._default_manager.filter(case=case)
            if table is Relative:
                yield table, rows.filter(pk=relative.pk)
            elif table.__name__ == "CaseSource":
                yield table, rows.filter(pk=relative.source_id)
            elif table is Consent:
                yield table, rows.filter(pk__in=_taken(relative))
            elif table is Notification:
                yield table, was_told
            elif "need_id" in {field.attname for field in table._meta.concrete_fields}:
                yield table, rows.filter(need__relative=relative)
            elif whose := {"applicant", "given_by", "relative"} & names:
                yield table, rows.filter(**{whose.pop(): relative})
            elif "source" in names:
                yield table, rows.filter(source=relative.source_id)
            else:
                assert table in {Finding, FamilyWishes, ReturnStep, RiteNotice, FeedbackRhythm}, table
                yield table, rows if table in of_all else []
    taken = SampleOfDonor.objects.filter(donor__in=DonorLink.objects.filter(relative=relative).values("donor"))
    yield SampleOfDonor, taken
    for kept in (SampleFile, SampleTest, SampleStep):
        yield kept, kept._default_manager.filter(sample__in=taken.values("sample"))


def _taken(relative: Relative) -> models.QuerySet[Any, Any]:
    return ConsentTaking.objects.filter(given_by=relative).values("consent")


def _answered(row: Any) -> set[str]:
    clear = reveal([row])[0]
    return {
        field.name
        for field in row._meta.concrete_fields
        if is_told(type(row), field) and getattr(clear, field.name) not in (None, "", [], {})
    }  # fmt: skip


class TestTheCopy:
    def test_it_holds_all_that_is_theirs_and_nothing_else(self, cast: Cast, client: Client) -> None:
        """Both directions, against the database: each own row with each answer, and no row of anybody else."""
        case = _full_file(cast)
        aunt = second_relative(case)[0]
        held = {}
        for relative in (mother(case), aunt):
            enter(client, sheet_for(cast, case, relative))
            held[relative.pk] = client.post("/family/copy/", {"as": "json"}).json()["held"]
            wanted = _held(case, relative)
            common = held[relative.pk].pop("Case", None)
            assert (common is not None) == (relative != aunt)
            found = held[relative.pk]
            assert {name: len(rows) for name, rows in found.items()} == {
                name: len(rows) for name, rows in wanted.items()
            }
            for name, rows in wanted.items():
                assert sorted(map(sorted, found[name])) == sorted(map(sorted, rows)), name
        hers, told = held[mother(case).pk], json.dumps(held[aunt.pk])
        assert set(LATE) <= set(hers)
        assert not set(LATE) & set(held[aunt.pk])
        assert "Fatou Ceesay" in told
        assert "Awa Ceesay" not in told
        assert "Binta" not in told
        everything = json.dumps(hers)
        for hidden in ("Marta Ruiz", "Her sister", "Nurse Adjei", samples.DIGEST, "MDN-", "MLS-"):
            assert hidden not in everything

    def test_what_people_tell_is_in_no_copy_before_and_in_that_of_nobody_else(self, cast: Cast) -> None:
        case = families.a_case(cast)
        aunt = aunt_of(cast, case)
        before = [_copy(mother(case)), _copy(aunt)]
        finding = identification.finding(case)
        plan(actor=cast.caseworker.actor, case_ref=case.ref, entry=planned())
        assert [_copy(mother(case)), _copy(aunt)] == before
        note_told(actor=cast.caseworker.actor, case_ref=case.ref, entry=telling(told_to=[token_of(aunt.pk)]))
        assert _copy(mother(case)) == before[0], "the first contact was not there"
        told = _copy(aunt)
        assert told["Finding"]
        Finding.objects.filter(pk=finding.pk).update(revoked_on=timezone.localdate())
        assert _copy(aunt) == told, "that it was taken back is told by people too"

    def test_it_can_be_read_and_printed(self, cast: Cast, client: Client) -> None:
        case = families.a_case(cast)
        enter(client, sheet_for(cast, case))
        page = client.post("/family/copy/", {"as": "page"}).content.decode()
        assert "+2203012345" in page.replace(" ", "")
        assert "PC-204417" in page
        pytest.importorskip("weasyprint", exc_type=OSError)
        paper = client.post("/family/copy/", {"as": "pdf"})
        assert paper.content.startswith(b"%PDF")

    def test_it_asks_for_the_pin_again_when_it_was_shown_a_while_ago(self, cast: Cast, client: Client) -> None:
        sheet = sheet_for(cast, families.a_case(cast))
        enter(client, sheet)
        with time_machine.travel(timezone.now() + timedelta(minutes=6), tick=False):
            asked = client.post("/family/copy/", {"as": "json"})
            assert "show once more that it is you" in asked.content.decode()
            assert "Lamin" not in client.get("/family/").content.decode()
