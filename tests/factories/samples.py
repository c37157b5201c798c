"""Donors and samples, made through the services.

`donor(cast)` is the mother of a case of the cast, who agreed to a genetic laboratory; `laboratory()` a person of one;
`sample(actor, source)` a sample of remains or of a donor; `tested` one that a laboratory has received.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from accessctl.actor import Actor
from accessctl.codes import RecipientClass, Role
from accessctl.tokens import token_of
from cases.models import Case, Donor
from families.models import Relative
from families.services import donating
from remains.models import Remains, Sample, SampleStep
from remains.services import ReportEntry, SampleEntry, SampleStepEntry, add_sample_step, ask_test, take_sample
from remains.services import report as say
from tests.factories import families
from tests.factories.accessctl import Member, member, organisation

if TYPE_CHECKING:
    from tests.cast import Cast

DIGEST = "ab" * 32


def laboratory(name: str = "Genetic Laboratory", country: str = "ITA", **more: Any) -> Member:
    """A person of a laboratory of their own."""
    kind = RecipientClass.GENETIC_LAB
    return member(organisation(name, kind=kind, country=country, **more), Role.GENETIC_LAB)


def enrolled(actor: Actor, case: Case, *, relative: Relative | None = None, **said: Any) -> Donor:
    """A relative of a case, its first contact unless another is given, as a donor."""
    who = relative or Relative.objects.get(case=case, is_primary_contact=True)
    entry = donating.DonorEntry(**{"laboratories": (RecipientClass.GENETIC_LAB,), "biological": "yes", **said})
    return donating.enrol(
        actor=actor, case_ref=case.ref, token=token_of(who.pk), entry=entry, conversation=families.conversation()
    )


def donor(cast: Cast, **said: Any) -> Donor:
    """The mother of a case of the cast."""
    return enrolled(cast.caseworker.actor, families.a_case(cast), **said)


def withdrawn(actor: Actor, case: Case, who: Donor) -> None:
    donating.withdraw(actor=actor, case_ref=case.ref, donor_ref=who.ref)


def sample(actor: Actor, source: Remains | Donor, **said: Any) -> Sample:
    """A sample of remains or of a donor."""
    what = {"material": "buccal" if isinstance(source, Donor) else "femur_mid", "collected_by": "Nurse Adjei"}
    entry = SampleEntry(of=source.ref, **{"collected_on": timezone.localdate(), **what, **said})
    return take_sample(actor=actor, entry=entry)


def step(actor: Actor, one: Sample, kind: str, **said: Any) -> SampleStep:
    """The next step, at the time of the last one."""
    return add_sample_step(actor=actor, ref=one.ref, entry=SampleStepEntry(kind=kind, **{"at": after(one), **said}))


def after(one: Sample) -> datetime:
    """The time of the last step: what a page sends is of whole minutes, and may be of the same."""
    return SampleStep.objects.filter(sample=one).latest("number").at


def sent(actor: Actor, one: Sample, lab: Member, kind: str = "autosomal_str", **said: Any) -> None:
    """Handed over to a laboratory for a test."""
    entry = SampleStepEntry(kind="sent", at=after(one), to_org=lab.organisation.ref, **said)
    ask_test(actor=actor, ref=one.ref, kind=kind, step=entry)


def tested(actor: Actor, one: Sample, lab: Member) -> Sample:
    """Sent to a laboratory and received there."""
    sent(actor, one, lab)
    step(lab.actor, one, "received")
    return one


def reported(lab: Member, one: Sample, **said: Any) -> None:
    entry = ReportEntry(**{"quality": "full", "loci_typed": 20, "digest": DIGEST, **said})
    say(actor=lab.actor, ref=one.ref, entry=entry)
