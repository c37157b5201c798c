"""Hidden equals absent: wherever a reference can be asked for, in every way, for everybody from whom it is hidden.

The answers for a hidden record and for one that never was have the same status, headers and body, to the byte, and cost
the same number of SQL statements.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple
from uuid import uuid4

import pytest
from django.db import connections, reset_queries
from django.test.utils import CaptureQueriesContext

from accessctl.codes import Purpose
from registry.lib.ids import new_ref
from tests.access import words
from tests.access.contents import changed, contents
from tests.access.planting import World
from tests.access.reading import Reader, leaks, seen_by, told
from tests.access.routes import Route, walk
from tests.access.writes import OPENINGS, WRITES, Sending
from tests.pages import lasting

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("access-sending")]

WRITE_AT = {write.route: write for write in WRITES}
TAKING_A_REF = [route for route in walk() if route.takes_ref]
KEPT_OUT = "origin_official"
Ask = Callable[[Reader, str], Any]  # a client asks for a reference


class Answer(NamedTuple):
    """What can be compared of an answer."""

    status: int
    said: bytes
    statements: int


def ways(world: World, reader: str, route: Route, record: str) -> Iterator[Ask]:
    """To look, to open a ring, to send what would be right.

    What would be wrong as well, but not by everybody: whether it is judged before the record is fetched is the same.
    """
    for number in range(len(route.addresses())):
        yield lambda client, ref, at=number: client.get(route.addresses(ref)[at])  # type: ignore[misc]
        if route.name in OPENINGS:
            yield lambda client, ref, at=number: client.post(route.addresses(ref)[at])  # type: ignore[misc]
        if write := WRITE_AT.get(route.name):
            right = write.answers(Sending(world, reader, record))
            for sent in (right, write.wrong(right)) if reader in (KEPT_OUT, "system") else (right,):
                yield lambda client, ref, at=number, sent=sent: write.send(client, route.addresses(ref)[at], sent)  # type: ignore[misc]


def answer(client: Reader, ask: Ask, ref: str) -> tuple[Answer, Any]:
    client.forget_messages()
    reset_queries()  # Django keeps no more than 9,000
    with (
        CaptureQueriesContext(connections["default"]) as records,
        CaptureQueriesContext(connections["keystore"]) as keys,
    ):
        response = ask(client, ref)
    headers = "".join(sorted(f"{name}: {value}\n" for name, value in response.items()))
    said = "\n".join([headers, response.cookies.output(), ""]).encode() + response.content
    said = lasting(said.replace(ref.encode(), b"REF"))
    return Answer(response.status_code, said, len(records) + len(keys)), response


def findings(world: World, reader: str, client: Reader, ask: Ask, hidden: str) -> Iterator[str]:
    """What tells a hidden record from none, and what the answer says that it should not.

    Asked again when answers differ: what a process looks up once a minute is no part of an answer.
    """
    absent = new_ref(hidden.partition("-")[0]) if hidden.startswith("M") else str(uuid4())
    for _attempt in range(2):
        (one, _response), (other, response) = answer(client, ask, absent), answer(client, ask, hidden)
        if one == other:
            break
    else:
        yield from (f"differs in {name}" for name in Answer._fields if getattr(one, name) != getattr(other, name))
    yield from leaks(world, reader, told(response, hidden))


def hidden_at(world: World, reader: str, route: Route) -> list[str]:
    """The records to ask for: all for the State that is kept out by a firewall, for the others one in turn."""
    found = [record for record in route.records if reader not in seen_by(world, record)]
    turn = words.READERS.index(reader)
    return found if reader == KEPT_OUT or not found else [found[turn % len(found)]]


@pytest.mark.parametrize("reader", words.WALKING)
def test_what_is_hidden_is_answered_like_what_never_was(
    reader: str, planted: World, readers: dict[str, Reader]
) -> None:
    client, found, compared = readers[reader], [], 0
    before = contents()
    for route in TAKING_A_REF:
        for record in hidden_at(planted, reader, route):
            for number, ask in enumerate(ways(planted, reader, route, record)):
                compared += 1
                what = findings(planted, reader, client, ask, planted.refs[record])
                found += [(route.name, number, record, one) for one in what]
    assert found == []
    assert compared > 40, compared
    assert changed(before) == set()


@pytest.mark.parametrize("purpose", [Purpose.SEARCH, Purpose.DNA_IDENTIFICATION])
def test_what_is_beyond_the_stated_purpose_is_answered_so_too(purpose: Purpose, planted: World) -> None:
    client = Reader(headers=planted.cast.system.headers | {"X-Purpose": purpose})
    for route in filter(lambda route: route.is_api, TAKING_A_REF):
        for record in {"case", "flagged", "remains", "pair theirs remains"} & set(route.records):
            for ask in ways(planted, "system", route, record):
                assert list(findings(planted, "system", client, ask, planted.refs[record])) == [], (route.name, record)


def posted(address: str, known: str, names: tuple[str, ...], client: Reader, ref: str) -> Any:
    """A form that names the record last, and a record that is known in every other place."""
    return client.post(address, dict.fromkeys(names, known) | {names[-1]: ref})


@pytest.mark.parametrize("reader", ["caseworker", "analyst", "origin_official", "system"])
def test_a_record_named_in_what_is_sent_is_answered_so_too(
    reader: str, planted: World, readers: dict[str, Reader]
) -> None:
    records = [name for name in words.OWNED_BY if reader not in words.SEEN_BY[name]]
    known = next(planted.refs[name] for name in words.OWNED_BY if reader in words.SEEN_BY[name])
    asks: list[Ask] = [
        partial(posted, "/pairs/open/", known, ("left", "right")),
        partial(posted, "/pairs/open/", known, ("right", "left")),
        partial(posted, "/search/", known, ("ref",)),
        partial(posted, "/requests/ask/", known, ("record",)),
        partial(posted, "/peers/questions/ask/", known, ("record",)),
        partial(posted, "/api/v1/candidate-pairs/", known, ("left", "right")),
        lambda client, ref: client.get(f"/requests/ask/?record={ref}"),
        *(lambda client, ref, at=at: client.get(f"{at}?after={ref}") for at in ("/cases/", "/remains/", "/pairs/")),  # type: ignore[misc]
    ]
    for record in records:
        for number, ask in enumerate(asks):
            found = findings(planted, reader, readers[reader], ask, planted.refs[record])
            assert list(found) == [], (record, number)
