"""From what was entered about body, teeth and things to the lines of a pair, and who reads them."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from accessctl.codes import Purpose
from cases.services import ChartEntry, ItemEntry, MedicalEntry
from matching.codes import PairKind
from matching.models import CandidatePair, CaseForensicProfile, EvidenceLine
from tests import cast
from tests.factories import matching as make
from tests.factories.accessctl import agreement
from tests.pages import words_of
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.journal
JACKET = ItemEntry(item_class="jacket", colours=("blu",), brand="Adidos")
PLATE = MedicalEntry(item_type="plate_screw", site="ll_thigh", side="l", device_serial="SN-4711")
SHARED: dict[str, Any] = {"hair_colour": "red", "smile": ("gold",), "build": "slim"}
NEW = {"build", "looks", "medical", "smile", "teeth", "things"}


@pytest.fixture
def people(cast: cast.Cast) -> cast.Cast:
    make.case(
        cast.caseworker.actor, **SHARED, medical=(PLATE,), belongings=(JACKET,),
        dental_chart=ChartEntry(teeth="11 crw; 36 fil", origin="dentist_chart"),
    )  # fmt: skip
    make.remains(
        cast.analyst.actor, **SHARED, medical=(MedicalEntry(item_type="plate_screw", site="femur", side="l",
        device_serial="sn 4711", healed="healed"),), bones_examined=("ll",), belongings=(JACKET,),
        dental_chart=ChartEntry(teeth="11 crw; 36 mam", origin="pm_exam"),
    )  # fmt: skip
    make.match()
    return cast


def test_what_was_entered_becomes_lines_of_the_ring_it_lies_in(people: cast.Cast) -> None:
    lines = {line.line: line for line in EvidenceLine.objects.filter(line__in=NEW)}
    assert lines.keys() == NEW
    assert lines["medical"].log_lr > 5
    assert lines["looks"].log_lr > 0.5
    assert lines["things"].log_lr > 1
    assert lines["teeth"].outcome != "missing"
    # Both have a chart, which is the better view of the same teeth.
    assert lines["smile"].reason == "smile_counted_as_chart"
    assert {line: lines[line].ring for line in ("medical", "teeth", "build", "things")} == {
        "medical": "3f", "teeth": "3f", "build": "3f", "things": "2",
    }  # fmt: skip
    assert (lines["build"].left_ring, lines["build"].right_ring) == ("2", "3f")


def test_a_reader_sees_the_values_of_their_own_rings_alone(people: cast.Cast, client_for: ClientFor) -> None:
    address = reverse("matching:pair", args=[CandidatePair.objects.get().ref])

    def read(who: str) -> str:
        return words_of(client_for(getattr(people, who).account).get(address))

    before = read("analyst")
    assert "Adidos" in before
    assert "Old fractures and implants" in before
    assert "4711" not in before  # each side keeps its forensic file closed to the other
    assert "held by Voces del Mar" in before
    assert "4711" not in read("caseworker")
    orgs = people.organisations
    agreement(orgs.ngo, orgs.institute, purposes=(Purpose.FORENSIC_COMPARISON,), max_layer=3, compartments=["f"])
    after = read("analyst")
    for words in ("number SN-4711", "Plate or screws, Thigh, Left", "11 crw; 36 fil", "11 crw; 36 mam", "A gold tooth"):
        assert words in after
    assert "Adidos" in after


def test_a_serial_number_is_shown_to_who_may_read_that_belonging_alone(cast: cast.Cast, client_for: ClientFor) -> None:
    told, found = (ItemEntry(item_class="phone", serial=imei) for imei in ("352099001761481", "35209900176147"))
    make.case(cast.caseworker.actor, documents=(), belongings=(told,))
    make.remains(cast.analyst.actor, belongings=(found,))
    make.match()
    line = EvidenceLine.objects.get(line="paper")
    assert (line.outcome, line.ring) == ("agree", "2"), "one digit was misread"
    address = reverse("matching:pair", args=[CandidatePair.objects.get().ref])

    def read() -> str:
        return words_of(client_for(cast.analyst.account).get(address))

    before = read()
    assert f"number {told.serial}" in before
    assert f"number {found.serial}" in before
    orgs = cast.organisations
    agreement(orgs.ngo, orgs.institute, purposes=(Purpose.FORENSIC_COMPARISON,), deny=("case.belongings",))
    after = read()
    assert told.serial not in after
    assert f"{line.log_lr:.1f}" not in after
    assert "Numbers of papers, phones and things kept closed by an agreement with Voces del Mar" in after


def test_the_forensic_file_enters_no_comparison_of_reports(people: cast.Cast) -> None:
    make.case(people.second_caseworker.actor, medical=(PLATE,), belongings=(JACKET,))
    make.match()
    pair = CandidatePair.objects.get(kind=PairKind.AM_AM)
    lines = {line.line: line for line in EvidenceLine.objects.filter(pair=pair)}
    assert lines["medical"].outcome == "missing"
    assert lines["things"].log_lr > 0
    assert CaseForensicProfile.objects.count() == 2


def test_what_came_with_death_is_nothing_that_a_family_could_tell(people: cast.Cast) -> None:
    fresh = MedicalEntry(item_type="fracture_healed", site="ulna", healed="fresh")
    make.remains(people.analyst.actor, medical=(fresh,))
    make.match()
    line = EvidenceLine.objects.get(pair__remains=make.latest_remains(), line="medical")
    assert (line.outcome, line.reason) == ("missing", "medical_not_examined")
