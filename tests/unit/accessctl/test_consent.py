"""Masks and audiences: what consents amount to, as numbers and small sets."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from accessctl import consent
from accessctl.codes import Purpose, RecipientClass
from accessctl.consent import AudienceSpec, ConsentMask

PURPOSES, CLASSES = st.sampled_from(Purpose), st.sampled_from(RecipientClass)
COUNTRIES = st.frozensets(st.sampled_from(["ERI", "ITA", "SEN", "TUN"]))


def test_every_pair_has_a_bit_of_its_own() -> None:
    found = {consent.bit(purpose, recipient) for purpose, recipient in product(Purpose, RecipientClass)}
    assert len(found) == len(Purpose) * len(RecipientClass)
    assert all(one.bit_count() == 1 and one.bit_length() <= consent.MASK_BITS for one in found)


def test_bits_stay_where_they_were() -> None:
    """Stored masks depend on the order of both lists: a code is appended, never moved or removed."""
    assert consent.bit("search", "own_org") == 1
    assert consent.bit("search", "partner_registry") == 1 << 24
    assert consent.bit("share_search", "own_org") == 1 << 32
    assert consent.bit("forensic_comparison", "forensic_institute") == 1 << (2 * 32 + 5)
    assert consent.bit("research", "immigration_authority") == 1 << (11 * 32 + 21)


@given(st.frozensets(PURPOSES), st.frozensets(CLASSES), PURPOSES, CLASSES)
def test_a_mask_holds_the_pairs_it_was_made_of_and_no_other(
    purposes: frozenset[Purpose], classes: frozenset[RecipientClass], purpose: Purpose, recipient: RecipientClass
) -> None:
    mask = consent.bits(purposes, classes)
    assert bool(mask & consent.bit(purpose, recipient)) == (purpose in purposes and recipient in classes)


@given(st.integers(min_value=0, max_value=(1 << consent.MASK_BITS) - 1))
def test_a_mask_survives_its_column(mask: int) -> None:
    stored = ConsentMask().get_prep_value(mask)
    assert stored is not None
    assert len(stored) == consent.MASK_BITS
    assert ConsentMask().from_db_value(stored, None, None) == mask


@given(COUNTRIES, COUNTRIES, COUNTRIES)
def test_an_audience_survives_its_row(firewall: frozenset[str], excepted: frozenset[str], only: frozenset[str]) -> None:
    spec = AudienceSpec(firewall_states=firewall, except_countries=excepted, only_countries=only)
    assert AudienceSpec.from_json(spec.to_json()) == spec
    assert bool(spec) == bool(firewall or excepted or only)
