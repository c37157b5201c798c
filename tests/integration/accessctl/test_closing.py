"""Parts of a record that agreements keep closed: absent on every way out, and a denial wins over whatever opens."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from accessctl import door
from accessctl.codes import Purpose, Role
from accessctl.models import Agreement
from accessctl.rings import Ring
from accessctl.scope import Scope
from cases.models import Case, CaseMark, CaseName, CaseSearchFile
from tests.cast import Cast
from tests.factories import families
from tests.factories.accessctl import Member, agreement, member, organisation, partner
from tests.integration.accessctl.worlds import granted
from tests.plugins.site import ClientFor

NAME, STORY = "Selam Tesfaye", "Left at night with two neighbours."


@pytest.fixture
def newcomer(cast: Cast) -> Member:
    return member(organisation(country="MEX"), Role.CASEWORKER)


@pytest.fixture
def told(cast: Cast) -> Case:
    """A case whose search file holds a name, marks and a story, on a route."""
    row = families.a_case(cast, circumstances_text=STORY)
    Case.objects.filter(pk=row.pk).update(route_code="watl")
    row.refresh_from_db()
    return row


def agree(cast: Cast, to: Member, *, allow: Iterable[str] = (), deny: Iterable[str] = (), **more: Any) -> Agreement:
    return agreement(cast.organisations.ngo, to.organisation, allow=tuple(allow), deny=tuple(deny), **more)


def shown(reader: Member, row: Case) -> set[str]:
    """Which of three things the search file shows."""
    opened = door.open(reader.actor, row, Ring.SEARCH)
    held = opened.one(row, CaseSearchFile)
    found = {
        "names": bool(opened.rows(row, CaseName)),
        "marks": bool(opened.rows(row, CaseMark)),
        "story": bool(held and held.circumstances_text),
    }
    return {name for name, there in found.items() if there}


ALL = {"names", "marks", "story"}


def test_nothing_is_closed_unless_an_agreement_says_so(cast: Cast, newcomer: Member, told: Case) -> None:
    agree(cast, newcomer)
    assert shown(newcomer, told) == ALL


def test_denied_parts_are_absent_and_the_rest_is_there(cast: Cast, newcomer: Member, told: Case) -> None:
    agree(cast, newcomer, deny=["case.names", "case.circumstances"])
    assert shown(newcomer, told) == {"marks"}
    assert shown(cast.caseworker, told) == ALL


def test_a_list_of_parts_opens_these_alone(cast: Cast, newcomer: Member, told: Case) -> None:
    agree(cast, newcomer, allow=["case.circumstances"])
    assert shown(newcomer, told) == {"story"}


def test_two_lists_add_up(cast: Cast, newcomer: Member, told: Case) -> None:
    agree(cast, newcomer, allow=["case.circumstances"])
    agree(cast, newcomer, allow=["case.names"])
    assert shown(newcomer, told) == {"names", "story"}


def test_a_denial_wins_over_another_agreement_however_shallow_it_is(cast: Cast, newcomer: Member, told: Case) -> None:
    agree(cast, newcomer)
    agree(cast, newcomer, deny=["case.names"], max_layer=1)
    assert shown(newcomer, told) == ALL - {"names"}


def test_a_denial_for_another_purpose_or_route_binds_not(cast: Cast, newcomer: Member, told: Case) -> None:
    agree(cast, newcomer)
    agree(cast, newcomer, deny=["case.names"], purposes=(Purpose.FORENSIC_COMPARISON,))
    agree(cast, newcomer, deny=["case.marks"], scope=Scope(routes=frozenset({"sah"})))
    assert shown(newcomer, told) == ALL
    agree(cast, newcomer, deny=["case.marks"], scope=Scope(routes=frozenset({"watl"})))
    assert shown(newcomer, told) == ALL - {"marks"}


def test_a_denial_ends_with_its_agreement(cast: Cast, newcomer: Member, told: Case) -> None:
    agree(cast, newcomer)
    strict = agree(cast, newcomer, deny=["case.names"])
    assert shown(newcomer, told) == ALL - {"names"}
    Agreement.objects.filter(pk=strict.pk).update(
        valid_until=strict.valid_from + (strict.created_at - strict.valid_from)
    )
    assert shown(newcomer, told) == ALL


def test_a_personal_grant_opens_what_a_list_left_out_and_not_what_is_denied(
    cast: Cast, newcomer: Member, told: Case
) -> None:
    agree(cast, newcomer, allow=["case.marks"])
    assert shown(newcomer, told) == {"marks"}
    granted(cast.supervisor.actor, told, newcomer.account, Ring.SEARCH)
    assert shown(newcomer, told) == ALL
    agree(cast, newcomer, deny=["case.names"])
    assert shown(newcomer, told) == ALL - {"names"}


def test_of_many_records_each_has_its_own(cast: Cast, newcomer: Member, told: Case) -> None:
    other = families.a_case(cast, circumstances_text=STORY)
    agree(cast, newcomer)
    agree(cast, newcomer, deny=["case.names"], scope=Scope(routes=frozenset({"watl"})))
    Case.objects.filter(pk=other.pk).update(route_code="sah")
    opened = door.open(newcomer.actor, [told, other], Ring.SEARCH, tables=[CaseName])
    assert [bool(opened.rows(row, CaseName)) for row in (told, other)] == [False, True]


def test_pages_and_the_interface_of_partners_leave_it_out(
    cast: Cast, newcomer: Member, told: Case, client_for: ClientFor
) -> None:
    system = partner(newcomer.organisation)
    agree(cast, newcomer)
    page, api = client_for(newcomer.account), client_for(newcomer.account, headers=system.headers)
    addresses = {page: [f"/cases/{told.ref}/", "/cases/"], api: [f"/api/v1/cases/{told.ref}/"]}
    name = door.open(cast.caseworker.actor, told, Ring.SEARCH, tables=[CaseName]).rows(told, CaseName)[0].full_original
    for client, asked in addresses.items():
        assert any(name in client.get(address).content.decode() for address in asked)
    agree(cast, newcomer, deny=["case.names", "case.circumstances"])
    for client, asked in addresses.items():
        for address in asked:
            body = client.get(address).content.decode()
            assert name not in body, address
            assert STORY not in body, address
