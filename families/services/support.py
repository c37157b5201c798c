"""Needs of a family and referrals: the family says yes before anybody is told, the provider after.

A referral rests on the family's consent to support by that very provider; when it is withdrawn the copy that went out
is recalled with all others.  No help depends on consenting to the search.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl import door, journal
from accessctl.actor import Actor
from accessctl.codes import Purpose, RecipientClass
from accessctl.disclosure import ledger
from accessctl.models import Organisation, ShareEvent
from accessctl.rings import Ring
from accessctl.services.rows import update_row
from cases.models import Case
from families.codes import Need, ReferralStatus, Urgency
from families.models import Referral, Relative, SupportNeed
from families.services.consent import ConsentEntry, Conversation
from families.services.effect import in_force
from families.services.fetching import case_with_family, row_of
from families.services.standing import clear_consents, give_consent
from registry.lib.errors import Conflict, NotFound

ASK_AGAIN_AFTER = timedelta(days=14)
FAMILY_FILE = 3  # how deep a provider's consent goes: what the referral says, of the family file

_S = ReferralStatus
NEXT: dict[str, tuple[str, ...]] = {
    _S.PROPOSED: (_S.DECLINED, _S.CLOSED),  # and the family's yes, which is a consent
    _S.ACCEPTED_BY_FAMILY: (_S.SENT, _S.CLOSED),
    _S.SENT: (_S.ACCEPTED, _S.WAITING, _S.DECLINED, _S.CLOSED),
    _S.WAITING: (_S.ACCEPTED, _S.DECLINED, _S.CLOSED),
    _S.ACCEPTED: (_S.DELIVERED, _S.WAITING, _S.NO_SHOW, _S.CLOSED),
    _S.NO_SHOW: (_S.ACCEPTED, _S.CLOSED),
}
OPEN = frozenset(NEXT)


class NotInThisOrder(Conflict):
    code = "not_in_this_order"
    template = _("A referral does not go from here to there. Look at it again: somebody may have changed it.")


class FamilyNotAsked(Conflict):
    code = "family_not_asked"
    template = _("The family has not agreed to be referred to this provider, or took it back. Ask them first.")


@dataclass(frozen=True, kw_only=True)
class NeedEntry:
    need: str
    urgency: str = Urgency.SOON
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Move:
    """Where a referral goes, and what was said about it."""

    status: str
    outcome: str = ""
    feedback: str = ""


def first_contact(case: Case) -> Relative:
    """Raises NotFound where nobody is left who asks."""
    found = Relative.objects.filter(case=case).order_by("-is_primary_contact", "created_at").first()
    if found is None:
        raise NotFound()
    return found


@transaction.atomic
def note_need(*, actor: Actor, case_ref: str, entry: NeedEntry) -> SupportNeed:
    """Note what a family needs.  Raises NotFound, Forbidden."""
    case = case_with_family(actor, case_ref)
    row = SupportNeed.objects.create(
        case=case, relative=first_contact(case), need=Need(entry.need), urgency=Urgency(entry.urgency),
        assessed_on=timezone.localdate(), note=entry.note or None, created_by=actor.account,
    )  # fmt: skip
    journal.record(actor, "support.need_noted", case, ring=Ring.KIN)
    return row


@transaction.atomic
def propose_referral(*, actor: Actor, case_ref: str, need: str, provider_ref: str, told: str) -> Referral:
    """Propose a provider to the family; nobody else learns of it.  Raises NotFound, Forbidden."""
    case = case_with_family(actor, case_ref)
    provider = door.visible(actor, Organisation).filter(ref=provider_ref).first()
    if provider is None or not provider.may_take_part:
        raise NotFound()
    row = Referral.objects.create(
        case=case, need=row_of(case, SupportNeed, need), provider=provider, told=told, created_by=actor.account
    )
    journal.record(actor, "support.referral_proposed", case, ring=Ring.KIN)
    return row


@transaction.atomic
def accept_for_family(*, actor: Actor, case_ref: str, referral: str, conversation: Conversation) -> Referral:
    """Record the family's yes to this provider, as a consent of its own.

    Raises NotFound, Forbidden, NotInThisOrder, and what `give_consent` raises.
    """
    case = case_with_family(actor, case_ref)
    row = row_of(case, Referral, referral)
    if row.status != _S.PROPOSED:
        raise NotInThisOrder()
    if consent_to(case, row.provider) is None:
        give_consent(
            actor=actor, case_ref=case_ref, conversation=conversation, entries=(_yes(case, row.provider),)
        )  # fmt: skip
    row.consent_id = consent_to(case, row.provider)
    return _moved(actor, case, row, {"status": _S.ACCEPTED_BY_FAMILY.value})


@transaction.atomic
def move_referral(*, actor: Actor, case_ref: str, referral: str, move: Move) -> Referral:
    """Take a referral a step on.  Raises NotFound, Forbidden, NotInThisOrder, FamilyNotAsked."""
    case = case_with_family(actor, case_ref)
    row = row_of(case, Referral, referral)
    if move.status not in NEXT.get(row.status, ()):
        raise NotInThisOrder()
    columns: dict[str, Any] = {"status": move.status}
    if move.status in (_S.SENT, _S.ACCEPTED, _S.WAITING) and consent_to(case, row.provider) is None:
        raise FamilyNotAsked()
    if move.status == _S.SENT:
        columns["sent_on"] = timezone.localdate()
        ledger.record(
            actor, case, row.provider, rings=[Ring.KIN], purpose=Purpose.FAMILY_SUPPORT,
            channel=ShareEvent.Channel.PRINTED, until=timezone.now() + ledger.COPIES_LAST,
        )  # fmt: skip
    columns |= {name: text for name, text in (("outcome", move.outcome), ("feedback", move.feedback)) if text}
    return _moved(actor, case, row, columns)


def _moved(actor: Actor, case: Case, row: Referral, columns: dict[str, Any]) -> Referral:
    goes_on = columns["status"] in OPEN
    columns["follow_up_on"] = timezone.localdate() + ASK_AGAIN_AFTER if goes_on else None
    update_row(row, columns)
    row.save(update_fields=["consent", "updated_at"])
    journal.record(actor, "support.referral_moved", case, ring=Ring.KIN, status=columns["status"])
    return row


def providers(actor: Actor) -> list[Organisation]:
    """Who can be asked to help: everybody who takes part, the own organisation first."""
    rows = [row for row in door.visible(actor, Organisation).order_by("name") if row.may_take_part]
    return sorted(rows, key=lambda row: row.pk != actor.organisation_id)


def class_of(case: Case, provider: Organisation) -> str:
    return RecipientClass.OWN_ORG.value if provider.pk == case.owner_id else str(provider.kind)


def consent_to(case: Case, provider: Organisation) -> UUID | None:
    """The consent in force to support by this provider."""
    held = _said_of(case, provider)
    only, without = _named(held, "only"), _named(held, "except")
    key = str(provider.pk)
    return UUID(str(held.pk)) if held and key not in without and (not only or key in only) else None


def _said_of(case: Case, provider: Organisation) -> Any:
    """What the family last agreed to of support by providers of this kind, if it is in force."""
    key = (Purpose.FAMILY_SUPPORT, class_of(case, provider))
    rows = in_force(clear_consents(case), timezone.now())
    return next((row for row in reversed(rows) if (row.purpose, row.recipient_class) == key), None)


def _yes(case: Case, provider: Organisation) -> ConsentEntry:
    """A yes to this provider.  What stands of others of its kind, and where they may be, goes on as it was said."""
    held, key = _said_of(case, provider), str(provider.pk)
    only, without = _named(held, "only"), _named(held, "except")
    scope = (held.country_scope if held else None) or {}
    return ConsentEntry(
        purpose=Purpose.FAMILY_SUPPORT, recipient_class=class_of(case, provider), given=True,
        max_layer=max(FAMILY_FILE, held.max_layer if held else 0),
        only_organisations=_refs(only | {key}) if only or not held else (), except_organisations=_refs(without - {key}),
        country_scope=scope.get("scope", ""), countries=tuple(scope.get("countries", ())),
    )  # fmt: skip


def _named(held: Any, how: str) -> set[str]:
    return set(((held.recipient_organisations if held else None) or {}).get(how) or ())


def _refs(keys: set[str]) -> tuple[str, ...]:
    return tuple(Organisation.objects.filter(pk__in=keys).order_by("ref").values_list("ref", flat=True))
