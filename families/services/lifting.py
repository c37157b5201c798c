"""Lifting the protection from a State that stands on a case, whole or for one State: one asks, a supervisor approves.

Setting it is one person's act and counts at once; until the second person approved, it stands.

SECURITY: which case it is about lies sealed in what was asked, as the flag itself does; the journal names the case only
when nothing is left to protect.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accessctl import door
from accessctl import services as access
from accessctl.actor import Actor
from accessctl.approvals import files, kinds
from accessctl.approvals import services as approvals
from accessctl.approvals.kinds import Kind
from accessctl.approvals.services import NotAsAsked
from accessctl.clear import reveal
from accessctl.codes import Role
from accessctl.models import Approval
from accessctl.rings import Ring
from accessctl.services.rows import update_row
from cases.codes import ProtectionFlag
from cases.models import Case, CaseProtectionFile
from families.codes import LiftReason
from families.services.safeguards import to_safeguard
from families.services.standing import write_effect
from registry.lib.errors import Conflict, Invalid, NotFound
from registry.lib.world import country_name

LIFT = "protection.lift"
WHOLE = "whole"


class NotProtected(Conflict):
    code = "not_protected"
    template = _("No protection stands on this case that could be lifted. Look at it again.")


@transaction.atomic
def ask_to_lift(*, actor: Actor, case_ref: str, what: str, reason: LiftReason) -> Approval:
    """Ask a second person to lift the protection, WHOLE or from one of the States that must be told nothing.

    Raises NotFound, Forbidden, NotProtected, Invalid, AskedAlready, ProofNeeded.
    """
    case = to_safeguard(actor, case_ref)
    (held,) = reveal([CaseProtectionFile.objects.get(case=case)])
    if held.protection_flag == ProtectionFlag.NONE:
        raise NotProtected()
    if what != WHOLE and what not in held.protection_states:
        raise Invalid(fields={"what": [gettext("This State is not among those that must be told nothing.")]})
    sealed = {files.ABOUT: case.ref, "what": what, "reason": reason.value, "held": _mark(held)}
    return approvals.ask(actor, LIFT, sealed=sealed)


def _carry_out(asker: Actor, approver: Actor, approval: Approval) -> None:
    """Both still answer for the case, and what stands is what stood when it was asked.  Raises NotAsAsked."""
    said = files.of(approval)
    to_safeguard(approver, said[files.ABOUT])
    case = to_safeguard(asker, said[files.ABOUT])
    row = CaseProtectionFile.objects.select_for_update().get(case=case)
    (held,) = reveal([row])
    if _mark(held) != said["held"]:
        raise NotAsAsked()
    if said["what"] == WHOLE:
        case.nationalities = list(held.nationalities)  # no longer hidden, they are of layer 1 again
        update_row(row, {"protection_flag": ProtectionFlag.NONE.value, "protection_states": [], "nationalities": []})
    else:
        update_row(row, {"protection_states": [code for code in held.protection_states if code != said["what"]]})
    access.touch(
        asker, case, action="case.safeguarded", fields=["nationalities"], changed=["protection"],
        approval=approval.ref, second=approver.pseudonym,
    )  # fmt: skip
    write_effect(asker, case)


def _mark(held: Any) -> str:
    """Of the protection as it stands; without telling it to who may see the act and not the protection."""
    stood = [held.protection_flag, *sorted(held.protection_states), "", *sorted(held.nationalities)]
    return hashlib.sha256("\n".join(stood).encode()).hexdigest()


def _describe(actor: Actor, approval: Approval) -> Sequence[str]:
    """Which case, to those who may read its protection; to others that there is one."""
    said = files.of(approval)
    try:
        case = door.fetch(actor, Case, ref=said.get(files.ABOUT, ""))
    except NotFound:
        case = None
    if case is None or Ring.PROTECTION not in door.rings(actor, case):
        return [gettext("The protection of a person is lifted. Which one is not shown to you.")]
    if said["what"] == WHOLE:
        first = gettext("The protection of %(ref)s is lifted: no State is kept from it by it any more.")
    else:
        first = gettext("%(state)s is taken off the States that must be told nothing of %(ref)s.")
    return [
        first % {"ref": case.ref, "state": country_name(said["what"]) if said["what"] != WHOLE else ""},
        gettext("Reason: %(reason)s.") % {"reason": LiftReason(said["reason"]).label},
        gettext("Agreements and consents decide from then on who sees what. Until then the protection stands."),
    ]


kinds.register(
    Kind(
        code=LIFT,
        title=_("Lift the protection of a person"),
        asks=frozenset({Role.CASEWORKER, Role.SUPERVISOR}),  # the door says whether they answer for this case
        approves=frozenset({Role.SUPERVISOR}),
        describe=_describe,
        carry_out=_carry_out,
    )
)
