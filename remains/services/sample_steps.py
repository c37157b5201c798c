"""The way of a sample: steps, hand-overs between two people, destruction with proof.

Who holds it writes; whoever was named as receiver confirms; the owner notes that it is lost.  The database refuses what
does not follow, and what a donor does not agree to (`sample_follows`).  A system writes where its institution keeps it,
that it was seen there, and that it is lost: the rest is between people, or answered for by one.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accessctl import door, journal
from accessctl.actor import Actor
from accessctl.codes import Role
from accessctl.models import Organisation
from accessctl.rings import Ring
from registry.lib.errors import BadText, Forbidden, Invalid
from registry.lib.names import clean_text
from remains.models import Sample, SampleStep, StoragePlace
from remains.policies import SAMPLERS
from remains.samples import chain
from remains.samples.codes import NOTES, WITHOUT_CONSENT, SampleStepKind
from remains.samples.standing import is_agreed

WRITERS = SAMPLERS | {Role.GENETIC_LAB, Role.PARTNER_SYSTEM}
BY_SYSTEMS = frozenset({SampleStepKind.STORED, SampleStepKind.AUDITED, SampleStepKind.LOST})
LONGEST = {"to_person": 120, "seal_no": 60, "note": 500}
_DIGEST = frozenset("0123456789abcdef")

Fault = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class SampleStepEntry:
    """One step as it is handed in; `place` and `to_org` are references, `proof` the SHA-256 of a certificate."""

    kind: str
    at: datetime
    place: str = ""
    to_org: str = ""
    to_person: str = ""
    seal_no: str = ""
    note: str = ""
    proof: str = ""


@dataclass
class Writing:
    """A chain that is being written: locked, with what is handed in."""

    actor: Actor
    sample: Sample
    steps: list[SampleStep]
    entry: SampleStepEntry
    place: StoragePlace | None = None
    to_org: Organisation | None = None


@transaction.atomic
def add_sample_step(*, actor: Actor, ref: str, entry: SampleStepEntry) -> SampleStep:
    """Write the next step.  Raises NotFound, Forbidden, Invalid."""
    return write(begin(actor, ref, entry))


def begin(actor: Actor, ref: str, entry: SampleStepEntry) -> Writing:
    """The chain, locked, and every fault of what is handed in.  Raises NotFound, Forbidden, Invalid."""
    sample = door.fetch(actor, Sample, door.Action.CHANGE, ref=ref, lock=True)
    door.ensure_writes(actor, Ring.FORENSIC)
    steps = list(SampleStep.objects.filter(sample=sample).order_by("number"))
    if entry.kind not in SampleStepKind.values:
        raise Invalid(fields={"kind": [_("This code is not in the list.")]})
    if entry.kind not in (allowed := may_write(actor, sample, steps)):
        if not allowed or entry.kind in chain.next_kinds(steps):  # it could follow, but is not theirs to write
            journal.record_denial(actor, sample, ring=Ring.FORENSIC, rule="sample_step")
            raise Forbidden()
        raise Invalid(fields={"kind": [_("This cannot follow what is written last.")]})
    writing = Writing(actor, sample, steps, entry)
    faults: dict[str, list[str]] = {}
    for part in PARTS:
        for name, message in part(writing):
            faults.setdefault(name, []).append(message)
    if faults:
        raise Invalid(fields=faults)
    return writing


def may_write(actor: Actor, sample: Sample, steps: list[SampleStep]) -> frozenset[SampleStepKind]:
    """What this actor may write next.

    Of a donor who does not agree any more, what brings it back or ends it, and nothing else.
    """
    kinds, own, waiting = chain.next_kinds(steps), actor.organisation_id, chain.waiting(steps)
    if own is None or not actor.roles & WRITERS:
        return frozenset()
    if actor.account is None:
        kinds &= BY_SYSTEMS
    if not is_agreed(sample):
        kinds &= WITHOUT_CONSENT
    is_owner = own == sample.owner_id
    if waiting is not None:
        if actor.account is None or waiting.created_by_id == actor.account.pk:  # who hands over does not receive
            kinds -= {SampleStepKind.RECEIVED}
        return kinds if own in (waiting.to_org_id, waiting.organisation_id) else frozenset()
    if own == chain.holder(steps):
        return kinds
    return kinds & {SampleStepKind.LOST, *(SampleStepKind(code) for code in NOTES)} if is_owner else frozenset()


def write_first(actor: Actor, sample: Sample, entry: SampleStepEntry) -> SampleStep:
    """The first step of a sample that was just made."""
    return write(Writing(actor, sample, [], entry))


def write(writing: Writing) -> SampleStep:
    """Insert the step that was found to be without fault."""
    entry, last = writing.entry, writing.steps[-1] if writing.steps else None
    organisation = writing.actor.organisation
    if organisation is None:
        raise Forbidden()
    said = {name: getattr(entry, name).strip() or None for name in LONGEST} | {"nonce": secrets.token_hex(16)}
    row = SampleStep(
        sample=writing.sample, created_by=writing.actor.account, organisation=organisation,
        number=last.number + 1 if last else 1, kind=entry.kind, at=entry.at, place=writing.place,
        to_org=writing.to_org, proof=entry.proof or None, previous=last.digest if last else None,
    )  # fmt: skip
    row.digest = chain.digest(Plainly(row, said))
    for name, value in said.items():
        setattr(row, name, value)
    row.save(force_insert=True)
    journal.record(
        writing.actor, "sample.step_written", writing.sample, ring=Ring.FORENSIC, kind=entry.kind, number=row.number,
        digest=row.digest,
    )  # fmt: skip
    return row


class Plainly:
    """A step before its words are sealed: a sealed attribute never gives its value back."""

    def __init__(self, row: object, said: dict[str, str | None]) -> None:
        self._row, self._said = row, said

    def __getattr__(self, name: str) -> object:
        return self._said[name] if name in self._said else getattr(self._row, name)


def _time(writing: Writing) -> Iterator[Fault]:
    if writing.entry.at > timezone.now():
        yield "at", _("This time lies in the future.")
    elif writing.steps and writing.entry.at < writing.steps[-1].at:
        yield "at", _("This is before the last step. The chain is written in the order in which things happened.")


def _storage(writing: Writing) -> Iterator[Fault]:
    if writing.entry.kind != SampleStepKind.STORED:
        return
    open_places = door.visible(writing.actor, StoragePlace).filter(closed_at=None)
    writing.place = open_places.filter(ref=writing.entry.place).first()
    if writing.place is None:
        yield "place", _("Choose a storage place of your institution.")


def _hand_over(writing: Writing) -> Iterator[Fault]:
    entry = writing.entry
    if entry.kind != SampleStepKind.SENT:
        return
    if entry.to_org:
        receivers = door.visible(writing.actor, Organisation)
        writing.to_org = next((one for one in receivers.filter(ref=entry.to_org) if one.may_take_part), None)
    if writing.to_org is None:
        yield "to_org", _("Choose an organisation of the list.")
    elif not is_agreed(writing.sample) and writing.to_org.pk != writing.sample.owner_id:
        yield "to_org", _("The donor does not agree any more: it goes back to whoever took it, and nowhere else.")


def _proof(writing: Writing) -> Iterator[Fault]:
    entry = writing.entry
    is_digest = len(entry.proof) == 64 and set(entry.proof) <= _DIGEST
    if entry.kind == SampleStepKind.DESTROYED and not is_digest:
        yield "proof", _("Attach the certificate of the destruction: its digest is kept as proof.")
    if entry.kind != SampleStepKind.DESTROYED and entry.proof:
        yield "proof", _("Only a destruction has a proof.")


def texts(entry: object, longest: dict[str, int]) -> Iterator[Fault]:
    """Faults of what was written in words."""
    for name, most in longest.items():
        text = getattr(entry, name)
        if len(text) > most:
            yield name, _("Use at most %(limit)s characters.") % {"limit": most}
        try:
            clean_text(text)
        except BadText as error:
            yield name, error.message


def _texts(writing: Writing) -> Iterator[Fault]:
    yield from texts(writing.entry, LONGEST)


PARTS: tuple[Callable[[Writing], Iterator[Fault]], ...] = (_time, _storage, _hand_over, _proof, _texts)
