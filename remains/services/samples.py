"""Samples: taking one, of remains or of a donor.  A donor who does not agree to be tested gives none.

A system writes down samples of remains alone: donors are known to the people who sat with them.

Writes the sample by its code, whence it came as a row of the remains or of the donor, and the first step of its way;
that remains were sampled is written in their chain of custody.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accessctl import door, journal
from accessctl import services as access
from accessctl.actor import Actor
from accessctl.codes import Role
from accessctl.rings import Ring
from cases.codes import DonorKind
from cases.models import Donor
from registry.lib.errors import Forbidden, Invalid, NotFound
from registry.lib.ids import normalise_ref
from remains.custody.codes import CustodyKind
from remains.custody.standing import may_write
from remains.models import CustodyEvent, Remains, Sample, SampleFile, SampleOfDonor, SampleOfRemains
from remains.policies import SAMPLERS
from remains.samples.codes import (
    FROM_OBJECTS,
    FROM_RELATIVES,
    STORED_BEFORE,
    TAKEN_FROM_REMAINS,
    Preservation,
    Residue,
    SampleMaterial,
    SampleStepKind,
)
from remains.services import sample_steps
from remains.services.custody import StepEntry, add_step, moment_of
from remains.services.sample_steps import SampleStepEntry

MATERIALS: dict[str, frozenset[SampleMaterial]] = {
    DonorKind.RELATIVE: FROM_RELATIVES, DonorKind.PERSONAL_ITEM: FROM_OBJECTS, DonorKind.STORED: STORED_BEFORE,
}  # fmt: skip
TAKERS = SAMPLERS | {Role.PARTNER_SYSTEM}
LONGEST = {"quantity": 80, "collected_by": 120, "collected_where": 200}

Fault = tuple[str, str]


class NoConsent(Invalid):
    code = "no_consent_to_dna"
    template = gettext_lazy(
        "No consent to identification by DNA stands for this donor: without it no sample of theirs can be saved. "
        "Ask them first, on the page of the family."
    )


@dataclass(frozen=True, kw_only=True)
class SampleEntry:
    """What was taken.  of: reference of the remains, or code of the donor; keep_until: where the residue is kept."""

    of: str
    material: str
    collected_on: date
    collected_by: str
    collected_where: str = ""
    quantity: str = ""
    preservation: str = Preservation.DRY
    residue: str = Residue.DESTROY
    keep_until: date | None = None


@transaction.atomic
def take_sample(*, actor: Actor, entry: SampleEntry) -> Sample:
    """Write down a sample that was taken.  Raises NotFound, Forbidden, NoConsent, Invalid."""
    source = source_of(actor, entry.of, lock=True)
    if not actor.roles & TAKERS:
        raise Forbidden()
    door.ensure_writes(actor, Ring.FORENSIC)
    faults: dict[str, list[str]] = {}
    for name, message in _faults(entry, source):
        faults.setdefault(name, []).append(message)
    if faults:
        raise Invalid(fields=faults)
    ensure_agreed(source)
    sample = access.create_record(actor, Sample(), action="sample.taken", material=entry.material)
    taken = {
        "sample": sample, "created_by": actor.account, "collected_by": entry.collected_by.strip(),
        "collected_where": entry.collected_where.strip() or None,
    }  # fmt: skip
    if isinstance(source, Donor):
        SampleOfDonor.objects.create(donor=source, **taken)
    else:
        SampleOfRemains.objects.create(remains=source, **taken)
    SampleFile.objects.create(
        sample=sample, created_by=actor.account, material=entry.material, collected_on=entry.collected_on,
        quantity=entry.quantity.strip() or None, preservation=entry.preservation, residue=entry.residue,
        keep_until=entry.keep_until,
    )  # fmt: skip
    journal.record(actor, "sample.taken", source, sample, ring=Ring.FORENSIC)
    if isinstance(source, Remains):
        _write_in_chain(actor, source, sample, entry.collected_on)
    now = timezone.now().replace(second=0, microsecond=0)  # as pages ask for times: the next step may be of this minute
    sample_steps.write_first(actor, sample, SampleStepEntry(kind=SampleStepKind.COLLECTED, at=now))
    return sample


def _write_in_chain(actor: Actor, remains: Remains, sample: Sample, day: date) -> None:
    """The sample as a step of custody too, under its code, so that it is written once; not into an earlier time.

    A sample taken before the last step, or before anybody has the remains in care, stands in its own record alone.
    """
    steps = list(CustodyEvent.objects.filter(remains=remains).order_by("number"))
    if not steps or CustodyKind.SAMPLED not in may_write(actor, remains, steps):
        return
    at = moment_of(day, steps[-1].at)
    if at >= steps[-1].at:
        add_step(actor=actor, ref=remains.ref, entry=StepEntry(kind=CustodyKind.SAMPLED, at=at, seal_no=sample.ref))


def source_of(actor: Actor, ref: str, *, lock: bool = False) -> Remains | Donor:
    """The remains or the donor that a code names, for who may write to them.  Raises NotFound, Forbidden."""
    known = normalise_ref(ref) or ""
    action = door.Action.CHANGE
    if known.startswith(Donor.REF_PREFIX):
        return door.fetch(actor, Donor, action, ref=known, lock=lock)
    if not known.startswith(Remains.REF_PREFIX):
        raise NotFound()
    remains = door.fetch(actor, Remains, action, ref=known, lock=lock)
    door.ensure_writes(actor, Ring.FORENSIC, remains)
    return remains


def ensure_agreed(source: Remains | Donor) -> None:
    """A donor agrees to be tested now.  Raises NoConsent."""
    if isinstance(source, Donor) and (source.tests_until is None or source.tests_until <= timezone.now()):
        raise NoConsent(fields={"of": [str(NoConsent.template)]})


def materials_of(source: Remains | Donor) -> frozenset[SampleMaterial]:
    """What can be taken of remains, or given by such a donor."""
    return MATERIALS[source.kind] if isinstance(source, Donor) else TAKEN_FROM_REMAINS


def _faults(entry: SampleEntry, source: Remains | Donor) -> Iterator[Fault]:
    if entry.material not in materials_of(source):
        yield "material", _("This is not taken of them: choose one of the list.")
    if entry.preservation not in Preservation.values:
        yield "preservation", _("This code is not in the list.")
    if entry.residue not in Residue.values:
        yield "residue", _("This code is not in the list.")
    if entry.collected_on > timezone.localdate():
        yield "collected_on", _("This day lies in the future.")
    if (entry.residue == Residue.KEEP) != (entry.keep_until is not None):
        yield "keep_until", _("Give the day until which the rest is kept, if it is kept, and none otherwise.")
    elif entry.keep_until is not None and entry.keep_until <= entry.collected_on:
        yield "keep_until", _("This day is before the sample was taken.")
    if not entry.collected_by.strip():
        yield "collected_by", _("Write who took the sample.")
    yield from sample_steps.texts(entry, LONGEST)
