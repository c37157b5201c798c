"""The REST interface against its own description: whatever is sent, it answers as it says it does, and never breaks.

A short and repeatable run; the long one is `make campaign-api`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests import cast as standing
from tests.factories import families, remains
from tests.factories.accessctl import organisation, partner

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("static_files")]

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
schemathesis.serializer.alias("application/x-ndjson", "text/plain")
SECRETS = ("Canarium", "CN-771204", "Canarola")


@pytest.fixture
def clients(cast: standing.Cast) -> dict[str, dict[str, str]]:
    """Authorization of each kind of partner: an NGO's system, an institute's, a stranger's, and nobody."""
    return {
        "ngo": cast.system.headers,
        "institute": partner(cast.organisations.institute).headers,
        "stranger": partner(organisation(country="GRC")).headers,
        "nobody": {},
    }


@pytest.fixture
def refs(cast: standing.Cast, clients: dict[str, dict[str, str]]) -> list[str]:
    """References of records, some of which no partner may see anything of."""
    hidden = families.a_case(
        cast,
        names=(families.NameEntry(full_original="Lamin Canarium"),),
        documents=(families.DocumentEntry(doc_type="pass", doc_number="CN-771204", issuing_country="GMB"),),
        relative=families.relative(name="Awa Canarola"),
        consents=families.consents(search=(), forensic=()),
    )
    shared, own = families.a_case(cast), families.a_case(cast, by=cast.second_caseworker.actor)
    return [hidden.ref, shared.ref, own.ref, remains.some_remains(cast).ref, "MMR-00000-00000-0"]


@pytest.fixture
def schema(db: None) -> Iterator[Any]:
    """The description as it is served, by an application that leaves the test's transaction open between requests."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/schema/?format=json", get_wsgi_application())
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def operations(schema: Any) -> Iterator[Any]:
    for found in schema.get_all_operations():
        yield found.ok()


@pytest.mark.parametrize("who", ["ngo", "institute", "stranger", "nobody"])
def test_every_operation_answers_as_it_is_described(
    schema: Any, clients: dict[str, dict[str, str]], refs: list[str], who: str
) -> None:
    asked, broken = 0, []
    for operation in operations(schema):
        either = st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in GenerationMode))

        @settings(
            max_examples=8,
            derandomize=True,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=either, ref=st.sampled_from(refs), known=st.booleans())
        def ask(case: Case, ref: str, *, known: bool) -> None:
            nonlocal asked
            asked += 1
            if known and "ref" in case.path_parameters:
                case.path_parameters["ref"] = ref
            answer = case.call(headers=clients[who] | {"Accept-Encoding": "identity"})
            case.validate_response(answer, checks=CHECKS)
            assert not any(secret.encode() in answer.content for secret in SECRETS)

        try:
            ask()
        except FailureGroup as found:
            broken.append(f"{operation.label}: {found}")
    assert not broken, "\n\n".join(broken)
    assert asked > 100
