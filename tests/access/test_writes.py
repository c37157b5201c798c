"""What is sent by those who may not changes nothing and teaches nothing; by those who may, it changes something.

The second half keeps the first honest: each address is sent answers that do something in the right hands.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.access import words
from tests.access.contents import changed, contents
from tests.access.planting import World
from tests.access.reading import Reader, leaks, seen_by, told
from tests.access.routes import walk
from tests.access.writes import OPENINGS, OWN_ACCOUNT, WRITES, Answers, Sending, Write

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("access-sending")]

ROUTES = {route.name: route for route in walk()}
METHODS = ("POST", "PUT", "PATCH", "DELETE")


class Undo(Exception):
    """Rolls back what one sending did."""


def refused_records(world: World, reader: str, write: Write) -> list[str]:
    """What this reader may not change there: a record that they know of, and one that they do not; or "" for none."""
    refused = [one for one in ROUTES[write.route].records or ("",) if reader not in write.writers.get(one, ())]
    known = [one for one in refused if not one or reader in seen_by(world, one)]
    hidden = [one for one in refused if one not in known]
    return known[:1] + hidden[:1]


def sendings(write: Write, sending: Sending) -> Iterator[tuple[str, Answers]]:
    """(address, answers): what would be right, what is wrong, and what is out of date."""
    right = write.answers(sending)
    stale = [right | write.stale] if write.stale else []
    for address in ROUTES[write.route].addresses(sending.ref):
        for answers in (right, write.wrong(right), *stale):
            yield address, answers


@pytest.mark.parametrize("reader", words.WALKING)
def test_who_may_not_changes_nothing_and_learns_nothing(
    reader: str, planted: World, readers: dict[str, Reader]
) -> None:
    client, found, sent = readers[reader], set[tuple[str, str, str]](), 0
    before = contents()
    for write in WRITES:
        for record in refused_records(planted, reader, write):
            for address, answers in sendings(write, Sending(planted, reader, record)):
                response = write.send(client, address, answers)
                assert response.status_code < 500, (address, answers)
                beyond = leaks(planted, reader, told(response, address, str(answers)), route=write.route)
                found |= {(write.route, record, what) for what in beyond}
                sent += 1
        if tables := changed(before):
            found |= {(write.route, "", f"changed {table}") for table in tables}
            before = contents()  # so that each change is named by what made it
    assert sorted(found) == []
    assert sent > 60, sent


# An identification rests on it, so nobody erases it; a table with one heading is read as it stands; alleles are kept in
# a role of their own, which shows how many there are and not that one was replaced; cases of a table that somebody
# worked on since are not taken back; wishes are passed on once the family was told of that very identification; for
# that family no notification is prepared, so that none is done or declined.
UNCHANGED = {
    ("accessctl:erase", "theirs"), ("api:case", "theirs"), ("cases:import-columns", "casetable"), ("matching:desk", ""),
    ("matching:sample-alleles", "gift"), ("cases:import-undo", "savedtable"),
    ("matching:release", "remains"), ("api:notifications-told", "theirs"),
    ("api:notifications-declined", "theirs"),
}  # fmt: skip


@pytest.mark.parametrize("reader", [reader for reader in words.WALKING if reader != "public"])
def test_who_may_changes_something_and_learns_nothing_beyond(
    reader: str, planted: World, readers: dict[str, Reader]
) -> None:
    client, found, unchanged = readers[reader], set[tuple[str, str, str]](), []
    for write in WRITES:
        mine = [record for record, writers in write.writers.items() if reader in writers]
        for record in mine[:1]:
            done = set[str]()
            for address, answers in sendings(write, Sending(planted, reader, record)):
                try:
                    with transaction.atomic():
                        before = contents()
                        response = write.send(client, address, answers)
                        done |= changed(before)
                        raise Undo
                except Undo:
                    assert response.status_code < 500, (address, answers)
                    beyond = leaks(planted, reader, told(response, address, str(answers)), route=write.route)
                    found |= {(write.route, record, what) for what in beyond}
            if not done:
                unchanged.append((write.route, record))
    assert sorted(found) == []
    assert set(unchanged) <= UNCHANGED


def test_every_record_has_somebody_who_changes_it() -> None:
    """Of the tables above: an address that changes nothing for anybody would prove nothing."""
    idle = [write.route for write in WRITES if not any(write.writers.values())]
    # The planted referral is for people, not for the second NGO's system, and no pair is of remains that this system
    # logged; a review is a named person's, and so is what another registry is told.
    # What registries send one another is sealed by their keys (`test_peers`).
    between = {"api:peer-envelopes", "api:peer-tables"}
    of_people = {"api:pair-reviews", "api:peer-hit-decisions"}
    assert (
        set(idle)
        == {"api:sample-report", "api:referral", "api:identification", "api:identification-acts"} | of_people | between
    )


def test_every_address_that_takes_what_is_sent_is_known(planted: World, readers: dict[str, Reader]) -> None:
    """Whatever is not refused as a way of asking is in the table above, or opens a ring, or is one's own account."""
    taking = set[tuple[str, str]]()
    for route in ROUTES.values():
        if route.name.startswith(OWN_ACCOUNT):
            continue
        client = readers["system" if route.is_api else "caseworker"]
        ref = planted.refs[route.records[0]] if route.takes_ref else ""
        for method in METHODS:
            answers = {client.generic(method, address).status_code for address in route.addresses(ref)}
            if answers != {405}:
                taking.add((route.name, method))
    expected = {(write.route, write.method) for write in WRITES} | {(name, "POST") for name in OPENINGS}
    assert taking == expected
