"""Letting organisations in with two persons: what happens when the second one approved.

Until then the organisation does not exist, or stays shut out: it has no people, no systems, and is party to nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accessctl import door, journal
from accessctl.actor import Actor
from accessctl.approvals import files, kinds
from accessctl.approvals.kinds import Kind
from accessctl.approvals.services import NotAsAsked
from accessctl.models import Approval, Membership, Organisation
from accessctl.organisations import invitations, services
from accessctl.organisations.services import ADMIT, JOIN, LET_IN, SUSPENSION, Invitation
from accessctl.policies import ADMINISTRATORS
from accessctl.services.accounts import create_organisation
from registry.lib.world import country_name


def _admit(asker: Actor, approver: Actor, approval: Approval) -> None:
    said = files.of(approval)
    services.enrol(asker, create_organisation(asker, **said["fields"]), _person(said))


def _join(asker: Actor, approver: Actor, approval: Approval) -> None:
    person = _person(files.of(approval))
    organisation = services.administered(asker, approval.refs[0])
    services.ensure_may_invite(asker, organisation, person.role)
    services.enrol(asker, organisation, person)


def _person(said: dict[str, Any]) -> Invitation:
    return Invitation.from_json(said["person"])


def _send_invitation(request: HttpRequest, approval: Approval) -> None:
    rows = Membership.objects.filter(account__email=_person(files.of(approval)).email)
    row = rows.select_related("account", "organisation").latest("created_at")
    invitations.tell(request, row.account, row.organisation)


def _describe_admission(actor: Actor, approval: Approval) -> Sequence[str]:
    if not (said := files.of(approval)):
        return [gettext("What was asked is not kept any longer.")]
    organisation = Organisation(**said["fields"])
    return [
        gettext("%(name)s is let in.") % {"name": organisation.name},
        *_entry(organisation),
        *_invited(said),
        gettext("Until then it does not exist here: nobody of it signs in, and it is party to no agreement."),
    ]


def _describe_joining(actor: Actor, approval: Approval) -> Sequence[str]:
    organisation = door.fetch(actor, Organisation, ref=approval.refs[0])
    return [*_invited(files.of(approval)), gettext("They come to %(name)s.") % {"name": organisation.name}]


def _invited(said: dict[str, Any]) -> list[str]:
    if not said:
        return [gettext("What was asked is not kept any longer.")]
    person = _person(said)
    told = {"person": person.full_name, "address": person.email, "role": person.role.label}
    return [gettext("%(person)s is invited at %(address)s: %(role)s.") % told]


def _entry(organisation: Organisation) -> list[str]:
    """What the firewalls will rely on, in sentences."""
    state = country_name(organisation.under_state_control) if organisation.under_state_control else ""
    said = {
        f"{organisation.get_kind_display()}, {country_name(organisation.country)}": True,
        gettext("It belongs to a State."): organisation.is_state_body,
        gettext("It is controlled by a State: %(state)s.") % {"state": state}: bool(state),
        gettext("It has a law-enforcement function."): organisation.law_enforcement,
        gettext("It may receive data of children."): organisation.protects_children,
        gettext("Risk that the law forces it to hand data over: %(risk)s.")
        % {"risk": organisation.get_legal_compulsion_risk_display()}: True,
    }
    return [sentence for sentence, holds in said.items() if holds]


def _let_in(asker: Actor, approver: Actor, approval: Approval) -> None:
    """As it stood when it was asked.  Raises NotAsAsked."""
    organisation = services.administered(asker, approval.refs[0])
    if approval.detail["ends"] == SUSPENSION:
        since = organisation.suspended_at.isoformat() if organisation.suspended_at else ""
        if since != approval.detail["since"]:
            raise NotAsAsked()
        organisation.suspended_at, organisation.suspended_for = None, ""
        organisation.save(update_fields=["suspended_at", "suspended_for"])
        journal.record(asker, "organisation.restored", organisation.ref, organisation_id=str(organisation.pk))
    else:
        services.write_change(asker, organisation, files.of(approval)["fields"])


def _describe_letting_in(actor: Actor, approval: Approval) -> Sequence[str]:
    organisation = door.fetch(actor, Organisation, ref=approval.refs[0])
    if approval.detail["ends"] == SUSPENSION:
        said = gettext("The suspension of %(name)s ends: its people and systems come in again.")
        return [said % {"name": organisation.name}]
    said = gettext("%(name)s is no longer held to have an immigration or border function, and comes in.")
    changed = services.with_fields(organisation, files.of(approval).get("fields", {}))
    return [said % {"name": changed.name}, *_entry(changed)]


for code, title, describe, carry_out, tell in (
    (ADMIT, _("Admit an organisation"), _describe_admission, _admit, _send_invitation),
    (JOIN, _("Let somebody into an organisation"), _describe_joining, _join, _send_invitation),
    (LET_IN, _("Let an organisation take part again"), _describe_letting_in, _let_in, None),
):
    kinds.register(
        Kind(
            code=code, title=title, asks=ADMINISTRATORS, approves=ADMINISTRATORS, describe=describe,
            carry_out=carry_out, tell=tell,
        )
    )  # fmt: skip
