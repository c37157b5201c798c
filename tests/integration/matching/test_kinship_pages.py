"""The pedigree of a family by codes, and whose sample would say most: for its caseworkers, and for a laboratory."""

from __future__ import annotations

import re

import pytest

from cases.models import Case
from families.models import Relative, RelativeName, RelativeTie
from matching.engine.kinship.kin import Kin
from matching.kinship.outlooks import outlook
from matching.models import FamilyOutlook
from matching.services import kinship
from tests.cast import Cast
from tests.factories import families, profiles, samples
from tests.factories.accessctl import Member
from tests.factories.profiles import MOTHER, typed
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.django_db


@pytest.fixture
def lab() -> Member:
    return profiles.keeping_laboratory()


@pytest.fixture
def case(cast: Cast) -> Case:
    """The mother agreed; a brother and a friend are recorded."""
    case = families.a_case(cast)
    first = Relative.objects.get(case=case)
    for name, relationship in (("Brother Zz", "sib_f"), ("Friend Zz", "fri"), ("Cousin Zz", "cou")):
        one = Relative.objects.create(case=case, source=first.source, is_primary_contact=False)
        RelativeTie.objects.create(case=case, relative=one, relationship=relationship)
        RelativeName.objects.create(case=case, relative=one, full_original=name)
    return case


def figures(page: str) -> list[tuple[str, float]]:
    """Who stands in the table, with the expected figure."""
    rows = re.findall(r'<th scope="row">(.*?)</th><td[^>]*><bdi dir="ltr">([+−][\d.]+)</bdi>', page)
    return [(re.sub("<[^>]+>", "", who), float(figure.replace("−", "-"))) for who, figure in rows]


def test_caseworkers_read_who_would_say_most(
    cast: Cast,
    case: Case,
    lab: Member,
    client_for: ClientFor,
    static_files: None,
) -> None:
    donor = samples.enrolled(cast.caseworker.actor, case)
    worker, address = client_for(cast.caseworker.account), f"/cases/{case.ref}/kinship/"
    page = worker.get(address).content.decode()
    assert "being worked out" in page
    assert kinship.work() == 1
    page = worker.get(address).content.decode()
    assert [who for who, _figure in figures(page)] == ["Brother Zz (Full brother or sister)", "Cousin Zz (Cousin)"]
    brother, cousin = (figure for _who, figure in figures(page))
    assert brother > cousin + 2
    assert "Friend Zz" not in page
    picture = page[page.index("<svg xmlns") : page.index("</svg>", page.index("<svg xmlns"))]
    assert ">?</text>" in picture
    assert donor.ref in picture
    assert "Zz" not in picture
    assert address.encode() in worker.get(f"/cases/{case.ref}/donors/").content
    for other in (cast.analyst, cast.focal_a, cast.second_caseworker, lab):
        assert client_for(other.account).get(address).status_code in (403, 404)


def test_a_laboratory_knows_the_family_by_the_codes_of_samples(
    cast: Cast,
    case: Case,
    lab: Member,
    client_for: ClientFor,
    static_files: None,
) -> None:
    donor = samples.enrolled(cast.caseworker.actor, case)
    sample = typed(cast.caseworker.actor, lab, donor, MOTHER)
    bench, address = client_for(lab.account), f"/samples/{sample.ref}/family/"
    bench.get(address)
    kinship.work()
    page = bench.get(address).content.decode()
    assert f">{sample.ref}</text>" in page
    assert figures(page)[0][0] == "Full brother or sister"
    assert not [word for word in (case.ref, donor.ref, "Zz") if word in page]
    assert address.encode() in bench.get(f"/samples/{sample.ref}/").content
    for other in (cast.caseworker, cast.analyst, samples.laboratory("Another Laboratory")):
        assert client_for(other.account).get(address).status_code in (403, 404)
    samples.withdrawn(cast.caseworker.actor, case, donor)
    assert bench.get(address).status_code == 403


def test_families_of_one_shape_share_the_figures() -> None:
    assert outlook([], [(Kin.MOTHER, "")]) is None
    profiles.load_panels()
    for _family in range(2):
        asked = outlook([], [(Kin.MOTHER, ""), (Kin.AUNT, ""), (Kin.CHILD, "")])
        assert asked is not None
        assert not asked.is_ready
    assert FamilyOutlook.objects.count() == 1
    kinship.work()
    found = outlook([], [(Kin.CHILD, ""), (Kin.AUNT, ""), (Kin.MOTHER, "")])
    assert found is not None
    assert found.as_it_is == pytest.approx(0, abs=1e-9)
    mother, aunt = found.of(Kin.MOTHER), found.of(Kin.AUNT)
    assert mother is not None
    assert aunt is not None
    assert mother > 5 > aunt > 0.5
    assert kinship.work() == 0
