"""A relative's wish that what they gave is kept and not used for now, or their objection to a use (D2.30), carried out.

Kept and not used: a row stands in the place of each of their consents for the uses that were granted, and opens nothing
to anybody; their own word puts the consent back as it was given.  An objection takes the consent back.  Whoever agreed
to nothing themself has their words left out of the search, until they say otherwise.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl import door, journal
from accessctl.actor import Actor
from accessctl.codes import Purpose
from accessctl.consent import ConsentEffect
from cases.models import Case
from families.codes import ConsentForm, ConsentState, RequestKind
from families.models import Consent, ConsentTaking, Relative, RightsRequest
from families.services import consent
from families.services.donors import JOB
from families.services.effect import in_force, kept_back
from families.services.fetching import case_with_family, row_of
from families.services.standing import clear_consents, follow_said
from registry.lib.errors import Conflict, Invalid, NotFound

STOPPING = frozenset({RequestKind.RESTRICT, RequestKind.OBJECT})
COPIED = (
    "purpose", "recipient_class", "decision", "max_layer", "recipient_organisations", "country_scope", "publication",
    "legal_basis", "briefing_id", "risks_explained", "rights_explained", "valid_until",
)  # fmt: skip


class NothingRestricted(Conflict):
    code = "nothing_restricted"
    template = _("Nothing that this relative gave is kept back. If a consent has ended meanwhile, ask for it again.")


class WhichUses(Invalid):
    code = "which_uses"
    template = _("Say which of the uses that they agreed to this is about.")


def agreed_uses(rows: Iterable[Any], takings: Mapping[UUID, UUID | None], relative: UUID) -> list[Purpose]:
    """The uses that a relative agreed to, in the order of the code list.  takings: consent -> who gave it."""
    mine = {row.purpose for row in in_force(rows, timezone.now()) if takings.get(row.pk) == relative}
    return [purpose for purpose in Purpose if purpose in mine]


def carry_out(actor: Actor, case: Case, request: RightsRequest, uses: Collection[str]) -> None:
    """Make a granted wish take effect, in the transaction of its answer.

    Writes no effect: that is the caller's, once the answer is written.  Raises WhichUses.
    """
    rows, now = clear_consents(case), timezone.now()
    takings = _takings(case)
    agreed = agreed_uses(rows, takings, request.relative_id)
    meant = [purpose for purpose in agreed if purpose in uses]
    if agreed and not meant:
        raise WhichUses(fields={"uses": [str(WhichUses.template)]})
    stopped = [
        row for row in in_force(rows, now) if row.purpose in meant and takings.get(row.pk) == request.relative_id
    ]
    if request.kind == RequestKind.OBJECT:
        for old in Consent.objects.filter(pk__in=[row.pk for row in stopped]).select_related("briefing"):
            consent.write_withdrawal(actor, case, old, now, reason="")
        action = "consent.withdrawn"
    else:
        for row in stopped:
            _replace(actor, case, row, ConsentState.RESTRICTED, request.relative_id, ConsentForm.ORAL_WITNESSED)
        action = "consent.restricted"
    request.uses = [purpose.value for purpose in meant]
    request.save(update_fields=["uses", "updated_at"])
    if stopped:
        journal.record(actor, action, case, withdrawn=[f"{row.purpose}:{row.recipient_class}" for row in stopped])


@transaction.atomic
def lift(*, actor: Actor, case_ref: str, token: str) -> ConsentEffect:
    """A relative said that what they gave may be used again.  Raises NotFound, Forbidden, NothingRestricted."""
    case = case_with_family(actor, case_ref)
    relative = row_of(case, Relative, token)
    _lift(actor, case, relative.pk, ConsentForm.ORAL_WITNESSED)
    return follow_said(actor, case)


@transaction.atomic
def lift_own(*, actor: Actor, case_ref: str) -> ConsentEffect:
    """A relative says on their own page that what they gave may be used again.  Raises NotFound, NothingRestricted."""
    case = door.fetch(actor, Case, ref=case_ref, lock=True)
    if actor.subject is None:
        raise NotFound()
    _lift(actor, case, actor.subject.person, ConsentForm.PORTAL)
    return follow_said(Actor.system_job(JOB), case)


def _lift(actor: Actor, case: Case, relative: UUID, how: ConsentForm) -> None:
    takings = _takings(case)
    held = [row for row in kept_back(clear_consents(case), timezone.now()) if takings.get(row.pk) == relative]
    wishes = [row for row in RightsRequest.objects.filter(case=case, relative=relative) if row.keeps_back]
    if not held and not wishes:
        raise NothingRestricted()
    for row in held:
        _replace(actor, case, row, ConsentState.GIVEN, relative, how)
    RightsRequest.objects.filter(pk__in=[row.pk for row in wishes]).update(lifted_at=timezone.now())
    codes = [f"{row.purpose}:{row.recipient_class}" for row in held]
    journal.record(actor, "consent.restriction_lifted", case, lifted=codes)


def _replace(actor: Actor, case: Case, old: Any, state: ConsentState, relative: UUID, how: ConsentForm) -> None:
    """A row with the same terms in the place of a consent, given in clear; it ends when that would have ended."""
    row = Consent(
        case=case, state=state, supersedes_id=old.pk, valid_from=timezone.now(), created_by=actor.account,
        **{name: getattr(old, name) for name in COPIED},
    )  # fmt: skip
    row.save(force_insert=True)
    ConsentTaking.objects.create(case=case, consent=row, how=how, given_by_id=relative, created_by=actor.account)


def _takings(case: Case) -> dict[UUID, UUID | None]:
    return dict(ConsentTaking.objects.filter(case=case).values_list("consent", "given_by"))
