"""Filters of the lists over REST: those that are declared, by code; whatever else is refused in the same words."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from drf_spectacular.generators import SchemaGenerator

from accessctl import topology
from cases.models import Case
from remains.models import Remains
from tests.cast import Cast
from tests.factories import families, remains
from tests.factories.accessctl import partner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_files")]
LISTS = ("cases", "remains", "incidents", "candidate-pairs")
# Every third column of the rings below.
DEEPER = sorted(
    {
        field.name
        for root in (Case, Remains)
        for tables in topology.ring_tables(root).values()
        for table in tables
        for field in table._meta.concrete_fields
    }
)[::3]
UNHEARD = ("shoe_size", "owner__name", "names__full_original", "status__in", "pk")


def declared(name: str) -> dict[str, list[str]]:
    """The conditions that the description names, and the codes of each."""
    paths = SchemaGenerator().get_schema(request=None, public=True)["paths"]  # type: ignore[no-untyped-call]
    given = paths[f"/api/v1/{name}/"]["get"]["parameters"]
    return {one["name"]: one["schema"].get("enum", []) for one in given if one["in"] == "query"}


@pytest.mark.parametrize("name", LISTS)
def test_a_field_of_a_deeper_ring_is_refused_like_one_that_there_is_not(cast: Cast, name: str) -> None:
    families.a_case(cast)
    known = declared(name)
    told = set[str]()
    for client in (Client(headers=cast.system.headers), Client(headers=partner(cast.organisations.institute).headers)):
        for field in {*UNHEARD, *DEEPER} - set(known):
            answer = client.get(f"/api/v1/{name}/", {field: "Lamin Ceesay"})
            assert (answer.status_code, list(answer.json()["fields"])) == (422, [field])
            told.update(answer.json()["fields"][field])
    assert len(told) == 1


@pytest.mark.parametrize("name", LISTS)
def test_every_declared_filter_takes_its_codes_and_no_other(cast: Cast, name: str) -> None:
    client = Client(headers=cast.system.headers)
    for field, codes in declared(name).items():
        for code in codes[:3]:
            assert client.get(f"/api/v1/{name}/", {field: code}).status_code == 200, (field, code)
        if codes:
            refused = client.get(f"/api/v1/{name}/", {field: "no such code"})
            assert (refused.status_code, list(refused.json()["fields"])) == (422, [field])
        assert client.get(f"/api/v1/{name}/", {field: ""}).status_code == 200


def test_filters_narrow_as_the_fields_of_what_is_listed_say(cast: Cast) -> None:
    families.a_case(cast, sex="1", route_code="watl")
    families.a_case(cast, by=cast.second_caseworker.actor, sex="2", route_code="cmed")
    remains.some_remains(cast)
    client = Client(headers=cast.system.headers)

    def found(name: str, **said: str) -> list[dict[str, Any]]:
        results: list[dict[str, Any]] = client.get(f"/api/v1/{name}/", said).json()["results"]
        return results

    assert len(found("cases")) == 2
    for field in ("sex", "route_code", "status"):
        for code in {row[field] for row in found("cases")}:
            assert {row[field] for row in found("cases", **{field: code})} == {code}
    (own,) = found("cases", whose="own")
    assert own["sex"] == "2"
    assert found("cases", sex="1", route_code="cmed") == []
    assert found("remains", whose="own") == []
