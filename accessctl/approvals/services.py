"""Asking for an act that needs two persons, and answering.

SECURITY: the second person is never the first, is of the same organisation, holds a role that may approve this act, and
proves freshly who they are; the database refuses the same person as well.  What is approved is what was asked: its
digest is in the journal since it was asked, and is made anew before it is carried out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl import door, journal
from accessctl.actor import Actor
from accessctl.approvals import files, kinds
from accessctl.models import Approval
from accessctl.models.approvals import ApprovalState, RefusalReason
from accessctl.signin import stepup
from registry.lib.errors import Conflict, Forbidden


class NotTheSamePerson(Forbidden):
    code = "not_the_same_person"
    template = _("You asked for this yourself. It needs a second person of your organisation.")


class NoLongerWaiting(Conflict):
    code = "no_longer_waiting"
    template = _("This was decided, taken back or ran out meanwhile. Look at it again.")


class AskedAlready(Conflict):
    code = "asked_already"
    template = _("This was asked already and waits for a second person. Nothing was asked again.")


class NotAsAsked(Conflict):
    code = "not_as_asked"
    template = _("This is not what was asked any more. Refuse it, and ask anew if it is still needed.")


class AskerGone(Conflict):
    code = "asker_gone"
    template = _("Who asked for this may no longer do it. Refuse it, and ask anew if it is still needed.")


@transaction.atomic
def ask(
    actor: Actor, code: str, *, refs: Sequence[str] = (), sealed: Mapping[str, Any] | None = None, **detail: Any
) -> Approval:
    """Ask for an act.  `detail` holds codes, as in the journal; `sealed` what neither it nor the journal may hold.

    Raises Forbidden, ProofNeeded, AskedAlready.
    """
    kind = kinds.of(code)
    if actor.account is None or actor.organisation is None or not kind.asks & actor.roles:
        raise Forbidden()
    stepup.demand(actor)
    now = timezone.now()
    _ensure_first(actor, code, list(refs), (sealed or {}).get(files.ABOUT))
    row = Approval(
        kind=code, organisation=actor.organisation, asked_by=actor.account, asked_at=now,
        expires_at=now + kind.lasting, refs=list(refs), detail=detail,
    )  # fmt: skip
    said = files.sealed(sealed) if sealed else {}
    row.digest = files.digest(row, said)
    row.save(force_insert=True)
    if said:
        files.write(actor, row, said)
    journal.record(actor, "approval.asked", row.ref, *row.refs, kind=code, digest=row.digest, **detail)
    return row


@transaction.atomic
def approve(actor: Actor, ref: str) -> Approval:
    """Approve an act as the second person; it is carried out in this transaction, if it is one that carries itself out.

    Raises NotFound, Forbidden, NotTheSamePerson, NoLongerWaiting, NotAsAsked, AskerGone, ProofNeeded, and what the act
    raises.
    """
    row = _to_decide(actor, ref)
    stepup.demand(actor)
    if not files.is_as_asked(row):
        raise NotAsAsked()
    kind = kinds.of(row.kind)
    _decide(actor, row, ApprovalState.APPROVED)
    journal.record(actor, "approval.approved", row.ref, *row.refs, kind=row.kind, digest=row.digest)
    if kind.carry_out is not None:
        kind.carry_out(asker_of(row), actor, row)
        _used(row)
    return row


@transaction.atomic
def refuse(actor: Actor, ref: str, reason: RefusalReason) -> Approval:
    """Say no, and why.  Raises NotFound, Forbidden, NotTheSamePerson, NoLongerWaiting."""
    row = _to_decide(actor, ref)
    row.refused_for = reason
    _decide(actor, row, ApprovalState.REFUSED)
    journal.record(actor, "approval.refused", row.ref, kind=row.kind, reason=reason)
    return row


@transaction.atomic
def take_back(actor: Actor, ref: str) -> Approval:
    """No longer ask.  Raises NotFound, Forbidden, NoLongerWaiting."""
    row = _fetch(actor, ref)
    if actor.account is None or row.asked_by_id != actor.account.pk:
        raise Forbidden()
    if row.state not in (ApprovalState.WAITING, ApprovalState.APPROVED):
        raise NoLongerWaiting()
    row.state = ApprovalState.TAKEN_BACK
    row.save(update_fields=["state"])
    journal.record(actor, "approval.taken_back", row.ref, kind=row.kind)
    return row


@transaction.atomic
def use(actor: Actor, code: str, ref: str) -> Approval:
    """Spend an approval, once, by who asked; call in the transaction of the act.

    Raises NotFound, Forbidden, NoLongerWaiting.
    """
    row = _fetch(actor, ref)
    if row.kind != code or actor.account is None or row.asked_by_id != actor.account.pk:
        raise Forbidden()
    if row.state != ApprovalState.APPROVED or row.is_expired:
        raise NoLongerWaiting()
    _used(row)
    journal.record(actor, "approval.used", row.ref, *row.refs, kind=row.kind)
    return row


def _ensure_first(actor: Actor, code: str, refs: list[str], about: str | None) -> None:
    """Raises AskedAlready when the same waits in the organisation."""
    open_now = Approval.objects.filter(organisation=actor.organisation, kind=code, state=ApprovalState.WAITING)
    waiting = list(open_now.filter(refs=refs, expires_at__gt=timezone.now()))
    said = files.of_each(waiting)
    if any(said.get(row.pk, {}).get(files.ABOUT) == about for row in waiting):
        raise AskedAlready()


def asker_of(row: Approval) -> Actor:
    """Who asked, as they stand now.  Raises AskerGone when they are suspended, moved, or lost the role."""
    asker = Actor.of_account(row.asked_by)
    if asker.organisation_id != row.organisation_id or not kinds.of(row.kind).asks & asker.roles:
        raise AskerGone()
    return asker


def may_decide(actor: Actor, row: Approval) -> bool:
    """Whether the actor may be the second person now."""
    own = actor.account is not None and actor.organisation_id == row.organisation_id
    another = own and row.asked_by_id != getattr(actor.account, "pk", None)
    return another and row.is_waiting and bool(kinds.of(row.kind).approves & actor.roles)


def _to_decide(actor: Actor, ref: str) -> Approval:
    row = _fetch(actor, ref)
    if actor.account is not None and row.asked_by_id == actor.account.pk:
        raise NotTheSamePerson()
    if not row.is_waiting:
        raise NoLongerWaiting()
    if not may_decide(actor, row):
        raise Forbidden()
    return row


def _fetch(actor: Actor, ref: str) -> Approval:
    return door.fetch(actor, Approval, ref=ref, lock=True)


def _decide(actor: Actor, row: Approval, state: ApprovalState) -> None:
    row.state, row.decided_by, row.decided_at = state, actor.account, timezone.now()
    row.save(update_fields=["state", "decided_by", "decided_at", "refused_for"])


def _used(row: Approval) -> None:
    row.state = ApprovalState.USED
    row.save(update_fields=["state"])
