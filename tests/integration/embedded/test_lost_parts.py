"""A part of the registry is lost in the middle of work: nothing typed is lost, nothing is half saved, nothing twice."""

from __future__ import annotations

import contextlib
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings

from registry.embedded.layout import OWNER_ROLE
from tests.factories.remains import typed as typed_remains
from tests.integration.embedded.lost_parts import PASSWORD, Answer, Registry, make
from tests.integration.families.steps import BRIEFING, CALL, CONSENT, PERSON

pytestmark = pytest.mark.xdist_group("lost_parts")
SAVED = ("cases_case", "families_relative", "families_consent", "cases_casename")
ANSWERED = 286  # htmx stops to ask
PAPER = {"documents-0-doc_type": "pass", "documents-0-doc_number": "PC-204417", "documents-0-issuing_country": "GMB"}


@pytest.fixture(scope="module")
def whole(static_files: None) -> Iterator[Registry]:
    with tempfile.TemporaryDirectory(prefix="registry-") as folder:
        made = make(Path(folder), str(settings.STATIC_ROOT))
        yield made
        made.close()


@pytest.fixture
def registry(whole: Registry) -> Registry:
    whole.empty()
    return whole


@pytest.fixture(scope="module")
def working(whole: Registry) -> Registry:
    whole.work()
    return whole


def drafted(registry: Registry) -> str:
    """Address of a draft whose next step is the screen of questions."""
    begun = registry.post("/cases/new/", BRIEFING)
    assert begun.status == 302, begun.text
    ref = begun.location.split("/")[3]
    agreed = registry.post(f"/cases/new/{ref}/consent/", CONSENT)
    assert agreed.location == f"/cases/new/{ref}/person/", agreed.text
    return agreed.location


def reserved(registry: Registry) -> str:
    begun = registry.post("/remains/new/", {}, by="analyst")
    assert begun.status == 302, begun.text
    return begun.location


@contextlib.contextmanager
def held(registry: Registry, table: str) -> Iterator[None]:
    """Whoever writes to that table waits, with all that was written before it still uncommitted."""
    address = registry.records.database_url(OWNER_ROLE, "registry")
    with contextlib.suppress(psycopg.OperationalError), psycopg.connect(address) as connection:
        connection.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")  # type: ignore[arg-type]
        yield


def in_the_middle(registry: Registry, table: str, send: Callable[[], Answer]) -> Answer:
    """Send a form and stop PostgreSQL while its transaction is about to write to that table; it is up again after."""
    answers: list[Answer] = []
    sending = threading.Thread(target=lambda: answers.append(send()))
    with held(registry, table):
        sending.start()
        until(lambda: registry.waiting() == 1, 60)
        with registry.without("records"):
            sending.join(30)
    assert answers, "the site did not answer"
    return answers[0]


