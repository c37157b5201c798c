"""A client that a well-kept program makes from the description alone, and the ten minutes of docs/api.md with it."""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.architecture.test_cryptography import ROOT
from tests.cast import Cast
from tests.factories.accessctl import partner

PACKAGE = "registry_client"
ENTRY = {"found_at": "2021-06", "found_place": {"country": "ITA"}, "sex_estimated": "f?", "age": [18, 25]}
FORENSIC = {"x_purpose": "forensic_comparison"}


@pytest.fixture
def generated(tmp_path: Path, static_files: None, db: None) -> Iterator[None]:
    """The client as a package that can be imported; a warning of its maker is a failure."""
    description = tmp_path / "schema.json"
    description.write_bytes(Client().get("/api/schema/?format=json").content)
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--path", str(description), "--meta", "none"]
    command += ["--output-path", str(tmp_path / PACKAGE), "--config", str(ROOT / "docs/examples/client.yml")]
    done = subprocess.run([*command, "--fail-on-warning"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    sys.path.insert(0, str(tmp_path))
    yield
    sys.path.remove(str(tmp_path))
    for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
        del sys.modules[name]


def part(name: str) -> Any:
    return importlib.import_module(f"{PACKAGE}.{name}")


def call(operation: str, client: Any, **said: Any) -> tuple[int, Any, Any]:
    """Status, headers and parsed content of an answer."""
    answer = part(f"api.{operation}").sync_detailed(client=client, **said)
    return int(answer.status_code), answer.headers, answer.parsed


def signed_in(base: str, cast: Cast) -> Any:
    """The client with a token for less than all that the system may do."""
    system = partner(cast.organisations.institute)
    form = part("models.token_request_request").TokenRequestRequest(
        grant_type="client_credentials", client_id=system.client.ref, client_secret=system.secret,
        scope="write:3:forensic_comparison read:2:share_search",
    )  # fmt: skip
    with part("client").Client(base_url=base) as asking:
        status, _headers, token = call("api.token", asking, body=form)
    assert status == 200
    return part("client").AuthenticatedClient(base_url=base, token=token.access_token)


@pytest.mark.slow
def test_the_ten_minutes_with_a_generated_client(generated: None, cast: Cast, live_site: str) -> None:
    with signed_in(live_site, cast) as client:
        ten_minutes(client)


def ten_minutes(client: Any) -> None:
    """The steps of the documentation, in its order."""
    models = part("models")
    _status, _headers, feed = call("changes.changes_list", client, **FORENSIC)
    while feed.more:
        _status, _headers, feed = call("changes.changes_list", client, after=feed.next_, **FORENSIC)

    entry, key = models.RemainsEntryRequest.from_dict(ENTRY), {"idempotency_key": "lab-2021-0417"}
    status, headers, remains = call("remains.remains_create", client, body=entry, **key, **FORENSIC)
    _status, _headers, again = call("remains.remains_create", client, body=entry, **key, **FORENSIC)
    assert (status, again.ref, again.version) == (201, remains.ref, 1)

    def change(**said: Any) -> tuple[int, Any, Any]:
        body = models.RemainsChangeRequest.from_dict(ENTRY | said)
        asked = {"ref": remains.ref, "if_match": headers["ETag"], "body": body}
        return call("remains.remains_change", client, **asked, **FORENSIC)

    status, _headers, changed = change(age=[20, 25])
    assert (status, changed.version) == (200, 2)
    status, _headers, refused = change()
    assert (status, refused.read_version, refused.current["version"]) == (409, 1, 2)
    status, _headers, refused = change(age=[25, 20])
    assert status == 422
    assert [name for name in refused.fields.to_dict() if name.startswith("age")]
    status, _headers, refused = call("remains.remains_read", client, ref=remains.ref, x_purpose="statistics")
    assert (status, refused.code) == (404, "not_found")

    _status, _headers, feed = call("changes.changes_list", client, after=feed.next_, **FORENSIC)
    assert {(one.ref, one.record, one.change) for one in feed.results} == {(remains.ref, "remains", "new")}
