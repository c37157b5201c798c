"""Pages of incidents: list, map, detail, logging, importing, and the link from a case."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accessctl.models import JournalEntry
from cases import services, tasks
from cases.codes import ImportState
from cases.models import CaseIncident, ImportBatch, Incident
from cases.vocabulary.incident import IncidentEntry
from cases.vocabulary.place import Place
from registry.lib.dates import parse_edtf
from tests.cast import Cast
from tests.factories import families as make
from tests.factories.incident_tables import old, table
from tests.pages import words_of
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.django_db

CREDIT = "IOM Missing Migrants Project"
SECRET_BAY = "Baycanary"


@pytest.fixture
def logged(cast: Cast) -> Incident:
    """An incident of the NGO, its exact place in ring 2."""
    entry = IncidentEntry(
        event_kind="shipwreck", date=parse_edtf("2021-03-14"), route_code="watl", region="western_africa",
        n_dead_recovered=0, n_survivors=3, cause_category="drowning",
        place=Place(as_said=SECRET_BAY, lat=20.81, lon=-17.31, radius_m=5000, geo_method="map_pick"),
    )  # fmt: skip
    return services.log_incident(actor=cast.caseworker.actor, entry=entry)


@pytest.fixture
def imported(cast: Cast) -> Incident:
    actor = cast.caseworker.actor
    data = table("iom_2020", [old(), *(old(external_id=str(number)) for number in range(30))])
    services.apply_batch(actor=actor, ref=services.check_file(actor=actor, data=data, name="t.csv").ref)
    return Incident.objects.get(external_id="90001")


def test_the_list_filters_by_code_and_pages_by_key(cast: Cast, client_for: ClientFor, imported: Incident) -> None:
    client = client_for(cast.analyst.account)
    page = client.get("/incidents/")
    assert CREDIT in words_of(page)
    assert len(re.findall(r'<th scope="row"', page.content.decode())) == 25
    following = re.search(r'rel="next"\s+href="([^"]+)"', page.content.decode())
    assert following is not None
    rest = client.get("/incidents/" + following[1].replace("&amp;", "&"))
    seen = re.findall(r">(MIN-[^<]+)<", page.content.decode()) + re.findall(r">(MIN-[^<]+)<", rest.content.decode())
    assert sorted(seen) == sorted(Incident.objects.values_list("ref", flat=True))
    assert "No incident fits these filters" in words_of(client.get("/incidents/?route_code=cmed"))
    assert "31 incidents" in words_of(client.get("/incidents/?year=2020&region=mediterranean&cause_category=drowning"))
    assert "31 incidents" in words_of(client.get("/incidents/?year=1066")), "an unknown code filters nothing"


def test_the_map_gathers_squares_and_each_leads_to_its_incidents(
    cast: Cast, client_for: ClientFor, imported: Incident
) -> None:
    client = client_for(cast.caseworker.account)
    page = client.get("/incidents/map/").content.decode()
    assert re.findall(r'data-lat="([^"]+)"\s+data-lon="([^"]+)"', page) == [("38.75", "26.5")]
    link = re.search(r'href="(/incidents/\?area=[^"]+)"', page)
    assert link is not None
    assert "31 incidents" in words_of(client.get(link[1]))
    assert "No incident fits" in words_of(client.get("/incidents/?area=0,0,0.5"))


def test_the_cause_is_a_quotation_beside_the_category(cast: Cast, client_for: ClientFor, imported: Incident) -> None:
    page = client_for(cast.caseworker.account).get(reverse("cases:incident-detail", args=[imported.ref]))
    assert "“Presumed drowning”" in words_of(page)
    assert "<blockquote" in page.content.decode()
    assert "Quoted from: IOM Missing Migrants Project" in words_of(page)
    assert "Women and girls not known" in words_of(page)
    assert "Men and boys 5" in words_of(page)


def test_none_and_not_known_are_told_apart(cast: Cast, client_for: ClientFor, logged: Incident) -> None:
    page = words_of(client_for(cast.caseworker.account).get(reverse("cases:incident-detail", args=[logged.ref])))
    assert "Dead, recovered 0" in page
    assert "Missing, at least not known" in page
    assert "Survivors 3" in page


def test_the_exact_place_is_ring_2_and_its_reading_is_journalled(
    cast: Cast, client_for: ClientFor, logged: Incident
) -> None:
    url = reverse("cases:incident-detail", args=[logged.ref])
    assert SECRET_BAY in words_of(client_for(cast.caseworker.account).get(url))
    assert JournalEntry.objects.filter(action="ring.read", refs__contains=[logged.ref]).count() == 1
    officer = client_for(cast.officer.account).get(url)
    assert officer.status_code == 200
    assert SECRET_BAY not in words_of(officer)
    assert "held by Voces del Mar" in words_of(officer)
    assert "not known, or fewer than five" in words_of(officer)


def test_an_incident_is_logged_by_form(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.caseworker.account)
    refused = client.post(reverse("cases:incident-new"), {"date_0": "", "n_dead_recovered": "-1"})
    assert refused.status_code == 422
    assert not Incident.objects.exists()
    names = re.findall(r'name="(date[^"]*)"', client.get(reverse("cases:incident-new")).content.decode())
    year = next(name for name in names if "year" in name)
    answers = {year: "2021", "region": "unk", "cause_category": "mixed_unknown", "n_survivors": "0"}
    response = client.post(reverse("cases:incident-new"), answers)
    incident = Incident.objects.get()
    assert response.headers["Location"] == reverse("cases:incident-detail", args=[incident.ref])
    assert (incident.n_dead_recovered, str(incident.month), str(incident.month_max)) == (
        None, "2021-01-01", "2021-12-01",
    )  # fmt: skip
    assert client_for(cast.officer.account).get(reverse("cases:incident-new")).status_code == 403


INCIDENT = {
    "date_day": "14",
    "date_month": "3",
    "date_year": "2021",
    "date_calendar": "gregory",
    "place_as_said": "beach of Nouadhibou",
    "place_country": "MRT",
    "region": "western_africa",
    "cause_category": "drowning",
    "n_survivors": "3",
    "information_source": "the harbour master",
}
BAD_INCIDENTS = {
    "no date": ({"date_day": "", "date_month": "", "date_year": ""}, "date"),
    "a date in the future": ({"date_year": "2999"}, "date"),
    "30 February": ({"date_day": "30", "date_month": "2"}, "date"),
    "a point without radius": ({"place_lat": "20.8", "place_lon": "-17.3"}, "place"),
    "a point off the earth": ({"place_lat": "98", "place_lon": "-17.3", "place_radius_km": "5"}, "place"),
    "an unknown country": ({"place_country": "XYZ"}, "place"),
    "an unknown region": ({"region": "atlantis"}, "region"),
    "an unknown cause": ({"cause_category": "fate"}, "cause_category"),
    "a negative count": ({"n_survivors": "-1"}, "n_survivors"),
    "a count in words": ({"n_dead_recovered": "many"}, "n_dead_recovered"),
    "a count beyond all boats": ({"n_missing_min": "1000000"}, "n_missing_min"),
    "hidden direction": ({"information_source": "a\u202eb"}, "information_source"),
    "a text too long": ({"information_source": "x" * 501}, "information_source"),
}


@pytest.mark.parametrize(("changes", "field"), BAD_INCIDENTS.values(), ids=BAD_INCIDENTS)
def test_bad_input_is_told_at_its_field_and_what_was_typed_stays(
    cast: Cast, client_for: ClientFor, changes: dict[str, str], field: str
) -> None:
    client = client_for(cast.caseworker.account)
    answer = client.post(reverse("cases:incident-new"), INCIDENT | changes)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in page
    assert f'href="#id_{field}' in page
    assert 'value="beach of Nouadhibou"' in page
    assert not Incident.objects.exists()
    assert client.post(reverse("cases:incident-new"), INCIDENT).status_code == 302


def test_a_case_is_linked_and_unlinked_from_its_page(cast: Cast, client_for: ClientFor, logged: Incident) -> None:
    case = make.a_case(cast)
    client = client_for(cast.caseworker.account)
    link = reverse("cases:incident-link", args=[case.ref])
    wrong = client.post(link, {"incident": "MIN-00000-00000-0", "basis": "family_says"})
    assert wrong.status_code == 422
    assert client.post(link, {"incident": logged.ref.lower(), "basis": "survivor_says"}).status_code == 302
    page = words_of(client.get(reverse("cases:detail", args=[case.ref])))
    assert logged.ref in page
    assert "A survivor says so" in page
    incident_page = reverse("cases:incident-detail", args=[logged.ref])
    assert "Lamin Ceesay" in words_of(client.get(incident_page))
    assert "Lamin Ceesay" not in words_of(client_for(cast.officer.account).get(incident_page))
    assert client.post(reverse("cases:incident-unlink", args=[case.ref]), {"incident": logged.ref}).status_code == 302
    assert not CaseIncident.objects.exists()


def test_others_do_not_link_what_they_may_only_see(cast: Cast, client_for: ClientFor, logged: Incident) -> None:
    case = make.a_case(cast)
    answers = {"incident": logged.ref, "basis": "family_says"}
    link = reverse("cases:incident-link", args=[case.ref])
    assert client_for(cast.second_caseworker.account).post(link, answers).status_code == 403
    assert client_for(cast.origin_official.account).post(link, answers).status_code in (403, 404)
    assert not CaseIncident.objects.exists()


def upload(data: bytes, name: str = "table.csv") -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile(name, data, content_type="text/csv")}


def test_a_file_is_handed_in_looked_at_and_saved(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.caseworker.account)
    rows = [old(), old(external_id="90002", n_dead_recovered="<b>many</b>")]
    response = client.post(reverse("cases:incident-import"), upload(table("iom_2020", rows)))
    batch = ImportBatch.objects.get()
    assert response.headers["Location"] == reverse("cases:import-batch", args=[batch.ref])
    waiting = words_of(client.get(response.headers["Location"]))
    assert "You may leave this page" in waiting
    progress = reverse("cases:import-progress", args=[batch.ref])
    assert client.get(progress).status_code == 200
    tasks.check_import(ref=batch.ref)
    done = client.get(progress)
    assert (done.status_code, done.headers["HX-Refresh"]) == (286, "true")
    page = client.get(response.headers["Location"])
    assert "3 Number Dead &lt;b&gt;many&lt;/b&gt; This is not a whole number." in words_of(page)
    refused = client.get(reverse("cases:import-refused", args=[batch.ref]))
    assert refused.headers["Content-Type"].startswith("text/csv")
    assert "<b>many</b>" in refused.content.decode()
    client.post(reverse("cases:import-save", args=[batch.ref]))
    tasks.apply_import(ref=batch.ref)
    batch.refresh_from_db()
    assert batch.state == ImportState.APPLIED
    assert CREDIT in words_of(client.get(response.headers["Location"]))
    assert Incident.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "This file is empty"),
        (b"PK\x03\x04\x00\x00", "neither a table of text"),
        (b"a,b\n1,2\n", "These columns are missing"),
        (table("iom_2020", []), "no rows below its first line"),
        (table("iom_2020", [old()]) + b'"3"x,4\n', "Row 3 cannot be read"),
    ],
    ids=["empty", "binary", "columns", "no rows", "quotes"],
)
def test_a_file_that_is_no_table_is_refused_in_words(
    cast: Cast, client_for: ClientFor, data: bytes, words: str
) -> None:
    response = client_for(cast.caseworker.account).post(reverse("cases:incident-import"), upload(data))
    assert response.status_code == 422
    assert words in words_of(response)
    assert not ImportBatch.objects.exists()


def test_bad_rows_are_named_by_number_and_column_and_the_others_are_saved_once(
    cast: Cast, client_for: ClientFor
) -> None:
    """A row twice, a formula, a row of another encoding, a cell too many, and a good row, in one file."""
    client = client_for(cast.caseworker.account)
    first, formula = old(place="Ténès"), old(external_id="90002", n_dead_recovered="=1+2")
    rows = [first, first, formula, old(external_id="90003", place="Café")]
    *lines, foreign, crowded = table("iom_2020", [*rows, old(external_id="90004")]).splitlines()
    data = b"\r\n".join([*lines, foreign.decode().encode("cp1252"), crowded + b",one more", b""])
    address = client.post(reverse("cases:incident-import"), upload(data)).headers["Location"]
    batch = ImportBatch.objects.get()
    tasks.check_import(ref=batch.ref)
    page = words_of(client.get(address))
    assert "New 1 Changed 0 Unchanged 0 Repeated in the file, taken once 1 Refused, not saved 3" in page
    assert "4 Number Dead =1+2 This cell is a formula. Write the value itself." in page
    assert "5 whole row" in page
    assert "6 whole row The row has more cells than the header has columns." in page
    client.post(reverse("cases:import-save", args=[batch.ref]))
    tasks.apply_import(ref=batch.ref)
    assert [row.external_id for row in Incident.objects.all()] == [old()["Web ID"]]


def test_an_import_is_its_organisations_alone(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.caseworker.account)
    client.post(reverse("cases:incident-import"), upload(table("iom_2020", [old()])))
    ref = ImportBatch.objects.get().ref
    other = client_for(cast.second_caseworker.account)
    for name in ("import-batch", "import-progress", "import-refused"):
        assert other.get(reverse(f"cases:{name}", args=[ref])).status_code == 404
    assert other.post(reverse("cases:import-discard", args=[ref])).status_code == 404
    assert client.post(reverse("cases:import-discard", args=[ref])).status_code == 302
    assert not ImportBatch.objects.exists()
