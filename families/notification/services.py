"""Writes of a notification: the plan, the day itself, and the answer to the search once the family has been told.

What holds the answer back is that the family knows; the database holds the same rule (`family_is_told_first`).  A
family that doubts has its search again by the state of its case (`families.services.state`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accessctl import journal
from accessctl.actor import Actor
from accessctl.clear import reveal
from accessctl.rings import Ring
from cases.codes import CaseWorkflow
from cases.models import Case
from cases.services import as_it_stands, move
from families.codes import NotificationKind, NotificationPlace, TeamRole, ToldPoint
from families.findings.services import to_tell, told
from families.models import Finding, Notification, Relative
from families.services.fetching import case_with_family, row_of
from families.texts import text_faults
from registry.lib.errors import Conflict, Forbidden, Invalid, NotFound
from registry.lib.world import LANGUAGES

FOLLOW_UP_WITHIN = timedelta(days=14)
# What is told rests on somebody else's finding: who established it is written down before anybody is told.
ESTABLISHED = frozenset({NotificationKind.IDENTIFICATION, NotificationKind.PART_FOUND, NotificationKind.REVOCATION})


class NotToldYet(Conflict):
    code = "not_told_yet"
    template = gettext_lazy(
        "The family has not been told of this identification. Until they have, the search stays open and nobody else "
        "learns of it."
    )


class OneIsOpen(Conflict):
    code = "notification_open"
    template = gettext_lazy("A notification of this family is being prepared already. Finish that one first.")


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How a family is to be told, and of what."""

    kind: NotificationKind
    planned_for: date
    team_roles: Sequence[TeamRole]
    team: str
    place_kind: NotificationPlace
    language: str
    support_person: str
    interpreter: str = ""
    authority: str = ""
    established_on: date | None = None
    media_embargo_until: date | None = None


@dataclass(frozen=True, kw_only=True)
class Telling:
    """The day itself.  told_to: tokens of the relatives of the case who were told."""

    done_on: date
    who_present: str
    told: Sequence[ToldPoint]
    followup_on: date
    questions: str = ""
    told_to: Sequence[str] = ()


@transaction.atomic
def plan(*, actor: Actor, case_ref: str, entry: Plan) -> Notification:
    """Prepare a notification.  Raises NotFound, Forbidden, Invalid, OneIsOpen."""
    case = case_with_family(actor, case_ref)
    if _open(case) is not None:
        raise OneIsOpen()
    finding = to_tell(case) if entry.kind is NotificationKind.IDENTIFICATION else None
    entry = _as_established(entry, finding)
    _check_plan(entry, finding)
    row = Notification.objects.create(
        case=case, created_by=actor.account, kind=entry.kind, finding=finding, authority=entry.authority or None,
        established_on=entry.established_on, planned_for=entry.planned_for,
        team_roles=sorted({role.value for role in entry.team_roles}), team=entry.team, place_kind=entry.place_kind,
        language=entry.language, interpreter=entry.interpreter or None, support_person=entry.support_person,
        media_embargo_until=entry.media_embargo_until,
    )  # fmt: skip
    journal.record(actor, "notification.planned", case, ring=Ring.KIN)
    return row


@transaction.atomic
def note_told(*, actor: Actor, case_ref: str, entry: Telling) -> Notification:
    """Write down that the family was told.  Raises NotFound, Forbidden, Invalid."""
    case = case_with_family(actor, case_ref)
    row = _open_or_none_such(case)
    _check_telling(row, entry)
    row.told_to = [row_of(case, Relative, token).pk for token in entry.told_to]
    row.done_on, row.followup_on = entry.done_on, entry.followup_on
    row.told = sorted({point.value for point in entry.told})
    row.who_present, row.questions = entry.who_present, entry.questions or None
    row.save(update_fields=["done_on", "followup_on", "told", "told_to", "who_present", "questions", "updated_at"])
    journal.record(actor, "notification.done", case, ring=Ring.KIN)
    if row.finding is not None:
        told(row.finding)
    return row


