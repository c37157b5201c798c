"""Pages of remains: logging step by step, what each reader sees, changes, labels, links."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client

from accessctl import pdf
from accessctl.models import JournalEntry
from cases.services import IncidentEntry, log_incident
from registry.lib.dates import parse_edtf
from remains import labels, services
from remains.models import ForensicFile, Remains, RemainsDraft, RemainsIncident
from tests.cast import Cast
from tests.factories.remains import entry, some_remains, typed
from tests.pages import lasting

SECRETS_OF_LAYER_2 = ("MARTA", "off Lampedusa", "Adidos")
SECRETS_OF_LAYER_3F = ("Yonas Tesfay", "EP1234567", "ዮናስ", "old and thin")


# What was typed, and what is said about it.
BAD: list[tuple[dict[str, Any], str]] = [
    ({"found_at_year": "2091"}, "future"),
    ({"found_at_day": "30", "found_at_month": "2"}, "field--error"),
    ({"age_low": "40", "age_high": "20"}, "larger than"),
    ({"age_low": "200"}, "between"),
    ({"stature_cm_low": "190", "stature_cm_high": "170"}, "larger than"),
    ({"found_place_lat": "35.5", "found_place_lon": "12.6"}, "how exact the point is"),
    ({"setting": "moon"}, "Select a valid choice"),
    ({"marks-0-mark_type": "circumcision_f"}, "Row 1 needs another look"),
    ({"marks-0-inscription": "MARTA"}, "Row 1 needs another look"),
    ({"presumptive_identity": "a\u202eb", "presumptive_basis": "paper"}, "turns the direction"),
    ({"documents-0-doc_type": "pass", "documents-0-name_on_doc": "<b>x</b>"}, "Row 1 needs another look"),
    ({"indicators-0-kind": "currency"}, "Name the country"),
    ({"belongings-0-item_class": "phone", "belongings-0-serial": "12345"}, "An IMEI has 15 digits"),
    ({"presumptive_identity": "Yonas"}, "rests on"),
    ({"skin_examined": ["none", "hd"]}, "nowhere"),
    ({"minimum_number_of_individuals": "0"}, "field--error"),
]

NONE = "MRR-00000-00000-0"  # of the right form, and nobody's


@pytest.fixture
def analyst(cast: Cast, client_for: Any) -> Client:
    return client_for(cast.analyst.account)


@pytest.fixture
def remains(cast: Cast) -> Remains:
    return some_remains(cast)


@pytest.fixture
def incident(cast: Cast) -> Any:
    return log_incident(actor=cast.analyst.actor, entry=IncidentEntry(date=parse_edtf("2021-06-15")))


def body(response: Any) -> str:
    return response.content.decode()


class FormReader(HTMLParser):
    """What a browser would send of the description as it stands."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {}
        self._inside = False
        self._templates = 0
        self._select = ""
        self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = given.get("id") == "description"
        self._templates += tag == "template"
        if not self._inside or self._templates:
            return
        if tag == "select":
            self._select = given["name"]
        elif tag == "textarea":
            self._area = given["name"]
        elif tag == "option" and "selected" in given:
            self._keep(self._select, given.get("value", ""))
        elif tag == "input":
            ticked = given.get("type") in ("checkbox", "radio")
            if not ticked or "checked" in given:
                self._keep(given.get("name", ""), given.get("value", "on" if ticked else ""))

    def handle_endtag(self, tag: str) -> None:
        self._templates -= tag == "template"
        if tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area and data.strip():
            self._keep(self._area, data.strip())

    def _keep(self, name: str, value: str) -> None:
        if name:
            self.found.setdefault(name, []).append(value)


def filled_in(page: str) -> dict[str, Any]:
    reader = FormReader()
    reader.feed(page)
    return {**reader.found}


