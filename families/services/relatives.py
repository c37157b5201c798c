"""Further relatives of a case: adding one, and changing whom we call first, who is a child, who speaks for the family.

A tip without a name is a source of the case and never a relative: who does not wish to be known is not entered here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accessctl import door, journal
from accessctl import services as access
from accessctl.actor import Actor
from accessctl.clear import reveal
from accessctl.rings import Ring
from accessctl.services.rows import update_row
from accessctl.tokens import find, token_of
from cases.models import Case, CaseSource
from families.codes import IdentityCheck, Mandate, Relationship
from families.models import FamilyConflict, Relative, RelativeMandate
from families.services.fetching import case_with_family, row_of
from families.services.registration import RelativeEntry, check_relative, relative_of, relative_rows
from families.services.safeguards import to_safeguard
from registry.lib.errors import Conflict, Invalid
from registry.lib.versions import version_of


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What a relative is to the family.

    guardian: a relative's token; own_case: reference of their case, where they are missing too; mandate_until: with at
    least one mandate.
    """

    is_first: bool = False
    is_minor: bool = False
    guardian: str = ""
    do_not_contact: bool = False
    own_case: str = ""
    id_verified: IdentityCheck = IdentityCheck.NONE
    mandates: Sequence[Mandate] = ()
    mandate_until: date | None = None
    mandate_paper_seen: bool = False
    mandate_organisation: str = ""

    @property
    def version(self) -> int:
        """Stands for all of it, whoever changed any of it."""
        return version_of(asdict(self) | {"mandates": sorted(self.mandates)})


def standing_of(relative: Any, mandate: Any, own_case: str = "") -> Standing:
    """What a relative is to the family now, of rows in clear.

    mandate: None without one; own_case: the reference of their own case, "" where the reader does not see it.
    """
    said = Standing(
        is_first=relative.is_primary_contact, is_minor=relative.is_minor, do_not_contact=relative.do_not_contact,
        guardian=token_of(relative.guardian_id) if relative.guardian_id else "",
        id_verified=IdentityCheck(relative.id_verified or IdentityCheck.NONE), own_case=own_case,
    )  # fmt: skip
    if mandate is None:
        return said
    return replace(
        said, mandates=[Mandate(code) for code in mandate.scope], mandate_until=mandate.valid_until,
        mandate_paper_seen=mandate.paper_seen, mandate_organisation=mandate.organisation_name or "",
    )  # fmt: skip


@transaction.atomic
def add_relative(*, actor: Actor, case_ref: str, entry: RelativeEntry, standing: Standing) -> Relative:
    """Add a relative who asks too, or whom the family named.  Raises NotFound, Forbidden, Invalid."""
    case = case_with_family(actor, case_ref)
    if entry.relationship == Relationship.NONE:
        words = _("Somebody who is nothing to the person is a source of the case, not a relative.")
        raise Invalid(fields={"enquirer_relationship": [words]})
    check_relative(entry)
    _check(actor, case, standing, None)
    source = CaseSource.objects.create(case=case, kind="family", created_by=actor.account)
    relative = relative_of(actor, case, source, entry)
    relative.is_primary_contact = False
    relative.save(force_insert=True)
    access.insert_rows(relative_rows(actor, relative, entry))
    _write(actor, case, relative, standing)
    journal.record(actor, "relative.added", case, ring=Ring.KIN)
    return relative


@transaction.atomic
def change_relative(
    *, actor: Actor, case_ref: str, token: str, standing: Standing, expected_version: int | None = None
) -> Relative:
    """Change what a relative is to the family.  Raises NotFound, Forbidden, Invalid, Conflict."""
    case = case_with_family(actor, case_ref)
    relative = row_of(case, Relative, token)
    if expected_version not in (None, _held(actor, relative).version):
        raise Conflict()
    _check(actor, case, standing, relative)
    _write(actor, case, relative, standing)
    journal.record(actor, "relative.changed", case, ring=Ring.KIN)
    return relative


