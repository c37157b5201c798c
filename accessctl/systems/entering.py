"""Entering partner systems and giving them another secret: alone for coded data, with a second person for the rest.

SECURITY: whoever holds a secret reads what the system may, unseen.  So from layer 2 on one person asks and another of
the organisation approves; who asked does it then, once, and is shown the secret.  A system opens no ring of the
organisation's records that the role of who entered it does not open.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accessctl import door, journal
from accessctl.actor import Actor
from accessctl.approvals import files, kinds
from accessctl.approvals import selectors as asked_acts
from accessctl.approvals import services as approvals
from accessctl.approvals.kinds import Kind
from accessctl.codes import Role
from accessctl.models import AccessToken, ApiClient, Approval
from accessctl.permits import permits_of
from accessctl.policies import ANSWERABLE, STAFFING
from accessctl.rings import Ring
from accessctl.roles import ROLES
from accessctl.services.clients import (
    LASTING,
    Revoked,
    create_client,
    digest,
    ensure_thumbprint,
    fresh_secret,
)
from accessctl.signin import stepup
from accessctl.systems import webhooks
from accessctl.systems.tokens import scope_words
from registry.lib.errors import Conflict, Forbidden

ENTER, SECRET = "systems.enter", "systems.secret"
ALONE = 1  # the deepest layer that one person gives by themselves
OPENED = ROLES[Role.PARTNER_SYSTEM].own  # of its own organisation's records


class SecondNeeded(Conflict):
    code = "second_person_needed"
    template = _("A system that reads names needs a second person. Ask a colleague to approve it.")


class BeyondRole(Forbidden):
    code = "beyond_role"
    template = _("This system opens more than your own role does. A colleague whose role opens it can do this.")


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A system to be entered: its name, all that its tokens can be for, the thumbprint of its certificate or ""."""

    name: str
    scopes: Sequence[str]
    certificate: str = ""


def needs_second(scopes: Iterable[str]) -> bool:
    """Whether one person alone may not give these."""
    return _depth(scopes) > ALONE


@transaction.atomic
def ask_to_enter(actor: Actor, wanted: Wanted) -> Approval:
    """Ask a second person about a system.  Raises Forbidden, AskedAlready, ProofNeeded, NoThumbprint."""
    ensure_thumbprint(wanted.certificate)
    return approvals.ask(actor, ENTER, sealed={files.ABOUT: wanted.name, "system": asdict(wanted)})


@transaction.atomic
def enter(actor: Actor, wanted: Wanted | None, *, approval: str = "") -> tuple[ApiClient, str]:
    """A system of the own organisation and its secret, shown this once.  approval: says what was wanted; spent by this.

    Raises Forbidden, NotFound, ProofNeeded, SecondNeeded, NoLongerWaiting, NoThumbprint.
    """
    if actor.organisation is None or not STAFFING & actor.roles:
        raise Forbidden()
    if wanted is None:
        wanted = _wanted(approvals.use(actor, ENTER, approval))
    elif needs_second(wanted.scopes):
        raise SecondNeeded()
    return create_client(actor, actor.organisation, **asdict(wanted), closed=OPENED - _own(actor))


@transaction.atomic
def ask_for_secret(actor: Actor, *, ref: str) -> Approval:
    """Ask a second person about another secret.  Raises NotFound, Forbidden, Revoked, AskedAlready, ProofNeeded."""
    return approvals.ask(actor, SECRET, refs=[_to_be_given(actor, ref).ref])


@transaction.atomic
def rotate_secret(actor: Actor, *, ref: str, approval: str = "") -> tuple[ApiClient, str]:
    """Another secret for another term; the old one, the tokens had with it and addresses added with them end.

    Raises NotFound, Forbidden, ProofNeeded, Revoked, SecondNeeded, NoLongerWaiting.
    """
    client = _to_be_given(actor, ref)
    stepup.demand(actor)
    if approval:
        if approvals.use(actor, SECRET, approval).refs != [client.ref]:
            raise Forbidden()
    elif needs_second(client.scopes):
        raise SecondNeeded()
    secret = fresh_secret("mms")
    client.secret_digest, client.expires_at = digest(secret), timezone.now() + LASTING
    client.save(update_fields=["secret_digest", "expires_at"])
    AccessToken.objects.filter(client=client).delete()
    webhooks.end_added_by(actor, client)
    journal.record(actor, "client.secret_rotated", client.ref)
    return client, secret


def ending_with(client: ApiClient) -> list[str]:
    """What else ends with the secret of a system, in words."""
    if not webhooks.added_by(client).exists():
        return []
    return [gettext("Addresses that the system added by itself end as well: it adds them again with the new secret.")]


def approved_systems(actor: Actor) -> list[tuple[str, str]]:
    """Systems that a second person approved and the actor has not entered yet: the approval's reference, the name."""
    rows = asked_acts.approved(actor, ENTER)
    said = files.of_each(rows)
    return [(row.ref, said[row.pk]["system"]["name"]) for row in rows if row.pk in said]


def approved_secret(actor: Actor, ref: str) -> str:
    """The reference of what was approved for another secret and is not used yet; "" without one."""
    return next((row.ref for row in asked_acts.approved(actor, SECRET) if row.refs == [ref]), "")


def _to_be_given(actor: Actor, ref: str) -> ApiClient:
    """A system of which the actor may be shown the secret.  Raises NotFound, Forbidden, BeyondRole, Revoked."""
    client = door.fetch(actor, ApiClient, ref=ref, lock=True)
    if not STAFFING & actor.roles:
        raise Forbidden()
    if client.revoked_at:
        raise Revoked()
    opened = {ring for ring in OPENED - set(client.closed) if ring.layer <= _depth(client.scopes)}
    if not opened <= _own(actor):
        raise BeyondRole()
    return client


def _depth(scopes: Iterable[str]) -> int:
    return max((permit.layer for permit in permits_of(scopes)), default=0)


def _own(actor: Actor) -> frozenset[Ring]:
    return frozenset(ring for rule in actor.rules for ring in rule.own)


def _wanted(row: Approval) -> Wanted:
    return Wanted(**files.of(row)["system"])


def _describe_entering(actor: Actor, approval: Approval) -> list[str]:
    if not files.of(approval):
        return [gettext("What was asked is not kept any longer.")]
    wanted = _wanted(approval)
    said = [gettext("A system called %(name)s may work in your organisation’s name.") % {"name": wanted.name}]
    return [*said, *_given(wanted.scopes), gettext("Who asked enters it and is shown its secret, once.")]


def _describe_secret(actor: Actor, approval: Approval) -> list[str]:
    client = door.fetch(actor, ApiClient, ref=approval.refs[0])
    said = [gettext("Another secret is made for %(name)s; the old one ends with it.") % {"name": client.name}]
    return [*said, *_given(client.scopes), *ending_with(client), gettext("Who asked makes it and is shown it, once.")]


def _given(scopes: Iterable[str]) -> list[str]:
    told = gettext("%(operation)s, up to layer %(layer)s: %(purposes)s")
    return [
        told % {"operation": operation, "layer": layer, "purposes": ", ".join(purposes)}
        for operation, layer, purposes in scope_words(scopes)
    ]


for code, title, describe in (
    (ENTER, _("Let a system read names"), _describe_entering),
    (SECRET, _("Give a system another secret"), _describe_secret),
):
    kinds.register(Kind(code=code, title=title, asks=STAFFING, approves=ANSWERABLE, describe=describe))