class TestLogging:
    @pytest.fixture
    def draft(self, analyst: Client) -> RemainsDraft:
        answer = analyst.post("/remains/new/")
        assert answer.status_code == 302
        found = RemainsDraft.objects.get()
        assert answer.headers["Location"] == f"/remains/new/{found.ref}/"
        return found

    def test_looking_at_the_first_step_reserves_nothing(self, analyst: Client) -> None:
        assert analyst.get("/remains/new/").status_code == 200
        assert not RemainsDraft.objects.exists()

    def test_the_label_is_there_before_anything_is_known(self, analyst: Client, draft: RemainsDraft) -> None:
        page = body(analyst.get(f"/remains/new/{draft.ref}/label/"))
        assert services.reserved_ref(draft) in page
        assert "label__qr" in page

    def test_the_least_makes_a_record_under_the_reserved_reference(self, analyst: Client, draft: RemainsDraft) -> None:
        reserved = services.reserved_ref(draft)
        answer = analyst.post(f"/remains/new/{draft.ref}/", typed())
        assert answer.headers["Location"] == f"/remains/{reserved}/"
        assert Remains.objects.get().ref == reserved
        assert not RemainsDraft.objects.exists()

    def test_what_is_typed_is_saved_and_shown_again_without_fault_finding(
        self, analyst: Client, draft: RemainsDraft
    ) -> None:
        half = {"found_place_lat": "35.5", "marks-0-inscription": "MARTA", "age_low": "40", "age_high": "30"}
        saved = analyst.post(f"/remains/new/{draft.ref}/save/", half, headers={"HX-Request": "true"})
        assert saved.status_code == 204
        page = body(analyst.get(f"/remains/new/{draft.ref}/"))
        assert 'value="MARTA"' in page
        assert 'value="35.5"' in page
        assert "field--error" not in page
        assert "another look" not in page

    @pytest.mark.parametrize(("given", "said"), BAD)
    def test_bad_input_is_named_and_what_was_typed_stays(
        self, analyst: Client, draft: RemainsDraft, given: dict[str, Any], said: str
    ) -> None:
        answer = analyst.post(f"/remains/new/{draft.ref}/", typed(belongings="", **given))
        page = body(answer)
        assert answer.status_code == 422
        assert said in page
        assert "Some answers need another look" in page
        assert 'value="the harbour"' in page
        assert not Remains.objects.exists()
        assert "<b>x</b>" not in page

    def test_a_refused_form_is_still_in_the_draft(self, analyst: Client, draft: RemainsDraft) -> None:
        analyst.post(f"/remains/new/{draft.ref}/", typed(found_at_year="2091"))
        assert 'value="2091"' in body(analyst.get(f"/remains/new/{draft.ref}/"))

    def test_a_deleted_draft_is_gone(self, analyst: Client, draft: RemainsDraft) -> None:
        analyst.post(f"/remains/new/{draft.ref}/delete/")
        assert analyst.get(f"/remains/new/{draft.ref}/").status_code == 404

    def test_my_work_lists_it(self, analyst: Client, draft: RemainsDraft) -> None:
        assert services.reserved_ref(draft) in body(analyst.get("/remains/drafts/"))

    def test_a_caseworker_is_not_offered_the_form(self, cast: Cast, client_for: Any) -> None:
        caseworker = client_for(cast.caseworker.account)
        assert "/remains/new/" not in body(caseworker.get("/remains/"))
        assert caseworker.get("/remains/new/").status_code == 403
        assert caseworker.post("/remains/new/").status_code == 403


