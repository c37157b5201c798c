"""A case goes to an organisation that is not in this registry: the work on it ends here, with the family's yes (D9.1).

Nothing is sent from here: the family takes its copy along, and receivers who may be told have the list for authorities.
The other organisation has said yes before anybody asks for this, so that no search stops between two desks.  Time that
passed is no reason, nor is a presumption.  Two people of the owner do it; the case then is closed to everybody else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accessctl import door, journal
from accessctl.actor import Actor
from accessctl.approvals import kinds
from accessctl.approvals import services as approvals
from accessctl.approvals.kinds import Kind
from accessctl.codes import Role
from accessctl.models import Approval
from accessctl.rings import Ring
from cases.codes import CaseWorkflow
from cases.models import Case
from cases.services import move
from families.codes import ConsentForm, TransferReason
from families.models import Relative, TransferAgreement
from families.services.fetching import row_of
from families.services.standing import write_effect
from families.services.transferring import ensure_may_go, own_case
from registry.lib.errors import Invalid, NotFound

LEAVE = "cases.leave"


@dataclass(frozen=True, kw_only=True)
class LeaveEntry:
    """name, reached: of the organisation that goes on; yes_on: when it said so; relative: token of who agreed."""

    name: str
    reached: str
    yes_on: date
    reason: TransferReason
    relative: str
    agreed_on: date
    how: ConsentForm
    interpreter: str = ""


@transaction.atomic
def ask_to_leave(*, actor: Actor, case_ref: str, entry: LeaveEntry) -> Approval:
    """Write down that the family agreed, and ask a second person to end the work on the case here.

    Raises NotFound, Forbidden, ProofNeeded, Invalid, AskedAlready, OfferedAlready, NotToBeTransferred, Merged.
    """
    case = own_case(actor, case_ref)
    ensure_may_go(case)
    _check(entry)
    said = TransferAgreement.objects.create(
        case=case, relative=row_of(case, Relative, entry.relative), outside_name=entry.name.strip(),
        outside_reached=entry.reached.strip(), outside_yes_on=entry.yes_on, agreed_on=entry.agreed_on, how=entry.how,
        interpreter=entry.interpreter or None, created_by=actor.account,
    )  # fmt: skip
    asked = approvals.ask(actor, LEAVE, refs=[case.ref], reason=entry.reason.value, agreement=str(said.pk))
    journal.record(actor, "transfer.proposed", case, ring=Ring.KIN, reason=entry.reason.value)
    return asked


def _check(entry: LeaveEntry) -> None:
    faults: dict[str, list[str]] = {}
    for name, said in (("outside_name", entry.name), ("outside_reached", entry.reached)):
        if not said.strip():
            faults[name] = [_("This is needed, so that the family knows who goes on and how to reach them.")]
    for name, day in (("outside_yes_on", entry.yes_on), ("agreed_on", entry.agreed_on)):
        if day > timezone.localdate():
            faults[name] = [_("This day is still to come.")]
    if faults:
        raise Invalid(fields=faults)


def _carry_out(asker: Actor, approver: Actor, approval: Approval) -> None:
    """A second person approved: from this transaction on nobody searches here.  Raises what `ask_to_leave` raises."""
    case = own_case(asker, approval.refs[0])
    own_case(approver, case.ref)
    ensure_may_go(case)
    said = TransferAgreement.objects.filter(pk=UUID(approval.detail["agreement"]), case=case, receiver=None)
    if not said.update(carried_out_at=timezone.now()):
        raise approvals.NotAsAsked()
    move(asker, case, CaseWorkflow.TRANSFERRED)
    write_effect(asker, case)
    journal.record(asker, "transfer.left", case, reason=approval.detail["reason"], second=approver.pseudonym)


def _describe(actor: Actor, approval: Approval) -> Sequence[str]:
    try:
        case = door.fetch(actor, Case, ref=approval.refs[0])
    except NotFound:
        return [_("The work on a case ends here, because another organisation goes on. Which one is not shown to you.")]
    return [
        _("An organisation outside this registry goes on with the search of %(ref)s. The work on it ends here.")
        % {"ref": case.ref},
        _("Reason: %(reason)s.") % {"reason": TransferReason(approval.detail["reason"]).label},
        _("The family agreed, and the other organisation said yes: who, when and how stands in the family file."),
        _(
            "Nobody else sees the case from then on, and it is compared no more. The family reads on its page who "
            "goes on."
        ),
    ]


kinds.register(
    Kind(
        code=LEAVE,
        title=gettext_lazy("End the work on a case, as an organisation outside goes on"),
        asks=frozenset({Role.CASEWORKER, Role.SUPERVISOR}),  # the door says whether they answer for this case
        approves=frozenset({Role.SUPERVISOR}),
        describe=_describe,
        carry_out=_carry_out,
    )
)
