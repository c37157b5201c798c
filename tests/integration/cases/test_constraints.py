"""What PostgreSQL itself refuses of a case, remains, an incident, whichever code wrote it."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accessctl import topology, vault
from accessctl.clear import reveal
from accessctl.models import Organisation, Record
from cases.codes import CaseWorkflow, DocumentType, Fate, Motif, Visibility
from cases.models import (
    Case,
    CaseDocument,
    CaseIntimateMark,
    CaseMark,
    CaseName,
    CaseProtectedDocument,
    CaseSearchFile,
    CaseSource,
    Incident,
    IncidentSearchFile,
)
from cases.vocabulary.place import Place, grid_cell
from registry.lib.dates import PartialDate, parse_parts
from registry.lib.ids import new_ref, uuid7
from remains.models import ForensicFile, PostMortemProfile, Remains, RemainsSource
from tests.factories.accessctl import organisation

pytestmark = pytest.mark.django_db


def root(model: type[Record], owner: Organisation, **columns: Any) -> Any:
    """A root with its keys, inserted as it stands."""
    row = model(owner=owner, ref=new_ref(model.REF_PREFIX), **columns)
    vault.enrol(row.pk, owner.pk, topology.rings_of(model))
    row.save(force_insert=True)
    return row


@pytest.fixture
def case() -> Case:
    made: Case = root(Case, organisation())
    return made


@pytest.fixture
def source(case: Case) -> CaseSource:
    return CaseSource.objects.create(case=case, kind="family")


@pytest.fixture
def remains() -> Remains:
    made: Remains = root(Remains, organisation())
    return made


@pytest.fixture
def exam(remains: Remains) -> RemainsSource:
    return RemainsSource.objects.create(remains=remains, kind="forensic", method="examination")


def refused(constraint: str) -> pytest.RaisesExc[IntegrityError]:
    return pytest.raises(IntegrityError, match=f'"{constraint}"')


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"sex": "3"}, "case_sex_code"),
        ({"sex": ""}, "case_sex_code"),
        ({"route_code": "moon"}, "case_route_code_code"),
        ({"nationalities": ["SYR", "xx"]}, "case_nationalities_countries"),
        ({"nationalities": ["XXB"]}, "case_nationalities_countries"),
        ({"destination_country": "XXC"}, "case_destination_country_country"),
        ({"purposes": ["search", "gossip"]}, "case_purposes_codes"),
        ({"last_contact_month": date(2021, 3, 14)}, "case_last_contact_month_first_day"),
        (
            {"last_contact_month": date(2021, 4, 1), "last_contact_month_max": date(2021, 3, 1)},
            "case_last_contact_month_order",
        ),
        ({"last_contact_admin1": "Sicily"}, "case_last_contact_admin1_code"),
        ({"absences": {"sex": "no idea"}}, "case_absences_code"),
        ({"absences": {"sex": 3}}, "case_absences_code"),
    ],
)
def test_layer_1_of_a_case_holds_codes_only(columns: dict[str, Any], constraint: str) -> None:
    with refused(constraint), transaction.atomic():
        root(Case, organisation(), **columns)


def test_layer_1_of_a_case_takes_what_it_should() -> None:
    case = root(
        Case, organisation(), sex="2", nationalities=["SYR", "XXA"], last_contact_admin1="IT-82",
        last_contact_month=date(2021, 3, 1), last_contact_month_max=date(2021, 3, 1),
        absences={"route_code": "unknown"}, purposes=["search"], route_code="cmed",
    )  # fmt: skip
    assert Case.objects.get(pk=case.pk).nationalities == ["SYR", "XXA"]


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"fate": Fate.DECEASED}, "casesearchfile_fate_has_basis"),
        ({"fate": Fate.ALIVE, "fate_basis_id": uuid7()}, "casesearchfile_fate_code"),
        ({"fate_basis_id": uuid7()}, "casesearchfile_fate_has_basis"),
        ({"workflow_status": CaseWorkflow.ANSWERED_ALIVE}, "casesearchfile_workflow_status_code"),
        ({"age_low": 40, "age_high": 30}, "casesearchfile_age_low_order"),
        ({"age_low": 200, "age_high": 200}, "casesearchfile_age_(low|high)_bounds"),
        ({"height_cm_low": 20}, "casesearchfile_height_cm_low_bounds"),
        ({"hair_colour": "green"}, "casesearchfile_hair_colour_code"),
    ],
)
def test_the_search_file_presumes_nothing_and_holds_only_what_can_be(
    case: Case, source: CaseSource, columns: dict[str, Any], constraint: str
) -> None:
    with refused(constraint), transaction.atomic():
        CaseSearchFile.objects.create(case=case, source=source, **columns)


def test_a_search_file_comes_back_as_it_was_told(case: Case, source: CaseSource) -> None:
    contact = parse_parts(2021, 3, None)
    place = Place(as_said="Zarzis", country="TUN", lat=33.5, lon=11.1, radius_m=5000)
    row = CaseSearchFile.objects.create(
        case=case, source=source, date_last_contact=contact, place_last_contact=place, circumstances_text="By boat."
    )
    (clear,) = reveal([CaseSearchFile.objects.get(pk=row.pk)])
    assert isinstance(clear.date_last_contact, PartialDate)
    assert clear.date_last_contact == contact
    assert clear.place_last_contact == place
    assert clear.circumstances_text == "By boat."
    assert clear.date_of_birth is None


def test_a_case_has_one_main_name_and_any_number_of_spellings(case: Case, source: CaseSource) -> None:
    CaseName.objects.create(case=case, source=source, full_original="ሰላም", script="Ethi")
    for spelling in ("Selam", "Salam"):
        CaseName.objects.create(case=case, source=source, kind="spelling", full_original=spelling, given=[spelling])
    with refused("casename_one_main"), transaction.atomic():
        CaseName.objects.create(case=case, source=source, full_original="Selam")


def test_marks_lie_in_the_ring_they_belong_to(case: Case, source: CaseSource) -> None:
    common = {"case": case, "source": source, "mark_type": "scar"}
    CaseMark.objects.create(**common)
    CaseIntimateMark.objects.create(**common, visibility=Visibility.INTIMATE)
    with refused("casemark_not_intimate"), transaction.atomic():
        CaseMark.objects.create(**common, visibility=Visibility.INTIMATE)
    with refused("caseintimatemark_intimate"), transaction.atomic():
        CaseIntimateMark.objects.create(**common)
    with refused("casemark_mark_type_code"), transaction.atomic():
        CaseMark.objects.create(case=case, source=source, mark_type="circumcision_f")
    with refused("casemark_motifs_codes"), transaction.atomic():
        CaseMark.objects.create(case=case, source=source, mark_type="tattoo", motifs=[Motif.MILITARY_UNIT])


def test_papers_of_a_protection_status_lie_in_the_protection_file(case: Case, source: CaseSource) -> None:
    common = {"case": case, "source": source, "doc_number": "X 12"}
    CaseDocument.objects.create(**common, doc_type=DocumentType.PASSPORT)
    CaseProtectedDocument.objects.create(**common, doc_type=DocumentType.ASYLUM)
    with refused("casedocument_no_protection_papers"), transaction.atomic():
        CaseDocument.objects.create(**common, doc_type=DocumentType.UN_REGISTRATION)
    with refused("caseprotecteddocument_protection_papers"), transaction.atomic():
        CaseProtectedDocument.objects.create(**common, doc_type=DocumentType.PASSPORT)


def test_deleting_a_case_takes_its_rows_along(case: Case, source: CaseSource) -> None:
    CaseName.objects.create(case=case, source=source, full_original="Selam")
    case.delete()
    assert not CaseName.objects.exists()
    assert not CaseSource.objects.exists()


def incident(**columns: Any) -> Incident:
    found: Incident = root(Incident, organisation(), **columns)
    return found


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"n_children": 4}, "incident_n_children_not_small"),
        ({"n_survivors": 0}, "incident_n_survivors_not_small"),
        ({"cell_lat": Decimal("38.61"), "cell_lon": Decimal("26.75")}, "incident_cell_on_grid"),
        ({"cell_lat": Decimal("38.75")}, "incident_cell_whole"),
        ({"source_quality": 6}, "incident_source_quality_bounds"),
        ({"month": date(2020, 1, 5)}, "incident_month_first_day"),
        ({"external_id": "12"}, "incident_external_id_of_a_source"),
        ({"source_system": "iom_mmp"}, "incident_external_id_of_a_source"),
    ],
)
def test_the_public_row_of_an_incident_cannot_tell_more_than_it_may(columns: dict[str, Any], constraint: str) -> None:
    with refused(constraint), transaction.atomic():
        incident(**columns)


@pytest.mark.parametrize(("lat", "lon"), [(38.610762, 26.651187), (-33.9, 18.4), (-0.2, -0.2), (78.2, 15.6)])
def test_cells_of_the_grid_fit_the_public_row(lat: float, lon: float) -> None:
    cell = grid_cell(lat, lon)
    row = incident(cell_lat=Decimal(str(cell.lat)), cell_lon=Decimal(str(cell.lon)))
    row.refresh_from_db()
    assert float(row.cell_lat or 0) == cell.lat


def test_an_incident_of_a_source_is_there_once() -> None:
    incident(source_system="iom_mmp", external_id="52682")
    with refused("incident_iom_once"), transaction.atomic():
        incident(source_system="iom_mmp", external_id="52682")
    incident(source_system="partner", external_id="52682")


def test_small_counts_are_kept_exactly_in_ring_2() -> None:
    row = incident(n_dead_recovered=4, n_missing_min=1)
    IncidentSearchFile.objects.create(incident=row, n_children=2, place=Place(as_said="Off the coast"))
    assert row.n_dead_and_missing == 5
    assert incident().n_dead_and_missing is None


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"sex_estimated": "male"}, "postmortemprofile_sex_estimated_code"),
        ({"age_low": 30, "age_high": 20}, "postmortemprofile_age_low_order"),
        ({"stature_cm_low": 300}, "postmortemprofile_stature_cm_low_bounds"),
        ({"pmi_days_low": 9, "pmi_days_high": 3}, "postmortemprofile_pmi_days_low_order"),
        ({"skin_examined": ["hd", "wing"]}, "postmortemprofile_skin_examined_codes"),
    ],
)
def test_a_profile_holds_only_estimates_that_can_be(
    remains: Remains, exam: RemainsSource, columns: dict[str, Any], constraint: str
) -> None:
    with refused(constraint), transaction.atomic():
        PostMortemProfile.objects.create(remains=remains, source=exam, **columns)


def test_nobody_said_where_skin_was_examined(remains: Remains, exam: RemainsSource) -> None:
    row = PostMortemProfile.objects.create(remains=remains, source=exam, sex_estimated="f?")
    row.refresh_from_db()
    assert row.skin_examined is None


def test_a_presumed_name_is_sealed_in_the_forensic_file(remains: Remains, exam: RemainsSource) -> None:
    row = ForensicFile.objects.create(remains=remains, source=exam, presumptive_identity="M. Diallo")
    held = ForensicFile.objects.filter(pk=row.pk).values_list("presumptive_identity", flat=True).get()
    assert "Diallo" not in json.dumps(str(held))
    assert reveal([ForensicFile.objects.get(pk=row.pk)])[0].presumptive_identity == "M. Diallo"