class TestReading:
    def test_the_institute_reads_its_findings_and_the_forensic_file_on_a_click(
        self, analyst: Client, remains: Remains
    ) -> None:
        page = body(analyst.get(f"/remains/{remains.ref}/"))
        assert all(secret in page for secret in SECRETS_OF_LAYER_2)
        assert not any(secret in page for secret in SECRETS_OF_LAYER_3F)
        opened = body(analyst.post(f"/remains/{remains.ref}/forensic/"))
        assert all(secret in opened for secret in SECRETS_OF_LAYER_3F)
        assert JournalEntry.objects.filter(action="ring.read", ring="3f").latest("id").refs == [remains.ref]

    @pytest.mark.parametrize(
        ("reader", "list_shows", "layer_2"),
        [
            ("focal_a", True, True),
            ("focal_b", True, True),
            ("caseworker", True, False),
            ("second_caseworker", True, False),
            ("supervisor", True, False),
            ("officer", False, False),
            ("origin_official", False, False),
        ],
    )
    def test_others_see_as_far_as_their_agreement_goes(
        self, cast: Cast, client_for: Any, remains: Remains, reader: str, list_shows: bool, layer_2: bool
    ) -> None:
        client = client_for(cast.people[reader].account)
        assert (remains.ref in body(client.get("/remains/"))) is list_shows
        answer = client.get(f"/remains/{remains.ref}/")
        assert answer.status_code == (200 if list_shows else 404)
        page = body(answer)
        assert all((secret in page) is layer_2 for secret in SECRETS_OF_LAYER_2)
        assert not any(secret in page for secret in SECRETS_OF_LAYER_3F)
        assert ("held by" in page) is list_shows  # the forensic file is named, never silently absent
        assert client.post(f"/remains/{remains.ref}/forensic/").status_code == (403 if list_shows else 404)
        assert client.get(f"/remains/{remains.ref}/edit/").status_code == (403 if list_shows else 404)

    def test_filters_take_codes_and_leave_out_the_rest(self, analyst: Client, remains: Remains) -> None:
        assert remains.ref in body(analyst.get("/remains/?sex=1&found_country=ITA&status=in_custody"))
        assert remains.ref not in body(analyst.get("/remains/?sex=2"))
        assert remains.ref in body(analyst.get("/remains/?sex=nobody"))

    def test_hidden_and_absent_are_the_same(self, cast: Cast, client_for: Any, remains: Remains) -> None:
        client = client_for(cast.officer.account)
        hidden = client.get(f"/remains/{remains.ref}/")
        absent = client.get(f"/remains/{NONE}/")
        answers = ((hidden, remains.ref), (absent, NONE))
        told = [lasting(page.content).replace(ref.encode(), b"") for page, ref in answers]
        assert told[0] == told[1]


class TestChanging:
    def test_saving_the_form_untouched_changes_nothing(self, cast: Cast, analyst: Client, remains: Remains) -> None:
        sent = filled_in(body(analyst.get(f"/remains/{remains.ref}/edit/")))
        assert analyst.post(f"/remains/{remains.ref}/edit/", sent).status_code == 302
        changed = JournalEntry.objects.filter(action="remains.changed").latest("id").detail["changed"]
        assert changed == []

    @pytest.mark.parametrize(("given", "said"), BAD)
    def test_bad_input_is_named_and_the_record_stays(
        self, cast: Cast, analyst: Client, given: dict[str, Any], said: str
    ) -> None:
        remains = some_remains(
            cast, marks=(), documents=(), indicators=(), presumptive_identity="", presumptive_basis=""
        )
        sent = filled_in(body(analyst.get(f"/remains/{remains.ref}/edit/"))) | {"found_place_as_said": "the harbour"}
        if "found_place_lat" in given:
            sent["found_place_radius_km"] = ""
        answer = analyst.post(f"/remains/{remains.ref}/edit/", sent | given)
        page = body(answer)
        assert answer.status_code == 422
        assert said in page
        assert 'value="the harbour"' in page
        assert not JournalEntry.objects.filter(action="remains.changed").exists()
        remains.refresh_from_db()
        assert remains.version == 1

    def test_somebody_elses_save_is_shown_beside_ones_own(self, cast: Cast, analyst: Client, remains: Remains) -> None:
        sent = filled_in(body(analyst.get(f"/remains/{remains.ref}/edit/")))
        services.change_remains(
            actor=cast.analyst.actor, ref=remains.ref, entry=entry(setting="shore", completeness="complete")
        )
        sent |= {"setting": "lake", "hair_colour": "gry"}
        answer = analyst.post(f"/remains/{remains.ref}/edit/", sent)
        page = body(answer)
        assert answer.status_code == 409
        assert "Somebody else saved" in page
        assert "Shore" in page
        assert "Lake" in page
        again = filled_in(page) | {"theirs": ["completeness"]}
        assert analyst.post(f"/remains/{remains.ref}/edit/", again).status_code == 302
        shown = body(analyst.get(f"/remains/{remains.ref}/"))
        assert "Lake" in shown
        assert "Complete" in shown
        assert "Nearly complete" not in shown

    def test_a_focal_point_is_not_asked_for_the_forensic_file(self, cast: Cast, client_for: Any) -> None:
        own = some_remains(cast, by=cast.focal_b.actor)
        client = client_for(cast.focal_b.account)
        page = body(client.get(f"/remains/{own.ref}/edit/"))
        assert "presumptive_identity" not in page
        assert "intimate" not in page
        assert not any(secret in page for secret in SECRETS_OF_LAYER_3F)
        assert client.post(f"/remains/{own.ref}/edit/", filled_in(page)).status_code == 302
        kept = ForensicFile.objects.get(remains=own)
        assert kept.alterations == list(entry().alterations)


