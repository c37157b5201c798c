"""Writing the chain of custody: one step at a time, at its end.

What may follow, who may write it and what each step needs is refused here by field; the database refuses the same.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accessctl import door, journal
from accessctl.actor import Actor
from accessctl.models import Approval, Organisation
from accessctl.rings import Ring
from registry.lib.errors import BadText, Forbidden, Invalid
from registry.lib.names import clean_text
from remains.codes import RemainsStatus
from remains.custody import chain
from remains.custody.codes import BY_ORDER, CustodyKind, ExaminationStep
from remains.custody.standing import last_moves, may_write
from remains.models import CustodyEvent, Remains, StoragePlace

IDENTIFIED = frozenset(
    {
        RemainsStatus.IDENTIFIED,
        RemainsStatus.RELEASED,
        RemainsStatus.REPATRIATED,
        RemainsStatus.BURIED_IDENTIFIED,
    }
)
LONGEST = {
    "from_person": 120, "to_person": 120, "tag_no": 60, "seal_no": 60, "order_no": 200, "condition_note": 500,
}  # fmt: skip

# What an identified person's chain makes of the record's state.
STATUS_AFTER: dict[str, RemainsStatus] = {
    CustodyKind.RELEASED: RemainsStatus.RELEASED,
    CustodyKind.HANDED_TO_FAMILY: RemainsStatus.RELEASED,
    CustodyKind.CREMATED: RemainsStatus.RELEASED,
    CustodyKind.REPATRIATED: RemainsStatus.REPATRIATED,
    CustodyKind.BURIED: RemainsStatus.BURIED_IDENTIFIED,
    CustodyKind.EXHUMED: RemainsStatus.IDENTIFIED,
}
_wishes_known: list[Callable[[Remains], bool]] = []

Fault = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class StepEntry:
    """One step as it is handed in; `place` and `to_org` are references."""

    kind: str
    at: datetime
    place: str = ""
    to_org: str = ""
    due_at: datetime | None = None
    step: str = ""
    from_person: str = ""
    to_person: str = ""
    tag_no: str = ""
    seal_no: str = ""
    order_no: str = ""
    condition_note: str = ""


@dataclass
class Writing:
    """A chain that is being written: locked, with what is handed in."""

    actor: Actor
    remains: Remains
    steps: list[CustodyEvent]
    entry: StepEntry
    place: StoragePlace | None = None
    to_org: Organisation | None = None


def hold_release(are_known: Callable[[Remains], bool]) -> None:
    """Let identified remains leave care without an order only where the family's wishes are known."""
    _wishes_known.append(are_known)


def wishes_are_known(remains: Remains) -> bool:
    """Whether anybody who serves the family wrote what it wishes."""
    return any(known(remains) for known in _wishes_known)


@transaction.atomic
def add_step(*, actor: Actor, ref: str, entry: StepEntry) -> CustodyEvent:
    """Write the next step; a burial is written by `bury`.  Raises NotFound, Forbidden, Invalid."""
    if entry.kind == CustodyKind.BURIED:
        raise Invalid(fields={"kind": [_("A burial is written with its place.")]})
    return write(begin(actor, ref, entry))


def begin(actor: Actor, ref: str, entry: StepEntry) -> Writing:
    """The chain, locked, and every fault of what is handed in.  Raises NotFound, Forbidden, Invalid."""
    remains = door.fetch(actor, Remains, ref=ref, lock=True)
    steps = list(CustodyEvent.objects.filter(remains=remains).order_by("number"))
    allowed = may_write(actor, remains, steps)
    if entry.kind not in CustodyKind.values:
        raise Invalid(fields={"kind": [_("This code is not in the list.")]})
    if entry.kind not in allowed:
        if not allowed or entry.kind in chain.next_kinds(steps):  # it could follow, but is not theirs to write
            journal.record_denial(actor, remains, ring=Ring.FORENSIC, rule="custody")
            raise Forbidden()
        raise Invalid(fields={"kind": [not_next(steps, entry.kind)]})
    writing = Writing(actor, remains, steps, entry)
    faults: dict[str, list[str]] = {}
    for part in PARTS:
        for name, message in part(writing):
            faults.setdefault(name, []).append(message)
    if faults:
        raise Invalid(fields=faults)
    return writing


def write(writing: Writing, exception: Approval | None = None) -> CustodyEvent:
    """Insert the step that was found to be without fault."""
    entry, last = writing.entry, writing.steps[-1] if writing.steps else None
    said = {name: getattr(entry, name).strip() or None for name in LONGEST}
    organisation = writing.actor.organisation
    if organisation is None:
        raise Forbidden()
    row = CustodyEvent(
        remains=writing.remains, created_by=writing.actor.account, organisation=organisation,
        number=last.number + 1 if last else 1, kind=entry.kind, at=entry.at, place=writing.place,
        to_org=writing.to_org, due_at=entry.due_at if entry.kind == CustodyKind.MOVED else None,
        step=entry.step if entry.kind == CustodyKind.EXAMINED else None,
        by_order=bool(said["order_no"]) and entry.kind in BY_ORDER, exception=exception,
        previous=last.digest if last else None,
    )  # fmt: skip
    nonce = secrets.token_hex(16)
    row.digest = chain.digest(_Plainly(row, {**said, "nonce": nonce}))
    for name, value in {**said, "nonce": nonce}.items():
        setattr(row, name, value)
    row.save(force_insert=True)
    journal.record(
        writing.actor, "custody.step_written", writing.remains, ring=Ring.FORENSIC, kind=entry.kind,
        number=row.number, digest=row.digest,
    )  # fmt: skip
    _follow(writing.remains, entry.kind)
    return row