@transaction.atomic
def note_declined(*, actor: Actor, case_ref: str) -> None:
    """The family does not wish to be told now: nothing else moves, and it can be planned anew whenever they wish.

    Raises NotFound, Forbidden.
    """
    case = case_with_family(actor, case_ref)
    row = _open_or_none_such(case)
    row.declined_on = timezone.localdate()
    row.save(update_fields=["declined_on", "updated_at"])
    journal.record(actor, "notification.declined", case, ring=Ring.KIN)


@transaction.atomic
def answer_search(*, actor: Actor, case_ref: str) -> Case:
    """Close the search by an identification that the family has been told of; a supervisor's act.

    Raises NotFound, Forbidden, NotToldYet, NotFromHere.
    """
    case = case_with_family(actor, case_ref)
    _ensure_answers_for(actor)
    row = Notification.objects.filter(case=case).exclude(finding=None).order_by("created_at").last()
    if row is None or row.done_on is None or row.finding is None or row.finding.revoked_on is not None:
        raise NotToldYet()
    before = as_it_stands(case)
    move(actor, case, CaseWorkflow.ANSWERED_DECEASED, basis=row.pk)
    row.finding.before = before | {"answered_at": as_it_stands(case)["file"]["updated_at"]}
    row.finding.save(update_fields=["before", "updated_at"])
    return case


def _as_established(entry: Plan, finding: Finding | None) -> Plan:
    """Who established it, and when, is what the identification says."""
    if finding is None:
        return entry
    said = reveal([finding], "authority")[0]
    return replace(entry, authority=said.authority, established_on=finding.established_on)


def _ensure_answers_for(actor: Actor) -> None:
    if not any(rule.approves for rule in actor.rules):
        raise Forbidden()


def _open(case: Case) -> Notification | None:
    return Notification.objects.filter(case=case, done_on=None, declined_on=None).first()


def _open_or_none_such(case: Case) -> Notification:
    row = _open(case)
    if row is None:
        raise NotFound()
    return row


def _check_plan(entry: Plan, finding: Finding | None) -> None:
    faults = text_faults(entry)
    if entry.kind is NotificationKind.IDENTIFICATION and finding is None:
        faults["kind"] = [_("No identification has been issued for this person. Their forensic institution issues it.")]
    roles = set(entry.team_roles)
    if len(roles) < 2 or TeamRole.PSYCHOSOCIAL not in roles:
        faults["team_roles"] = [_("At least two professions go together, one of them for psychosocial support.")]
    for name, said in (("team", entry.team), ("support_person", entry.support_person), ("language", entry.language)):
        if not said.strip():
            faults[name] = [_("This is needed before anybody goes to the family.")]
    if entry.language.strip() and entry.language not in LANGUAGES:
        faults["language"] = [_("This code is not in the list.")]
    if entry.kind in ESTABLISHED and "kind" not in faults:
        if not entry.authority.strip():
            faults["authority"] = [_("Write which authority established it, and who signed.")]
        if entry.established_on is None or entry.established_on > timezone.localdate():
            faults["established_on"] = [_("Write the day on which it was established, by the report.")]
    if faults:
        raise Invalid(fields=faults)


def _check_telling(row: Notification, entry: Telling) -> None:
    faults = text_faults(entry)
    if entry.done_on > timezone.localdate() or (row.established_on and entry.done_on < row.established_on):
        faults["done_on"] = [_("This day is still to come, or before the day on which it was established.")]
    if not entry.who_present.strip():
        faults["who_present"] = [_("Write who of the family was there.")]
    missing = {point for point in ToldPoint if _is_due(row, point)} - set(entry.told)
    if missing:
        faults["told"] = [_("Not everything was gone through yet. The family has a right to each point.")]
    if not entry.done_on <= entry.followup_on <= entry.done_on + FOLLOW_UP_WITHIN:
        faults["followup_on"] = [_("Go again within fourteen days.")]
    if faults:
        raise Invalid(fields=faults)


def _is_due(row: Notification, point: ToldPoint) -> bool:
    """A report is handed over where there is one: with what an authority established."""
    return point is not ToldPoint.REPORT_COPY or row.kind in ESTABLISHED
