"""Which audiences admit which organisations: FW-ORIGIN and the family's narrowing, without a database."""

from __future__ import annotations

from uuid import UUID

import pytest

from accessctl.audiences import admits
from accessctl.codes import STATE_KINDS, RecipientClass
from accessctl.consent import AudienceSpec, Narrowing
from accessctl.models import Organisation

FLED_ERITREA = AudienceSpec(firewall_states=frozenset({"ERI"}))


def body(
    kind: RecipientClass = RecipientClass.CSO, country: str = "ERI", *, state: bool = False, controlled: str = ""
) -> Organisation:
    return Organisation(kind=kind, country=country, is_state_body=state, under_state_control=controlled)


def test_bodies_of_the_state_somebody_fled_are_kept_out() -> None:
    assert not admits(FLED_ERITREA, body(state=True))


def test_bodies_that_state_controls_are_kept_out_wherever_they_sit() -> None:
    assert not admits(FLED_ERITREA, body(country="ITA", controlled="ERI"))
    assert not admits(FLED_ERITREA, body(country="ITA", state=True, controlled="ERI"))


@pytest.mark.parametrize("kind", sorted(STATE_KINDS))
def test_a_kind_that_only_states_have_is_kept_out_even_if_nobody_ticked_state_body(kind: RecipientClass) -> None:
    assert not admits(FLED_ERITREA, body(kind, state=False))


def test_independent_bodies_and_bodies_of_other_states_are_admitted() -> None:
    assert admits(FLED_ERITREA, body())
    assert admits(FLED_ERITREA, body(country="ITA", state=True))


def test_no_consulate_and_no_body_of_the_state_of_origin_is_told_of_whoever_needs_protection() -> None:
    consulate, focal_point = body(RecipientClass.CONSULATE, "ITA"), body(RecipientClass.NATIONAL_FOCAL_POINT, "ITA")
    assert not admits(FLED_ERITREA, consulate)
    assert admits(AudienceSpec(), consulate)
    assert not admits(FLED_ERITREA, focal_point, "search", "state_of_origin_body")
    assert admits(FLED_ERITREA, focal_point, "search", "state_of_transit_body")


def test_whoever_is_said_to_be_responsible_is_told_nothing() -> None:
    one = Organisation(pk=UUID(int=1), kind=RecipientClass.CSO, country="ITA")
    assert not admits(AudienceSpec(parties=frozenset({str(one.pk)})), one)
    assert admits(AudienceSpec(parties=frozenset({str(UUID(int=2))})), one)


def test_a_narrowing_binds_its_own_use_and_receivers() -> None:
    one = Organisation(pk=UUID(int=1), kind=RecipientClass.NATIONAL_FOCAL_POINT, country="ITA")
    france = Narrowing(only_countries=frozenset({"FRA"}))
    of_kind = AudienceSpec(narrowings=frozenset({(("search", "national_focal_point"), france)}))
    of_class = AudienceSpec(narrowings=frozenset({(("search", "state_of_transit_body"), france)}))
    assert not admits(of_kind, one, "search", "state_of_transit_body")
    assert not admits(of_class, one, "search", "state_of_transit_body")
    assert admits(of_class, one, "search", "state_of_destination_body")
    assert admits(of_kind, one, "forensic_comparison", "state_of_transit_body")


SPECS = [
    AudienceSpec(firewall_states=frozenset({"ERI"})), AudienceSpec(parties=frozenset({"a"})),
    AudienceSpec(supervisor_only=True), AudienceSpec(except_countries=frozenset({"ITA"})),
    AudienceSpec(only_countries=frozenset({"FRA"})), AudienceSpec(only_countries=frozenset({"ESP"})),
    AudienceSpec(narrowings=frozenset({(("search", "cso"), Narrowing(except_organisations=frozenset({"b"})))})),
    AudienceSpec(),
]  # fmt: skip


@pytest.mark.parametrize("one", SPECS)
@pytest.mark.parametrize("other", SPECS)
def test_what_two_records_become_is_bound_by_the_firewalls_of_both(one: AudienceSpec, other: AudienceSpec) -> None:
    both = one.joined(other)
    assert both == other.joined(one)
    assert AudienceSpec.from_json(both.to_json()) == both
    assert both.supervisor_only == (one.supervisor_only or other.supervisor_only)
    for kind in (RecipientClass.CSO, RecipientClass.CONSULATE):
        for country in ("ERI", "ITA", "FRA", "ESP"):
            reader = body(kind, country, state=True)
            if admits(both, reader, "search"):
                assert admits(one, reader, "search")
                assert admits(other, reader, "search")


def test_the_familys_narrowing() -> None:
    one = Organisation(pk=UUID(int=1), kind=RecipientClass.CSO, country="ITA")
    identity = frozenset({str(one.pk)})
    assert admits(AudienceSpec(), one)
    assert not admits(AudienceSpec(except_countries=frozenset({"ITA"})), one)
    assert not admits(AudienceSpec(except_organisations=identity), one)
    assert admits(AudienceSpec(only_organisations=identity), one)
    assert not admits(AudienceSpec(only_organisations=frozenset({"another"})), one)
    assert admits(AudienceSpec(only_countries=frozenset({"ITA"})), one)
    assert not admits(AudienceSpec(only_countries=frozenset({"SEN"})), one)


def test_an_exception_beats_what_names_the_organisation() -> None:
    one = Organisation(pk=UUID(int=1), kind=RecipientClass.CONSULATE, country="ERI", is_state_body=True)
    named = AudienceSpec(firewall_states=frozenset({"ERI"}), only_organisations=frozenset({str(one.pk)}))
    assert not admits(named, one)


def test_immigration_bodies_take_no_part_whatever_was_ticked() -> None:
    assert not body(RecipientClass.IMMIGRATION_AUTHORITY).may_take_part
    flagged = body()
    flagged.immigration_function = True
    assert not flagged.may_take_part
    assert body().may_take_part
