"""What keeps a case from those who could do harm with it: a child's best interest, risks of who asks, allegations.

Each is written to its ring, and its effect to the record in the same transaction.  A caseworker may put a safeguard
up; who may take one down says each function.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accessctl import door, vault
from accessctl import services as access
from accessctl.actor import Actor
from accessctl.clear import reveal
from accessctl.models import Organisation
from accessctl.rings import Ring
from accessctl.services.rows import update_row
from cases.models import Case, CaseAccountabilityNote, CaseProtectionFile
from families.codes import HARMFUL, Risk
from families.models import Relative, RelativeRisk
from families.services.fetching import with_ring
from families.services.standing import write_effect
from registry.lib.errors import Invalid, NotFound


class OwnOrganisation(Invalid):
    code = "own_organisation"
    template = _(
        "Your own organisation cannot keep a case on which it is said to be responsible. Give the case to another "
        "organisation first, then record this there."
    )


class OnlyASupervisor(Invalid):
    code = "only_a_supervisor"
    template = _("Only a supervisor may take this back, since it keeps what is found from somebody who may mean harm.")


@dataclass(frozen=True, kw_only=True)
class Allegation:
    """What somebody said about who is responsible; organisations: references of organisations of this registry."""

    alleged_responsible: str = ""
    organisations: tuple[str, ...] = ()
    smuggler_mention: str = ""
    ransom_or_threat: str = ""

    def __bool__(self) -> bool:
        return bool(
            self.alleged_responsible or self.organisations or self.smuggler_mention or self.ransom_or_threat
        )  # fmt: skip


@transaction.atomic
def weigh_best_interest(*, actor: Actor, case_ref: str, words: str) -> Case:
    """Say what is best for the child; without words nobody else reads the child's file any more (FW-MINOR).

    Raises NotFound, Forbidden.
    """
    case = to_safeguard(actor, case_ref)
    held = CaseProtectionFile.objects.select_for_update().get(case=case)
    update_row(held, {"best_interest": words or None})
    case.best_interest_noted = bool(words)
    return _safeguarded(actor, case, "best_interest")


@transaction.atomic
def note_risks(*, actor: Actor, case_ref: str, risks: Collection[str], note: str) -> Case:
    """Say what could endanger the first contact, or come from them (FW-SUSPECT).

    Raises NotFound, Forbidden, OnlyASupervisor.
    """
    case = to_safeguard(actor, case_ref)
    relative = Relative.objects.filter(case=case, is_primary_contact=True).first()
    if relative is None:
        raise NotFound()
    said = sorted({Risk(code).value for code in risks})
    columns = {"risks": said, "note": note or None}
    held = RelativeRisk.objects.select_for_update().filter(relative=relative).first()
    if held is None:
        RelativeRisk.objects.create(case=case, relative=relative, created_by=actor.account, **columns)
    else:
        (before,) = reveal([held])
        lifted = (HARMFUL & {*before.risks}) - {*said}
        if lifted and not any(rule.approves for rule in actor.rules):
            raise OnlyASupervisor(fields={"risks": [str(OnlyASupervisor.template)]})
        update_row(held, columns)
    return _safeguarded(actor, case, "risks")


@transaction.atomic
def note_allegation(*, actor: Actor, case_ref: str, allegation: Allegation) -> Case:
    """Add to the accountability file; an organisation named there gets nothing on the case from now on (FW-PARTY).

    What was said is never unsaid: a further row says otherwise.  Raises NotFound, Forbidden, Invalid.
    """
    case = door.fetch(actor, Case, door.Action.CHANGE, ref=case_ref, lock=True)
    if not allegation:
        raise Invalid(fields={"alleged_responsible": [str(_("Write what was said."))]})
    named = door.visible(actor, Organisation).filter(ref__in=allegation.organisations)
    organisations = sorted(str(key) for key in named.values_list("pk", flat=True))
    if len(organisations) != len(set(allegation.organisations)):
        raise NotFound()
    if str(case.owner_id) in organisations:
        raise OwnOrganisation(fields={"organisations": [str(OwnOrganisation.template)]})
    vault.enrol(case.pk, case.owner_id, [Ring.ACCOUNTABILITY])  # cases of before this ring have no key for it
    CaseAccountabilityNote.objects.create(
        case=case, created_by=actor.account, alleged_organisations=organisations,
        alleged_responsible=allegation.alleged_responsible or None,
        smuggler_mention=allegation.smuggler_mention or None, ransom_or_threat=allegation.ransom_or_threat or None,
    )  # fmt: skip
    return _safeguarded(actor, case, "accountability")


def to_safeguard(actor: Actor, ref: str) -> Case:
    """The case, for those who may change it and read its protection file.  Raises NotFound, Forbidden."""
    return with_ring(actor, ref, Ring.PROTECTION)


def _safeguarded(actor: Actor, case: Case, what: str) -> Case:
    access.touch(actor, case, action="case.safeguarded", fields=["best_interest_noted"], changed=[what])
    write_effect(actor, case)
    return case