def until(holds: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "not in time"
        time.sleep(0.05)


def in_order(sent: dict[str, Any], kept: list[tuple[str, str]]) -> bool:
    """Whether everything that was sent is kept, with nothing added but the page's token."""
    wanted = [(n, v) for n, given in sent.items() for v in (given if isinstance(given, list) else [given])]
    return [pair for pair in kept if pair[0] != "csrfmiddlewaretoken"] == wanted


# --- PostgreSQL -------------------------------------------------------------------------------------------------
def test_postgresql_is_stopped_in_the_middle_of_a_registration(registry: Registry) -> None:
    address = drafted(registry)
    answer = in_the_middle(registry, "families_consent", lambda: registry.post(address, PERSON))
    assert answer.status == 503
    assert "Nothing was saved" in answer.text
    assert in_order(PERSON, answer.kept)
    assert registry.count(*SAVED, "families_registrationdraft") == [0, 0, 0, 0, 1]
    assert "Lamin Sisay" in registry.get(address).text  # kept on the server too
    again = registry.post(address, answer.kept)
    assert again.location.startswith("/cases/MMR-"), again.text
    assert registry.post(address, answer.kept).location == "/work/"
    assert registry.count(*SAVED, "families_registrationdraft") == [1, 1, 5, 2, 0]


def test_postgresql_is_stopped_in_the_middle_of_a_remains_save(registry: Registry) -> None:
    address, typed = reserved(registry), typed_remains(**PAPER)
    answer = in_the_middle(registry, "remains_forensicfile", lambda: registry.post(address, typed, by="analyst"))
    assert (answer.status, in_order(typed, answer.kept)) == (503, True)
    assert registry.count("remains_remains", "remains_remainsdraft") == [0, 1]
    again = registry.post(address, answer.kept, by="analyst")
    assert again.location.startswith("/remains/"), again.text
    assert registry.post(address, answer.kept, by="analyst").status in (302, 404)
    assert registry.count("remains_remains", "remains_remainsdraft") == [1, 0]


def test_postgresql_is_stopped_in_the_middle_of_a_partners_call(registry: Registry) -> None:
    answer = in_the_middle(registry, "families_consent", lambda: registry.api("POST", "cases/", CALL))
    assert (answer.status, answer.json()["code"]) == (503, "unavailable")
    assert registry.count(*SAVED) == [0, 0, 0, 0]
    again = registry.api("POST", "cases/", CALL)
    assert again.status == 201, again.text
    assert registry.count(*SAVED) == [1, 1, 2, 1]


def test_without_postgresql_every_surface_says_so_and_the_site_needs_no_restart(registry: Registry) -> None:
    address = drafted(registry)
    with registry.without("records"):
        page, part = registry.post(address, PERSON), registry.post(address, PERSON, script=True)
        called = registry.api("GET", "cases/")
        assert (page.status, part.status, called.status) == (503, 503, 503)
        assert in_order(PERSON, page.kept)
        assert 'role="alert"' in part.text
        assert "<html" not in part.text  # the page stays, and with it what was typed
        assert (called.json()["code"], called.json()["fields"]) == ("unavailable", {})
        assert registry.get("/work/").status == 503
        assert [registry.get(f"/health/{way}", by="nobody").status for way in ("live", "ready")] == [200, 503]
    assert registry.get("/health/ready").status == 200
    assert registry.post(address, page.kept).location.startswith("/cases/MMR-")


def test_a_password_is_not_repeated_on_the_page_of_a_lost_part(registry: Registry) -> None:
    with registry.without("records"):
        answer = registry.post("/accounts/login/", {"login": "supervisor@cast.invalid", "password": PASSWORD})
    assert answer.status == 503
    assert answer.kept == []
    assert PASSWORD not in answer.text


# --- the key store ----------------------------------------------------------------------------------------------
def test_without_the_key_store_nothing_is_registered_in_clear_or_half(registry: Registry) -> None:
    address = drafted(registry)
    with registry.without("keys"):
        answer = registry.post(address, PERSON)
        assert (answer.status, in_order(PERSON, answer.kept)) == (503, True)
        assert registry.get("/health/ready").status == 503
        assert registry.get("/cases/").status == 200  # layer 1 needs no key
    assert registry.count(*SAVED) == [0, 0, 0, 0]
    assert registry.post(address, answer.kept).location.startswith("/cases/MMR-")
    assert registry.count("cases_case") == [1]


def test_without_the_key_store_a_sealed_record_is_not_shown_and_comes_back(registry: Registry) -> None:
    case = registry.post(drafted(registry), PERSON).location
    registry.end("web")
    registry.serve()  # a process that has no key in memory
    with registry.without("keys"):
        hidden = registry.get(case)
        assert hidden.status == 503
        assert "Ceesay" not in hidden.text
    assert "Lamin Ceesay" in registry.get(case).text


# --- the broker -------------------------------------------------------------------------------------------------
@pytest.mark.slow
@pytest.mark.parametrize("way", ["without", "frozen"])
def test_without_the_broker_saves_succeed_and_their_pairs_arrive_later(
    working: Registry, registry: Registry, way: str
) -> None:
    with getattr(registry, way)("valkey"):
        began = time.monotonic()
        case = registry.post(drafted(registry), PERSON)
        remains = registry.post(reserved(registry), typed_remains(**PAPER), by="analyst")
        assert case.location.startswith("/cases/MMR-")
        assert remains.location.startswith("/remains/")
        assert time.monotonic() - began < 30
        assert registry.count("matching_candidatepair") == [0]
        assert "slow" in registry.get("/health/ready").text
    until(lambda: registry.count("matching_candidatepair") == [1], 60)


def test_without_the_broker_people_sign_in_and_a_search_is_answered_later(
    working: Registry, registry: Registry
) -> None:
    registry.post(drafted(registry), PERSON)
    with registry.without("valkey"):
        typed = {"login": "supervisor@cast.invalid", "password": PASSWORD}
        assert registry.post("/accounts/login/", typed | {"password": "wrong"}, by="nobody").status == 200
        entered = registry.post("/accounts/login/", typed, by="nobody")
        assert (entered.status, entered.location) == (302, "/work/")
        assert registry.api("GET", "cases/").status == 200
        sought = registry.post("/search/", {"name": "Lamin Sisay"})
        assert (sought.status, registry.get(sought.location).status) == (302, 200)
        assert registry.get(f"{sought.location}waiting/").status == 200
    until(lambda: registry.get(f"{sought.location}waiting/").status == ANSWERED, 60)
    assert PERSON["name"] in registry.get(sought.location).text
