"""Incidents as files for maps and data tools, people of a list as squares: nothing finer than the public grid."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accessctl.codes import Purpose
from accessctl.models import ShareEvent
from accessctl.registers.counts import LEAST
from cases import incident_files, services
from cases.models import Case
from cases.selectors import counted
from cases.selectors.incidents import COUNTED, Counts
from cases.vocabulary.incident import IncidentEntry
from cases.vocabulary.place import LAT_STEP, Place
from families.services import withdraw_consent
from registry.lib.dates import parse_edtf
from tests.cast import Cast
from tests.factories import families
from tests.plugins.site import ClientFor

NUMBERS = st.none() | st.integers(0, 12)


@given(st.lists(st.fixed_dictionaries(dict.fromkeys(COUNTED, NUMBERS)), max_size=6))
def test_no_small_count_of_people_is_told(people: list[dict[str, int | None]]) -> None:
    rows = [Counts(2021, "mediterranean", "cmed", 3, counts) for counts in people]
    headings, tags, *table = incident_files.hxl(rows)
    assert len(headings) == len(tags) == 4 + len(COUNTED)
    assert all(tag.startswith("#") for tag in tags)
    for counts, line in zip(people, table, strict=True):
        known = [counts[name] for name in COUNTED]
        assert line[4:] == ["" if count is None or count < LEAST else str(count) for count in known]


GROUPS = st.builds(
    counted.Group, st.integers(2019, 2021), st.sampled_from(("cmed", "")), st.sampled_from("012"),
    st.sampled_from(("child", "adult", "")),
)  # fmt: skip


@given(st.dictionaries(GROUPS, st.integers(0, 30), max_size=8), GROUPS)
def test_counts_of_cases_tell_neither_a_small_group_nor_that_one_came_to_it(
    counts: dict[counted.Group, int], group: counted.Group
) -> None:
    told = dict(counted.told(counts))
    assert all(number >= LEAST and number % 5 == 0 and counts[one] - number < 5 for one, number in told.items())
    assert set(told) == {one for one, number in counts.items() if number >= LEAST}
    number = counts.get(group, 0)
    after = dict(counted.told(counts | {group: number + 1}))
    assert (after == told) is bool((number + 1) % 5), "one case more is seen once in five"


@pytest.mark.django_db
def test_counts_are_of_the_own_cases_of_years_that_are_over(cast: Cast, client_for: ClientFor) -> None:
    cases = [families.a_case(cast) for _number in range(6)]
    families.a_case(cast, by=cast.second_caseworker.actor)
    Case.objects.all().update(last_contact_month_max=date(2021, 3, 1), last_contact_month=date(2021, 3, 1))
    client = client_for(cast.caseworker.account)

    def rows() -> list[dict[str, str]]:
        table = client.get("/cases/?as=hxl&sex=1").content.decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(table)))[1:]

    (row,) = rows()
    assert (row["Year of last contact"], row["Sex (ISO 5218)"], row["Cases, at least, in fives"]) == ("2021", "1", "5")
    withdraw_consent(actor=cast.caseworker.actor, case_ref=cases[0].ref)
    assert rows()[0]["Cases, at least, in fives"] == "5"
    Case.objects.filter(pk=cases[1].pk).update(last_contact_month_max=date(timezone.localdate().year, 1, 1))
    assert rows() == [], "four are left of years that are over"
    assert client_for(cast.analyst.account).get("/cases/?as=hxl").status_code == 403


@pytest.mark.django_db
def test_squares_and_counts_of_incidents_leave_no_exact_place(cast: Cast, client_for: ClientFor) -> None:
    for number in (0, 12):
        entry = IncidentEntry(
            event_kind="shipwreck", date=parse_edtf("2021-03-14"), route_code="watl", region="western_africa",
            n_dead_recovered=number, n_survivors=3, cause_category="drowning",
            place=Place(as_said="Baycanary", lat=20.81, lon=-17.31, radius_m=5000, geo_method="map_pick"),
        )  # fmt: skip
        services.log_incident(actor=cast.caseworker.actor, entry=entry)
    client = client_for(cast.analyst.account)
    answer = client.get("/incidents/map/?as=geojson&route_code=watl")
    assert answer.headers["Content-Type"] == "application/geo+json"
    (square,) = json.loads(answer.content)["features"]
    assert square["properties"] == {
        "incidents": 2, "dead_recovered": 12, "missing_min": None, "first_month": "2021-03", "last_month": "2021-03",
    }  # fmt: skip
    ((west, south), _se, (east, north), _nw, end), *_none = square["geometry"]["coordinates"]
    assert end == [west, south]
    assert west <= -17.31 <= east
    assert south <= 20.81 <= north
    assert all((value / LAT_STEP).is_integer() for value in (west, south, east, north))
    assert json.loads(client.get("/incidents/map/?as=geojson&route_code=cmed").content)["features"] == []
    _tags, row = csv.DictReader(io.StringIO(client.get("/incidents/?as=hxl").content.decode("utf-8-sig")))
    assert (row["Year"], row["Incidents"], row["Dead, recovered"], row["Survivors"]) == ("2021", "2", "12", "")
    for page in (answer.content, client.get("/incidents/?as=hxl").content):
        assert b"Baycanary" not in page
        assert b"20.81" not in page


@pytest.mark.journal
def test_people_of_a_list_are_squares_and_stand_in_the_ledger(cast: Cast, client_for: ClientFor) -> None:
    agreed = families.a_case(cast)
    nowhere = families.a_case(cast, place_last_contact=Place(as_said="a beach", country="MRT"))
    sent: dict[str, Any] = {
        "receiver": cast.organisations.institute.ref, "purpose": Purpose.SHARE_SEARCH.value,
        "records": f"{agreed.ref} {nowhere.ref}", "act": "geojson",
    }  # fmt: skip
    answer = client_for(cast.caseworker.account).post(reverse("cases:hand-over"), sent)
    data = json.loads(answer.content)
    first, second = data["features"]
    (ring,) = first["geometry"]["coordinates"]
    assert (ring[0], ring[2]) == ([-17.5, 20.5], [-17.0, 21.0])
    assert second["geometry"] is None
    assert first["properties"]["name"] == "Lamin Ceesay"
    assert data["onward_transfer"] == "forbidden"
    for words in ("Nouadhibou", "Brikama", "a beach", "20.94", "17.04"):
        assert words not in answer.content.decode()
    assert set(ShareEvent.objects.values_list("record_ref", flat=True)) == {agreed.ref, nowhere.ref}
