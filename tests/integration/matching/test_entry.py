"""Registering somebody whom another organisation seeks too: "a caseworker will compare", and nothing more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accessctl import door
from accessctl.codes import Purpose
from accessctl.models import Account
from accessctl.services import set_consent_effect
from cases.models import Case
from matching.codes import PairKind
from matching.models import CandidatePair
from tests import cast
from tests.factories import matching as make
from tests.pages import lasting

pytestmark = pytest.mark.journal
PAGES = ("matching:case-duplicates", "matching:duplicate-ranking", "matching:case-pairs", "cases:detail")
UNSHARED = (Purpose.SEARCH, Purpose.FORENSIC_COMPARISON)
# As much is known of her as of him, and all of it is different.
HERS = replace(
    make.CASE, names=make.names("Amina Diallo Canary"), sex="2", age=(44, 46), nationalities=("SEN",), marks=(),
    documents=(), height_cm=(150, 152),
)  # fmt: skip


@pytest.fixture
def people(cast: cast.Cast) -> cast.Cast:
    return cast


def answers(client: Client, case: Case) -> list[tuple[str, int]]:
    """Each page without what names the case itself, and how many queries it took."""
    found = []
    for page in PAGES:
        client.get(reverse(page, args=[case.ref]))  # what a first look caches
        with CaptureQueriesContext(connection) as queries:
            body = lasting(client.get(reverse(page, args=[case.ref])).content).decode()
        found.append((body.replace(case.ref, "REF"), len(queries)))
    return found


def test_the_answer_is_the_same_whether_or_not_another_organisation_seeks_them(
    people: cast.Cast, client_for: Callable[[Account], Client]
) -> None:
    mine = people.caseworker.actor
    alone = make.case(mine)
    elsewhere = make.case(people.second_caseworker.actor, effect=make.consent(*UNSHARED), **vars(HERS))
    make.match()
    client = client_for(people.caseworker.account)
    before = answers(client, alone)
    assert "a caseworker will compare" in before[0][0]
    twin = make.case(people.second_caseworker.actor, effect=make.consent(*UNSHARED))
    set_consent_effect(people.second_caseworker.actor, elsewhere, make.consent(Purpose.FAMILY_SUPPORT))
    make.match()  # as many are compared as were
    hidden = CandidatePair.objects.get(kind=PairKind.AM_AM)
    assert {hidden.case, hidden.other_case} == {alone, twin}
    assert not door.visible(mine, CandidatePair).exists()
    assert answers(client, alone) == before


def test_a_duplicate_of_the_own_organisation_is_shown(
    people: cast.Cast, client_for: Callable[[Account], Client]
) -> None:
    one, other = make.case(people.caseworker.actor), make.case(people.supervisor.actor)
    make.match()
    page = client_for(people.caseworker.account).get(reverse("matching:case-duplicates", args=[one.ref]))
    assert other.ref in page.content.decode()
