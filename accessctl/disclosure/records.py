"""Which record a reference names, whichever app it belongs to, as the door shows it."""

from __future__ import annotations

from accessctl import door, topology
from accessctl.actor import Actor
from accessctl.codes import Purpose
from accessctl.models import Record
from accessctl.policy import RecordPolicy, policy_of
from accessctl.rings import Ring
from registry.lib.errors import NotFound
from registry.lib.ids import normalise_ref

# Where a record is shown, by the prefix of its reference.
PAGES = {"MMR": "cases:detail", "MRR": "remains:detail", "MDV": "cases:event"}


def page_of(ref: str) -> str:
    """The name of the address of a record's page, "" for kinds without one."""
    return PAGES.get(ref.partition("-")[0], "")


def kind_of(ref: str) -> type[Record]:
    """The root model a reference belongs to, among those that know personal grants.  Raises NotFound."""
    prefix = (normalise_ref(ref) or "").partition("-")[0]
    for model in topology.roots():
        policy = policy_of(model)
        if prefix == model.REF_PREFIX and isinstance(policy, RecordPolicy) and policy.grants is not None:
            return model
    raise NotFound()


def opens_in_danger(record: Record) -> bool:
    """Whether danger to life can open this kind of record."""
    policy = policy_of(type(record))
    return isinstance(policy, RecordPolicy) and policy.opens_in_danger


def fetch(actor: Actor, ref: str) -> Record:
    """The record if the actor sees it in layer 1.  Raises NotFound."""
    return door.fetch(actor, kind_of(ref), ref=ref)


def seen(actor: Actor, refs: set[str]) -> set[str]:
    """Those of the references whose record the actor sees in layer 1, one query per kind of record."""
    found: set[str] = set()
    for model in topology.roots():
        mine = [ref for ref in refs if ref.partition("-")[0] == model.REF_PREFIX]
        if mine:
            found |= set(door.visible(actor, model).filter(ref__in=mine).values_list("ref", flat=True))
    return found


def own(actor: Actor, ref: str) -> bool:
    """Whether the record is the actor's own organisation's and the actor sees it."""
    try:
        return fetch(actor, ref).owner_id == actor.organisation_id
    except NotFound:
        return False


def askable(actor: Actor, record: Record) -> list[str]:
    """The rings of a record that the actor may ask for: a role of theirs can be given them, and they are closed."""
    may_hold = {ring for rule in actor.rules for ring in rule.by_grant}
    if actor.purpose != Purpose.ACCOUNTABILITY:  # what is said of those responsible serves nothing else
        may_hold -= {Ring.ACCOUNTABILITY}
    open_already = door.rings(actor, record)
    return [ring for ring in topology.rings_of(type(record)) if ring in may_hold and ring not in open_already]
