"""Writing the registers: each verb one transaction with its journal entry; codes in the journal, words sealed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accessctl import door, journal
from accessctl.actor import Actor
from accessctl.codes import Role
from accessctl.disclosure import ledger
from accessctl.models import Breach, BreachFile, Demand, DemandFile, Organisation, Sanction, ShareEvent
from accessctl.models.registers import DemandAnswer, SanctionReason, SubjectsTold
from accessctl.registers.selectors import bound_by, owned
from accessctl.services.records import create_record, touch
from accessctl.services.rows import update_row
from accessctl.signin import stepup
from registry.lib.errors import Conflict, Forbidden, Invalid

KEEPERS = frozenset({Role.DATA_PROTECTION})
STOPPERS = frozenset({Role.DATA_PROTECTION, Role.SUPERVISOR, Role.FORENSIC_COORDINATOR})
_FILED = ("authority", "legal_basis", "scope")


class StandsAlready(Conflict):
    code = "stands_already"
    template = _("This sanction stands already.")


@transaction.atomic
def record_demand(actor: Actor, **entry: Any) -> Demand:
    """Enter a demand by law as it was received.  Raises Forbidden, Invalid."""
    _ensure(actor, KEEPERS)
    refs = _own_refs(actor, entry.pop("record_refs", []))
    filed = {name: entry.pop(name) for name in _FILED}
    row = create_record(actor, Demand(record_refs=refs, **entry), action="demand.recorded")
    DemandFile.objects.create(demand=row, created_by=actor.account, **filed)
    return row


@transaction.atomic
def answer_demand(
    actor: Actor, ref: str, *, answer: DemandAnswer, on: date, rings: Iterable[str] = (), said: str = "", **more: Any
) -> Demand:
    """What was answered, what was handed over, whether it was contested.  Raises NotFound, Forbidden, Invalid."""
    row = door.fetch(actor, Demand, door.Action.CHANGE, ref=ref, lock=True)
    given = answer in (DemandAnswer.PARTLY, DemandAnswer.WHOLLY)
    if given and not list(rings):
        raise Invalid(fields={"rings": [gettext("Say which parts were handed over.")]})
    row.answer, row.answered_on, row.rings = answer, on, sorted(rings) if given else []
    row.contested = more.get("contested", row.contested)
    if not given:
        row.told = SubjectsTold.NOT_CONCERNED
    update_row(DemandFile.objects.get(demand=row), {"said": said or None})
    touch(
        actor, row, action="demand.answered", fields=["answer", "answered_on", "rings", "contested", "told"],
        answer=answer, rings=row.rings,
    )  # fmt: skip
    return row


@transaction.atomic
def note_telling(actor: Actor, ref: str, *, told: SubjectsTold, on: date | None = None) -> Demand:
    """Whether those whose data were handed over were told.  Raises NotFound, Forbidden, Invalid."""
    row = door.fetch(actor, Demand, door.Action.CHANGE, ref=ref, lock=True)
    if told == SubjectsTold.TOLD and row.gag:
        raise Invalid(fields={"told": [gettext("Telling them is forbidden by the demand. Contest that first.")]})
    row.told, row.told_on = told, on if told == SubjectsTold.TOLD else None
    touch(actor, row, action="demand.told", fields=["told", "told_on"], told=told)
    return row


@transaction.atomic
def open_breach(actor: Actor, *, what: str, readers: list[str], **entry: Any) -> Breach:
    """Enter a breach; its clock runs from when it was noticed.  Raises Forbidden, Invalid."""
    _ensure(actor, KEEPERS)
    now = timezone.now()
    if entry["noticed_at"] > now or entry["until"] > now:
        raise Invalid(fields={"noticed_at": [gettext("This lies in the future.")]})
    if entry["since"] > entry["until"]:
        raise Invalid(fields={"until": [gettext("The end lies before the beginning.")]})
    row = create_record(actor, Breach(**entry), action="breach.opened", kind=entry["kind"])
    BreachFile.objects.create(breach=row, what=what, readers=readers, created_by=actor.account)
    return row


@transaction.atomic
def note_breach(actor: Actor, ref: str, step: str, *, measures: str = "") -> Breach:
    """The authority or those concerned were told now, or it is closed.  Raises NotFound, Forbidden, Conflict."""
    row = door.fetch(actor, Breach, door.Action.CHANGE, ref=ref, lock=True)
    column = {"authority": "authority_told_at", "subjects": "subjects_told_at", "close": "closed_at"}.get(step)
    if column is None or getattr(row, column) is not None:
        raise Conflict()
    setattr(row, column, timezone.now())
    if measures:
        update_row(BreachFile.objects.get(breach=row), {"measures": measures})
    touch(actor, row, action="breach.noted", fields=[column], step=step)
    return row


@transaction.atomic
def impose(
    actor: Actor, *, reason: SanctionReason, organisation: Organisation | None = None, country: str = ""
) -> Sanction:
    """Share nothing more with an organisation, or with every body of a State: with the next request, and recalled.

    Raises Forbidden, ProofNeeded, Invalid, StandsAlready.
    """
    owner = _ensure(actor, STOPPERS)
    stepup.demand(actor)
    if organisation is not None and organisation.pk == owner.pk:
        raise Invalid(fields={"organisation": [gettext("Choose another organisation than your own.")]})
    try:
        with transaction.atomic():
            row = Sanction.objects.create(owner=owner, organisation=organisation, country=country, reason=reason)
    except IntegrityError:
        raise StandsAlready() from None
    receivers = bound_by(row)
    journal.record(actor, "sanction.imposed", row.ref, reason=reason)
    ledger.recall(actor, ShareEvent.objects.filter(owner=row.owner_id, receiver__in=receivers))
    return row


@transaction.atomic
def lift(actor: Actor, ref: str) -> Sanction:
    """Let agreements and grants count again.  Raises NotFound, Forbidden, ProofNeeded."""
    row = door.fetch(actor, Sanction, ref=ref, lock=True)
    _ensure(actor, STOPPERS)
    stepup.demand(actor)
    if row.lifted_at is None:
        row.lifted_at = timezone.now()
        row.save(update_fields=["lifted_at"])
        journal.record(actor, "sanction.lifted", row.ref)
    return row


def _ensure(actor: Actor, roles: frozenset[Role]) -> Organisation:
    if actor.organisation is None or not roles & actor.roles:
        raise Forbidden()
    return actor.organisation


def _own_refs(actor: Actor, refs: Iterable[str]) -> list[str]:
    """SECURITY: the same sentence for what is absent and what is another organisation's."""
    wanted = list(dict.fromkeys(refs))
    if set(wanted) - owned(actor, wanted):
        raise Invalid(fields={"record_refs": [gettext("At least one of these is not a record of your organisation.")]})
    return wanted
