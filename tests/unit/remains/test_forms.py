"""The form of remains: what is typed becomes an entry, an entry is shown as it was typed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from accessctl.forms.drafts import restored, stored
from cases.codes import MarkSite, Side
from remains.forms import IncidentLinkForm, RemainsFilterForm, RemainsForm
from remains.services import FORENSIC_FIELDS, RemainsEntry
from tests.factories.remains import entry, typed


def form(**given: Any) -> RemainsForm:
    answers = typed(**given)
    return RemainsForm(
        MultiValueDict({name: value if isinstance(value, list) else [value] for name, value in answers.items()})
    )


def entered(**given: Any) -> RemainsEntry:
    filled = form(**given)
    assert filled.is_valid(), filled.errors
    return filled.entry()


def test_the_least_is_a_place_and_a_date() -> None:
    found = entered()
    assert found.found_at is not None
    assert found.found_at.edtf == "2021-06"
    assert found.found_place is not None
    assert found.found_place.country == "ITA"
    assert replace(found, found_at=None, found_place=None) == RemainsEntry()


def test_both_are_asked_for() -> None:
    empty = form(found_place_as_said="", found_place_country="", found_at_year="", found_at_month="")
    assert {*empty.errors} == {"found_place", "found_at"}


def test_a_point_on_the_map_keeps_its_radius_in_metres() -> None:
    place = entered(found_place_lat="35,5", found_place_lon="12.6", found_place_radius_km="0.1").found_place
    assert place is not None
    assert (place.lat, place.lon, place.radius_m, place.geo_method) == (35.5, 12.6, 100, "map_pick")


@pytest.mark.parametrize(
    ("name", "given", "expected"),
    [
        ("stature_cm", {"low": "66", "high": "70", "unit": "in"}, (168, 178)),
        ("pmi_days", {"low": "2", "high": "3", "unit": "w"}, (14, 21)),
        ("pmi_days", {"low": "1", "unit": "y"}, (365, 365)),
        ("age", {"low": "20"}, (20, 20)),
        ("age", {}, None),
    ],
)
def test_ranges_in_their_units(name: str, given: dict[str, str], expected: tuple[int, int] | None) -> None:
    assert getattr(entered(**{f"{name}_{part}": text for part, text in given.items()}), name) == expected


def test_where_skin_was_examined_tells_nowhere_from_nobody_said() -> None:
    assert entered().skin_examined is None
    assert entered(skin_examined="none").skin_examined == ()
    assert entered(skin_examined=["hd", "tr"]).skin_examined == ("hd", "tr")


def test_a_row_with_its_kind_alone_is_enough() -> None:
    (mark,) = entered(**{"marks-4-mark_type": "scar", "indicators-0-strength": "1"}).marks
    assert (mark.site, mark.side, mark.intimate) == (MarkSite.UNKNOWN, Side.UNKNOWN, False)


def test_states_with_a_guard_are_not_offered() -> None:
    assert "status" in form(status="identified").errors
    offered = [code for code, _label in RemainsForm(held=entry()).fields["status"].choices]
    assert offered == ["in_custody", "examined", "not_human", "not_relevant", "lost"]


def test_parts_of_a_skeleton_are_folded_unless_one_of_them_is_there() -> None:
    shown = str(RemainsForm(held=replace(entry(), elements=("femur_l",)))["elements"])
    opened, folded = shown.count('<details class="more" open>'), shown.count('<details class="more">')
    assert (opened, folded) == (1, 3)
    assert shown.index("Legs and feet") < shown.index("checked") < len(shown)
    assert shown.count("checked") == 1
    assert entered(elements=["femur_l", "cranium"]).elements == ("femur_l", "cranium")


def test_without_the_forensic_file_nothing_of_it_is_asked() -> None:
    asked = RemainsForm(held=entry(), forensic=False)
    assert not FORENSIC_FIELDS & {*asked.fields}
    assert "intimate" not in str(asked["marks"])


def test_a_draft_is_shown_as_it_was_typed_and_judged_by_nobody() -> None:
    kept = stored(QueryDict("found_at_year=2091&marks-0-inscription=MARTA&csrfmiddlewaretoken=x&age_low="))
    assert kept == {"found_at_year": ["2091"], "marks-0-inscription": ["MARTA"]}
    shown = RemainsForm(restored(kept), quiet=True)
    assert not shown.errors
    assert 'value="2091"' in str(shown["found_at"])
    assert [section.topic.id for section in shown.sections() if section.is_begun] == ["recovery", "marks"]


def test_filters_leave_out_what_is_no_code() -> None:
    filters = RemainsFilterForm({"sex": "1", "status": "nonsense", "whose": "own"})
    assert filters.conditions() == {"sex": "1"}
    assert filters.is_mine()
    assert "status" in filters.errors


def test_an_incident_is_named_by_its_own_kind_of_reference() -> None:
    assert "incident" in IncidentLinkForm({"incident": "MRR-00000-00000-0", "basis": "date_and_place"}).errors
