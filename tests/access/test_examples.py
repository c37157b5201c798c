"""Every example of the description of the REST interface: valid by its own schema, sent, and answered as described."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.urls import resolve
from django.utils import timezone
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator

from accessctl.api import PURPOSE_HEADER
from accessctl.codes import Purpose
from cases.models import Donor
from registry.site import api_examples as examples
from tests.access.planting import World
from tests.access.reading import Reader
from tests.access.routes import Route, walk
from tests.access.writes import WRITES, Sending, Write
from tests.factories import families, identification, samples
from tests.factories.accessctl import partner

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("access-sending")]

ROUTES = {route.name: route for route in walk()}
# What registries send one another is sealed by their keys (`test_peers`).
BETWEEN = {"peer_envelopes", "peer_tables"}
# Ring 4a is read by a grant, which no system has.
REFUSED = {"remains_injuries"}
# In an example these stand for what only an answer of the registry names; the day, for one that is near.
NAMES = (
    examples.REF.partition("-")[2],
    examples.KEY,
    examples.UUID,
    examples.DAY,
    examples.MOMENT,
    "…",
    "(a",
    "version",
)


AFTER_A_PLAN = {"notifications_told", "notifications_declined"}


class Undo(Exception):
    """Rolls back what one example did."""


@dataclass(frozen=True)
class Operation:
    id: str
    method: str
    path: str
    said: dict[str, Any]

    @property
    def route(self) -> Route:
        return ROUTES[f"api:{resolve(self.path.replace('{ref}', examples.REF)).url_name}"]

    @property
    def sent(self) -> dict[str, Any]:
        (media,) = self.said.get("requestBody", {"content": {"": {"example": {}}}})["content"].values()
        example = media["example"]
        return dict(json.loads(example) if isinstance(example, str) else example or examples.SENT.get(self.id, {}))

    @property
    def expected(self) -> set[int]:
        """The statuses of success; of an operation that is always refused, its refusal."""
        good = {int(status) for status in self.said["responses"] if status.startswith("2")}
        return {403} if self.id in REFUSED else good or {403}


@pytest.fixture(scope="module")
def description() -> dict[str, Any]:
    found: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return found


def operations(description: dict[str, Any]) -> Iterator[Operation]:
    for path, methods in description["paths"].items():
        for method, said in methods.items():
            yield Operation(said["operationId"], method.upper(), path, said)


def faults(description: dict[str, Any], schema: dict[str, Any], value: Any) -> list[str]:
    whole = {**schema, "components": description["components"]}
    return [f"{error.json_path}: {error.message[:200]}" for error in Draft202012Validator(whole).iter_errors(value)]


def test_every_operation_has_examples_that_keep_to_their_schemas(description: dict[str, Any]) -> None:
    broken = list[tuple[str, str]]()
    for one in operations(description):
        good = [answer for status, answer in one.said["responses"].items() if status.startswith("2")]
        for answer in [one.said.get("requestBody", {}), *good]:
            for kind, media in answer.get("content", {}).items():
                if "json" in kind or "form" in kind:
                    broken += [(one.id, fault) for fault in faults(description, media["schema"], media["example"])]
                assert media["example"], one.id
    assert broken == []
    assert set(examples.SENT) <= {one.id for one in operations(description)}


@pytest.mark.usefixtures("static_files")
def test_every_example_is_answered_as_it_is_described(planted: World, description: dict[str, Any]) -> None:
    broken = list[tuple[str, Any]]()
    for one in operations(description):
        if one.id in BETWEEN or not one.path.startswith("/api/"):
            continue
        answers = list[tuple[str, int, str]]()
        for who, client, ref, write in ways(planted, one):
            status, said = answered(client, one, ref, write, planted)
            answers.append((who, status, said[:300].decode(errors="replace")))
            if status in one.expected:
                broken += [(one.id, fault) for fault in misdescribed(description, one, status, said)]
                break
        else:
            broken.append((one.id, answers))
    assert not broken, "\n".join(f"{name}: {what}" for name, what in broken)


def ways(world: World, one: Operation) -> Iterator[tuple[str, Reader, str, Write | None]]:
    """Whom and of what to ask, in turn: the second NGO's system, then those of others whose records are theirs."""
    write = next((row for row in WRITES if (row.route, row.method) == (one.route.name, one.method)), None)
    organisations, records = world.cast.organisations, one.route.records if one.route.takes_ref else ("",)
    written = list(write.writers) if write and write.writers else []
    for record in [*written, *records]:
        yield "system", Reader(headers=world.cast.system.headers), record, write
    for name, of, purpose in (
        ("institute", organisations.institute, Purpose.FORENSIC_COMPARISON),
        ("ngo", organisations.ngo, Purpose.FAMILY_SUPPORT),
        ("laboratory", world.readers["lab"].organisation, Purpose.DNA_IDENTIFICATION),
    ):
        for record in (*records, "fresh"):
            with_purpose = partner(of).headers | {PURPOSE_HEADER: purpose}
            yield name, Reader(headers=with_purpose), record, write
    yield "system", Reader(headers=world.cast.system.headers), "fresh", write


