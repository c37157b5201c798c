"""Alleles: kept where two people of a laboratory said so, read by that laboratory alone, gone with the consent."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from accessctl import door
from accessctl.approvals import services as approvals
from accessctl.codes import Role
from accessctl.rings import Ring
from cases.models import Case, Donor
from matching import genetics
from matching.engine.kinship.panels import Panel
from matching.extract import matcher
from matching.services import genetics as services
from matching.services import panels
from matching.services.panels import Edition
from registry.lib.errors import Forbidden, NotFound
from remains.models import Alleles, Sample
from remains.services import NoConsent
from remains.services.genetics import ModeClosed, forget_stopped
from tests.cast import Cast
from tests.factories import families, samples
from tests.factories.accessctl import Member, member
from tests.factories.remains import some_remains
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.django_db


@pytest.fixture
def lab() -> Member:
    return samples.laboratory()


@pytest.fixture
def case(cast: Cast) -> Case:
    return families.a_case(cast)


@pytest.fixture
def gift(cast: Cast, case: Case, lab: Member) -> Sample:
    """Of a donor, at the laboratory, reported."""
    actor = cast.caseworker.actor
    taken = samples.tested(actor, samples.sample(actor, samples.enrolled(actor, case)), lab)
    samples.reported(lab, taken)
    return taken


def opened(lab: Member) -> None:
    """Two people of the laboratory keep alleles here."""
    asked = services.ask_to_open(actor=lab.actor)
    approvals.approve(member(lab.organisation, Role.GENETIC_LAB).actor, asked.ref)


def table(one: Sample, *rows: str) -> str:
    lines = [row if row.count(",") == 3 else f"{one.ref},{row}" for row in rows]
    return "\n".join(["sample,marker,allele1,allele2", *lines])


def test_sealed_by_default_and_opened_by_two(lab: Member, gift: Sample) -> None:
    loci = {gift.ref: {"TH01": ("6", "9.3")}}
    with pytest.raises(ModeClosed):
        services.keep(actor=lab.actor, kit="Kit", loci=loci)
    asked = services.ask_to_open(actor=lab.actor)
    with pytest.raises(Forbidden):
        approvals.approve(lab.actor, asked.ref)
    with pytest.raises(ModeClosed):
        services.keep(actor=lab.actor, kit="Kit", loci=loci)
    approvals.approve(member(lab.organisation, Role.GENETIC_LAB).actor, asked.ref)
    assert services.keep(actor=lab.actor, kit="Kit", loci=loci) == 1
    held = services.alleles_of(lab.actor, gift.ref)
    assert (held.kit, held.loci) == ("Kit", {"TH01": ["6", "9.3"]})
    with pytest.raises(Forbidden):
        services.ask_to_open(actor=lab.actor)


def test_nobody_else_reads_them_and_the_application_not_by_accident(cast: Cast, lab: Member, gift: Sample) -> None:
    opened(lab)
    services.keep(actor=lab.actor, kit="Kit", loci={gift.ref: {"TH01": ("6", "9.3")}})
    other = samples.laboratory("Another Laboratory")
    for who in (cast.caseworker, cast.supervisor, cast.analyst, cast.officer, other):
        assert Ring.GENETIC not in door.rings(who.actor, gift)
        with pytest.raises((Forbidden, NotFound)):
            services.alleles_of(who.actor, gift.ref)
    for sql in (
        "SELECT kit FROM remains_alleles",
        "SELECT * FROM remains_alleles",
        "UPDATE remains_alleles SET kit=''",
    ):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(sql)
    assert Alleles.objects.count() == 1
    assert current_role() == "registry_app"


def current_role() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return str(cursor.fetchone()[0])


def test_a_second_laboratory_neither_reads_nor_replaces_what_the_first_keeps(
    cast: Cast, lab: Member, gift: Sample
) -> None:
    opened(lab)
    services.keep(actor=lab.actor, kit="First", loci={gift.ref: {"TH01": ("6", "9.3")}})
    other = samples.laboratory("Another Laboratory")
    opened(other)
    samples.step(lab.actor, gift, "sent", to_org=cast.organisations.ngo.ref)
    samples.step(cast.caseworker.actor, gift, "received")
    samples.tested(cast.caseworker.actor, gift, other)
    assert services.alleles_of(other.actor, gift.ref).loci == {}
    samples.reported(other, gift)
    services.keep(actor=other.actor, kit="Second", loci={gift.ref: {"TH01": ("7", "8")}})
    assert [services.alleles_of(who.actor, gift.ref).kit for who in (lab, other)] == ["First", "Second"]


def test_taken_back_they_are_gone_with_their_key(cast: Cast, case: Case, lab: Member, gift: Sample) -> None:
    opened(lab)
    loci = {gift.ref: {"TH01": ("6", "9.3")}}
    services.keep(actor=lab.actor, kit="Kit", loci=loci)
    assert forget_stopped() == 0
    samples.withdrawn(cast.caseworker.actor, case, Donor.objects.get())
    with pytest.raises(Forbidden):
        services.alleles_of(lab.actor, gift.ref)
    with pytest.raises(NoConsent):
        services.keep(actor=lab.actor, kit="Kit", loci=loci)
    (fault,) = genetics.read(lab.actor, table(gift, "TH01,6,9.3")).faults
    assert (fault.row, fault.column) == (2, "sample")
    assert (forget_stopped(), Alleles.objects.count(), forget_stopped()) == (1, 0, 0)


@pytest.mark.parametrize("with_panel", [False, True])
def test_what_is_wrong_is_said_at_its_cell_and_nothing_is_kept(
    cast: Cast, lab: Member, gift: Sample, *, with_panel: bool
) -> None:
    if with_panel:
        frequencies = {"th01": {"6": 0.5, "9.3": 0.5}, "fga": {"20": 1.0}}
        edition = Edition("Invented", "the test", "1", "0" * 64)
        panels.load(actor=matcher(), edition=edition, panels={"": Panel("Invented", frequencies)})
    bare = samples.sample(cast.analyst.actor, some_remains(cast))
    wrong = {
        "TH01,6,99": (2, "allele2"), "TH01,x1,6": (2, "allele1"), "NOPE,6,7": (2, "marker"),
        f"{bare.ref},TH01,6,7": (2, "sample"), "MLS-00000-00000-0,TH01,6,7": (2, "sample"),
    }  # fmt: skip
    if with_panel:
        wrong["TPOX,8,8"] = (2, "marker")
    for row, cell in wrong.items():
        read = genetics.read(lab.actor, table(gift, row))
        assert cell in {(fault.row, fault.column) for fault in read.faults}, row
        assert not read.loci
    twice = genetics.read(lab.actor, table(gift, "TH01,6,7", "th01,6,7"))
    assert [(fault.row, fault.column) for fault in twice.faults] == [(3, "marker")]
    three = genetics.read(lab.actor, f"sample,marker,allele1,allele2,allele3\n{gift.ref},TH01,6,7,8")
    assert [fault.row for fault in three.faults] == [1]
    right = genetics.read(lab.actor, table(gift, "TH01,6,9.3", "FGA,20,"))
    assert right.faults == ()
    assert right.loci == {gift.ref: {"TH01": ("6", "9.3"), "FGA": ("20", "20")}}
    assert not Alleles.objects.exists()


def test_the_pages_check_before_they_save(
    cast: Cast, lab: Member, gift: Sample, client_for: ClientFor, static_files: None
) -> None:
    bench = client_for(lab.account)
    assert b"Ask a second person" in bench.get("/laboratory/").content
    assert client_for(cast.caseworker.account).get("/laboratory/").status_code == 403
    opened(lab)
    sent = {"kit": "Kit", "table": table(gift, "TH01,6,9.3"), "check": "1"}
    assert bench.post("/laboratory/", sent | {"table": table(gift, "TH01,6,99")}).status_code == 422
    assert b"1 marker" in bench.post("/laboratory/", sent).content
    assert not Alleles.objects.exists()
    assert bench.post("/laboratory/", {"kit": "Kit", "table": sent["table"], "save": "1"}).status_code == 302
    address = f"/samples/{gift.ref}/alleles/"
    assert b"6, 9.3" in bench.get(address).content
    for typed in ("6, 7, 8", "99, 6", "x-y"):
        answer = bench.post(address, {"kit": "Kit", "locus-TH01": typed})
        assert answer.status_code == 422
        assert b"locus-TH01" in answer.content
    assert bench.post(address, {"kit": "Kit", "locus-TH01": "7/8"}).status_code == 302
    assert services.alleles_of(lab.actor, gift.ref).loci == {"TH01": ["7", "8"]}
