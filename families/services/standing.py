"""Changes of mind, and the effect on the record, kept equal to the consent rows in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl import audiences, door, journal
from accessctl import services as access
from accessctl.actor import Actor
from accessctl.clear import reveal
from accessctl.consent import LAYERS, AudienceSpec, ConsentEffect
from accessctl.rings import Ring
from cases.codes import CaseWorkflow, Fate, ProtectionFlag, StatementTopic
from cases.models import Case, CaseAccountabilityNote, CaseProtectionFile, CaseSearchFile, CaseStatement
from cases.services import follow_consent
from cases.services.claims import keeps_closed
from families.codes import HARMFUL, ConsentForm, RequestKind, Risk
from families.models import Consent, ConsentTaking, Relative, RelativeRisk
from families.services import asking, consent, donors, requests, words
from families.services.consent import ConsentEntry, Conversation
from families.services.donors import JOB
from families.services.effect import effect_of, in_force, kept_back, standing
from registry.lib.errors import Conflict, NotFound

BATCH = 200


class NothingStands(Conflict):
    code = "nothing_stands"
    template = _("No consent stands that could be withdrawn here. Look at the list again: it may have changed.")


@transaction.atomic
def give_consent(
    *, actor: Actor, case_ref: str, conversation: Conversation, entries: tuple[ConsentEntry, ...]
) -> ConsentEffect:
    """Record further answers of the family; each supersedes what stood for its purpose and recipients.

    Raises NotFound, Forbidden, Invalid.
    """
    case = door.fetch(actor, Case, door.Action.CHANGE, ref=case_ref, lock=True)
    door.ensure_writes(actor, Ring.KIN)
    consent.check_explained(conversation)
    relative = Relative.objects.filter(case=case, is_primary_contact=True).first()
    consent.check_present(replace(conversation, is_minor=conversation.is_minor or _is_child(relative)), entries)
    consent.check_answers(entries, is_flagged=_is_flagged(case))
    now = timezone.now()
    others = donors.answered_by_others(case, relative)
    held = {(row.purpose, row.recipient_class): row for row in _standing(case, now) if row.pk not in others}
    rows = consent.rows_of(conversation, consent.briefing_of(conversation), entries, now)
    for row in rows:
        row.supersedes = held.get((row.purpose, row.recipient_class))
    access.insert_rows(consent.given_on(actor, case, relative, conversation, rows))
    given, refused = ([_code(entry) for entry in entries if entry.given is said] for said in (True, False))
    journal.record(actor, "consent.answered", case, given=given, refused=refused)
    return follow_said(actor, case)


def _is_child(relative: Relative | None) -> bool:
    """Whether it was noted among the risks that who answers is a child."""
    risks = reveal(list(RelativeRisk.objects.filter(relative=relative))) if relative else []
    return any(Risk.CHILD in held.risks for held in risks)


@transaction.atomic
def withdraw_consent(
    *, actor: Actor, case_ref: str, purpose: str = "", recipient_class: str = "", reason: str = ""
) -> ConsentEffect:
    """Withdraw what stands, limited to a purpose, a class of recipients, or both; it ends with this transaction.

    Raises NotFound, Forbidden, NothingStands.
    """
    case = door.fetch(actor, Case, door.Action.CHANGE, ref=case_ref, lock=True)
    door.ensure_writes(actor, Consent.RING)
    now = timezone.now()
    ended = [
        row
        for row in _standing(case, now)
        if purpose in ("", row.purpose) and recipient_class in ("", row.recipient_class)
    ]
    if not ended:
        raise NothingStands()
    for old in ended:
        consent.write_withdrawal(actor, case, old, now, reason=reason)
    journal.record(actor, "consent.withdrawn", case, withdrawn=[_code(row) for row in ended])
    return follow_said(actor, case)


@transaction.atomic
def withdraw_own(*, actor: Actor, case_ref: str, purpose: str = "", recipient_class: str = "") -> ConsentEffect:
    """A relative takes back, on their own page, what they agreed to themselves; it ends with this transaction.

    What it amounts to is written by the job that keeps effects and consents equal: a relative changes no case.
    Raises NotFound, NothingStands.
    """
    case = door.fetch(actor, Case, ref=case_ref, lock=True)
    if actor.subject is None:
        raise NotFound()
    now = timezone.now()
    takings = ConsentTaking.objects.filter(case=case, given_by=actor.subject.person)
    mine = set(takings.values_list("consent", flat=True))
    ended = [
        row
        for row in _standing(case, now)
        if row.pk in mine and purpose in ("", row.purpose) and recipient_class in ("", row.recipient_class)
    ]
    if not ended:
        raise NothingStands()
    for old in ended:
        consent.write_withdrawal(actor, case, old, now, reason="", how=ConsentForm.PORTAL)
    requests.note_done_at_once(actor, case, RequestKind.WITHDRAW)
    journal.record(actor, "consent.withdrawn", case, withdrawn=[_code(row) for row in ended])
    return follow_said(Actor.system_job(JOB), case)


def follow_said(actor: Actor, case: Case) -> ConsentEffect:
    """The effect, and the state of the case that follows from what the family said.

    What is only kept back is not taken back: it moves no state.
    """
    rows = clear_consents(case)
    words.follow(case, rows)
    effect = write_effect(actor, case)
    follow_consent(actor, case, {row.purpose for row in standing(rows, timezone.now())})
    return effect


@transaction.atomic
def repair_effect(actor: Actor, case: Case) -> bool:
    """Write the effect anew where the columns differ from what the rows say; True if they did."""
    wanted = _effect(case)
    if _same(case, wanted):
        return False
    access.set_consent_effect(actor, case, wanted, action="case.consent_changed")
    return True


@dataclass(frozen=True)
class Checked:
    """What a check of all cases found: how many were read, and the references of those whose columns differ."""

    cases: int
    differing: tuple[str, ...]


def check_effects(actor: Actor) -> Checked:
    """Compare the effect columns of every case the actor reaches with what its consent rows say.  Writes nothing."""
    count, differing = 0, []
    for batch in _batches(door.visible(actor, Case, door.Action.CHANGE).order_by("pk").iterator(BATCH)):
        search = door.open(actor, batch, Ring.SEARCH, tables=[Consent, CaseSearchFile, CaseStatement])
        protection = door.open(actor, batch, Ring.PROTECTION, tables=[CaseProtectionFile, RelativeRisk])
        notes = door.open(actor, batch, Ring.ACCOUNTABILITY, tables=[CaseAccountabilityNote])
        now = timezone.now()
        for case in batch:
            firewalls = firewalls_of(
                protection.one(case, CaseProtectionFile),
                search.one(case, CaseSearchFile),
                protection.rows(case, RelativeRisk),
                notes.rows(case, CaseAccountabilityNote),
                search.rows(case, CaseStatement),
            )
            paused = is_paused(search.one(case, CaseSearchFile))
            wanted = effect_of(search.rows(case, Consent), now=now, firewalls=firewalls, is_paused=paused)
            if not _same(case, wanted):
                differing.append(case.ref)
        count += len(batch)
    return Checked(count, tuple(differing))


def repair_effects(actor: Actor, refs: Iterable[str]) -> int:
    """Write the effect of these cases anew, each in a transaction of its own; how many still differed."""
    return sum(_repair(actor, ref) for ref in refs)


@transaction.atomic
def _repair(actor: Actor, ref: str) -> bool:
    return repair_effect(actor, door.fetch(actor, Case, door.Action.CHANGE, ref=ref, lock=True))


def firewalls_of(
    protection: Any, search: Any, risks: Iterable[Any], notes: Iterable[Any], statements: Iterable[Any]
) -> AudienceSpec:
    """The firewalls that the files of a case, in clear, put around it.

    FW-ORIGIN: of a flagged case, the States of nationality, of every origin that was stated, and those named.
    FW-PARTY: the organisations that somebody said are responsible.  FW-SUSPECT: whether who asks may mean harm.
    """
    if protection is None:
        return AudienceSpec()
    flagged = protection.protection_flag != ProtectionFlag.NONE
    stated = [row.place_of_origin for row in (search, *statements) if row and row.place_of_origin]
    origins = [place.country for place in stated if place.country]
    states = {*protection.nationalities, *protection.protection_states, *origins}
    return AudienceSpec(
        firewall_states=frozenset(states if flagged else ()),
        parties=frozenset(one for note in notes for one in note.alleged_organisations),
        supervisor_only=any(HARMFUL & {*risk.risks} for risk in risks),
    )


def _batches(cases: Iterator[Case]) -> Iterator[list[Case]]:
    while batch := list(islice(cases, BATCH)):
        yield batch


def _same(case: Case, wanted: ConsentEffect) -> bool:
    held = {layer: getattr(case, f"consent_{layer}") for layer in LAYERS}
    until_same = case.consent_until == wanted.until
    return held == wanted.masks and until_same and audiences.spec_of(case.audience) == wanted.audience


def write_effect(actor: Actor, case: Case) -> ConsentEffect:
    """The effect, the purposes that the consents in force leave open, and what is to be asked again."""
    rows, now = clear_consents(case), timezone.now()
    effect = effect_of(rows, now=now, firewalls=firewalls_on(case), is_paused=is_paused(files_of(case)[1]))
    case.purposes = sorted({row.purpose for row in in_force(rows, now)})
    case.save(update_fields=["purposes"])
    uses = sorted({row.purpose for row in kept_back(rows, now)})
    CaseSearchFile.objects.filter(case=case).exclude(restricted_uses=uses).update(restricted_uses=uses)
    asking.follow(actor, case, rows, now)
    access.set_consent_effect(actor, case, effect, action="case.consent_changed")
    donors.follow(case, rows, now, effect)
    return effect


def _effect(case: Case) -> ConsentEffect:
    held = is_paused(files_of(case)[1])
    return effect_of(clear_consents(case), now=timezone.now(), firewalls=firewalls_on(case), is_paused=held)


def is_paused(search: Any) -> bool:
    """Whether others are kept out whatever was agreed, by the search file of the case: the family paused the search, an
    organisation outside goes on with it, it is answered without an identification, which is for the family alone to
    hear, or somebody says it is them.
    """
    if search is None:
        return False
    if keeps_closed(search.case_id):
        return True
    answered = search.workflow_status == CaseWorkflow.AFTER_CARE and search.fate == Fate.UNKNOWN
    return bool(answered or search.workflow_status in (CaseWorkflow.PAUSED, CaseWorkflow.TRANSFERRED))


def _is_flagged(case: Case) -> bool:
    protection, _search = files_of(case)
    return bool(protection.protection_flag != ProtectionFlag.NONE)


def firewalls_on(case: Case) -> AudienceSpec:
    """The firewalls around a case now."""
    risks = reveal(list(RelativeRisk.objects.filter(case=case)))
    notes = reveal(list(CaseAccountabilityNote.objects.filter(case=case)))
    origins = reveal(list(CaseStatement.objects.filter(case=case, topic=StatementTopic.ORIGIN)))
    return firewalls_of(*files_of(case), risks, notes, origins)


def files_of(case: Case) -> tuple[Any, Any]:
    rows = [CaseProtectionFile.objects.get(case=case), CaseSearchFile.objects.get(case=case)]
    protection, search = reveal(rows)
    return protection, search


def clear_consents(case: Case) -> list[Any]:
    return reveal(list(Consent.objects.filter(case=case).order_by("created_at", "pk")))


def _standing(case: Case, now: datetime) -> list[Consent]:
    """The rows of the consents in force, and of those that are kept back."""
    given = {row.pk for row in standing(clear_consents(case), now)}
    return list(Consent.objects.filter(case=case, pk__in=given).select_related("briefing"))


def _code(row: Consent | ConsentEntry) -> str:
    return f"{row.purpose}:{row.recipient_class}"
