"""Consent: giving, withdrawing, and keeping the effect on the record equal to the rows, in one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl import audiences, door, journal
from accessctl import services as access
from accessctl.actor import Actor
from accessctl.clear import reveal
from accessctl.codes import Purpose, RecipientClass
from accessctl.consent import LAYERS, ConsentEffect
from cases.models import Case, CaseProtectionFile
from families.codes import ConsentDecision, ConsentForm, ConsentState, SubjectKind
from families.models import Consent, ConsentTaking, Relative, RiskBriefing
from families.services.effect import effect_of, in_force
from registry.lib.errors import Conflict, Invalid

VALID_FOR = timedelta(days=730)
# Rule 13.11 of the data dictionary: a flagged case tells nothing to a body of the State that is feared.
BARRED_WHEN_FLAGGED = frozenset({RecipientClass.CONSULATE, RecipientClass.STATE_OF_ORIGIN_BODY})


class NotExplained(Invalid):
    code = "consent_not_explained"
    template = _("Explain the risks and the rights first, then ask for consent.")


class NoSearchConsent(Invalid):
    code = "no_search_consent"
    template = _("Without a yes to the search by this organisation nothing can be registered.")


class BarredByProtection(Invalid):
    code = "barred_by_protection"
    template = _(
        "This person needs protection from a State: consent cannot be recorded for a consulate or a body of the State "
        "of origin."
    )


@dataclass(frozen=True, kw_only=True)
class ConsentEntry:
    """One answer: yes or no to one purpose and one class of recipients, how deep, whom not."""

    purpose: str
    recipient_class: str
    given: bool
    max_layer: int = 2
    except_organisations: tuple[str, ...] = ()
    only_organisations: tuple[str, ...] = ()
    country_scope: str = ""
    countries: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Conversation:
    """How consent was taken: the wording shown, both explanations, the form, who helped."""

    wording_version: str
    wording_language: str
    wording: str
    risks_explained: bool
    rights_explained: bool
    how: str = ConsentForm.ORAL_WITNESSED
    interpreter: str = ""
    witness: str = ""


def check(conversation: Conversation, entries: Iterable[ConsentEntry], *, is_flagged: bool) -> None:
    """Raises NotExplained, NoSearchConsent, BarredByProtection."""
    if not (conversation.risks_explained and conversation.rights_explained):
        raise NotExplained(fields={"risks_explained": [str(NotExplained.template)]})
    given = {(entry.purpose, entry.recipient_class) for entry in entries if entry.given}
    if (Purpose.SEARCH, RecipientClass.OWN_ORG) not in given:
        raise NoSearchConsent(fields={"consent_search": [str(NoSearchConsent.template)]})
    if is_flagged and any(recipient in BARRED_WHEN_FLAGGED for _purpose, recipient in given):
        raise BarredByProtection(fields={"consents": [str(BarredByProtection.template)]})


def write_rows(
    actor: Actor, case: Case, relative: Relative | None, conversation: Conversation,
    entries: Iterable[ConsentEntry], now: datetime, supersedes: dict[tuple[str, str], Consent] | None = None,
) -> list[Consent]:  # fmt: skip
    """Insert one consent row per entry with its taking; the wording is stored once."""
    briefing = _briefing(conversation)
    written = []
    for entry in entries:
        row = _row(entry, now)
        row.case, row.briefing, row.created_by = case, briefing, actor.account
        row.risks_explained, row.rights_explained = conversation.risks_explained, conversation.rights_explained
        row.recipient_organisations = {
            "only": list(entry.only_organisations),
            "except": list(entry.except_organisations),
        }
        row.country_scope = (
            {"scope": entry.country_scope, "countries": list(entry.countries)} if entry.country_scope else None
        )
        row.supersedes = (supersedes or {}).get((entry.purpose, entry.recipient_class))
        row.save(force_insert=True)
        ConsentTaking.objects.create(
            case=case, consent=row, given_by=relative, subject_kind=SubjectKind.ENQUIRER, how=conversation.how,
            interpreter=conversation.interpreter or None, witness=conversation.witness or None,
            created_by=actor.account,
        )  # fmt: skip
        written.append(row)
    return written


@transaction.atomic
def give_consent(
    *, actor: Actor, case_ref: str, conversation: Conversation, entries: tuple[ConsentEntry, ...]
) -> ConsentEffect:
    """Record further answers of the family; each supersedes what stood for its purpose and recipients.

    Raises NotFound, Forbidden, Invalid.
    """
    case = door.fetch(actor, Case, door.Action.CHANGE, ref=case_ref, lock=True)
    now = timezone.now()
    held = _clear_rows(case)
    standing = {(row.purpose, row.recipient_class): row._row for row in in_force(held, now)}
    merged = {key for key in standing} | {(e.purpose, e.recipient_class) for e in entries if e.given}
    merged -= {(e.purpose, e.recipient_class) for e in entries if not e.given}
    check(
        conversation,
        [ConsentEntry(purpose=p, recipient_class=r, given=True) for p, r in merged],
        is_flagged=bool(_firewall_states(case)),
    )
    relative = Relative.objects.filter(case=case, is_primary_contact=True).first()
    write_rows(actor, case, relative, conversation, entries, now, standing)
    return _write_effect(actor, case)


@transaction.atomic
def withdraw_consent(
    *, actor: Actor, case_ref: str, purpose: str, recipient_class: str, reason: str = ""
) -> ConsentEffect:
    """Withdraw one purpose for one class of recipients; takes effect in this transaction.

    Raises NotFound, Forbidden, Conflict (nothing stands to be withdrawn).
    """
    case = door.fetch(actor, Case, door.Action.CHANGE, ref=case_ref, lock=True)
    now = timezone.now()
    standing = [
        row
        for row in in_force(_clear_rows(case), now)
        if (row.purpose, row.recipient_class) == (purpose, recipient_class)
    ]
    if not standing:
        raise Conflict()
    for clear in standing:
        old: Consent = clear._row  # type: ignore[attr-defined]
        row = Consent.objects.create(
            case=case, purpose=old.purpose, recipient_class=old.recipient_class, decision=ConsentDecision.GIVEN,
            state=ConsentState.WITHDRAWN, max_layer=old.max_layer, briefing=old.briefing, risks_explained=True,
            rights_explained=True, valid_from=now, supersedes=old, created_by=actor.account,
        )  # fmt: skip
        ConsentTaking.objects.create(
            case=case, consent=row, how=ConsentForm.ORAL_WITNESSED, reason=reason or None, created_by=actor.account
        )
    return _write_effect(actor, case)


@transaction.atomic
def repair_effect(actor: Actor, case: Case) -> bool:
    """Write the effect anew where the columns differ from what the rows say; True if they did."""
    wanted = _effect(case)
    held = {layer: getattr(case, f"consent_{layer}") for layer in LAYERS}
    same = held == wanted.masks and case.consent_until == wanted.until
    if same and audiences.spec_of(case.audience) == wanted.audience:
        return False
    access.set_consent_effect(actor, case, wanted, action="case.consent_changed")
    return True


def _write_effect(actor: Actor, case: Case) -> ConsentEffect:
    effect = _effect(case)
    access.set_consent_effect(actor, case, effect, action="case.consent_changed")
    return effect


def _effect(case: Case) -> ConsentEffect:
    return effect_of(_clear_rows(case), now=timezone.now(), firewall_states=_firewall_states(case))


def _clear_rows(case: Case) -> list[Any]:
    return reveal(list(Consent.objects.filter(case=case).order_by("created_at", "pk")))


def _firewall_states(case: Case) -> frozenset[str]:
    return audiences.spec_of(case.audience).firewall_states


def _row(entry: ConsentEntry, now: datetime) -> Consent:
    return Consent(
        purpose=entry.purpose, recipient_class=entry.recipient_class, max_layer=entry.max_layer,
        decision=ConsentDecision.GIVEN if entry.given else ConsentDecision.REFUSED,
        state=ConsentState.GIVEN if entry.given else ConsentState.REFUSED,
        valid_from=now, valid_until=now + VALID_FOR,
    )  # fmt: skip


def _briefing(conversation: Conversation) -> RiskBriefing:
    digest = hashlib.sha256(conversation.wording.encode()).hexdigest()
    row, _created = RiskBriefing.objects.get_or_create(
        version=conversation.wording_version, language=conversation.wording_language, digest=digest,
        defaults={"text": conversation.wording},
    )  # fmt: skip
    return row