def answered(client: Reader, one: Operation, record: str, write: Write | None, world: World) -> tuple[int, bytes]:
    """The answer to the example; nothing that it did stays."""
    try:
        with transaction.atomic():
            ref = fresh(world, one) if record == "fresh" else world.refs.get(record, "")
            is_known = record != "fresh" or one.id in AFTER_A_PLAN
            real = write.answers(Sending(world, "system", record)) if write and is_known else {}
            address = one.path.replace("{ref}", ref)
            query = [said for said in one.said.get("parameters", ()) if said["in"] == "query" and said.get("required")]
            address += "?" * bool(query) + "&".join(f"{said['name']}={said['example']}" for said in query)
            if one.method == "GET":
                response = client.get(address, headers={PURPOSE_HEADER: looked_at_for(one)} if query else None)
            else:
                sender = write or Write(one.route.name, {}, method=one.method)
                response = sender.send(client, address, filled(one.sent, real))
            status, said = response.status_code, response.content
            raise Undo
    except Undo:
        return status, said


def looked_at_for(one: Operation) -> Purpose:
    """What an image is looked at for."""
    return Purpose.FAMILY_SUPPORT if one.id == "signed_paper" else Purpose.FORENSIC_COMPARISON


def filled(example: dict[str, Any], real: dict[str, Any]) -> dict[str, Any]:
    """An example with what stands for something in it replaced by that."""
    body = dict[str, Any]()
    for name, value in example.items():
        if not any(part in f"{name}: {value}" for part in NAMES):
            body[name] = value
        elif name in real:
            body[name] = real[name]
        elif examples.KEY not in str(value):
            body[name] = value
    return body


def fresh(world: World, one: Operation) -> str:
    """A record on which nothing rests yet: a reviewed pair, a sample that a laboratory has to test, a case."""
    if one.id == "samples_report":
        donor, lab = Donor.objects.get(ref=world.refs["donor"]), world.readers["lab"]
        taken = samples.sample(world.cast.caseworker.actor, donor)
        samples.sent(world.cast.caseworker.actor, taken, lab)
        samples.step(lab.actor, taken, "received")
        return str(taken.ref)
    if one.route.name.startswith("api:identification"):
        pair = identification.hypothesis(world.cast)
        if one.id == "identifications_act":
            identification.identifying.draw_up(
                actor=world.cast.analyst.actor, ref=pair.ref, draft=identification.draft()
            )
        return str(pair.ref)
    case = families.a_case(world.cast, by=world.cast.second_caseworker.actor)
    if one.id in AFTER_A_PLAN:
        body = examples.SENT["notifications_plan"] | {"planned_for": str(timezone.localdate())}
        client = Reader(headers=world.cast.system.headers)
        client.post(f"/api/v1/cases/{case.ref}/notifications/", body, content_type="application/json")
    return str(case.ref)


def misdescribed(description: dict[str, Any], one: Operation, status: int, said: bytes) -> list[str]:
    """What of an answer is not as its schema says."""
    for kind, media in one.said["responses"].get(str(status), {}).get("content", {}).items():
        if "json" in kind:
            return faults(description, media["schema"], json.loads(said))
    return []