class TestIncidents:
    def test_linked_once_shown_and_taken_away(self, analyst: Client, remains: Remains, incident: Any) -> None:
        linked = {"incident": incident.ref.lower(), "basis": "date_and_place"}
        for _time in range(2):
            assert analyst.post(f"/remains/{remains.ref}/incidents/link/", linked).status_code == 302
        assert RemainsIncident.objects.count() == 1
        assert JournalEntry.objects.filter(action="incident.linked").count() == 1
        assert incident.ref in body(analyst.get(f"/remains/{remains.ref}/"))
        analyst.post(f"/remains/{remains.ref}/incidents/unlink/", {"incident": incident.ref})
        assert not RemainsIncident.objects.exists()

    @pytest.mark.parametrize("given", ["MIN-00000-00000-0", NONE, "rubbish", ""])
    def test_a_wrong_reference_is_said_to_be_so(self, analyst: Client, remains: Remains, given: str) -> None:
        answer = analyst.post(f"/remains/{remains.ref}/incidents/link/", {"incident": given, "basis": "date_and_place"})
        assert answer.status_code == 422
        assert "field--error" in body(answer)

    def test_another_organisation_may_not_link(
        self, cast: Cast, client_for: Any, remains: Remains, incident: Any
    ) -> None:
        client = client_for(cast.focal_a.account)
        given = {"incident": incident.ref, "basis": "date_and_place"}
        assert client.post(f"/remains/{remains.ref}/incidents/link/", given).status_code == 403
        assert not RemainsIncident.objects.exists()


class TestRemainsOfAnIncident:
    @pytest.fixture
    def linked(self, cast: Cast, remains: Remains, incident: Any) -> str:
        """The address of the part that names the remains linked to the incident."""
        services.link_incident(actor=cast.analyst.actor, remains_ref=remains.ref, incident_ref=incident.ref)
        return f"/remains/of-incident/{incident.ref}/"

    def test_the_incident_names_its_remains_to_who_holds_their_search_file(
        self, cast: Cast, client_for: Any, remains: Remains, linked: str
    ) -> None:
        for reader in (cast.analyst, cast.focal_b):
            assert remains.ref in body(client_for(reader.account).get(linked))
        entry = JournalEntry.objects.filter(action="ring.read", refs__contains=[remains.ref]).latest("pk")
        assert (entry.actor, entry.detail["tables"]) == (cast.focal_b.actor.pseudonym, ["RemainsIncident"])

    @pytest.mark.parametrize("who", ["caseworker", "officer"])
    def test_who_sees_the_remains_in_codes_alone_does_not_learn_of_the_link(
        self, cast: Cast, client_for: Any, remains: Remains, linked: str, who: str
    ) -> None:
        page = body(client_for(getattr(cast, who).account).get(linked))
        assert remains.ref not in page
        assert "No remains that you may see are linked" in page

    def test_an_incident_that_does_not_exist_is_not_found(self, analyst: Client) -> None:
        assert analyst.get("/remains/of-incident/MIN-00000-00000-0/").status_code == 404


class TestLabels:
    def test_nothing_but_the_reference(self, analyst: Client, remains: Remains) -> None:
        page = body(analyst.get(f"/remains/{remains.ref}/label/"))
        assert page.count(f'dir="ltr">{remains.ref}</p>') == labels.COPIES
        assert not any(secret in page for secret in (*SECRETS_OF_LAYER_2, *SECRETS_OF_LAYER_3F))

    def test_the_pdf(self, analyst: Client, remains: Remains) -> None:
        pytest.importorskip("weasyprint", exc_type=OSError)
        answer = analyst.get(f"/remains/{remains.ref}/label.pdf")
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")

    def test_a_machine_without_pango_answers_with_the_command(
        self, analyst: Client, remains: Remains, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(pdf, "engine", _missing)
        answer = analyst.get(f"/remains/{remains.ref}/label.pdf")
        assert answer.status_code == 501
        assert "apt-get install libpango" in body(answer)


def _missing() -> Any:
    raise OSError("cannot load library 'libpango-1.0-0'")
