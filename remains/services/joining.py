"""Parts that are of one person: held to be so by one, confirmed by a second, taken back as if it had never been.

A joining is an assertion and moves nothing: both records keep their reference, their custody and what was found of
them, and each goes on being compared by what it alone holds.  The part's state alone says that it is joined, and that
it was before is kept beside it (`PartJoin.status_before`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accessctl import door, journal
from accessctl.actor import Actor
from accessctl.approvals import files, kinds
from accessctl.approvals import services as approvals
from accessctl.approvals.kinds import Kind
from accessctl.models import Approval
from accessctl.rings import Ring
from registry.lib.errors import BadText, Conflict, Invalid, NotFound
from registry.lib.names import clean_text
from remains.codes import RemainsStatus
from remains.models import PartJoin, Remains
from remains.models.skeleton import OPEN
from remains.policies import FORENSIC
from remains.services.custody import IDENTIFIED
from remains.services.individuals import people_of
from remains.services.skeleton import SPLIT_FROM_STATES, forensic_writable, held_pieces, reason_words
from remains.skeleton.codes import JoinMethod, JoinReason, JoinState
from remains.skeleton.counting import twice

CONFIRM = "remains.join_parts"
LONGEST_NOTE = 500
_settling: list[Callable[[Remains], bool]] = []
_following: list[Callable[[Remains, datetime | None], object]] = []


class NoJoin(Conflict):
    code = "no_join"
    template = gettext_lazy("This part is not held to be of one person with others now. Load the page again.")


def hold_apart(is_settling: Callable[[Remains], bool]) -> None:
    """Let an app above say of which remains it is being settled who they are: those are joined to nothing meanwhile."""
    _settling.append(is_settling)


def follow_parts(follow: Callable[[Remains, datetime | None], object]) -> None:
    """Let an app above know when a part was joined to remains last; None: once none is any more."""
    _following.append(follow)


@transaction.atomic
def hold_joined(*, actor: Actor, ref: str, to: str, method: str, note: str = "") -> PartJoin:
    """Say that a part is of one person with other remains: a hypothesis.  Raises NotFound, Forbidden, Invalid."""
    part, other = _both(actor, ref, to)
    faults: dict[str, list[str]] = {}
    if method not in JoinMethod.values:
        faults["method"] = [_("Choose what it rests on.")]
    if problem := _problem(part, other):
        faults["to"] = [problem]
    try:
        clean_text(note)
    except BadText as error:
        faults["note"] = [error.message]
    if len(note) > LONGEST_NOTE:
        faults["note"] = [_("Use at most %(limit)s characters.") % {"limit": LONGEST_NOTE}]
    if faults:
        raise Invalid(fields=faults)
    row = PartJoin.objects.create(
        remains=part, created_by=actor.account, to=other, method=method, note=note.strip() or None
    )
    journal.record(actor, "joining.held", part, other, ring=Ring.FORENSIC, method=method)
    return row


@transaction.atomic
def ask_joining(*, actor: Actor, ref: str) -> Approval:
    """Ask a second person to confirm it.  Raises NotFound, Forbidden, NoJoin, Invalid, AskedAlready, ProofNeeded."""
    part = forensic_writable(actor, ref)
    row = _open(part, JoinState.HYPOTHESIS)
    part, other = _both(actor, ref, row.to.ref)
    if problem := _problem(part, other, at=row):
        raise Invalid(fields={"": [problem]})
    sealed = {files.ABOUT: part.ref, "join": str(row.pk), "to": other.ref, "method": row.method}
    return approvals.ask(actor, CONFIRM, refs=[part.ref], sealed=sealed)


@transaction.atomic
def reject_joining(*, actor: Actor, ref: str, reason: str) -> PartJoin:
    """Say that a hypothesis is wrong.  Raises NotFound, Forbidden, NoJoin, Invalid."""
    part = forensic_writable(actor, ref)
    row = _open(part, JoinState.HYPOTHESIS)
    return _closed(actor, part, row, JoinState.REJECTED, reason, "joining.rejected")


@transaction.atomic
def take_joining_back(*, actor: Actor, ref: str, reason: str) -> PartJoin:
    """Take a confirmed joining back; the part is what it was.  Raises NotFound, Forbidden, NoJoin, Invalid."""
    part = forensic_writable(actor, ref)
    row = _open(part, JoinState.CONFIRMED)
    _set_status(part, row.status_before or RemainsStatus.IN_CUSTODY)
    closed = _closed(actor, part, row, JoinState.ENDED, reason, "remains.parted")
    _tell_followers(row.to)
    return closed


def _closed(actor: Actor, part: Remains, row: PartJoin, state: JoinState, reason: str, action: str) -> PartJoin:
    if reason not in JoinReason.values:
        raise Invalid(fields={"reason": [_("Choose why.")]})
    row.state, row.reason, row.decided_at = state, reason, timezone.now()
    row.save(update_fields=["state", "reason", "decided_at", "updated_at"])
    journal.record(actor, action, part, row.to, ring=Ring.FORENSIC, reason=reason)
    return row


def _both(actor: Actor, ref: str, to: str) -> tuple[Remains, Remains]:
    """Part and other, each locked, in one order for everybody.  Raises NotFound, Forbidden, Invalid."""
    part = door.fetch(actor, Remains, ref=ref)
    try:
        other = door.fetch(actor, Remains, ref=to)
    except NotFound:
        other = None
    if other is None or other.owner_id != part.owner_id or part == other:
        part = forensic_writable(actor, ref)
        raise Invalid(fields={"to": [_("No other remains in your institution’s care have this reference.")]})
    locked = {one.pk: forensic_writable(actor, one.ref) for one in sorted((part, other), key=lambda one: one.pk)}
    return locked[part.pk], locked[other.pk]


def _problem(part: Remains, other: Remains, *, at: PartJoin | None = None) -> str:
    """Why the two cannot be joined, in a sentence; "" if they can.  at: the hypothesis that is to be confirmed."""
    if at is None and PartJoin.objects.filter(remains=part, state__in=OPEN).exists():
        return _("This part is held to be of one person with others already. Reject that first.")
    if PartJoin.objects.filter(to=part, state__in=OPEN).exists():
        return _("Others are joined to this part. Join it the other way round.")
    if other.status in (RemainsStatus.MERGED_INTO, RemainsStatus.SPLIT_FROM):
        return _("These remains are themselves joined to others, or split. Choose the record that goes on.")
    if part.status not in SPLIT_FROM_STATES:
        return _("The part is not joined in its present state.")
    if any(people_of(one) > 1 for one in (part, other)):
        return _("One of the two is of several people. Record what is of each of them as a part, and join that.")
    if any(is_settling(part) for is_settling in _settling):
        return _("An identification of this part stands, or waits for signatures. Take that back first.")
    if found := twice(held_pieces(part), held_pieces(other, *joined_to(other, but=part))):
        return _("They cannot be of one person: %(why)s") % {"why": " ".join(reason_words(one) for one in found)}
    return ""


def joined_to(remains: Remains, *, but: Remains | None = None) -> list[Remains]:
    """The parts that are confirmed to be of one person with these remains."""
    rows = PartJoin.objects.filter(to=remains, state=JoinState.CONFIRMED).select_related("remains")
    return [row.remains for row in rows if row.remains != but]


def _open(part: Remains, state: JoinState) -> PartJoin:
    row = (
        PartJoin.objects.select_for_update(of=("self",)).select_related("to").filter(remains=part, state=state).first()
    )
    if row is None:
        raise NoJoin()
    return row


def _set_status(part: Remains, status: str) -> None:
    """By itself: neither the version nor the time of the last change of the record are touched by an assertion."""
    Remains.objects.filter(pk=part.pk).update(status=status)
    part.status = status


def _carry_out(asker: Actor, approver: Actor, approval: Approval) -> None:
    """Confirmed by a second person, who may write both files as well, if nothing speaks against it meanwhile."""
    said = files.of(approval)
    ref = approval.refs[0]
    part, other = _both(approver, ref, said["to"])
    row = _open(part, JoinState.HYPOTHESIS)
    if str(row.pk) != said["join"]:
        raise NoJoin()
    if problem := _problem(part, other, at=row):
        raise Invalid(fields={"": [problem]})
    row.state, row.approval, row.status_before = JoinState.CONFIRMED, approval, part.status
    row.decided_at = timezone.now()
    row.save(update_fields=["state", "approval", "status_before", "decided_at", "updated_at"])
    _set_status(part, RemainsStatus.MERGED_INTO)
    journal.record(approver, "remains.joined", part, other, ring=Ring.FORENSIC, method=row.method)
    if other.status in IDENTIFIED:
        # The family may have said whether it wants to hear of this; people look that up and tell them, nothing else.
        journal.record(approver, "remains.found_later", other, part, ring=Ring.FORENSIC)
    _tell_followers(other)


def _tell_followers(remains: Remains) -> None:
    later = PartJoin.objects.filter(to=remains, state=JoinState.CONFIRMED).order_by("decided_at").last()
    for follow in _following:
        follow(remains, later.decided_at if later is not None else None)


def _describe(actor: Actor, approval: Approval) -> Sequence[str]:
    """Which, with which and why: to those who may open the forensic file of both."""
    said = files.of(approval)
    hidden = [_("Two records of remains are held to be of one person. Which they are, is not shown to you.")]
    if not said:
        return hidden
    try:
        found = [door.fetch(actor, Remains, ref=ref) for ref in (approval.refs[0], said["to"])]
    except NotFound:
        return hidden
    if any(Ring.FORENSIC not in door.rings(actor, one) for one in found):
        return hidden
    words = {"part": found[0].ref, "other": found[1].ref, "method": JoinMethod(said["method"]).label}
    return [
        _("%(part)s is of one person with %(other)s. It rests on: %(method)s.") % words,
        _("Both keep their reference and what was found. It can be taken back at any time."),
    ]


kinds.register(
    Kind(
        code=CONFIRM,
        title=gettext_lazy("Join a part to other remains"),
        asks=FORENSIC,
        approves=FORENSIC,
        describe=_describe,
        carry_out=_carry_out,
    )
)
