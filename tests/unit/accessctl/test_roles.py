"""The table of roles says what the data dictionary says (its section on roles), and keeps its own promises."""

from __future__ import annotations

import pytest

from accessctl.codes import RecipientClass, Role
from accessctl.rings import Ring
from accessctl.roles import ROLES

EVERY_ROLE = pytest.mark.parametrize("role", list(Role))


def test_every_role_has_a_rule() -> None:
    assert set(ROLES) == set(Role)


@EVERY_ROLE
def test_layer_4_is_never_shared_and_never_held_without_a_grant_or_standing(role: Role) -> None:
    rule = ROLES[role]
    assert all(ring.layer < 4 for ring in rule.shared)
    assert {ring for ring in rule.own if ring.layer == 4} <= rule.standing


@EVERY_ROLE
def test_nothing_is_shared_that_the_role_may_not_read_at_home(role: Role) -> None:
    assert ROLES[role].shared <= ROLES[role].own


@EVERY_ROLE
def test_genetic_data_are_the_laboratories_alone(role: Role) -> None:
    rule = ROLES[role]
    assert Ring.GENETIC not in rule.own | rule.shared | rule.by_grant
    assert (Ring.GENETIC in rule.standing) == (role is Role.GENETIC_LAB)


def test_forensic_people_do_not_reach_families() -> None:
    for role in (Role.FORENSIC_PRACTITIONER, Role.FORENSIC_COORDINATOR):
        rule = ROLES[role]
        assert not {Ring.KIN, Ring.CONTACT} & (rule.own | rule.shared | rule.by_grant)


def test_accountability_is_only_ever_granted() -> None:
    assert all(Ring.ACCOUNTABILITY not in rule.own | rule.shared | rule.standing for rule in ROLES.values())


def test_partner_systems_never_reach_layer_4() -> None:
    rule = ROLES[Role.PARTNER_SYSTEM]
    assert all(ring.layer < 4 for ring in rule.own | rule.shared | rule.by_grant | rule.standing)
    assert not rule.reviews
    assert not rule.approves


def test_a_data_protection_officer_reads_no_content() -> None:
    assert ROLES[Role.DATA_PROTECTION].own == {Ring.COMMON}
    assert not ROLES[Role.DATA_PROTECTION].shared


@EVERY_ROLE
def test_every_role_says_what_it_takes_to_be_given_it(role: Role) -> None:
    assert str(ROLES[role].needs)


@pytest.mark.parametrize(
    "role",
    [Role.SYSTEM_ADMINISTRATOR, Role.AUDITOR, Role.ANALYST, Role.FAITH_LEADER],
)
def test_who_runs_counts_or_audits_reads_nothing_of_a_record(role: Role) -> None:
    rule = ROLES[role]
    assert not rule.own | rule.shared | rule.by_grant | rule.standing
    assert not rule.reviews
    assert not rule.approves


def test_a_laboratory_knows_samples_by_code_and_nothing_of_families_or_cases() -> None:
    rule = ROLES[Role.GENETIC_LAB]
    assert rule.own == {Ring.COMMON, Ring.FORENSIC}
    assert not rule.shared | rule.by_grant
    assert not rule.reviews
    assert not rule.approves


def test_an_administrator_and_an_auditor_are_nothing_else() -> None:
    assert {role for role, rule in ROLES.items() if rule.alone} == {Role.SYSTEM_ADMINISTRATOR, Role.AUDITOR}
    assert {role for role, rule in ROLES.items() if rule.ends} == {Role.AUDITOR}


def test_investigators_and_consulates_reach_neither_families_nor_whereabouts() -> None:
    for role in (Role.INVESTIGATOR, Role.CONSULAR_OFFICER):
        rule = ROLES[role]
        assert not {Ring.KIN, Ring.CONTACT, Ring.WHEREABOUTS} & (rule.own | rule.shared | rule.by_grant)
        assert not rule.own | rule.shared


def test_no_role_may_be_held_in_an_immigration_authority() -> None:
    assert all(RecipientClass.IMMIGRATION_AUTHORITY not in rule.kinds for rule in ROLES.values())


@pytest.mark.parametrize(("ring", "layer", "compartment"), [("0", 0, ""), ("2", 2, ""), ("3f", 3, "f"), ("4w", 4, "w")])
def test_a_ring_is_a_layer_and_a_compartment(ring: str, layer: int, compartment: str) -> None:
    assert (Ring(ring).layer, Ring(ring).compartment) == (layer, compartment)
    assert Ring(ring).is_sealed is (layer >= 2)
    assert str(Ring(ring).label)
