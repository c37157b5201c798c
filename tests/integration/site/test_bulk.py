"""Many records in one request: each line by itself, none twice."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from accessctl.models import JournalEntry
from accessctl.parsers import MOST_ROWS
from cases.models import Case, Incident
from remains.models import Remains
from tests.access.writes import INCIDENT_ENTRY, REMAINS_ENTRY
from tests.cast import Cast
from tests.integration.families.steps import CALL

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_files")]
KINDS: dict[str, tuple[Any, dict[str, Any]]] = {
    "cases": (Case, CALL),
    "remains": (Remains, REMAINS_ENTRY),
    "incidents": (Incident, INCIDENT_ENTRY),
}


def send(cast: Cast, kind: str, lines: str, key: str = "k-1") -> Any:
    headers = cast.system.headers | ({"Idempotency-Key": key} if key else {})
    return Client().post(f"/api/v1/{kind}/bulk/", lines, content_type="application/x-ndjson", headers=headers)


@pytest.mark.parametrize("kind", KINDS)
def test_each_line_is_made_or_refused_by_itself_and_none_twice(cast: Cast, kind: str) -> None:
    model, entry = KINDS[kind]
    lines = [json.dumps(entry), "{", json.dumps(entry | {"unheard_of": "Canarium"}), "[]", json.dumps(entry)]
    first = send(cast, kind, "\n\n".join(lines)).json()
    assert (first["made"], first["refused"]) == (2, 3)
    assert [(one["row"], one["status"]) for one in first["results"]] == [
        (1, 201),
        (2, 422),
        (3, 422),
        (4, 422),
        (5, 201),
    ]
    assert [one["error"]["code"] for one in first["results"] if "error" in one] == ["no_row", "invalid", "no_row"]
    assert list(first["results"][2]["error"]["fields"]) == ["unheard_of"]
    assert "Canarium" not in str(first)
    made = {one["ref"] for one in first["results"] if "ref" in one}
    assert set(model.objects.values_list("ref", flat=True)) == made
    again = send(cast, kind, "\n".join(lines)).json()
    assert (again, model.objects.count()) == (first, 2)
    mended = [*lines[:2], lines[0], *lines[3:]]
    third = send(cast, kind, "\n".join(mended)).json()
    assert (third["made"], model.objects.count()) == (3, 3)
    other = send(cast, kind, "\n".join([lines[2], lines[0]])).json()  # under this key the first row was another
    assert [one["status"] for one in other["results"]] == [409, 201]
    assert JournalEntry.objects.filter(refs__overlap=list(made)).exists()


def test_what_is_no_such_request_makes_nothing(cast: Cast) -> None:
    row = json.dumps(INCIDENT_ENTRY)
    assert send(cast, "incidents", row, key="").json()["code"] == "key_needed"
    assert send(cast, "incidents", "\n".join([row] * (MOST_ROWS + 1))).status_code == 413
    assert send(cast, "incidents", " " * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)).status_code == 413
    assert send(cast, "incidents", "").json() == {"made": 0, "refused": 0, "results": []}
    assert not Incident.objects.exists()


def test_json_beyond_what_is_taken_is_refused(cast: Cast) -> None:
    client = Client(headers=cast.system.headers)
    for body in ("[" * 200_000, " " * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)):
        answer = client.post("/api/v1/incidents/", body, content_type="application/json")
        assert answer.status_code in (400, 413)
