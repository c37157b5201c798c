"""ETags: what a reader has already is not sent again, and a change names the version that it was made on."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from queue import Queue
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from tests.access.writes import INCIDENT_ENTRY, REMAINS_ENTRY
from tests.cast import Cast
from tests.integration.families.steps import CALL
from tests.plugins.campaign import examples

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_files")]
WRITES = examples(40, 1000)
# address -> what makes one, what changes it
KINDS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "/api/v1/cases/": (CALL, CALL["case"]),
    "/api/v1/remains/": (REMAINS_ENTRY, REMAINS_ENTRY | {"age": [20, 30]}),
    "/api/v1/incidents/": (INCIDENT_ENTRY, INCIDENT_ENTRY | {"n_missing_min": 5}),
}


class Partner(Client):
    def __init__(self, cast: Cast) -> None:
        super().__init__(headers=cast.system.headers)

    def make(self, address: str) -> tuple[str, str]:
        """The address of a record, and its tag."""
        made = self.post(address, KINDS[address][0], content_type="application/json")
        assert made.status_code == 201, made.content
        return f"{address}{made.json()['ref']}/", made.headers["ETag"]

    def change(self, record: str, address: str, **headers: str) -> Any:
        return self.put(record, KINDS[address][1], content_type="application/json", headers=headers)


@pytest.mark.parametrize("address", KINDS)
def test_a_record_has_a_tag_and_is_changed_by_it(cast: Cast, address: str) -> None:
    partner = Partner(cast)
    record, tag = partner.make(address)
    read = partner.get(record)
    assert read.headers["ETag"] == tag
    kept = partner.get(record, headers={"If-None-Match": f'"9-0", W/{tag}'})
    assert (kept.status_code, kept.content) == (304, b"")
    changed = partner.change(record, address, **{"If-Match": f"W/{tag}"})
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    assert partner.get(record, headers={"If-None-Match": tag}).headers["ETag"] == changed.headers["ETag"] != tag
    stale = partner.change(record, address, **{"If-Match": tag})
    assert (stale.status_code, stale.json()["code"], stale.json()["read_version"]) == (409, "conflict", 1)
    assert stale.json()["current"] == partner.get(record).json()


@pytest.mark.parametrize("tag", ["", "*", "2", '"x"', '"1-0"', '"1", "2"'])
def test_a_tag_that_is_none_is_refused(cast: Cast, tag: str) -> None:
    partner = Partner(cast)
    record, _tag = partner.make("/api/v1/incidents/")
    answer = partner.change(record, "/api/v1/incidents/", **({"If-Match": tag} if tag else {}))
    assert (answer.status_code, answer.json()["code"]) == (422, "no_version")


def test_a_tag_beside_another_version_is_refused(cast: Cast) -> None:
    partner = Partner(cast)
    record, tag = partner.make("/api/v1/incidents/")
    body = KINDS["/api/v1/incidents/"][1] | {"version": 2}
    assert partner.put(record, body, content_type="application/json", headers={"If-Match": tag}).status_code == 422


@pytest.mark.django_db(transaction=True)
def test_of_a_thousand_writes_to_one_case_each_is_made_on_what_its_writer_read(cast: Cast) -> None:
    """Nobody waits for ever, nobody writes over what they have not read, and every success is one version."""
    address = "/api/v1/cases/"
    record, _tag = Partner(cast).make(address)
    versions, refused = Queue[int](), Queue[int]()

    def write(_number: int) -> None:
        partner = Partner(cast)
        try:
            changed = partner.change(record, address, **{"If-Match": partner.get(record).headers["ETag"]})
        finally:
            connections.close_all()
        if changed.status_code == 200:
            versions.put(changed.json()["version"])
        else:
            refused.put(changed.status_code)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(WRITES)))
    made = sorted(versions.queue)
    assert set(refused.queue) <= {409}
    assert made == list(range(2, len(made) + 2))
    assert len(made) + refused.qsize() == WRITES
    assert Partner(cast).get(record).json()["version"] == made[-1]
