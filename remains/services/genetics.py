"""Alleles: opened for a laboratory by two of its people, kept in ring 4g, gone with the consent.

What a marker and an allele are is decided in `matching.genetics`, which knows the panels; here it is decided who may
keep them, of which sample.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext, gettext_lazy

from accessctl import door, journal, own_role, vault
from accessctl.actor import Actor
from accessctl.approvals import kinds
from accessctl.approvals import services as approvals
from accessctl.approvals.kinds import Kind
from accessctl.codes import Role
from accessctl.models import Approval
from accessctl.rings import Ring
from registry.lib.errors import Conflict, Forbidden
from remains.models import Alleles, GeneticMode, GeneticProfile, Sample, SampleOfDonor
from remains.services.testing import ensure_testable

OPEN = "remains.open_genetics"
LABORATORY = frozenset({Role.GENETIC_LAB})
Loci = Mapping[str, Sequence[str | None]]


class ModeClosed(Conflict):
    code = "genetic_mode_closed"
    template = gettext_lazy(
        "Your laboratory keeps no alleles here: reports are sealed. Two of its people can open that."
    )


class NotReported(Conflict):
    code = "not_reported"
    template = gettext_lazy("Report the test of this sample first: then its alleles can be entered.")


def is_open(actor: Actor) -> bool:
    """Whether the actor's laboratory keeps alleles here."""
    return door.visible(actor, GeneticMode).exists()


@transaction.atomic
def ask_to_open(*, actor: Actor) -> Approval:
    """Ask a second person of one's laboratory to keep alleles here.  Raises Forbidden, ProofNeeded, AskedAlready."""
    if is_open(actor) or actor.organisation is None or not actor.roles & LABORATORY:
        raise Forbidden()
    return approvals.ask(actor, OPEN, refs=[actor.organisation.ref])


@transaction.atomic
def keep_alleles(*, actor: Actor, ref: str, kit: str, loci: Loci) -> Alleles:
    """Keep what a kit showed of a sample, in place of what was kept of it before.

    Raises NotFound, Forbidden, NoConsent, ModeClosed, NotReported.
    """
    sample = door.fetch(actor, Sample, door.Action.CHANGE, ref=ref, lock=True)
    ensure_testable(sample)
    if Ring.GENETIC not in door.rings(actor, sample) or actor.account is None or actor.organisation is None:
        journal.record_denial(actor, sample, ring=Ring.GENETIC, rule="alleles")
        raise Forbidden()
    if not is_open(actor):
        raise ModeClosed()
    profile = reported(actor, sample)
    if profile is None:
        raise NotReported()
    with own_role.of([Alleles]):
        Alleles.objects.filter(profile=profile).delete()
        row = Alleles(
            sample=sample, profile=profile, laboratory=actor.organisation, kit=kit,
            loci={name: list(seen) for name, seen in loci.items()},
        )  # fmt: skip
        row.created_by = actor.account
        row.save(force_insert=True)
    journal.record(actor, "sample.alleles_kept", sample, ring=Ring.GENETIC, loci=len(loci))
    return row


def reported(actor: Actor, sample: Sample) -> GeneticProfile | None:
    """What the actor's laboratory reported last of a sample."""
    mine = GeneticProfile.objects.filter(sample=sample, test__laboratory=actor.organisation_id)
    return mine.order_by("created_at", "pk").last()


def forget_stopped() -> int:
    """Delete the alleles of donors who took their consent back, and destroy the keys that opened them.

    Nobody could read them since that moment; this is what makes it hold for every copy of the database too.
    """
    stopped = SampleOfDonor.objects.filter(donor__stopped_at__isnull=False).values("sample")
    rows = Alleles.objects.filter(sample__in=stopped)
    samples = set(rows.values_list("sample_id", flat=True))
    for sample in samples:  # the keys first: as long as rows are left, they are found again after a crash
        vault.destroy(sample, [Ring.GENETIC])
    rows.filter(sample__in=samples).delete()
    return len(samples)


def _describe(_actor: Actor, _approval: Approval) -> Sequence[str]:
    return [
        gettext("Alleles of samples that your laboratory tests are kept in this registry from then on."),
        gettext("They lie under keys of their own and are read by your laboratory’s people alone, each time logged."),
        gettext("The registry itself weighs them against relatives’ samples and keeps a ratio, no allele."),
    ]


def _open(_asker: Actor, approver: Actor, approval: Approval) -> None:
    organisation = approver.organisation
    if organisation is None:
        raise Forbidden()
    GeneticMode.objects.get_or_create(organisation=organisation, defaults={"approval": approval})
    journal.record(approver, "sample.genetics_opened", approval.ref)


kinds.register(
    Kind(
        code=OPEN, title=gettext_lazy("Keep alleles in the registry"), asks=LABORATORY, approves=LABORATORY,
        describe=_describe, carry_out=_open,
    )
)  # fmt: skip
