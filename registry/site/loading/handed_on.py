"""One invented case that its organisation asks another one to go on with, so that the demonstration shows an offer."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from accessctl.approvals import services as approvals
from accessctl.tokens import token_of
from families.codes import ConsentForm, TransferReason
from families.models import Relative
from families.services.transferring import NotToBeTransferred, TransferEntry, ask_to_transfer
from registry.lib.errors import Invalid
from registry.site.loading.organisations import Standing, fresh

TRIED = 20


def offer_one(standing: Standing, refs: Iterable[str]) -> str:
    """The reference of the case that was offered, "" where none may be."""
    asker = fresh(standing, "caseworker-2")
    approver = fresh(standing, "supervisor-2")
    family = Relative.objects.filter(case__ref__in=list(refs), case__owner=asker.organisation_id)
    for relative in family.select_related("case").order_by("-pk")[:TRIED]:
        entry = TransferEntry(
            receiver=standing.organisations["voces"].ref, reason=TransferReason.CLOSER, relative=token_of(relative.pk),
            agreed_on=timezone.localdate(), how=ConsentForm.ORAL_WITNESSED,
        )  # fmt: skip
        try:
            asked = ask_to_transfer(actor=asker, case_ref=relative.case.ref, entry=entry)
        except (Invalid, NotToBeTransferred):
            continue
        approvals.approve(approver, asked.ref)
        return str(relative.case.ref)
    return ""
