"""What relatives' profiles say of remains: its own line, for whose rings allow it, gone with a consent."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.utils import timezone

from accessctl import door, own_role
from accessctl.actor import Actor
from accessctl.clear import reveal
from accessctl.erasure import burial
from accessctl.keystore.models import RecordKey
from accessctl.models import Effect, JournalEntry
from accessctl.rings import Ring
from cases.models import Case, Donor
from families.models import Relative, RelativeTie
from matching import side_by_side
from matching.engine.kinship.families import Family, Typed, lowest, weigh_remains
from matching.engine.kinship.genotypes import genotype
from matching.engine.kinship.likelihood import Genetics
from matching.engine.kinship.pedigree import Pedigree
from matching.extract import matcher
from matching.kinship import family, weighing
from matching.models import CandidatePair, KinshipLine
from matching.services import kinship, panels
from matching.services.panels import Edition
from registry.lib.errors import Forbidden
from remains.models import Alleles, Remains, Sample
from tests.cast import Cast
from tests.factories import families, profiles, samples
from tests.factories.accessctl import Member
from tests.factories.profiles import CHILD, MARKERS, MOTHER, PANELS, some_profile, typed
from tests.factories.remains import some_remains
from tests.pages import lasting
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.django_db


@pytest.fixture
def lab() -> Member:
    return profiles.keeping_laboratory()


@pytest.fixture
def case(cast: Cast) -> Case:
    return families.a_case(cast, consents=families.consents(max_layer=3))


@pytest.fixture
def remains(cast: Cast) -> Remains:
    return some_remains(cast)


@pytest.fixture
def pair(case: Case, remains: Remains) -> CandidatePair:
    return CandidatePair.objects.create(
        kind="am-pm", case=case, remains=remains, score=1.0, coverage=0.5, band="slight", evidence_at=timezone.now()
    )


@pytest.fixture
def weighed(cast: Cast, case: Case, remains: Remains, pair: CandidatePair, lab: Member) -> CandidatePair:
    """The remains are of a child of the donor."""
    typed(cast.caseworker.actor, lab, samples.enrolled(cast.caseworker.actor, case), MOTHER)
    typed(cast.analyst.actor, lab, remains, CHILD)
    assert kinship.weigh_case(case.ref) == 1
    return pair


def test_the_least_over_the_panels_with_what_it_rests_on(cast: Cast, weighed: CandidatePair) -> None:
    line = side_by_side.open_pair(cast.analyst.actor, weighed.ref).kinship
    assert line is not None
    assert line.found is not None
    keyed = ({marker.casefold(): genotype(*pair) for marker, pair in one.items()} for one in (MOTHER, CHILD))
    mother, child = keyed
    kin = Family(Pedigree.of(("?", "", "m"), ("m", "", "")), {"m": Typed(mother)})
    expected = lowest(
        {
            panel.name: weigh_remains(
                kin, "?", Typed(child, 0.02), Genetics(panel.with_floor(0.001), 0.01, weighing.MUTATION)
            )
            for panel in PANELS.values()
        }
    )
    assert line.found["log10"] == pytest.approx(expected.weight.log10_lr, rel=1e-9)
    assert line.found["log10"] > 3
    told = {name: line.found[name] for name in ("loci", "exclusions", "relatives", "readings", "panel")}
    assert told == {"loci": 20, "exclusions": 0, "relatives": 1, "readings": 1, "panel": expected.panel}
    view = side_by_side.open_pair(cast.analyst.actor, weighed.ref)
    assert view.pair.score == 1.0  # beside the sum, never in it


def test_a_figure_words_or_nothing_by_ring(
    cast: Cast, weighed: CandidatePair, client_for: ClientFor, static_files: None
) -> None:
    pages = {
        name: client_for(who.account).get(f"/pairs/{weighed.ref}/").content
        for name, who in (("both", cast.analyst), ("one", cast.caseworker), ("none", cast.focal_b))
    }
    assert b"Loci used" in pages["both"]
    assert b"Kinship by DNA" in pages["one"]
    assert b"Loci used" not in pages["one"]
    assert b"Kinship" not in pages["none"]
    KinshipLine.objects.all().delete()
    without = client_for(cast.focal_b.account).get(f"/pairs/{weighed.ref}/").content
    assert lasting(without) == lasting(pages["none"])
    with pytest.raises(Forbidden):
        door.open(cast.caseworker.actor, weighed.remains, Ring.FORENSIC, tables=[KinshipLine])


def test_taken_back_nobody_reads_it_and_the_job_deletes_it(cast: Cast, case: Case, weighed: CandidatePair) -> None:
    samples.withdrawn(cast.caseworker.actor, case, Donor.objects.get())
    assert side_by_side.open_pair(cast.analyst.actor, weighed.ref).kinship is None
    assert KinshipLine.objects.count() == 1
    assert kinship.weigh_case(case.ref) == 0
    assert not KinshipLine.objects.exists()
    told = JournalEntry.objects.filter(action__startswith="kinship.").order_by("pk")
    assert [(entry.action, entry.ring) for entry in told] == [("kinship.weighed", "3f"), ("kinship.removed", "3f")]


def test_worked_out_anew_only_when_something_changed(
    cast: Cast, case: Case, remains: Remains, lab: Member, weighed: CandidatePair
) -> None:
    first = KinshipLine.objects.get()
    kinship.weigh_case(case.ref)
    assert KinshipLine.objects.get().pk == first.pk
    panels.load(
        actor=matcher(), edition=Edition("Another panel", "the test", "1", "1" * 64), panels={"": PANELS["north"]}
    )
    kinship.weigh_case(case.ref)
    second = KinshipLine.objects.get()
    assert second.pk != first.pk
    tie = RelativeTie.objects.get(case=case)
    tie.relationship = "spo"  # no kin by blood after all
    tie.save()
    kinship.weigh_case(case.ref)
    assert not KinshipLine.objects.exists()


def test_remains_of_a_stranger_and_a_family_that_does_not_fit(
    cast: Cast, case: Case, remains: Remains, pair: CandidatePair, lab: Member
) -> None:
    actor = cast.caseworker.actor
    typed(actor, lab, samples.enrolled(actor, case), MOTHER)
    typed(cast.analyst.actor, lab, remains, some_profile(77), quality="partial", loci_typed=12)
    kinship.weigh_case(case.ref)
    line = side_by_side.open_pair(cast.analyst.actor, pair.ref).kinship
    assert line is not None
    assert line.found is not None
    assert line.found["log10"] < -2
    assert line.found["exclusions"] >= 2
    assert line.found["dropout"] == 0.2
    assert "different" in str(line.words)


def test_the_job_reads_alleles_and_nobody_besides(cast: Cast, weighed: CandidatePair) -> None:
    sample = Sample.objects.latest("created_at")
    for actor in (matcher(), Actor.system_job("matching.remains"), Actor.system_job("families.consent")):
        with pytest.raises(Forbidden):
            door.open(actor, sample, Ring.GENETIC, tables=[Alleles])
    read = JournalEntry.objects.filter(action="ring.read", ring="4g")
    assert {entry.actor for entry in read} == {"system:matching.kinship"}
    with own_role.of([Alleles]):
        kept = [row.pk for row in Alleles.objects.all()]
    assert len(kept) == 2
    said = json.dumps(dict(side_by_side.open_pair(cast.analyst.actor, weighed.ref).kinship.found or {}))  # type: ignore[union-attr]
    donor = Donor.objects.get()
    assert not any(word in said for word in (*(marker.casefold() for marker in MARKERS), donor.ref, sample.ref))
    with pytest.raises(Forbidden):
        door.open(family.job(), weighed.remains, Ring.FORENSIC, tables=[KinshipLine])


@pytest.mark.journal
@pytest.mark.django_db(transaction=True)
def test_what_changes_is_found_in_the_journal(
    cast: Cast, case: Case, remains: Remains, pair: CandidatePair, lab: Member
) -> None:
    actor = cast.caseworker.actor
    typed(actor, lab, samples.enrolled(actor, case), MOTHER)
    kinship.catch_up()
    assert not KinshipLine.objects.exists()
    typed(cast.analyst.actor, lab, remains, CHILD)
    kinship.catch_up()
    assert KinshipLine.objects.count() == 1
    assert kinship.catch_up() == 0
    samples.withdrawn(actor, case, Donor.objects.get())
    kinship.catch_up()
    assert not KinshipLine.objects.exists()
    assert not Effect.objects.filter(kind=kinship.KINSHIP).exclude(state=Effect.State.DONE).exists()
    assert Relative.objects.filter(case=case).exists()


@pytest.mark.journal
@pytest.mark.django_db(transaction=True)
def test_a_line_that_goes_with_a_consent_opens_in_no_old_copy(
    cast: Cast, case: Case, remains: Remains, pair: CandidatePair, lab: Member, settings: Any
) -> None:
    """Worked out anew from the same samples the ring keeps its key; what else is in it stays readable under the new."""
    settings.KEY_CACHE_SECONDS = 0.01
    typed(cast.caseworker.actor, lab, samples.enrolled(cast.caseworker.actor, case), MOTHER)
    typed(cast.analyst.actor, lab, remains, CHILD)
    kinship.weigh_case(case.ref)
    other = CandidatePair.objects.create(
        kind="am-pm", case=families.a_case(cast), remains=remains, score=1.0, coverage=0.5, band="slight",
        evidence_at=timezone.now(),
    )  # fmt: skip
    KinshipLine.objects.create(remains=remains, pair=other, samples=[], inputs="0" * 64, found={"log10": 1.25})
    keys = RecordKey.objects.filter(record=remains.pk, ring=Ring.FORENSIC).values_list("pk", flat=True)
    before = set(keys.all())
    KinshipLine.objects.filter(pair=pair).update(inputs="0" * 64)
    kinship.weigh_case(case.ref)
    burial.settle()
    assert set(keys.all()) == before
    samples.withdrawn(cast.caseworker.actor, case, Donor.objects.get())
    kinship.weigh_case(case.ref)
    assert [line.pair_id for line in KinshipLine.objects.all()] == [other.pk]
    burial.settle()
    assert len(keys.all()) == 1
    assert not before & set(keys.all())
    (kept,) = reveal(list(KinshipLine.objects.all()), "found")
    assert kept.found == {"log10": 1.25}
