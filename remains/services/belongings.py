"""Writing the way of belongings in care: the same step of one or of several, at the end of each chain.

What may follow, who may write it and what each step needs is refused here by field; the database refuses the same.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accessctl import door, journal
from accessctl.actor import Actor
from accessctl.clear import reveal
from accessctl.models import Organisation
from accessctl.rings import Ring
from accessctl.tokens import find
from cases.presentation import item_line
from registry.lib.errors import Forbidden, Invalid
from remains.belongings import chain
from remains.belongings.codes import BelongingStepKind
from remains.belongings.standing import may_write
from remains.models import BelongingStep, KeptBelonging, Remains, RemainsBelonging, StoragePlace
from remains.models.belongings import LONGEST_WORDS
from remains.services.custody import IDENTIFIED, wishes_are_known
from remains.services.sample_steps import Plainly, texts

LONGEST = {"to_person": 120, "seal_no": 60, "order_no": 200, "note": 500}

Fault = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class BelongingStepEntry:
    """One step as it is handed in; `place` and `to_org` are references."""

    kind: str
    at: datetime
    place: str = ""
    to_org: str = ""
    to_person: str = ""
    seal_no: str = ""
    order_no: str = ""
    note: str = ""


@dataclass
class Writing:
    """Chains that are being written: locked, with what is handed in.  chains: each belonging with its steps."""

    actor: Actor
    remains: Remains
    entry: BelongingStepEntry
    chains: list[tuple[KeptBelonging, list[BelongingStep]]] = field(default_factory=list)
    place: StoragePlace | None = None
    to_org: Organisation | None = None


@transaction.atomic
def add_belonging_steps(
    *, actor: Actor, ref: str, items: Sequence[str], entry: BelongingStepEntry
) -> list[BelongingStep]:
    """Write the next step of each of these belongings, or of none.  items: their names.

    Raises NotFound, Forbidden, Invalid.
    """
    remains = door.fetch(actor, Remains, ref=ref, lock=True)
    if entry.kind not in BelongingStepKind.values:
        raise Invalid(fields={"kind": [_("This code is not in the list.")]})
    writing = Writing(actor, remains, entry)
    writing.chains = [_chain(writing, name) for name in dict.fromkeys(items)]
    if not writing.chains:
        raise Invalid(fields={"items": [_("Choose the belongings of which you write.")]})
    _ensure_may_write(writing)
    faults: dict[str, list[str]] = {}
    for part in PARTS:
        for name, message in part(writing):
            if message not in faults.setdefault(name, []):
                faults[name].append(message)
    if faults:
        raise Invalid(fields=faults)
    return [write(writing, *held) for held in writing.chains]


def _chain(writing: Writing, name: str) -> tuple[KeptBelonging, list[BelongingStep]]:
    """A belonging in care with its steps; one of the list that is not in care yet, to be taken.  Raises Invalid."""
    remains, actor = writing.remains, writing.actor
    kept = KeptBelonging.objects.filter(remains=remains, item=name).first()
    if kept is not None:
        return kept, list(BelongingStep.objects.filter(belonging=kept).order_by("number"))
    listed = find(RemainsBelonging.objects.filter(remains=remains), name)
    reads = {Ring.FORENSIC, RemainsBelonging.RING} <= set(door.rings(actor, remains))
    if listed is None or not reads or writing.entry.kind != BelongingStepKind.TAKEN:
        raise Invalid(fields={"items": [_("One of these is not in the list, or not in care yet. Choose again.")]})
    (clear,) = reveal([listed])
    return KeptBelonging(remains=remains, item=name, what=item_line(clear)[:LONGEST_WORDS]), []


def _ensure_may_write(writing: Writing) -> None:
    """Raises Forbidden, Invalid."""
    for kept, steps in writing.chains:
        allowed = may_write(writing.actor, writing.remains, steps)
        if writing.entry.kind in allowed:
            continue
        if not allowed or writing.entry.kind in chain.next_kinds(steps):  # it could follow, but is not theirs to write
            journal.record_denial(writing.actor, writing.remains, ring=Ring.FORENSIC, rule="belonging_step")
            raise Forbidden()
        said = _("“%(step)s” cannot follow what is written last of no. %(number)s: it would be in two places.")
        words = {"step": BelongingStepKind(writing.entry.kind).label, "number": kept.number or "?"}
        raise Invalid(fields={"items": [said % words]})


def write(writing: Writing, kept: KeptBelonging, steps: list[BelongingStep]) -> BelongingStep:
    """Insert the step that was found to be without fault, and the belonging with its first one."""
    entry, last, organisation = writing.entry, steps[-1] if steps else None, writing.actor.organisation
    if organisation is None:
        raise Forbidden()
    if kept._state.adding:
        held = KeptBelonging.objects.filter(remains=writing.remains).aggregate(last=Max("number"))["last"]
        kept.number, kept.created_by = (held or 0) + 1, writing.actor.account
        kept.save(force_insert=True)
    said = {name: getattr(entry, name).strip() or None for name in LONGEST} | {"nonce": secrets.token_hex(16)}
    row = BelongingStep(
        remains=writing.remains, belonging=kept, created_by=writing.actor.account, organisation=organisation,
        number=last.number + 1 if last else 1, kind=entry.kind, at=entry.at, place=writing.place,
        to_org=writing.to_org, by_order=bool(said["order_no"]), previous=last.digest if last else None,
    )  # fmt: skip
    row.digest = chain.digest(Plainly(row, said))
    for name, value in said.items():
        setattr(row, name, value)
    row.save(force_insert=True)
    journal.record(
        writing.actor, "belonging.step_written", writing.remains, ring=Ring.FORENSIC, kind=entry.kind,
        belonging=kept.number, number=row.number, digest=row.digest,
    )  # fmt: skip
    return row


def _time(writing: Writing) -> Iterator[Fault]:
    if writing.entry.at > timezone.now():
        yield "at", _("This time lies in the future.")
    if any(steps and writing.entry.at < steps[-1].at for _kept, steps in writing.chains):
        yield "at", _("This is before the last step. The chain is written in the order in which things happened.")


def _storage(writing: Writing) -> Iterator[Fault]:
    if writing.entry.kind != BelongingStepKind.STORED:
        return
    open_places = door.visible(writing.actor, StoragePlace).filter(closed_at=None)
    writing.place = open_places.select_for_update().filter(ref=writing.entry.place).first()
    if writing.place is None:
        yield "place", _("Choose a storage place of your institution.")
        return
    for kept, steps in writing.chains:
        last = chain.last_move(steps)
        if last is not None and last.place_id == writing.place.pk:
            yield "place", _("No. %(number)s is in this place already.") % {"number": kept.number}


def _hand_over(writing: Writing) -> Iterator[Fault]:
    if writing.entry.kind != BelongingStepKind.SENT:
        return
    receivers = door.visible(writing.actor, Organisation).filter(ref=writing.entry.to_org)
    writing.to_org = next((one for one in receivers if one.may_take_part), None)
    if writing.to_org is None:
        yield "to_org", _("Choose an organisation of the list.")


def _return(writing: Writing) -> Iterator[Fault]:
    if writing.entry.kind != BelongingStepKind.RETURNED:
        return
    if not writing.entry.to_person.strip():
        yield "to_person", _("Write who of the family took it.")
    if writing.entry.order_no.strip():
        return
    if writing.remains.status not in IDENTIFIED:
        yield "order_no", _("Nobody has a name yet: name the order of the authority by which a family receives this.")
    elif not wishes_are_known(writing.remains):
        yield (
            "order_no",
            _("What the family wishes is not known here yet. Ask those who serve the family, or name the order."),
        )


def _texts(writing: Writing) -> Iterator[Fault]:
    yield from texts(writing.entry, LONGEST)


PARTS: tuple[Callable[[Writing], Iterator[Fault]], ...] = (_time, _storage, _hand_over, _return, _texts)
