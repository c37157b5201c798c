"""The door against a restatement of its rules in plain Python, on random worlds.

`decide` below was written from the data dictionary (sections 6, 6.1 and 7), not from `accessctl.policy`: it knows no
query, no mask and no number of an audience. Both must agree on every actor, ring and case of every world.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accessctl import consent, door, services
from accessctl.actor import Actor
from accessctl.codes import GrantReason, Purpose, RecipientClass, Role
from accessctl.consent import AudienceSpec, ConsentEffect, Narrowing
from accessctl.models import Agreement, AgreementParty, EmergencyOpening, Membership
from accessctl.models.emergency import Danger
from accessctl.policy import Action
from accessctl.rings import Ring
from accessctl.scope import EVERYTHING, Scope
from cases.codes import CaseWorkflow
from cases.models import Case, CaseGrant, CaseIncident, CaseSearchFile, CaseSource, Incident
from registry.lib.errors import Forbidden, NotFound
from registry.lib.ids import new_ref
from tests.factories.accessctl import Member, agreement, clerk, member, organisation
from tests.plugins.campaign import examples

RINGS = [Ring.COMMON, Ring.SEARCH, Ring.RESERVED, Ring.KIN, Ring.FORENSIC, Ring.CONTACT, Ring.PROTECTION]
STATES = ["ERI", "TUN", "ITA"]
PURPOSES = [Purpose.SHARE_SEARCH, Purpose.FORENSIC_COMPARISON]
KINDS = [RecipientClass.CSO, RecipientClass.FORENSIC_INSTITUTE, RecipientClass.NATIONAL_FOCAL_POINT]
STATE_CLASSES = [
    RecipientClass.STATE_OF_ORIGIN_BODY,
    RecipientClass.STATE_OF_TRANSIT_BODY,
    RecipientClass.STATE_OF_DESTINATION_BODY,
]
ROUTES = ["cmed", "watl", "sah"]
EVENTS = ["first event", "second event"]  # as this file names them; the references come with the world
PARTS = ["case.names", "case.circumstances"]
ROLES = [Role.CASEWORKER, Role.SUPERVISOR, Role.FORENSIC_PRACTITIONER, Role.FOCAL_POINT, Role.DATA_PROTECTION]


@dataclass(frozen=True)
class Body:
    kind: RecipientClass
    country: str
    state_body: bool
    controlled: str
    role: Role
    second_role: Role | None
    suspended: bool
    immigration: bool
    person_suspended: bool
    police: bool
    for_children: bool


@dataclass(frozen=True)
class Deal:
    providers: frozenset[int]
    receivers: frozenset[int]
    purposes: frozenset[Purpose]
    max_layer: int
    compartments: frozenset[str]
    signed: bool
    days_left: int
    begun: bool
    suspended: bool
    withdrawn: frozenset[int]
    scope: Scope
    allow: frozenset[str]
    deny: frozenset[str]


@dataclass(frozen=True)
class Row:
    owner: int
    pairs: dict[int, frozenset[tuple[str, str]]]  # layer -> (purpose, class) consented
    hours_left: int | None
    fled: frozenset[str]
    except_countries: frozenset[str]
    except_bodies: frozenset[int]
    nationality: str | None
    destination: str | None
    route: str | None
    country: str | None
    events: frozenset[str]
    withdrawn: bool
    responsible: frozenset[int]
    child: str  # "no", "yes", "perhaps", "unknown"
    weighed: bool
    narrowed: tuple[tuple[str, str], frozenset[str]] | None  # one use -> the only countries


@dataclass(frozen=True)
class Given:
    row: int
    to: int
    ring: Ring
    purpose: Purpose
    live: bool


@dataclass(frozen=True)
class Alarm:
    """Somebody opened a ring of a row because of danger to life."""

    row: int
    by: int
    ring: Ring
    live: bool
    ended: bool


@dataclass(frozen=True)
class World:
    bodies: list[Body]
    deals: list[Deal]
    rows: list[Row]
    grants: list[Given] = field(default_factory=list)
    alarms: list[Alarm] = field(default_factory=list)


def some(of: Any) -> st.SearchStrategy[frozenset[Any]]:
    return st.frozensets(st.sampled_from(of))


NONE: st.SearchStrategy[frozenset[Any]] = st.just(frozenset())
SCOPES = st.builds(Scope, routes=some(["cmed", "watl"]), countries=some(STATES), incidents=NONE | some(EVENTS))
MOSTLY = st.integers(0, 9).map(lambda number: number > 0)
RARELY = st.integers(0, 9).map(lambda number: number == 0)
BODIES = st.builds(
    Body,
    kind=st.sampled_from(KINDS),
    country=st.sampled_from(STATES),
    state_body=st.booleans(),
    controlled=st.sampled_from(["", "", "", "ERI"]),
    role=st.sampled_from(ROLES),
    second_role=st.none() | st.sampled_from(ROLES),
    suspended=RARELY,
    immigration=RARELY,
    person_suspended=RARELY,
    police=RARELY,
    for_children=MOSTLY,
)
ALL_PAIRS = [(str(purpose), str(kind)) for purpose in PURPOSES for kind in (*KINDS, *STATE_CLASSES)]
ALL_PAIRS += [(str(Purpose.ACCOUNTABILITY), str(kind)) for kind in KINDS]
# Mostly consented, with holes: where nothing is let through, no rule is tried.
PAIRS = st.frozensets(st.sampled_from(ALL_PAIRS), max_size=5).map(lambda holes: frozenset(ALL_PAIRS) - holes)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    bodies = draw(st.lists(BODIES, min_size=2, max_size=4))
    indexes = range(len(bodies))
    deals = st.builds(
        Deal,
        providers=st.just(frozenset(indexes)) | st.frozensets(st.sampled_from(indexes), min_size=1),
        receivers=st.just(frozenset(indexes)) | st.frozensets(st.sampled_from(indexes), min_size=1),
        purposes=st.just(frozenset(PURPOSES)) | st.frozensets(st.sampled_from(PURPOSES), min_size=1),
        max_layer=st.integers(1, 3),
        compartments=some("kfp"),
        signed=MOSTLY,
        days_left=st.sampled_from([30, 30, 30, 30, 30, -1]),
        begun=MOSTLY,
        suspended=RARELY,
        withdrawn=st.just(frozenset()) | st.just(frozenset()) | some(indexes),
        scope=st.just(EVERYTHING) | SCOPES,
        allow=NONE | NONE | some(PARTS),
        deny=NONE | NONE | some(PARTS),
    ).map(lambda deal: replace(deal, allow=deal.allow - deal.deny))  # nobody can propose a part that is both
    rows = st.builds(
        Row,
        owner=st.sampled_from(indexes),
        pairs=st.fixed_dictionaries(dict.fromkeys((1, 2, 3), PAIRS)),
        hours_left=st.sampled_from([None, None, 5, -1]),
        fled=st.just(frozenset()) | st.just(frozenset()) | some(STATES),
        except_countries=st.just(frozenset()) | st.just(frozenset()) | some(STATES),
        except_bodies=st.just(frozenset()) | st.just(frozenset()) | some(indexes),
        nationality=st.none() | st.sampled_from(STATES),
        destination=st.none() | st.sampled_from(STATES),
        route=st.none() | st.sampled_from(ROUTES),
        country=st.none() | st.sampled_from(STATES),
        events=NONE | NONE | some(EVENTS),
        withdrawn=RARELY,
        responsible=NONE | NONE | some(indexes),
        child=st.sampled_from(["no", "no", "yes", "perhaps", "unknown"]),
        weighed=st.booleans(),
        narrowed=st.none() | st.tuples(st.sampled_from(ALL_PAIRS), some(STATES).filter(bool)),
    )
    made = draw(st.lists(rows, min_size=2, max_size=3))
    grants = st.builds(
        Given,
        row=st.sampled_from(range(len(made))),
        to=st.sampled_from(indexes),
        ring=st.sampled_from(RINGS[1:]),
        purpose=st.sampled_from(PURPOSES),
        live=MOSTLY,
    )
    alarms = st.builds(
        Alarm,
        row=st.sampled_from(range(len(made))),
        by=st.sampled_from(indexes),
        ring=st.sampled_from(RINGS[1:]),
        live=MOSTLY,
        ended=RARELY,
    )
    # One of each kind: a second would renew the first, and end with it.
    given = draw(st.lists(grants, max_size=4, unique_by=lambda one: (one.row, one.to, one.ring, one.purpose)))
    return World(bodies, draw(st.lists(deals, min_size=1, max_size=3)), made, given, draw(st.lists(alarms, max_size=3)))


# --- the rules, restated ----------------------------------------------------------------------------------------
CASE_WORK = {Ring.COMMON, Ring.SEARCH, Ring.RESERVED, Ring.KIN, Ring.FORENSIC}
OWN = {
    Role.CASEWORKER: CASE_WORK,
    Role.SUPERVISOR: CASE_WORK | {Ring.CONTACT, Ring.PROTECTION},
    Role.FORENSIC_PRACTITIONER: {Ring.COMMON, Ring.SEARCH, Ring.RESERVED, Ring.FORENSIC},
    Role.FOCAL_POINT: {Ring.COMMON, Ring.SEARCH},
    Role.DATA_PROTECTION: {Ring.COMMON},
}
SHARED = {
    Role.CASEWORKER: {Ring.COMMON, Ring.SEARCH},
    Role.SUPERVISOR: {Ring.COMMON, Ring.SEARCH},
    Role.FORENSIC_PRACTITIONER: {Ring.COMMON, Ring.SEARCH, Ring.FORENSIC},
    Role.FOCAL_POINT: {Ring.COMMON, Ring.SEARCH},
    Role.DATA_PROTECTION: set(),
}
GRANTABLE = {
    Role.CASEWORKER: {Ring.SEARCH, Ring.RESERVED, Ring.KIN, Ring.FORENSIC, Ring.CONTACT, Ring.PROTECTION},
    Role.SUPERVISOR: {Ring.SEARCH, Ring.RESERVED, Ring.KIN, Ring.FORENSIC, Ring.CONTACT, Ring.PROTECTION},
    Role.FORENSIC_PRACTITIONER: {Ring.SEARCH, Ring.RESERVED, Ring.FORENSIC},
    Role.FOCAL_POINT: {Ring.SEARCH, Ring.RESERVED, Ring.FORENSIC},
    Role.DATA_PROTECTION: {Ring.PROTECTION},
}
# Danger to life opens no protection file, whatever the role.
IN_DANGER = {Ring.SEARCH, Ring.RESERVED, Ring.KIN, Ring.FORENSIC, Ring.CONTACT}
# Who may act on the own organisation's cases, and who on those of others.
ACTING: dict[Action, tuple[set[Role], set[Role]]] = {
    Action.VIEW: (set(ROLES), set(ROLES) - {Role.DATA_PROTECTION}),
    Action.CHANGE: ({Role.CASEWORKER, Role.SUPERVISOR, Role.FOCAL_POINT}, set()),
    Action.REVIEW: (set(ROLES) - {Role.DATA_PROTECTION}, {Role.FORENSIC_PRACTITIONER, Role.FOCAL_POINT}),
}


def decide(
    world: World, reader: int, purpose: Purpose, row_number: int, ring: Ring, action: Action = Action.VIEW
) -> bool:
    body, row = world.bodies[reader], world.rows[row_number]
    if body.suspended or body.immigration or body.person_suspended:
        return False
    on_own, on_others = ACTING[action]
    roles = {body.role} | ({body.second_role} if body.second_role else set())
    roles &= on_own if row.owner == reader else on_others
    held = [one for one in world.grants if one.row == row_number and one.to == reader and one.live]
    if row.owner == reader:
        grantable = set().union(*(GRANTABLE[role] for role in roles))
        opened = {one.ring for one in held} & grantable
        opened |= alarmed(world, reader, row_number, grantable) if action is Action.VIEW else set()
        return any(ring in OWN[role] for role in roles) or ring in opened or (ring is Ring.COMMON and bool(opened))
    if not roles or not firewalls_admit(world, reader, row):
        return False
    if ring.layer >= 2 and row.child in ("yes", "perhaps") and not (body.for_children and row.weighed):
        return False
    grantable = set().union(*(GRANTABLE[role] for role in roles))
    in_danger = alarmed(world, reader, row_number, grantable) if action is Action.VIEW else set()
    if not row.withdrawn and (ring in in_danger or (ring is Ring.COMMON and in_danger)):
        return True
    if not consents_admit(body, row, purpose, ring):
        return False
    opened = {one.ring for one in held if one.purpose == purpose} & grantable
    if ring in opened or (ring is Ring.COMMON and opened):
        return True
    by_role = ring.layer < 4 and any(ring in SHARED[role] for role in roles)
    covering = [deal for deal in world.deals if agreement_covers(world, deal, reader, row, purpose)]
    return by_role and any(agreement_opens(deal, ring) for deal in covering)


def alarmed(world: World, reader: int, row_number: int, grantable: set[Ring]) -> set[Ring]:
    """The rings that the reader holds open of a row because of danger to life."""
    mine = [one for one in world.alarms if one.row == row_number and one.by == reader and one.live and not one.ended]
    return {one.ring for one in mine} & grantable & IN_DANGER


def agreement_covers(world: World, deal: Deal, reader: int, row: Row, purpose: Purpose) -> bool:
    parties = (deal.providers | deal.receivers) - deal.withdrawn
    if not deal.signed or deal.suspended or deal.days_left < 0 or not deal.begun:
        return False
    if any(world.bodies[party].immigration for party in parties):
        return False
    if {row.owner, reader} & deal.withdrawn or not lies_in(deal.scope, row):
        return False
    return purpose in deal.purposes and row.owner in deal.providers and reader in deal.receivers


def agreement_opens(deal: Deal, ring: Ring) -> bool:
    return ring.layer <= deal.max_layer and (not ring.compartment or ring.compartment in deal.compartments)


def lies_in(scope: Scope, row: Row) -> bool:
    listed = row.route in scope.routes or row.country in scope.countries or bool(row.events & scope.incidents)
    return scope.everything or listed


def closed(world: World, reader: int, purpose: Purpose, row_number: int, ring: Ring) -> set[str]:
    """The parts of an open ring that stay closed: a denial wins, and where only some parts open, the others do not."""
    body, row = world.bodies[reader], world.rows[row_number]
    if row.owner == reader:
        return set()
    covering = [deal for deal in world.deals if agreement_covers(world, deal, reader, row, purpose)]
    denied = set().union(*(deal.deny for deal in covering))
    roles = ({body.role} | ({body.second_role} if body.second_role else set())) & ACTING[Action.VIEW][1]
    grantable = set().union(*(GRANTABLE[role] for role in roles))
    if not row.withdrawn and ring in alarmed(world, reader, row_number, grantable):
        return set()  # the ring is open, so firewalls admit; danger asks no agreement
    by_name = any(
        one.row == row_number and one.to == reader and one.live and one.purpose == purpose and one.ring == ring
        and any(ring in GRANTABLE[role] for role in roles)
        for one in world.grants
    )  # fmt: skip
    opening = [deal.allow for deal in covering if agreement_opens(deal, ring)]
    if by_name or not all(opening):
        return denied
    return denied | (set(PARTS) - set().union(*opening))


def firewalls_admit(world: World, reader: int, row: Row) -> bool:
    body = world.bodies[reader]
    states = {body.controlled} if body.controlled else set()
    if body.state_body or body.kind == RecipientClass.NATIONAL_FOCAL_POINT:
        states.add(body.country)
    if states & row.fled or (row.fled and RecipientClass.STATE_OF_ORIGIN_BODY in classes_of(body, row)):
        return False
    if reader in row.responsible:
        return False
    return body.country not in row.except_countries and reader not in row.except_bodies


def consents_admit(body: Body, row: Row, purpose: Purpose, ring: Ring) -> bool:
    if row.hours_left is not None and row.hours_left < 0:
        return False
    given = row.pairs[min(ring.layer, 3)]
    needed = classes_of(body, row)
    if body.police and (str(Purpose.ACCOUNTABILITY), str(body.kind)) not in given:
        return False
    if row.narrowed is not None:
        (use, kind), countries = row.narrowed
        if use == purpose and kind in needed and body.country not in countries:
            return False
    return all((str(purpose), kind) in given for kind in needed)


def classes_of(body: Body, row: Row) -> set[str]:
    """What a body is toward a row: its kind, and for a State body its State class."""
    needed = {str(body.kind)}
    if body.state_body:
        if row.nationality == body.country:
            needed.add(str(RecipientClass.STATE_OF_ORIGIN_BODY))
        elif row.destination == body.country:
            needed.add(str(RecipientClass.STATE_OF_DESTINATION_BODY))
        else:
            needed.add(str(RecipientClass.STATE_OF_TRANSIT_BODY))
    elif body.kind == RecipientClass.NATIONAL_FOCAL_POINT or body.controlled:
        needed.add(str(RecipientClass.STATE_OF_TRANSIT_BODY))
    return needed


CHILD: dict[str, dict[str, Any]] = {
    "no": {"is_child": False, "age_band": "young"},
    "yes": {"is_child": True, "age_band": "child"},
    "perhaps": {"is_child": None, "age_band": "adolescent"},
    "unknown": {"is_child": None, "age_band": "unk"},
}


# --- the world, built -------------------------------------------------------------------------------------------
def build(world: World) -> tuple[list[Member], list[Case]]:
    people = []
    for body in world.bodies:
        own = organisation(
            kind=body.kind, country=body.country, is_state_body=body.state_body, under_state_control=body.controlled,
            law_enforcement=body.police, child_competent=body.for_children,
        )  # fmt: skip
        people.append(member(own, *{body.role, body.second_role or body.role}))
    now = timezone.now()
    events = build_events(world, people[0])
    for deal in world.deals:
        if not any(gives != takes for gives in deal.providers for takes in deal.receivers):
            continue  # nobody can propose it: an organisation is no partner of its own
        providers = [people[index].organisation for index in deal.providers]
        receivers = [people[index].organisation for index in deal.receivers]
        begun = now - timedelta(days=60) if deal.begun else now + timedelta(days=1)
        ends = now + timedelta(days=deal.days_left if deal.begun else 40)
        made = agreement(
            providers, receivers, purposes=deal.purposes, max_layer=deal.max_layer, valid_from=begun, valid_until=ends,
            compartments=deal.compartments, scope=build_scope(deal.scope, events), allow=deal.allow, deny=deal.deny,
        )  # fmt: skip
        parties = AgreementParty.objects.filter(agreement=made)
        left = [people[index].organisation for index in deal.withdrawn]
        parties.filter(organisation__in=left).update(withdrawn_at=now)
        if not deal.signed and (one := parties.filter(withdrawn_at=None).order_by("pk").first()):
            parties.filter(pk=one.pk).update(signed_at=None)
        if deal.suspended:
            Agreement.objects.filter(pk=made.pk).update(suspended_at=now)
    rows = [build_row(row, people, events, now) for row in world.rows]
    for grant in world.grants:
        build_grant(grant, people, rows)
    for alarm in world.alarms:
        build_alarm(alarm, people, rows, now)
    for body, person in zip(world.bodies, people, strict=True):
        if body.suspended:
            person.organisation.suspended_at = now
        person.organisation.immigration_function = body.immigration
        person.organisation.save()
        if body.person_suspended:
            Membership.objects.filter(account=person.account).update(suspended_at=now)
    return people, rows


def build_events(world: World, by: Member) -> dict[str, Incident]:
    """The events that any row or agreement names."""
    named = frozenset[str]().union(*(row.events for row in world.rows), *(deal.scope.incidents for deal in world.deals))
    writer = Actor(organisation=by.organisation, roles=frozenset({Role.CASEWORKER}))
    return {name: services.create_record(writer, Incident(), action="incident.logged") for name in sorted(named)}


def build_scope(scope: Scope, events: dict[str, Incident]) -> Scope:
    """With references; one that names nothing names a country where nobody was."""
    refs = frozenset(str(events[name].ref) for name in scope.incidents)
    return replace(scope, incidents=refs) if scope else Scope(countries=frozenset({"MEX"}))


def build_row(row: Row, people: list[Member], events: dict[str, Incident], now: Any) -> Case:
    masks = {}
    for layer, pairs in row.pairs.items():
        masks[layer] = 0
        for purpose, kind in pairs:
            masks[layer] |= consent.bit(purpose, kind)
    audience = AudienceSpec(
        firewall_states=row.fled,
        except_countries=row.except_countries,
        except_organisations=frozenset(str(people[index].organisation.pk) for index in row.except_bodies),
        parties=frozenset(str(people[index].organisation.pk) for index in row.responsible),
        narrowings=frozenset({(row.narrowed[0], Narrowing(only_countries=row.narrowed[1]))} if row.narrowed else ()),
    )
    until = None if row.hours_left is None else now + timedelta(hours=row.hours_left)
    writer = Actor(organisation=people[row.owner].organisation, roles=frozenset({Role.CASEWORKER}))
    made = Case(
        nationalities=[row.nationality] if row.nationality else [], destination_country=row.destination, purposes=[],
        route_code=row.route, last_contact_country=row.country, best_interest_noted=row.weighed, **CHILD[row.child],
    )  # fmt: skip
    effect = ConsentEffect(masks, until, audience)
    saved = services.create_record(writer, made, action="case.opened", effect=effect)
    if row.withdrawn:
        source = CaseSource.objects.create(case=saved, kind="family")
        CaseSearchFile.objects.create(case=saved, source=source, workflow_status=CaseWorkflow.WITHDRAWN)
    for name in row.events:
        source = CaseSource.objects.create(case=saved, kind="family")
        CaseIncident.objects.create(case=saved, source=source, incident=events[name])
    return saved


def build_grant(grant: Given, people: list[Member], rows: list[Case]) -> None:
    row, holder = rows[grant.row], people[grant.to]
    try:
        made = services.grant(
            clerk(), row, holder.account, ring=grant.ring, purpose=grant.purpose, reason=GrantReason.DISCLOSED
        )
    except services.NotGrantable:
        return
    if not grant.live:
        CaseGrant.objects.filter(pk=made.pk).update(expires_at=timezone.now() - timedelta(seconds=1))


def build_alarm(alarm: Alarm, people: list[Member], rows: list[Case], now: Any) -> None:
    """As the table may hold it, not as the service would write it: the door trusts neither limits nor checks."""
    row, person = rows[alarm.row], people[alarm.by]
    EmergencyOpening.objects.create(
        ref=new_ref("MEO"), record_ref=row.ref, owner=row.owner, organisation=person.organisation,
        account=person.account, rings=[alarm.ring], danger=Danger.STRANDED,
        expires_at=now + (timedelta(hours=1) if alarm.live else -timedelta(seconds=1)),
        ended_at=now if alarm.ended else None,
    )  # fmt: skip


class Undo(Exception):
    """Rolls one example back."""


def compare(world: World) -> None:
    people, rows = build(world)
    for reader, person in enumerate(people):
        for purpose in PURPOSES:
            actor = person.acting_for(purpose)
            wanted = {
                ring: {row.pk for number, row in enumerate(rows) if decide(world, reader, purpose, number, ring)}
                for ring in RINGS
            }
            seen = {ring: set(door.visible(actor, Case, ring=ring).values_list("pk", flat=True)) for ring in RINGS}
            assert seen == wanted, (reader, purpose)
            for number, row in enumerate(rows):
                shut = {ring: closed(world, reader, purpose, number, ring) for ring in RINGS if row.pk in wanted[ring]}
                compare_row(actor, row, shut)
            compare_pages(actor, wanted[Ring.COMMON])
            for action in ACTING:
                may = {row.pk for number, row in enumerate(rows)
                       if decide(world, reader, purpose, number, Ring.COMMON, action)}  # fmt: skip
                compare_action(actor, action, rows, may, wanted[Ring.COMMON])


def compare_row(actor: Actor, row: Case, shut: dict[Ring, set[str]]) -> None:
    """What is told of one case, and what opens: all ways into a ring agree.  `shut`: open ring -> its closed parts."""
    # Rings without a table of the case are not listed, so the single answer is compared where both speak.
    assert door.rings(actor, row) & set(RINGS) == set(shut)
    for ring in (Ring.SEARCH, Ring.RESERVED, Ring.PROTECTION):
        try:
            opened = door.open(actor, row, ring)
        except Forbidden:
            assert ring not in shut
        else:
            assert set(opened.closed(row)) & set(PARTS) == shut[ring]


def compare_pages(actor: Actor, wanted: set[UUID]) -> None:
    """Page after page holds what is visible, each row once, and the count is of that."""
    found, after, size = list[UUID](), None, 2
    while True:
        page = door.page(actor, Case, after=after, size=size)
        assert page.count == len(wanted)
        found += [row.pk for row in page.rows]
        if (after := page.next) is None:
            break
    assert sorted(found) == sorted(wanted)


def compare_action(actor: Actor, action: Action, rows: list[Case], may: set[UUID], seen: set[UUID]) -> None:
    """A list, a button and a fetch by reference agree; what is hidden is absent, what is closed is refused."""
    assert set(door.visible(actor, Case, action).values_list("pk", flat=True)) == may
    for row in rows:
        assert door.can(actor, action, row) == (row.pk in may)
        try:
            assert door.fetch(actor, Case, action, ref=row.ref).pk == row.pk
        except NotFound:
            assert row.pk not in seen
        except Forbidden:
            assert row.pk in seen - may
        else:
            assert row.pk in may


@pytest.mark.django_db
@given(world=worlds())
@settings(
    max_examples=examples(25, 1000), derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_door_decides_as_the_rules_say(world: World) -> None:
    try:
        with transaction.atomic():
            compare(world)
            raise Undo
    except Undo:
        pass
