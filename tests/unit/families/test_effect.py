"""What consents amount to: a table of rows, and the masks, end and audience they give."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from accessctl.codes import Purpose, RecipientClass
from accessctl.consent import NOBODY_AT_ALL, AudienceSpec, Narrowing, bit
from families.services.effect import effect_of, in_force

NOW = datetime(2026, 9, 5, 12, tzinfo=UTC)
YEAR = timedelta(days=365)
CSO = bit(Purpose.SHARE_SEARCH, RecipientClass.CSO)


@dataclass
class Row:
    purpose: str = Purpose.SHARE_SEARCH
    recipient_class: str = RecipientClass.CSO
    max_layer: int = 2
    state: str = "given"
    valid_from: datetime = NOW - YEAR
    valid_until: datetime | None = NOW + YEAR
    supersedes_id: UUID | None = None
    recipient_organisations: dict[str, list[str]] | None = None
    country_scope: dict[str, Any] | None = None
    pk: UUID = field(default_factory=uuid4)


def effect(*rows: Row, states: frozenset[str] = frozenset()):
    return effect_of(rows, now=NOW, firewalls=AudienceSpec(firewall_states=states))


def test_no_row_is_no_consent():
    found = effect()
    assert found.masks == {1: 0, 2: 0, 3: 0}
    assert found.until is None


@pytest.mark.parametrize(
    ("layer", "masks"),
    [
        (0, {1: 0, 2: 0, 3: 0}),
        (1, {1: CSO, 2: 0, 3: 0}),
        (2, {1: CSO, 2: CSO, 3: 0}),
        (3, {1: CSO, 2: CSO, 3: CSO}),
    ],
)
def test_a_consent_reaches_as_deep_as_it_says(layer, masks):
    assert effect(Row(max_layer=layer)).masks == masks


@pytest.mark.parametrize(
    "row",
    [
        Row(state="refused"),
        Row(state="withdrawn", valid_until=None),
        Row(valid_from=NOW + timedelta(seconds=1)),
        Row(valid_until=NOW),
    ],
    ids=["refused", "withdrawn", "not begun", "ended"],
)
def test_what_is_not_in_force_opens_nothing(row):
    assert effect(row).masks[1] == 0


def test_each_use_and_receiver_is_a_bit_of_its_own():
    found = effect(Row(), Row(purpose=Purpose.SEARCH), Row(recipient_class=RecipientClass.INTERNATIONAL_ORG))
    wanted = CSO | bit(Purpose.SEARCH, RecipientClass.CSO)
    assert found.masks[1] == wanted | bit(Purpose.SHARE_SEARCH, RecipientClass.INTERNATIONAL_ORG)


def test_a_later_row_ends_the_one_it_supersedes():
    first = Row()
    withdrawal = Row(state="withdrawn", supersedes_id=first.pk, valid_until=None)
    assert in_force([first, withdrawal], NOW) == []
    again = Row()
    assert in_force([first, withdrawal, again], NOW) == [again]


def test_the_effect_ends_with_the_first_consent_that_ends():
    assert effect(Row(valid_until=NOW + YEAR), Row(valid_until=NOW + 2 * YEAR)).until == NOW + YEAR
    assert effect(Row(valid_until=None)).until is None


def test_rows_that_answer_one_question_bind_together():
    found = effect(
        Row(recipient_organisations={"only": [], "except": ["a"]}),
        Row(country_scope={"scope": "except", "countries": ["FRA"]}),
        Row(country_scope={"scope": "except", "countries": ["ITA"]}),
    ).audience
    assert found.except_organisations == {"a"}
    assert found.except_countries == {"FRA", "ITA"}
    assert not found.only_countries
    assert not found.only_organisations


def test_what_a_row_narrows_binds_its_own_use_and_receivers_alone():
    compare, france = Purpose.FORENSIC_COMPARISON, {"scope": "only", "countries": ["FRA"]}
    found = effect(Row(country_scope=france), Row(purpose=compare)).audience
    assert found.narrowings == {
        ((Purpose.SHARE_SEARCH, RecipientClass.CSO), Narrowing(only_countries=frozenset(["FRA"])))
    }
    assert not found.only_countries
    alike = effect(Row(country_scope=france), Row(purpose=compare, country_scope=france)).audience
    assert (alike.only_countries, alike.narrowings) == ({"FRA"}, frozenset())


def test_the_own_organisation_is_narrowed_by_nobody_and_narrows_nobody():
    own = Row(recipient_class=RecipientClass.OWN_ORG)
    assert effect(own, Row(country_scope={"scope": "except", "countries": ["FRA"]})).audience.except_countries == {
        "FRA"
    }


def test_who_is_to_be_told_must_be_named_by_every_row_that_names_anybody():
    both = Row(country_scope={"scope": "only", "countries": ["FRA", "ESP"]})
    spain = Row(country_scope={"scope": "only", "countries": ["ESP"]})
    italy = Row(country_scope={"scope": "only", "countries": ["ITA"]})
    assert effect(both, spain, Row()).audience.only_countries == {"ESP"}
    # SECURITY: nothing in common must not read as "no narrowing".
    assert effect(both, italy).audience.only_countries == {NOBODY_AT_ALL}
    assert effect(Row(country_scope={"scope": "only", "countries": []})).audience.only_countries == {NOBODY_AT_ALL}


def test_exceptions_of_a_withdrawn_consent_do_not_outlive_it():
    first = Row(country_scope={"scope": "except", "countries": ["FRA"]})
    ended = Row(state="withdrawn", supersedes_id=first.pk, valid_until=None)
    assert not effect(first, ended).audience


def test_firewalls_stand_whatever_is_consented():
    assert effect(states=frozenset({"ERI"})).audience.firewall_states == {"ERI"}
