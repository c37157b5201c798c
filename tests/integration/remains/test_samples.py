"""Samples: by code, of donors who agree, on a way that two people keep, tested by who knows no name."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from accessctl import door
from accessctl.codes import RecipientClass
from accessctl.erasure import services as erasure
from accessctl.models import JournalEntry
from accessctl.models.erasure import ErasureReason, Telling
from accessctl.rings import Ring
from accessctl.tokens import token_of
from cases.models import Case, Donor
from families import services as family
from families.models import DonorLink, Relative
from families.services.standing import NothingStands
from registry.lib.errors import Forbidden, Invalid, NotFound
from remains.custody.codes import StopPoint
from remains.custody.selectors import custody_of
from remains.models import GeneticProfile, Sample, SampleOfDonor, SampleStep, SampleTest
from remains.samples import selectors
from remains.samples.codes import FOLLOWS, SampleStepKind
from remains.services import NoConsent
from tests.cast import Cast
from tests.factories import custody, families, samples
from tests.factories.accessctl import Member, partner
from tests.factories.remains import some_remains
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast: Cast) -> Case:
    return families.a_case(cast)


@pytest.fixture
def donor(cast: Cast, case: Case) -> Donor:
    return samples.enrolled(cast.caseworker.actor, case)


@pytest.fixture
def lab() -> Member:
    return samples.laboratory()


def refused(actor: Any, source: Any, **said: Any) -> set[str]:
    with pytest.raises(Invalid) as error:
        samples.sample(actor, source, **said)
    return set(error.value.fields)


def at_once(sql: str, row: Sample | None = None) -> None:
    """A row and a statement, and what is checked at the end of a transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        if row is not None:
            row.save(force_insert=True)
        cursor.execute(sql)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_sample_of_remains_in_care_is_a_step_of_their_custody(cast: Cast) -> None:
    actor, remains = cast.analyst.actor, some_remains(cast)
    samples.sample(actor, remains)
    assert custody_of(actor, remains.ref).lines == ()  # nobody has written that they are in care
    custody.write(actor, remains, "admitted", tag_no="T-17")
    taken = samples.sample(actor, remains)
    held = custody_of(actor, remains.ref)
    assert [(line.step.kind, line.step.seal_no) for line in held.lines] == [("admitted", None), ("sampled", taken.ref)]
    assert StopPoint.SAMPLE not in held.missing
    before = timezone.localdate() - timedelta(days=40)
    samples.sample(actor, remains, collected_on=before)
    assert len(custody_of(actor, remains.ref).lines) == 2


