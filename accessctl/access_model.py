"""The access model of the running code as one document: rings, roles, and who may do what with which record.

Written from `accessctl.roles` and the registered policies, so it cannot say anything the door does not do.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator

from django.utils import translation

from accessctl import firewalls, topology
from accessctl.approvals import kinds
from accessctl.codes import RecipientClass, Role
from accessctl.models import Record, Staged
from accessctl.parts import parts_of
from accessctl.policies import ANSWERABLE
from accessctl.policy import Action, Policy, RecordPolicy, policies
from accessctl.rings import Ring
from accessctl.roles import ROLES, RoleRule

PERSONS = frozenset(Role) - {Role.PARTNER_SYSTEM}
INTRODUCTION = """# Access model

<!-- Written by `manage.py access_model` from the code.  Do not edit: change roles or policies and run it again. -->

Who may read and do what. The door (`accessctl.door`) decides every read and write by one rule set, which is both the
filter of lists and the answer about one record:

    allow = the ring is within reach of a role, or of a personal grant
        and the record is of the own organisation, or a live agreement or grant covers it: its purpose, layer,
            compartment, and routes, countries or incidents
        and no agreement keeps the part of the record closed
        and consent admits the purpose, the kind of organisation and, for a body of a State, its State class
        and no firewall applies
        and, in layer 4, there is a grant for this record or a standing role

In danger to life a person opens rings 2, 3, 3k, 3f or 4k of one case, as far as a role of theirs can be granted them,
for an hour, without agreement and consent; firewalls hold, and so does a family's withdrawal of every consent.

Consent and the families' exceptions bind every organisation but the record's own. Any error denies, and the journal
says so. A record that somebody may not see is answered like one that never was. Being a superuser opens nothing; system
jobs have a written rule like anyone.

## Firewalls

They beat every role, agreement and grant, and danger to life.

