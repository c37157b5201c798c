"""Taking back what an import saved: asked for with a fresh proof, done by the job.

What an import opened is erased with its keys, so whoever takes back more than one case needs a second person, as for
any other erasure.  What people worked on since stays, whatever they did.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accessctl import doorbell
from accessctl import services as access
from accessctl.actor import Actor
from accessctl.approvals import kinds
from accessctl.approvals import services as approvals
from accessctl.codes import Role
from accessctl.erasure import burial
from accessctl.models import Approval
from accessctl.models.erasure import ErasureReason, Telling
from accessctl.roles import ROLES
from accessctl.signin import stepup
from cases.codes import ImportState
from cases.models import Batch
from cases.policies import REGISTRANTS
from cases.services.import_kinds import kind_of, writer_of
from cases.services.importing import ROWS_AT_ONCE, in_state, job, payload_of, saved_rows, waiting
from registry.lib.errors import Conflict

MANY, ALONE = "imports.take_back", 1


class SecondNeeded(Conflict):
    code = "second_person_needed"
    template = _("More than one case would be erased. This needs a second person: ask a colleague to approve it.")


def needs_second(batch: Batch) -> bool:
    """Whether taking this batch back erases more than one person may erase alone."""
    return kind_of(batch.ref).takes_two and batch.n_new > ALONE


@transaction.atomic
def start_undoing(*, actor: Actor, ref: str) -> Batch:
    """Ask for what a batch saved to be taken back by the job.

    Raises NotFound, Forbidden, Conflict, ProofNeeded, SecondNeeded.
    """
    batch = _saved(actor, ref)
    stepup.demand(actor)
    if needs_second(batch):
        raise SecondNeeded()
    _begin(actor, batch, "")
    return batch


@transaction.atomic
def ask_to_undo(*, actor: Actor, ref: str) -> Approval:
    """Ask a second person.  Raises NotFound, Forbidden, Conflict, ProofNeeded, AskedAlready."""
    batch = _saved(actor, ref)
    return approvals.ask(actor, MANY, refs=[batch.ref], records=batch.n_new)


def undo_started(*, ref: str) -> bool:
    """For the job: take back what a batch saved, some rows at a time, each time for good.  False if it no longer waits.

    What a worker that dies leaves is done by the next.
    """
    done = False
    while _undo_some(ref):
        done = True
    return done


@transaction.atomic
def _undo_some(ref: str) -> bool:
    """Whether there was anything to do: rows to take back, or, once there are none, the end to write down."""
    batch, kind = waiting(ref, ImportState.UNDOING), kind_of(ref)
    if batch is None or kind.take_back is None:
        return False
    rows, held = saved_rows(kind, batch, ROWS_AT_ONCE), payload_of(batch)
    if rows:
        decided = burial.Decision(reason=ErasureReason.MISTAKE, told=Telling.NOBODY, second=held.get("second", ""))
        stayed = kind.take_back(writer_of(job(), batch), job(), rows, decided)
        kind.row._default_manager.filter(pk__in=[row.pk for row in rows]).delete()
        batch.payload = held | {"stayed": held.get("stayed", 0) + stayed}
        batch.save(update_fields=["payload"])  # no new version, no entry: it is one act, with one end
        return True
    kind.row._default_manager.filter(batch=batch).delete()
    batch.payload, batch.state = {"stayed": 0} | held, ImportState.UNDONE
    access.touch(job(), batch, action="import.undone", fields=["payload", "state"])
    return True


def _saved(actor: Actor, ref: str) -> Batch:
    batch = in_state(actor, ref, ImportState.APPLIED)
    if kind_of(ref).take_back is None:
        raise Conflict()
    return batch


def _begin(actor: Actor, batch: Batch, second: str) -> None:
    batch.payload, batch.state = payload_of(batch) | {"second": second}, ImportState.UNDOING
    access.touch(actor, batch, action="import.undoing", fields=["payload", "state"])
    transaction.on_commit(lambda: doorbell.ring("cases.tasks.undo_import", ref=batch.ref))


def _carry_out(asker: Actor, approver: Actor, approval: Approval) -> None:
    """Raises NotFound, Forbidden, Conflict."""
    _begin(asker, _saved(asker, approval.refs[0]), approver.pseudonym)


def _describe(actor: Actor, approval: Approval) -> Sequence[str]:
    found = approval.detail["records"]
    return [
        ngettext(
            "%(found)s case that this import opened is erased, with its keys, for everybody and for good.",
            "%(found)s cases that this import opened are erased, with their keys, for everybody and for good.",
            found,
        ) % {"found": found},
        str(_("What the import changed becomes what it was. What somebody has worked on since stays.")),
    ]  # fmt: skip


kinds.register(
    kinds.Kind(
        code=MANY,
        title=_("Take back an import"),
        asks=REGISTRANTS - {Role.PARTNER_SYSTEM},  # the door says whether they may change this batch
        approves=frozenset({role for role, rule in ROLES.items() if rule.approves} | {Role.DATA_PROTECTION}),
        describe=_describe,
        carry_out=_carry_out,
    )
)