class TestConsent:
    def test_without_it_no_sample_of_a_donor_is_saved(self, cast: Cast, case: Case, donor: Donor) -> None:
        actor = cast.caseworker.actor
        samples.sample(actor, donor)
        samples.withdrawn(actor, case, donor)
        donor.refresh_from_db()
        with pytest.raises(NoConsent):
            samples.sample(actor, donor)
        assert Sample.objects.count() == 1
        kept = Sample.objects.get()
        with pytest.raises(DatabaseError, match="does not agree"), transaction.atomic():
            SampleOfDonor.objects.create(donor=donor, sample=kept, collected_by="x")

    def test_an_end_that_passes_stops_the_tests_and_destroys_nothing(
        self, cast: Cast, donor: Donor, lab: Member
    ) -> None:
        taken = samples.sample(cast.caseworker.actor, donor)
        Donor.objects.filter(pk=donor.pk).update(tests_until=timezone.now() - timedelta(seconds=1))
        with pytest.raises(NoConsent):
            samples.sent(cast.caseworker.actor, taken, lab)
        assert selectors.sample_of(cast.caseworker.actor, taken.ref).stopped_at is None

    def test_taken_back_everything_stops_at_once(self, cast: Cast, case: Case, donor: Donor, lab: Member) -> None:
        actor = cast.caseworker.actor
        taken = samples.tested(actor, samples.sample(actor, donor), lab)
        assert Ring.FORENSIC in door.rings(lab.actor, taken)
        (before,) = selectors.worklist(lab.actor)
        assert (before.kind, JournalEntry.objects.latest("id").refs) == ("received", [taken.ref])
        family.withdraw_consent(actor=actor, case_ref=case.ref)
        (after,) = selectors.worklist(lab.actor)
        assert (after.kind, after.at, after.reported, after.destroy_by is None) == ("", None, False, False)
        held = selectors.sample_of(lab.actor, taken.ref)
        assert (held.is_read, held.is_agreed, held.may_report) == (False, False, False)
        assert held.stopped_at is not None
        assert SampleStepKind.DESTROYED in held.kinds
        assert SampleStepKind.USED_UP not in held.kinds
        assert Ring.FORENSIC not in door.rings(lab.actor, taken)
        with pytest.raises(NoConsent):
            samples.reported(lab, taken)
        with pytest.raises(DatabaseError, match="does not agree"), transaction.atomic():
            GeneticProfile.objects.create(
                sample=taken, test=SampleTest.objects.get(), quality="full", loci_typed=20, report_digest="0" * 64
            )
        with pytest.raises(Invalid) as error:
            samples.step(lab.actor, taken, "sent", to_org=cast.organisations.institute.ref)
        assert set(error.value.fields) == {"to_org"}
        with pytest.raises(Invalid) as error:
            samples.step(lab.actor, taken, "destroyed")
        assert set(error.value.fields) == {"proof"}
        samples.step(lab.actor, taken, "destroyed", proof=samples.DIGEST)
        assert [one.destroy_by for one in selectors.worklist(actor)] == [None]
        assert JournalEntry.objects.filter(action="donor.stopped", refs__contains=[donor.ref]).exists()

    def test_what_must_be_destroyed_is_listed_however_much_came_after(
        self, cast: Cast, case: Case, donor: Donor, lab: Member, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Until it is."""
        monkeypatch.setattr(selectors, "MOST", 1)
        actor = cast.caseworker.actor
        halted = samples.tested(actor, samples.sample(actor, donor), lab)
        family.withdraw_consent(actor=actor, case_ref=case.ref)
        other = samples.sample(actor, samples.enrolled(actor, families.a_case(cast)))
        assert [one.sample for one in selectors.worklist(actor)] == [halted]
        samples.step(lab.actor, halted, "destroyed", proof=samples.DIGEST)
        assert [one.sample for one in selectors.worklist(actor)] == [other]

    def test_each_relative_answers_for_themselves(self, cast: Cast, case: Case, donor: Donor) -> None:
        """The brother's yes neither replaces the mother's nor ends with it."""
        actor = cast.caseworker.actor
        source = Relative.objects.get(case=case).source
        brother = Relative.objects.create(case=case, source=source, is_primary_contact=False)
        his = samples.enrolled(actor, case, relative=brother, laboratories=(RecipientClass.FORENSIC_INSTITUTE,))
        samples.withdrawn(actor, case, donor)
        for row in (donor, his):
            row.refresh_from_db()
        assert (donor.tests_until, donor.stopped_at is None) == (None, False)
        assert his.tests_until is not None
        with pytest.raises(NothingStands):
            samples.withdrawn(actor, case, donor)
        again = samples.enrolled(actor, case)
        assert (again.pk, again.stopped_at) == (donor.pk, None)
        samples.sample(actor, again)

    def test_a_laboratory_that_was_not_agreed_to_gets_nothing(self, cast: Cast, case: Case, lab: Member) -> None:
        actor = cast.caseworker.actor
        only = samples.enrolled(actor, case, laboratories=(RecipientClass.FORENSIC_INSTITUTE,))
        taken = samples.sample(actor, only)
        with pytest.raises(NoConsent):
            samples.sent(actor, taken, lab)
        assert SampleStep.objects.filter(sample=taken).count() == 1
        assert not door.visible(lab.actor, Sample).exists()

    def test_a_feared_state_tests_nothing(self, cast: Cast) -> None:
        fled = {"nationalities": ("ERI",), "protection_flag": "confirmed", "protection_states": ("ERI",)}
        case = families.a_case(cast, **fled)
        theirs = samples.enrolled(cast.caseworker.actor, case)
        feared = samples.laboratory("State Laboratory", country="ERI", is_state_body=True)
        taken = samples.sample(cast.caseworker.actor, theirs)
        with pytest.raises(NoConsent):
            samples.sent(cast.caseworker.actor, taken, feared)

    def test_bad_answers_are_refused_at_their_field(self, cast: Cast, case: Case) -> None:
        for said, field in (
            ({"laboratories": ()}, "laboratories"), ({"laboratories": (RecipientClass.COURT,)}, "laboratories"),
            ({"kind": "?"}, "kind"), ({"biological": "?"}, "biological"), ({"side": "?"}, "side"),
        ):  # fmt: skip
            with pytest.raises(Invalid) as error:
                samples.enrolled(cast.caseworker.actor, case, **said)
            assert set(error.value.fields) == {field}
        assert not Donor.objects.exists()

    def test_erasing_the_relative_or_the_case_orders_the_destruction(
        self, cast: Cast, case: Case, donor: Donor
    ) -> None:
        samples.sample(cast.caseworker.actor, donor)
        erasure.erase(
            actor=cast.supervisor.actor, ref=case.ref, reason=ErasureReason.FAMILY_WISH, told=Telling.IN_PERSON
        )
        donor.refresh_from_db()
        assert (donor.tests_until, donor.stopped_at is None) == (None, False)
        assert not DonorLink.objects.exists()


class TestSamples:
    def test_a_sample_of_remains_is_read_back_and_leads_back_to_them(self, cast: Cast) -> None:
        remains = some_remains(cast)
        taken = samples.sample(cast.analyst.actor, remains, quantity="3 g", collected_where="Cold room 2")
        held = selectors.sample_of(cast.analyst.actor, taken.ref)
        assert (held.source, held.file.material, held.file.quantity) == (remains, "femur_mid", "3 g")
        assert held.origin.collected_where == "Cold room 2"
        assert [one.sample for one in selectors.samples_from(cast.analyst.actor, remains)] == [taken]
        for other in (cast.focal_b, cast.second_caseworker, cast.caseworker):
            with pytest.raises(NotFound):
                selectors.sample_of(other.actor, taken.ref)

    def test_bad_input_is_refused_at_its_field(self, cast: Cast, donor: Donor) -> None:
        actor, today = cast.caseworker.actor, timezone.localdate()
        assert refused(actor, donor, material="femur_mid") == {"material"}
        assert refused(actor, donor, preservation="?") == {"preservation"}
        assert refused(actor, donor, residue="keep_until") == {"keep_until"}
        assert refused(actor, donor, residue="keep_until", keep_until=today) == {"keep_until"}
        assert refused(actor, donor, collected_on=today + timedelta(days=1)) == {"collected_on"}
        assert refused(actor, donor, collected_by=" ") == {"collected_by"}
        assert refused(actor, donor, quantity="a\u202eb") == {"quantity"}
        assert not Sample.objects.exists()

    def test_the_database_has_no_sample_without_an_origin(self, cast: Cast) -> None:
        row = Sample(ref="MLS-00000-00000-0", owner=cast.organisations.institute)
        with pytest.raises(DatabaseError, match="of remains or of a donor"):
            at_once("SELECT 1", row)


class TestWay:
    def test_what_may_follow_is_the_same_in_the_database(self) -> None:
        with connection.cursor() as cursor:
            for before, after in FOLLOWS.items():
                for kind in SampleStepKind:
                    cursor.execute("SELECT sample_may_follow(%s, %s)", [before, kind.value])
                    assert cursor.fetchone() == (kind in after,), (before, kind)

    def test_who_hands_over_does_not_receive_and_nothing_is_changed(self, cast: Cast, lab: Member) -> None:
        taken = samples.sample(cast.analyst.actor, some_remains(cast))
        samples.sent(cast.analyst.actor, taken, lab)
        with pytest.raises(Forbidden):
            samples.step(cast.analyst.actor, taken, "received")
        samples.step(lab.actor, taken, "received")
        with pytest.raises(Forbidden):
            samples.step(cast.analyst.actor, taken, "destroyed", proof=samples.DIGEST)
        held = selectors.sample_of(lab.actor, taken.ref)
        assert ([line.step.kind for line in held.lines], held.is_whole) == (["collected", "sent", "received"], True)
        for sql in ("UPDATE remains_samplestep SET kind = 'lost'", "DELETE FROM remains_samplestep"):
            with pytest.raises(DatabaseError, match=r"append-only|its way begins"):
                at_once(sql)
        exchanged = SampleStep.objects.get(sample=taken, number=2)
        exchanged.note = "another word"
        exchanged.save(update_fields=["note"])
        assert not selectors.sample_of(lab.actor, taken.ref).is_whole


class TestLaboratory:
    def test_it_knows_the_code_and_never_whose_it_is(self, cast: Cast, donor: Donor, lab: Member) -> None:
        taken = samples.tested(cast.caseworker.actor, samples.sample(cast.caseworker.actor, donor), lab)
        held = selectors.sample_of(lab.actor, taken.ref)
        assert (held.source, held.origin, held.file.material, held.may_report) == (None, None, "buccal", True)
        with pytest.raises(NotFound):
            door.fetch(lab.actor, Donor, ref=donor.ref)
        assert not door.visible(lab.actor, Case).exists()
        other = samples.laboratory("Another Laboratory")
        assert not door.visible(other.actor, Sample).exists()

    def test_its_report_is_sealed_and_filed_once(self, cast: Cast, donor: Donor, lab: Member) -> None:
        taken = samples.sample(cast.caseworker.actor, donor)
        samples.sent(cast.caseworker.actor, taken, lab)
        with pytest.raises(Forbidden):
            samples.reported(lab, taken)  # it has not arrived
        samples.step(lab.actor, taken, "received")
        for said, field in (
            ({"quality": "?"}, "quality"), ({"loci_typed": 0}, "loci_typed"), ({"loci_typed": 101}, "loci_typed"),
            ({"quality": "failed"}, "loci_typed"), ({"digest": ""}, "digest"), ({"report_ref": "a\x00"}, "report_ref"),
        ):  # fmt: skip
            with pytest.raises(Invalid) as error:
                samples.reported(lab, taken, **said)
            assert set(error.value.fields) == {field}
        samples.reported(lab, taken, report_ref="L-7")
        with pytest.raises(Forbidden):
            samples.reported(lab, taken)
        (test,) = selectors.sample_of(cast.caseworker.actor, taken.ref).tests
        assert (test.profile.quality, test.profile.report_digest, test.profile.report_ref) == (
            "full", samples.DIGEST, "L-7",
        )  # fmt: skip


def test_the_pages_lead_from_the_family_to_the_report(
    cast: Cast, case: Case, lab: Member, client_for: ClientFor, static_files: None
) -> None:
    worker, bench = client_for(cast.caseworker.account), client_for(lab.account)
    page = worker.get(f"/cases/{case.ref}/donors/")
    mother = Relative.objects.get(case=case)
    asked = {
        "relative": token_of(mother.pk), "kind": "relative", "biological": "yes",
        "laboratories": ["genetic_lab"], "how": "written", "language": "en",
    }  # fmt: skip
    assert worker.post(f"/cases/{case.ref}/donors/", asked).status_code == 422  # risks and rights were not explained
    explained = {"risks_explained": "on", "rights_explained": "on"}
    answer = worker.post(f"/cases/{case.ref}/donors/", asked | explained)
    assert (page.status_code, answer.status_code) == (200, 302)
    today = timezone.localdate().isoformat()
    what = {
        "material": "buccal", "collected_on": today, "collected_by": "Nurse Adjei", "preservation": "fta_card",
        "residue": "destroy_after_id",
    }  # fmt: skip
    assert worker.post(answer["Location"], what | {"residue": "keep_until"}).status_code == 422
    address = worker.post(answer["Location"], what)["Location"]
    now = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    handed = {"ask": "1", "test": "autosomal_str", "to_org": lab.organisation.ref, "at": now}
    assert worker.post(address, handed | {"to_org": "?"}).status_code == 422
    assert worker.post(address, handed | {"test": "y_str"}).status_code == 302
    assert bench.post(address, {"write": "received", "at": now}).status_code == 302
    said = {"tell": "1", "quality": "partial", "loci_typed": "17"}
    assert bench.post(address, said | {"report": SimpleUploadedFile("r.pdf", b"")}).status_code == 422
    assert bench.post(address, said | {"report": SimpleUploadedFile("r.pdf", b"%PDF-1.4 signed")}).status_code == 302
    assert b"Partial profile" in worker.get(address).content
    shown = bench.get(address).content + bench.get("/samples/").content
    assert b"Adjei" not in shown
    assert case.ref.encode() not in shown
    worker.post(f"/cases/{case.ref}/donors/", {"withdraw": Donor.objects.get().ref})
    assert b"Stop: the donor took their consent back" in bench.get(address).content
    proof = {"write": "destroyed", "at": now, "certificate": SimpleUploadedFile("c.pdf", b"burnt")}
    assert bench.post(f"{address}?step=destroyed", proof).status_code == 302


def test_systems_read_samples_by_code_and_no_more(cast: Cast, case: Case, donor: Donor, lab: Member) -> None:
    taken = samples.tested(cast.caseworker.actor, samples.sample(cast.caseworker.actor, donor), lab)
    samples.reported(lab, taken)
    bench, own, other = (
        Client(headers=partner(of).headers)
        for of in (lab.organisation, cast.organisations.ngo, cast.organisations.institute)
    )
    for client in (bench, own):
        (listed,) = client.get("/api/v1/samples/").json()
        said = client.get(f"/api/v1/samples/{taken.ref}/").json()
        assert (listed["ref"], listed["reported"], said["tests"][0]["report_digest"]) == (
            taken.ref, True, samples.DIGEST,
        )  # fmt: skip
        assert case.ref not in str(said)
        assert donor.ref not in str(said)
    assert other.get("/api/v1/samples/").json() == []
    assert other.get(f"/api/v1/samples/{taken.ref}/").status_code == 404
    samples.withdrawn(cast.caseworker.actor, case, donor)
    said = bench.get(f"/api/v1/samples/{taken.ref}/").json()
    assert (said["is_read"], said["tests"], bool(said["destroy_by"])) == (False, [], True)


@pytest.mark.usefixtures("static_files")
def test_a_laboratorys_system_reports_a_digest_and_writes_nothing_else(cast: Cast, lab: Member) -> None:
    taken = samples.sample(cast.caseworker.actor, samples.donor(cast))
    samples.sent(cast.caseworker.actor, taken, lab)
    bench, owner, stranger, reading, shallow = (
        Client(headers=held.headers)
        for held in (
            partner(lab.organisation), partner(cast.organisations.ngo), partner(cast.organisations.institute),
            partner(lab.organisation, scopes=["read:3:dna_identification"]),
            partner(lab.organisation, scopes=["write:2:dna_identification"]),
        )
    )  # fmt: skip
    address, said = f"/api/v1/samples/{taken.ref}/report/", {"quality": "full", "loci_typed": 20, "digest": "a" * 64}

    def sent(client: Client, **more: Any) -> Any:
        return client.post(address, said | more, content_type="application/json", headers={"Idempotency-Key": "one"})

    assert sent(bench).status_code == 403, "people confirm that it arrived"
    samples.step(lab.actor, taken, "received")
    assert (sent(owner).status_code, sent(stranger).status_code) == (403, 404)
    assert sent(reading).status_code == 403
    assert sent(shallow).status_code == 403
    wrong = bench.post(address, said | {"digest": "A" * 64, "loci_typed": 999}, content_type="application/json")
    assert (wrong.status_code, set(wrong.json()["fields"])) == (422, {"digest", "loci_typed"})
    alleles = bench.post(address, said | {"alleles": {"TH01": [7, 8]}}, content_type="application/json")
    assert alleles.status_code == 422
    assert not GeneticProfile.objects.exists()
    for _time in range(2):
        answer = sent(bench)
        assert (answer.status_code, answer.json()["tests"][0]["report_digest"]) == (201, "a" * 64), answer.content
    assert GeneticProfile.objects.count() == 1
    again = bench.post(address, said, content_type="application/json")
    assert again.status_code == 403, "reported already"
    for way in ("", "destroy/", "consent/"):
        assert bench.post(f"/api/v1/samples/{taken.ref}/{way}", said).status_code in (404, 405)
    seen = {"kind": "audited", "at": timezone.now().isoformat()}
    answer = bench.post(f"/api/v1/samples/{taken.ref}/steps/", seen, content_type="application/json")
    assert answer.status_code == 403, "the laboratory's people write its way"
    before = list(SampleStep.objects.filter(sample=taken).values_list("kind", flat=True))
    system = partner(lab.organisation).actor
    with pytest.raises(Forbidden):
        samples.step(system, taken, "destroyed", proof="b" * 64)
    assert list(SampleStep.objects.filter(sample=taken).values_list("kind", flat=True)) == before


def test_a_system_writes_down_samples_of_its_remains_and_no_hand_over(cast: Cast, donor: Donor) -> None:
    remains = some_remains(cast)
    institute, shallow = (
        Client(headers=partner(cast.organisations.institute, scopes=scopes).headers)
        for scopes in (None, ["read:3:forensic_comparison", "write:2:forensic_comparison"])
    )
    purpose = {"X-Purpose": "forensic_comparison"}
    address = f"/api/v1/remains/{remains.ref}/samples/"
    said = {"material": "femur_mid", "collected_on": str(timezone.localdate()), "collected_by": "A practitioner"}

    def sent(client: Client, to: str, body: Any, **headers: str) -> Any:
        return client.post(to, body, content_type="application/json", headers=purpose | headers)

    assert sent(shallow, address, said).status_code == 403, "the ring that is written is deeper than the token"
    assert not Sample.objects.exists()
    (made,) = {sent(institute, address, said, **{"Idempotency-Key": "one"}).json()["ref"] for _time in range(2)}
    (listed,) = institute.get(address, headers=purpose).json()
    assert (listed["ref"], listed["state"]) == (made, "collected")
    assert sent(institute, address, said | {"material": "toothbrush"}).json()["fields"].keys() == {"material"}
    assert sent(institute, f"/api/v1/remains/{donor.ref}/samples/", said).status_code == 404
    shelf = sent(institute, "/api/v1/storage/", {"facility": "North", "room": "2"}).json()["results"][0]["ref"]
    reader = Client(headers=partner(cast.organisations.institute, scopes=["read:1:forensic_comparison"]).headers)
    for client, count in ((reader, None), (institute, 0)):
        (place,) = client.get("/api/v1/storage/", headers=purpose).json()["results"]
        assert (place["ref"], place["count"]) == (shelf, count), "what is where stands in the forensic file"
    steps, now = f"/api/v1/samples/{made}/steps/", timezone.now().isoformat()
    stored = sent(institute, steps, {"kind": "stored", "at": now, "place": shelf})
    assert (stored.status_code, stored.json()["steps"][-1]["kind"]) == (201, "stored")
    assert set(stored.json()["next"]) == {"stored", "audited", "lost"}
    for kind in ("sent", "received", "destroyed", "returned"):
        assert sent(institute, steps, {"kind": kind, "at": now}).json()["fields"].keys() == {"kind"}
    assert institute.delete(f"/api/v1/storage/{shelf}/").status_code == 409