def _follow(remains: Remains, kind: str) -> None:
    """The state of identified remains follows their chain."""
    if remains.status in IDENTIFIED and kind in STATUS_AFTER:
        remains.status = STATUS_AFTER[kind]
        remains.save(update_fields=["status", "updated_at"])


class _Plainly:
    """A step before its words are sealed: a sealed attribute never gives its value back."""

    def __init__(self, row: CustodyEvent, said: dict[str, str | None]) -> None:
        self._row, self._said = row, said

    def __getattr__(self, name: str) -> object:
        return self._said[name] if name in self._said else getattr(self._row, name)


def moment_of(day: date | None, last: datetime | None) -> datetime:
    """When on that day: now if it is today, else at noon, yet not before the last step of the same day."""
    now = timezone.now()
    if day is None or day >= timezone.localdate(now):
        return now
    noon = timezone.make_aware(datetime.combine(day, time(12)))
    return max(noon, last) if last is not None and timezone.localdate(last) == day else noon


def not_next(steps: list[CustodyEvent], kind: str) -> str:
    """Why this step cannot be written now."""
    label = CustodyKind(kind).label
    if not steps:
        return _("“%(step)s” cannot be the first step: a chain begins with the recovery or the reception.") % {
            "step": label
        }
    words = {"step": label, "last": chain.state(steps).label}
    return _("“%(step)s” cannot follow now (%(last)s): they would be in two places.") % words


def _time(writing: Writing) -> Iterator[Fault]:
    entry = writing.entry
    if entry.at > timezone.now():
        yield "at", _("This time lies in the future.")
    elif writing.steps and entry.at < writing.steps[-1].at:
        yield "at", _("This is before the last step. The chain is written in the order in which things happened.")
    if entry.kind == CustodyKind.MOVED and entry.due_at is not None and entry.due_at <= entry.at:
        yield "due_at", _("This is before the hand-over.")


def _storage(writing: Writing) -> Iterator[Fault]:
    entry = writing.entry
    if entry.kind != CustodyKind.STORED:
        return
    open_places = door.visible(writing.actor, StoragePlace).filter(closed_at=None)
    place = open_places.select_for_update().filter(ref=entry.place).first()
    if place is None:
        yield "place", _("Choose a storage place of your institution.")
        return
    kept = last_moves().filter(place=place)
    if kept.filter(remains=writing.remains).exists():
        yield "place", _("They are in this place already.")
    elif kept.count() >= place.capacity:
        yield "place", _("This place is full. Choose another one, or write down what was taken out of it.")
    writing.place = place


def _hand_over(writing: Writing) -> Iterator[Fault]:
    entry = writing.entry
    if entry.kind != CustodyKind.MOVED:
        return
    if entry.to_org:
        receivers = door.visible(writing.actor, Organisation)
        writing.to_org = next((one for one in receivers.filter(ref=entry.to_org) if one.may_take_part), None)
        if writing.to_org is None:
            yield "to_org", _("Choose an organisation of the list.")
    if not entry.to_org and not entry.to_person.strip():
        yield "to_person", _("Write who takes them over.")


def _needs(writing: Writing) -> Iterator[Fault]:
    entry, kind = writing.entry, writing.entry.kind
    if kind == CustodyKind.EXAMINED and entry.step not in ExaminationStep.values:
        yield "step", _("Say which step of the examination was done.")
    if kind == CustodyKind.SAMPLED and entry.tag_no.strip():
        yield "tag_no", _("This is for the tag on the remains. Write the number of the sample as that of its seal.")
    if kind in BY_ORDER and writing.remains.status not in IDENTIFIED and not entry.order_no.strip():
        yield (
            "order_no",
            _("Nobody has a name yet: name the order of the authority, or the law, by which they leave your care."),
        )
    elif _leaves(writing) and not entry.order_no.strip() and not wishes_are_known(writing.remains):
        yield (
            "order_no",
            _(
                "What the family wishes is not known here yet. Ask those who serve the family to pass it on, or name "
                "the order of the authority."
            ),
        )


def _leaves(writing: Writing) -> bool:
    """Whether identified remains leave care, or are buried, by this step; once released, they may be laid to rest."""
    released = any(step.kind == CustodyKind.RELEASED for step in writing.steps)
    leaving = writing.entry.kind in (*BY_ORDER, CustodyKind.BURIED)
    return leaving and writing.remains.status in IDENTIFIED and not released


def _texts(writing: Writing) -> Iterator[Fault]:
    for name, longest in LONGEST.items():
        text = getattr(writing.entry, name)
        if len(text) > longest:
            yield name, _("Use at most %(limit)s characters.") % {"limit": longest}
        try:
            clean_text(text)
        except BadText as error:
            yield name, error.message


PARTS: tuple[Callable[[Writing], Iterator[Fault]], ...] = (_time, _storage, _hand_over, _needs, _texts)
