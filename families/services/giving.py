"""A case in the hands of named people: a colleague who stands by the family, the delegates of a family association.

Both are personal grants with an end, given by who answers for the owner.  A delegation goes to the people whom the
association has named for it today; whoever joins later is not among them until the case is delegated again.  The door
has the last word: what the family's consent does not admit is not given.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl import door, journal
from accessctl import services as access
from accessctl.actor import Actor
from accessctl.codes import GrantReason, Purpose, RecipientClass, Role
from accessctl.disclosure import ledger
from accessctl.models import Account, Membership, Organisation, ShareEvent
from accessctl.rings import Ring
from accessctl.roles import ROLES
from cases.models import Case, CaseGrant
from registry.lib.errors import Forbidden, Invalid, NotFound

DELEGATED, ASSIGNED = ROLES[Role.FAMILY_DELEGATE], ROLES[Role.PSYCHOSOCIAL_WORKER]


class NobodyNamed(Invalid):
    code = "nobody_named"
    template = _("This association has named nobody yet who acts for families. Ask it to.")


class NotAgreedTo(Invalid):
    code = "not_agreed_to"
    template = _("The family has not agreed that associations of families are told. Ask the family first.")


@dataclass(frozen=True)
class Given:
    """Somebody who holds a case by name, or an association whose delegates do."""

    ref: str
    name: str
    organisation: Organisation
    is_delegation: bool
    until: datetime


@transaction.atomic
def delegate_case(*, actor: Actor, case_ref: str, association_ref: str, lasting: timedelta) -> int:
    """Let the delegates of an association read a case; returns how many people that is.

    Raises NotFound, Forbidden, NobodyNamed, NotAgreedTo, ProofNeeded.
    """
    case = _own_case(actor, case_ref)
    association = next((one for one in associations(actor) if one.ref == association_ref), None)
    if association is None:
        raise NotFound()
    people = _delegates(association)
    if not people:
        raise NobodyNamed(fields={"association": [str(NobodyNamed.template)]})
    purpose = DELEGATED.purpose
    given: set[Ring] = set()
    for account in people:
        rings = DELEGATED.by_grant
        access.grant_rings(
            actor, [case], account, rings=rings, purpose=purpose, reason=GrantReason.DELEGATED, lasting=lasting
        )
        admitted = door.rings(Actor.of_account(account, purpose=purpose), case) & rings
        if Ring.SEARCH not in admitted:
            raise NotAgreedTo(fields={"association": [str(NotAgreedTo.template)]})
        for ring in rings - admitted:
            access.revoke(actor, case, account, ring=ring)
        given |= admitted
    ledger.record(
        actor, case, association, rings=given, purpose=purpose, channel=ShareEvent.Channel.GRANT,
        until=timezone.now() + lasting,
    )  # fmt: skip
    journal.record(actor, "case.delegated", case, organisation_id=str(association.pk), people=len(people))
    return len(people)


@transaction.atomic
def end_delegation(*, actor: Actor, case_ref: str, association_ref: str) -> int:
    """Take a delegation back: the delegates read nothing from the next request on, and copies are recalled.

    Raises NotFound, Forbidden.
    """
    case = _own_case(actor, case_ref)
    rows = CaseGrant.objects.filter(content_object=case, reason=GrantReason.DELEGATED)
    held = rows.filter(organisation__ref=association_ref)
    ended = _end(actor, case, held.values_list("user_id", "ring"))
    if not ended:
        raise NotFound()
    ledger.recall(actor, ShareEvent.objects.filter(record_ref=case.ref, receiver__ref=association_ref))
    journal.record(actor, "case.delegation_ended", case, people=ended)
    return ended


@transaction.atomic
def assign_case(*, actor: Actor, case_ref: str, member_ref: str, lasting: timedelta) -> None:
    """Give a case to a colleague who stands by the family.  Raises NotFound, Forbidden, ProofNeeded."""
    case = _own_case(actor, case_ref)
    membership = next((one for one in carers(actor) if one.ref == member_ref), None)
    if membership is None:
        raise NotFound()
    access.grant_rings(
        actor, [case], membership.account, rings=ASSIGNED.by_grant, purpose=Purpose.FAMILY_SUPPORT,
        reason=GrantReason.ASSIGNED, lasting=lasting,
    )  # fmt: skip


@transaction.atomic
def end_assignment(*, actor: Actor, case_ref: str, member_ref: str) -> None:
    """Take a case from a colleague at once.  Raises NotFound, Forbidden."""
    case = _own_case(actor, case_ref)
    membership = door.fetch(actor, Membership, ref=member_ref)
    rows = CaseGrant.objects.filter(content_object=case, reason=GrantReason.ASSIGNED, user=membership.account)
    if not _end(actor, case, rows.values_list("user_id", "ring")):
        raise NotFound()


def associations(actor: Actor) -> list[Organisation]:
    """The family associations that a case can be delegated to."""
    rows = door.visible(actor, Organisation).filter(kind=RecipientClass.FAMILY_ASSOCIATION).order_by("name")
    return [row for row in rows if row.may_take_part and row.pk != actor.organisation_id]


def carers(actor: Actor) -> list[Membership]:
    """The colleagues to whom a case can be given."""
    held = Membership.objects.standing().filter(organisation=actor.organisation_id, role=Role.PSYCHOSOCIAL_WORKER)
    rows = door.visible(actor, Membership).filter(pk__in=held.values("pk"))
    return list(rows.select_related("account", "organisation").order_by("account__full_name"))


def given(actor: Actor, case_ref: str) -> tuple[Case, list[Given]]:
    """Who holds a case by an assignment or a delegation that has not ended.  Raises NotFound, Forbidden."""
    case = _own_case(actor, case_ref)
    rows = CaseGrant.objects.filter(
        content_object=case, reason__in=[GrantReason.DELEGATED, GrantReason.ASSIGNED], expires_at__gt=timezone.now()
    )
    found: dict[str, Given] = {}
    members = {one.account_id: one for one in Membership.objects.filter(organisation=case.owner).order_by("-pk")}
    for row in rows.select_related("user", "organisation").order_by("organisation__name", "user__full_name"):
        if row.reason == GrantReason.DELEGATED:
            ref, name = row.organisation.ref, row.organisation.name
        elif member := members.get(row.user_id):
            ref, name = member.ref, row.user.full_name
        else:
            continue
        until = max(row.expires_at, found[ref].until) if ref in found else row.expires_at
        found[ref] = Given(ref, name, row.organisation, row.reason == GrantReason.DELEGATED, until)
    return case, list(found.values())


def _own_case(actor: Actor, ref: str) -> Case:
    case = door.fetch(actor, Case, ref=ref)
    if case.owner_id != actor.organisation_id or not any(rule.approves for rule in actor.rules):
        raise Forbidden()
    return case


def _delegates(association: Organisation) -> list[Account]:
    held = Membership.objects.standing().filter(organisation=association, role=Role.FAMILY_DELEGATE)
    return list(Account.objects.filter(pk__in=held.values("account")).order_by("pk"))


def _end(actor: Actor, case: Case, held: Iterable[tuple[UUID, str]]) -> int:
    """Revoke these grants; returns of how many people."""
    people = set()
    for user, ring in list(held):
        account = Account.objects.get(pk=user)
        access.revoke(actor, case, account, ring=Ring(ring))
        people.add(user)
    return len(people)
