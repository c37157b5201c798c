"""Saving what a family tells for a comparison with remains."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accessctl import door
from accessctl.actor import Actor
from accessctl.codes import Purpose
from cases.models import Case
from cases.services import CaseEntry
from cases.services.holders import save_holders
from families.services.following import edit_case
from registry.lib.errors import Conflict, Invalid


class NotAgreed(Invalid):
    code = "not_agreed"
    template = _("The family has not agreed to this. Ask for their consent first; nothing was saved.")


@transaction.atomic
def save_comparison(
    *,
    actor: Actor,
    ref: str,
    entry: CaseEntry | None,
    holders: dict[str, Any],
    expected_version: int | None = None,
    told_by: UUID | None = None,
) -> Case:
    """Save the answers of one section.  entry: the whole case with them, None where the section changes nothing of it.

    Raises NotFound, Forbidden, NotAgreed, Invalid, Conflict.
    """
    case = door.fetch(actor, Case, door.Action.CHANGE, ref=ref, lock=True)
    needed = {Purpose.FORENSIC_COMPARISON.value}
    if holders.keys() & {"samples_offered", "samples_note"}:
        needed.add(Purpose.DNA_IDENTIFICATION.value)
    if not needed <= {*case.purposes}:
        raise NotAgreed()
    if entry is None and expected_version not in (None, case.version):
        raise Conflict()
    if entry is not None:
        case = edit_case(actor=actor, ref=ref, entry=entry, expected_version=expected_version, told_by=told_by)
    if holders:
        case = save_holders(actor=actor, ref=ref, said=holders, told_by=told_by)
    return case
