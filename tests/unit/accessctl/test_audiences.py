"""Which audiences admit which organisations: FW-ORIGIN and the family's narrowing, without a database."""

from __future__ import annotations

from uuid import UUID

import pytest

from accessctl.audiences import admits
from accessctl.codes import STATE_KINDS, RecipientClass
from accessctl.consent import AudienceSpec
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
    assert admits(FLED_ERITREA, body(RecipientClass.CONSULATE, "ITA"))


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