@transaction.atomic
def note_conflict(*, actor: Actor, case_ref: str, note: str) -> None:
    """Say that relatives disagree and who may be told what; without words that they do not any more.

    Raises NotFound, Forbidden.
    """
    case = to_safeguard(actor, case_ref)
    held = FamilyConflict.objects.select_for_update().filter(case=case).first()
    if not note:
        FamilyConflict.objects.filter(case=case).delete()
    elif held is None:
        FamilyConflict.objects.create(case=case, note=note, created_by=actor.account)
    else:
        update_row(held, {"note": note})
    access.touch(actor, case, action="case.safeguarded", changed=["conflict"])


def _check(actor: Actor, case: Case, standing: Standing, relative: Relative | None) -> None:
    faults: dict[str, list[str]] = {}
    if standing.own_case and _own_case(actor, case, standing) is None:
        faults["own_case"] = [_("Write the reference of another case whose family file you keep, as MMR-….")]
    if standing.is_minor and standing.is_first:
        faults["is_first"] = [_("A child is never the first contact. Choose a grown-up.")]
    if standing.guardian:
        guardian = _guardian(case, standing)
        if guardian is None or guardian.is_minor or guardian == relative:
            faults["guardian"] = [_("Choose a grown-up of this case.")]
        elif not standing.is_minor:
            faults["guardian"] = [_("Only a child has a guardian here.")]
    if standing.is_minor and relative is not None and _guards(relative):
        faults["is_minor"] = [_("They are the guardian of a child of this case, so they are no child themselves.")]
    if standing.do_not_contact and standing.is_first:
        faults["do_not_contact"] = [_("Who wishes no contact cannot be the first contact.")]
    if relative is not None and relative.is_primary_contact and not standing.is_first:
        faults["is_first"] = [_("Somebody has to be called first. Choose another relative as first contact instead.")]
    if standing.mandates and (standing.mandate_until is None or standing.mandate_until <= timezone.localdate()):
        faults["mandate_until"] = [_("A mandate has an end that is still to come.")]
    if faults:
        raise Invalid(fields=faults)


def _held(actor: Actor, relative: Relative) -> Standing:
    (clear,) = reveal([relative])
    mandate = next(iter(reveal(list(RelativeMandate.objects.filter(relative=relative)))), None)
    own = relative.own_case_id and door.visible(actor, Case).filter(pk=relative.own_case_id).first()
    return standing_of(clear, mandate, own.ref if own else "")


def _guardian(case: Case, standing: Standing) -> Relative | None:
    return find(Relative.objects.filter(case=case), standing.guardian)


def _own_case(actor: Actor, case: Case, standing: Standing) -> Case | None:
    """The case of a relative who is missing too, for who keeps both family files; else as if there were none."""
    mine = door.visible(actor, Case, door.Action.CHANGE, ring=Ring.KIN).exclude(pk=case.pk)
    return mine.filter(ref=standing.own_case.strip().upper()).first()


def _kept(actor: Actor, case: Case, standing: Standing, relative: Relative) -> UUID | None:
    """What is written; what the actor cannot see, and so did not take away, stays."""
    if standing.own_case:
        found = _own_case(actor, case, standing)
        return found.pk if found else None
    held = relative.own_case_id
    return None if held is None or door.visible(actor, Case).filter(pk=held).exists() else held


def _guards(relative: Relative) -> bool:
    return Relative.objects.filter(guardian=relative).exists()


def _write(actor: Actor, case: Case, relative: Relative, standing: Standing) -> None:
    if standing.is_first and not relative.is_primary_contact:
        Relative.objects.filter(case=case, is_primary_contact=True).update(is_primary_contact=False)
    update_row(
        relative,
        {
            "is_primary_contact": standing.is_first,
            "is_minor": standing.is_minor,
            "guardian_id": guardian.pk if (guardian := _guardian(case, standing)) else None,
            "do_not_contact": standing.do_not_contact,
            "own_case_id": _kept(actor, case, standing, relative),
            "id_verified": standing.id_verified.value,
        },
    )
    RelativeMandate.objects.filter(relative=relative).delete()
    if standing.mandates and standing.mandate_until is not None:
        RelativeMandate.objects.create(
            case=case, relative=relative, created_by=actor.account,
            scope=sorted({one.value for one in standing.mandates}), paper_seen=standing.mandate_paper_seen,
            valid_until=standing.mandate_until, organisation_name=standing.mandate_organisation or None,
        )  # fmt: skip