| Firewall | What it does here |
|---|---|
"""


def render() -> str:
    """The whole document."""
    with translation.override("en"):
        return "\n".join([INTRODUCTION + _firewalls(), *_rings(), *_roles(), *_acts(), *_records(), *_others()])


def _firewalls() -> str:
    return "".join(f"| {code} | {rule} |\n" for code, rule in firewalls.RULES.items())


def _rings() -> Iterator[str]:
    yield "## Rings\n"
    yield "A ring is a layer and, for some, a compartment. Compartments are separate locks: 3f does not open 3k.\n"
    yield "| Ring | Name | Kept as |"
    yield "|---|---|---|"
    for ring in Ring:
        kept = "what identifies is sealed by record and ring; readings are journalled" if ring.is_sealed else "codes"
        yield f"| {ring} | {ring.label} | {kept} |"
    yield ""


def _roles() -> Iterator[str]:
    yield "## Roles\n"
    yield "*Standing*: rings of layer 4 of the own organisation that need no grant. *Shared*: of other organisations'"
    yield "records, at most, under an agreement and consent. *By grant*: what a personal grant may open. *Alone*: no"
    yield "other role goes with it.\n"
    yield "Not roles, because they are no accounts: the public (layer 0), relatives and located people (what they gave,"
    yield "by a code on paper), interpreters (at the caseworker's side), bodies with an immigration function (never).\n"
    heads = ["Role", "Acts for, unless stated", "Own organisation", "Standing", "Shared", "By grant"]
    yield f"| {' | '.join([*heads, 'Reviews pairs', 'Gives grants'])} |"
    yield "|---|---|---|---|---|---|---|---|"
    for role in Role:
        rule = ROLES[role]
        cells = [role.label, rule.purpose, *(_ringed(part) for part in _parts(rule)), _yes(rule.reviews)]
        yield f"| {' | '.join([*map(str, cells), _yes(rule.approves)])} |"
    yield "\n| Role | Needs | Only in | For a time | Alone |"
    yield "|---|---|---|---|---|"
    for role in Role:
        rule = ROLES[role]
        kinds = ", ".join(str(kind.label) for kind in RecipientClass if kind in rule.kinds) or "any organisation"
        yield f"| {role.label} | {rule.needs} | {kinds} | {_yes(rule.ends)} | {_yes(rule.alone)} |"
    yield ""
    yield f"Who answers for an organisation, and so acts for it in agreements and requests: {_named(ANSWERABLE)}.\n"


def _acts() -> Iterator[str]:
    yield "## Acts that need two persons\n"
    yield "One asks, another of the same organisation approves, never the same; both confirm freshly who they are. What"
    yield "is approved is to the letter what was asked, and nothing happens before. For each record the door decides"
    yield "whether who asks may, and once more when it is approved.\n"
    yield "| Act | Asked by | Approved by | Open for |"
    yield "|---|---|---|---|"
    for kind in kinds.every():
        asked = "any role of a person" if kind.asks >= PERSONS else _named(kind.asks)
        yield f"| {kind.title} | {asked} | {_named(kind.approves)} | {kind.lasting.days} days |"
    yield ""


def _parts(rule: RoleRule) -> Iterable[frozenset[Ring]]:
    return rule.own - rule.standing, rule.standing, rule.shared, rule.by_grant


def _records() -> Iterator[str]:
    yield "## Records\n"
    yield "For each kind of record, which roles may act; how deep, the table of roles says.\n"
    for model, policy in sorted(policies().items(), key=lambda item: item[0]._meta.label):
        if isinstance(policy, RecordPolicy) and issubclass(model, Record):
            yield from _record(model, policy)


def _record(model: type[Record], policy: RecordPolicy) -> Iterator[str]:
    yield f"### {model._meta.label}\n"
    yield _sentence(policy) + "\n"
    rings = [model.RING, *(ring for ring in topology.rings_of(model) if ring is not model.RING)]
    yield f"- Rings: {_ringed(rings)}. Personal grants: {_yes(policy.grants is not None)}."
    yield f"- Other organisations need consent: {_yes(policy.needs_consent and bool(policy.shared))}."
    if policy.shared:
        yield f"- An agreement that does not cover all covers it by: {', '.join(_scoped(policy))}."
    if named := parts_of(model):
        yield f"- Parts that an agreement can open alone or keep closed: {', '.join(str(p.label) for p in named)}."
    if issubclass(model, Staged):
        yield "- On its way: deleted, keys and all, at its purge date."
    yield "\n| Action | Own organisation | Other organisations |"
    yield "|---|---|---|"
    for action in Action:
        if action is Action.ATTEND and action not in policy.own:
            continue  # a kind of record that nobody works on together
        yield f"| {action.value} | {_named(policy.own.get(action, ()))} | {_named(policy.shared.get(action, ()))} |"
    if policy.system:
        yield "\n| System job | Rings | With consent to one of | Actions |"
        yield "|---|---|---|---|"
        for name, rule in sorted(policy.system.items()):
            purposes = ", ".join(sorted(rule.purposes)) or "no consent needed"
            yield f"| {name} | {_ringed(rule.rings)} | {purposes} | {', '.join(sorted(rule.actions))} |"
    yield ""


def _others() -> Iterator[str]:
    yield "## Other rows\n"
    yield "| Rows | Who sees them |"
    yield "|---|---|"
    for model, policy in sorted(policies().items(), key=lambda item: item[0]._meta.label):
        if not isinstance(policy, RecordPolicy):
            yield f"| {model._meta.label} | {_sentence(policy)} |"
    yield ""


def _scoped(policy: RecordPolicy) -> Iterator[str]:
    yield from (name for name, column in (("route", policy.route), ("country", policy.country)) if column)
    if type(policy).at is not RecordPolicy.at:
        yield "incident"


def _sentence(policy: Policy) -> str:
    """What the policy says of itself."""
    return " ".join((inspect.getdoc(type(policy)) or "").split())


def _ringed(rings: Iterable[Ring]) -> str:
    held = set(rings)
    return " ".join(ring.value for ring in Ring if ring in held) or "–"


def _named(roles: Iterable[Role]) -> str:
    held = set(roles)
    return ", ".join(str(role.label) for role in Role if role in held) or "–"


def _yes(value: bool) -> str:
    return "yes" if value else "no"
