"""A relative becomes a donor: they are asked for themselves, they get a code, and they can take it back.

The code is all that anybody outside the family's file ever knows of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accessctl import door, journal
from accessctl import services as access
from accessctl.actor import Actor
from accessctl.codes import Purpose, RecipientClass
from cases.codes import Bool3, DonorKind
from cases.models import Case, Donor
from families.codes import FamilySide, Relationship, SubjectKind
from families.models import Consent, ConsentTaking, DonorLink, Relative, RelativeTie
from families.services import consent, standing
from families.services.consent import ConsentEntry, Conversation
from families.services.effect import standing as standing_rows
from families.services.fetching import case_with_family, row_of
from registry.lib.errors import Invalid

LABORATORIES = (RecipientClass.GENETIC_LAB, RecipientClass.FORENSIC_INSTITUTE)
DEPTH = 3
NO_KIN = frozenset(
    {
        Relationship.STEP_SIBLING, Relationship.SPOUSE, Relationship.PARTNER, Relationship.FIANCE, Relationship.IN_LAW,
        Relationship.GUARDIAN, Relationship.FOSTER, Relationship.MILK, Relationship.FRIEND, Relationship.COMPANION,
        Relationship.NEIGHBOUR, Relationship.EMPLOYER, Relationship.REPRESENTATIVE, Relationship.ORGANISATION,
    }
)  # fmt: skip
SIDED = frozenset(
    {
        Relationship.HALF_SIBLING, Relationship.GRANDMOTHER, Relationship.GRANDFATHER, Relationship.AUNT,
        Relationship.UNCLE, Relationship.COUSIN,
    }
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class DonorEntry:
    """laboratories: the kinds of body that may test, by their codes; side: of relatives through one parent."""

    laboratories: tuple[str, ...]
    kind: str = DonorKind.RELATIVE
    biological: str = Bool3.UNKNOWN
    side: str = ""


@transaction.atomic
def enrol(*, actor: Actor, case_ref: str, token: str, entry: DonorEntry, conversation: Conversation) -> Donor:
    """Write down that a relative agrees to be tested, and give them a code.

    One who is a donor already keeps the code, and what they say now counts.  Raises NotFound, Forbidden, Invalid.
    """
    case = case_with_family(actor, case_ref)
    relative = row_of(case, Relative, token)
    _check(relative, entry)
    _consent(actor, case, relative, entry, conversation)
    held = DonorLink.objects.filter(case=case, relative=relative, donor__kind=entry.kind).select_related("donor")
    link = held.first()
    if link is None:
        donor = access.create_record(
            actor, Donor(kind=entry.kind, owner=case.owner), action="donor.enrolled", kind=entry.kind
        )
        link = DonorLink(case=case, relative=relative, donor=donor, created_by=actor.account)
    link.biological, link.side = entry.biological, entry.side or None
    link.save()
    standing.write_effect(actor, case)
    link.donor.refresh_from_db()
    return link.donor


@transaction.atomic
def withdraw(*, actor: Actor, case_ref: str, donor_ref: str, reason: str = "") -> None:
    """Take back what a donor agreed to; everything of theirs stops with this transaction.

    Raises NotFound, Forbidden, NothingStands.
    """
    case = case_with_family(actor, case_ref)
    donor = door.fetch(actor, Donor, ref=donor_ref)
    link = DonorLink.objects.filter(case=case, donor=donor).first()
    rows = _standing(case, link.relative) if link is not None else []
    if not rows:
        raise standing.NothingStands()
    for old in rows:
        consent.write_withdrawal(actor, case, old, timezone.now(), reason=reason)
    _journal_withdrawn(actor, case, rows)
    standing.write_effect(actor, case)


def _check(relative: Relative, entry: DonorEntry) -> None:
    faults: dict[str, list[str]] = {}
    tie = RelativeTie.objects.filter(relative=relative).first()
    known = tie.relationship if tie is not None else ""
    if not entry.laboratories or set(entry.laboratories) - set(LABORATORIES):
        faults["laboratories"] = [_("Say at least one kind of laboratory that may test the sample.")]
    if entry.kind not in DonorKind.values:
        faults["kind"] = [_("This code is not in the list.")]
    if entry.biological not in Bool3.values:
        faults["biological"] = [_("This code is not in the list.")]
    elif entry.kind == DonorKind.RELATIVE and entry.biological == Bool3.YES and known in NO_KIN:
        faults["biological"] = [_("The relationship that is recorded is none by blood. Correct one of the two.")]
    if entry.side and entry.side not in FamilySide.values:
        faults["side"] = [_("This code is not in the list.")]
    if faults:
        raise Invalid(fields=faults)


def _consent(actor: Actor, case: Case, relative: Relative, entry: DonorEntry, conversation: Conversation) -> None:
    consent.check_explained(conversation)
    present = replace(conversation, is_minor=conversation.is_minor or relative.is_minor)
    dna = Purpose.DNA_IDENTIFICATION
    entries = [
        ConsentEntry(purpose=dna, recipient_class=kind, given=True, max_layer=DEPTH) for kind in entry.laboratories
    ]
    consent.check_present(present, entries)
    consent.check_answers(entries, is_flagged=False)
    was = {row.recipient_class: row for row in _standing(case, relative)}
    rows = consent.rows_of(conversation, consent.briefing_of(conversation), entries, timezone.now())
    for row in rows:
        row.supersedes = was.pop(row.recipient_class, None)
    access.insert_rows(consent.given_on(actor, case, relative, conversation, rows, SubjectKind.DONOR))
    for old in was.values():  # what they agreed to before and do not repeat
        consent.write_withdrawal(actor, case, old, timezone.now(), reason="")
    if was:
        _journal_withdrawn(actor, case, was.values())
    given = [f"{one.purpose}:{one.recipient_class}" for one in entries]
    journal.record(actor, "consent.answered", case, given=given, refused=[])


def _journal_withdrawn(actor: Actor, case: Case, rows: Iterable[Consent]) -> None:
    journal.record(actor, "consent.withdrawn", case, withdrawn=[f"{row.purpose}:{row.recipient_class}" for row in rows])


def _standing(case: Case, relative: Relative) -> list[Consent]:
    """What this relative agreed to as a donor and has not taken back; what they said as enquirer is another matter."""
    takings = ConsentTaking.objects.filter(case=case, given_by=relative, subject_kind=SubjectKind.DONOR)
    mine = set(takings.values_list("consent", flat=True))
    given = {row.pk for row in standing_rows(standing.clear_consents(case), timezone.now())} & mine
    rows = Consent.objects.filter(pk__in=given, purpose=Purpose.DNA_IDENTIFICATION)
    return list(rows.select_related("briefing"))
