"""Erasing one relative of several: what they said of themselves, what they told, what they agreed to.

The search goes on with what the others gave.  Who told what the case rests on cannot be taken out of it: then it is the
case that is erased, as a whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl import journal, topology
from accessctl.actor import Actor
from accessctl.erasure import burial, replay
from accessctl.erasure import services as erasure
from accessctl.erasure.burial import Decision
from accessctl.erasure.steps import Derived, Step, register
from accessctl.models import Record, RingRow, Tombstone
from accessctl.models.erasure import ErasureReason, Telling
from accessctl.rings import Ring
from accessctl.signin import stepup
from cases.models import Case, CaseSearchFile, CaseSource
from cases.services.told import write_shown
from families.models import Consent, ConsentTaking, DonorLink, FeedbackTalk, Notification, Relative
from families.services import consent, donors
from families.services.donors import JOB
from families.services.effect import standing as standing_rows
from families.services.fetching import row_of
from families.services.standing import clear_consents, write_effect
from registry.lib.errors import Conflict, NotFound


class OnlySource(Conflict):
    code = "only_source"
    template = _(
        "What is known in this case was told by this relative, so they cannot be taken out of it. Erase the whole case "
        "if they wish it, or withdraw their consent: then nothing is shared or compared any more."
    )


@transaction.atomic
def erase_relative(*, actor: Actor, case_ref: str, token: str, reason: ErasureReason, told: Telling) -> Tombstone:
    """Erase one relative of a case.  Raises NotFound, Forbidden, ProofNeeded, OnlySource, NotTold, MayNotBeErased."""
    case = erasure.fetch(actor, case_ref, lock=True)
    if not isinstance(case, Case):
        raise NotFound()
    stepup.demand(actor)
    relative = row_of(case, Relative, token)
    erasure.ensure_may_go(case, reason, told)
    if CaseSearchFile.objects.filter(case=case, source=relative.source_id).exists():
        raise OnlySource()
    return _take_out(actor, case, relative, Decision(reason=reason, told=told))


def erase_again(_actor: Actor, key: UUID, decided: Decision) -> None:
    """After a restore, by the job that may write what consents amount to."""
    actor = Actor.system_job(JOB)
    relative = Relative.objects.select_related("case").get(pk=key)
    _take_out(actor, Case.objects.select_for_update().get(pk=relative.case_id), relative, decided)


replay.register_part(Relative, erase_again)


def _take_out(actor: Actor, case: Case, relative: Relative, decided: Decision) -> Tombstone:
    stone = burial.bury_part(actor, case, relative, decided)
    touched = {Ring.SEARCH, Ring.KIN, Ring.CONTACT} | _end_consents(actor, case, relative)
    source = relative.source_id
    _forget_talks(relative)
    donors.stop(case, relative)
    relative.delete()
    touched |= _forget_told(case, source)
    write_shown(case)
    _have_a_first_contact(case)
    write_effect(actor, case)
    journal.record(actor, "relative.erased", case, reason=decided.reason, told=decided.told)
    burial.owe_keys(stone, case, *touched)
    return stone


def _end_consents(actor: Actor, case: Case, relative: Relative) -> set[Ring]:
    """What they agreed to ends.  That they did stays as proof, without whom they feared and who helped them."""
    now = timezone.now()
    takings = ConsentTaking.objects.filter(case=case, given_by=relative)
    given = set(takings.values_list("consent", flat=True))
    standing = {row.pk for row in standing_rows(clear_consents(case), now)} & given
    for row in Consent.objects.filter(pk__in=standing).select_related("briefing"):
        consent.write_withdrawal(actor, case, row, now, reason="")
    for row in Consent.objects.filter(pk__in=given):
        row.recipient_organisations = row.country_scope = None
        row.save(update_fields=["recipient_organisations", "country_scope", "updated_at"])
    takings.delete()
    return {Ring.SEARCH, Ring.KIN}


def _forget_talks(relative: Relative) -> None:
    """Of talks with them, day and kind alone stay; of what the family was told, not that they were there."""
    for row in Notification.objects.filter(case=relative.case_id, told_to__contains=[relative.pk]):
        row.told_to = [key for key in row.told_to if key != relative.pk]
        row.save(update_fields=["told_to", "updated_at"])
    FeedbackTalk.objects.filter(relative=relative).update(relative=None, words=None, interpreter=None)


def _forget_told(case: Case, source: UUID) -> set[Ring]:
    """Delete what they alone told of the person: every row whose source they are, and the source."""
    if Relative.objects.filter(case=case, source=source).exists():
        return set()
    rings = set()
    for ring, tables in topology.ring_tables(Case).items():
        for table in tables:
            if _has_source(table):
                count, _models = table._default_manager.filter(**{table.RECORD: case.pk, "source": source}).delete()
                rings |= {ring} if count else set()
    CaseSource.objects.filter(pk=source).delete()
    return rings


def _have_a_first_contact(case: Case) -> None:
    rows = Relative.objects.filter(case=case, is_minor=False)
    if not rows.filter(is_primary_contact=True).exists() and (first := rows.order_by("created_at").first()):
        rows.filter(pk=first.pk).update(is_primary_contact=True)


def _has_source(table: type[RingRow]) -> bool:
    return any(field.name == "source" for field in table._meta.concrete_fields)


def _stop_donors(_actor: Actor, records: Sequence[Record]) -> None:
    giving = set(DonorLink.objects.filter(case__in=[record.pk for record in records]).values_list("case", flat=True))
    for record in records:
        if isinstance(record, Case) and record.pk in giving:
            donors.stop(record)


register(Case, Step(Derived.SAMPLES, donors.count, _stop_donors))
