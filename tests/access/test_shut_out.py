"""An agreement, a person, an organisation suspended: the next request is told nothing, at every address there is.

Every address is asked for once before, so that each finding of nothing afterwards is one: what a reader was told of
other organisations' records is counted there, and the surfaces that told it are named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from django.utils import timezone

from accessctl.agreements.services import suspend_agreement
from accessctl.models import Agreement, Membership
from accessctl.models.people import SuspensionReason
from accessctl.organisations.services import suspend_organisation
from tests.access import words
from tests.access.planting import World
from tests.access.reading import Reader, leaks, told
from tests.access.routes import Route
from tests.access.test_leaks import addresses, ask

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("access-reading")]

# Where people and systems of the second NGO are told of the records that others share with them.
PAGES = {
    "cases:actions", "cases:am-file", "matching:event-files", "matching:event-papers", "matching:issued",
    "cases:list", "cases:detail", "cases:photo", "cases:incident-detail", "remains:list", "matching:pairs",
    "matching:pair", "matching:work-pairs", "matching:case-pairs", "matching:case-duplicates", "matching:remains-pairs",
    "matching:case-ranking", "matching:duplicate-ranking", "matching:remains-ranking", "matching:remains-parts",
    "matching:parts-ranking", "matching:images",
}  # fmt: skip
REST = {
    "api:actions",
    "api:case-incidents",
    "api:changes",
    "api:cases",
    "api:case",
    "api:remains-list",
    "api:remains",
    "api:pairs",
    "api:pair",
}
# Who asked keeps the reference that they asked about; a directory and an agreement tell of no record;
# an event is one's own by an invitation that was accepted, until that ends.
ASKED_ABOUT = ("accessctl:disclosures", "accessctl:disclosure", "accessctl:work-disclosures")
STANDING = ("ngo", "shut_out", "agreement", "asked", "event")


class Undo(Exception):
    """Rolls back a suspension."""


def suspend_agreements(world: World, reader: str) -> tuple[str, ...]:
    """Every agreement of the reader's organisation; returns what they may know of then."""
    for agreement in Agreement.objects.filter(parties__organisation=organisation_of(world, reader)):
        if agreement.state() == "in_force":
            suspend_agreement(world.cast.matcher, agreement)
    return (*words.OWN_OF_SECOND_NGO, *STANDING)


def suspend_person(world: World, reader: str) -> tuple[str, ...]:
    """Their roles alone: the session stays, and helps them to nothing."""
    account = world.readers[reader].account
    Membership.objects.filter(account=account).update(suspended_at=timezone.now())
    return words.EVENTS


def suspend_their_organisation(world: World, reader: str) -> tuple[str, ...]:
    ref = str(organisation_of(world, reader).ref)
    suspend_organisation(world.readers["administrator"].actor, ref=ref, reason=SuspensionReason.BREACH)
    return words.EVENTS


def organisation_of(world: World, reader: str):  # type: ignore[no-untyped-def] # a person's or a system's
    return world.cast.system.organisation if reader == "system" else world.readers[reader].organisation


@contextmanager
def undone() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
            raise Undo
    except Undo:
        pass


def told_of(
    world: World, reader: str, client: Reader, asked: list[tuple[Route, str]], only: tuple[str, ...]
) -> set[tuple[str, str]]:
    """(surface, what) of everything beyond the records named."""
    found = set()
    for route, address in asked:
        response = ask(client, route, address)
        assert response.status_code < 500, address
        beyond = leaks(world, reader, told(response, "" if route.takes_ref and route.is_api else address), only=only)
        if route.name in ASKED_ABOUT:
            beyond = {one for one in beyond if not one.startswith("that there is")}
        found |= {(route.name, what) for what in beyond}
    return found


@pytest.mark.parametrize(
    ("reader", "expected", "ways"),
    [
        ("second_caseworker", PAGES, (suspend_agreements, suspend_person, suspend_their_organisation)),
        ("system", REST, (suspend_agreements, suspend_their_organisation)),
    ],
)
def test_the_next_request_is_told_nothing_anywhere(
    reader: str, expected: set[str], ways: tuple[Callable[[World, str], tuple[str, ...]], ...],
    planted: World, readers: dict[str, Reader],
) -> None:  # fmt: skip
    client, asked = readers[reader], list(addresses(planted, reader))
    before = told_of(planted, reader, client, asked, (*words.OWN_OF_SECOND_NGO, *STANDING))
    assert {surface for surface, _what in before} == expected
    for suspend in ways:
        with undone():
            only = suspend(planted, reader)
            assert told_of(planted, reader, client, asked, only) == set(), suspend.__name__
