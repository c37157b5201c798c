"""Taking back what an import saved: asked for with a fresh proof, done by the job.

What an import opened is erased with its keys, so whoever takes back more than one record needs a second person, as for
any other erasure.  What people worked on since stays, whatever they did.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

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
from accessctl.models import Account, Approval
from accessctl.models.erasure import ErasureReason, Telling
from accessctl.roles import ROLES
from accessctl.services.clients import Revoked
from accessctl.signin import stepup
from cases.codes import ImportState, RowOutcome
from cases.models import Batch
from cases.policies import FORENSIC, REGISTRANTS
from cases.services.import_kinds import kind_of, writer_of
from cases.services.importing import ROWS_AT_ONCE, in_state, job, payload_of, saved_rows, waiting
from registry.lib.errors import Conflict, Forbidden

MANY, ALONE = "imports.take_back", 1


class LeftToPeople(Forbidden):
    code = "left_to_people"
    template = _("Taking this back erases records for good. People of the organisation do that, on its page.")


class SecondNeeded(Conflict):
    code = "second_person_needed"
    template = _("More than one record would be erased. This needs a second person: ask a colleague to approve it.")


def needs_second(batch: Batch) -> bool:
    """Whether taking this batch back erases more than one person may erase alone."""
    return kind_of(batch.ref).takes_two and opened(batch) > ALONE


def opened(batch: Batch) -> int:
    """How many records taking a saved batch back erases at most: by its rows, the check may have counted others."""
    return int(kind_of(batch.ref).row._default_manager.filter(batch=batch, outcome=RowOutcome.NEW).count())


@transaction.atomic
def start_undoing(*, actor: Actor, ref: str) -> Batch:
    """Ask for what a batch saved to be taken back by the job.

    SECURITY: never by a system where it erases, whatever its token is for: else tables handed in one after another
    would erase cases one after another, past the second person whom more than one within a day needs.
    Raises NotFound, Forbidden, LeftToPeople, Conflict, ProofNeeded, SecondNeeded.
    """
    batch = _saved(actor, ref)
    if actor.client is not None and opened(batch):
        raise LeftToPeople()
    stepup.demand(actor)
    if needs_second(batch):
        raise SecondNeeded()
    _begin(actor, batch, "")
    return batch


@transaction.atomic
def ask_to_undo(*, actor: Actor, ref: str) -> Approval:
    """Ask a second person.  Raises NotFound, Forbidden, Conflict, ProofNeeded, AskedAlready."""
    batch = _saved(actor, ref)
    return approvals.ask(actor, MANY, refs=[batch.ref], records=opened(batch))


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
        try:
            stayed = kind.take_back(_in_name_of(batch, held), job(), rows, decided)
        except Revoked:  # what is left stays saved; people may take it back
            batch.state = ImportState.APPLIED
            access.touch(job(), batch, action="import.undo_stopped", fields=["state"])
            return False
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


def _in_name_of(batch: Batch, held: dict[str, Any]) -> Actor:
    """Whoever handed it in, or the person who takes back what a system did.  Raises Revoked."""
    if batch.client is None or not held.get("asked_by"):
        return writer_of(job(), batch)
    account = Account.objects.filter(pk=held["asked_by"]).first()
    return Actor.of_account(account) if account else Actor.public()


def _begin(actor: Actor, batch: Batch, second: str) -> None:
    asked_by = str(actor.account.pk) if actor.account else ""
    batch.payload = payload_of(batch) | {"second": second, "asked_by": asked_by}
    batch.state = ImportState.UNDOING
    access.touch(actor, batch, action="import.undoing", fields=["payload", "state"])
    transaction.on_commit(lambda: doorbell.ring("cases.tasks.undo_import", ref=batch.ref))


def _carry_out(asker: Actor, approver: Actor, approval: Approval) -> None:
    """Raises NotFound, Forbidden, Conflict."""
    _begin(asker, _saved(asker, approval.refs[0]), approver.pseudonym)


def _describe(actor: Actor, approval: Approval) -> Sequence[str]:
    found = approval.detail["records"]
    return [
        ngettext(
            "%(found)s record that this import opened is erased, with its keys, for everybody and for good.",
            "%(found)s records that this import opened are erased, with their keys, for everybody and for good.",
            found,
        ) % {"found": found},
        str(_("What the import changed becomes what it was. What somebody has worked on since stays.")),
    ]  # fmt: skip


kinds.register(
    kinds.Kind(
        code=MANY,
        title=_("Take back an import"),
        asks=(REGISTRANTS | FORENSIC) - {Role.PARTNER_SYSTEM},  # the door says whether they may change this batch
        approves=frozenset({role for role, rule in ROLES.items() if rule.approves} | {Role.DATA_PROTECTION}),
        describe=_describe,
        carry_out=_carry_out,
    )
)
