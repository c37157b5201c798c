"""Bare cases with the consents, exceptions and rows that a test of the door names: nothing else is filled in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone

from accessctl import consent, services
from accessctl.actor import Actor
from accessctl.codes import GrantReason, Purpose, RecipientClass
from accessctl.consent import AudienceSpec, ConsentEffect
from accessctl.models import Account, RecordGrant
from accessctl.rings import Ring
from cases.models import Case, CaseDocument, CaseGrant, CaseName, CaseProtectionFile, CaseSource, Whereabouts

SEARCHED = (Purpose.SHARE_SEARCH, Purpose.FORENSIC_COMPARISON)
EVERYBODY = frozenset(RecipientClass.values) - {RecipientClass.IMMIGRATION_AUTHORITY}
NAME, NUMBER = "Selam Tesfaye", "EP-4471902"


def effect(
    purposes: Iterable[str] = SEARCHED,
    classes: Iterable[str] = EVERYBODY,
    *,
    max_layer: int = 3,
    until: datetime | None = None,
    audience: AudienceSpec | None = None,
) -> ConsentEffect:
    """Consent of these purposes and classes for the layers up to `max_layer`."""
    mask = consent.bits(purposes, list(classes))
    masks = {layer: mask for layer in consent.LAYERS if layer <= max_layer}
    return ConsentEffect(masks, until, audience or AudienceSpec())


def case(by: Actor, consented: ConsentEffect | None = None, *, nationalities: Iterable[str] = ()) -> Case:
    """A case of the actor's organisation; consented to everybody for both searches unless told otherwise."""
    row = Case(nationalities=list(nationalities), purposes=[])
    return services.create_record(by, row, action="case.opened", effect=effect() if consented is None else consented)


def filled(row: Case) -> Case:
    """Rows in rings 2, 3 and 4p: a name, a document, the protection file."""
    source = CaseSource.objects.create(case=row, kind="family")
    CaseName.objects.create(case=row, source=source, full_original=NAME, father_name="Tesfaye Haile")
    CaseDocument.objects.create(case=row, source=source, doc_type="pass", doc_number=NUMBER)
    CaseProtectionFile.objects.create(
        case=row, source=source, protection_flag="asylum", protection_states=["ERI"], nationalities=["ERI"]
    )
    return row


def whereabouts(by: Actor, consented: ConsentEffect | None = None) -> Whereabouts:
    return services.create_record(by, Whereabouts(), action="whereabouts.opened", effect=consented)


def granted(
    by: Actor,
    row: Case,
    to: Account,
    ring: Ring,
    *,
    purpose: Purpose = Purpose.SHARE_SEARCH,
    reason: GrantReason = GrantReason.DISCLOSED,
    lasting: timedelta = timedelta(days=7),
) -> RecordGrant:
    return services.grant(by, row, to, ring=ring, purpose=purpose, reason=reason, lasting=lasting)


def expire_grants() -> None:
    """Let every grant end a second ago."""
    CaseGrant.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
