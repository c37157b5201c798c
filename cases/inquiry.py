"""The letter to whoever is asked: our organisation, a reference, and what of the person the family lets go.

SECURITY: neither the family nor the reason, nor the reference of the case, stands in it; what may go is asked anew.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext_lazy as _

from accessctl import door, journal
from accessctl.actor import Actor
from accessctl.models import Organisation
from accessctl.rings import Ring
from cases import handing, selectors
from cases.codes import SearchStep
from cases.models import Case, CaseSearchAction
from registry.lib.errors import Conflict, NotFound


class NothingToAsk(Conflict):
    code = "nothing_to_ask"
    template = _("Nothing of the person may go to them: the family has not agreed to it, or took it back.")


@dataclass(frozen=True)
class Inquiry:
    """language, direction: of the whole paper; facts: (label, value)."""

    reference: str
    language: str
    direction: str
    sender: Organisation
    receiver: Organisation
    day: str
    facts: list[tuple[str, str]]
    until: str


@transaction.atomic
def inquiry(actor: Actor, case_ref: str, action_ref: str) -> Inquiry:
    """The letter that goes with a step.  Raises NotFound, Forbidden, NothingToAsk."""
    case = door.fetch(actor, Case, door.Action.CHANGE, ref=case_ref)
    rows = CaseSearchAction._default_manager.filter(case=case, ref=action_ref).select_related("organisation", "share")
    row = rows.first()
    if row is None or row.organisation is None or row.share is None:
        raise NotFound()
    ((_case, may),) = handing.let([case], row.organisation, SearchStep(row.action).purpose)
    parts = may.parts & set(row.share.parts)
    if not parts or row.share.recall != row.share.Recall.NONE:
        raise NothingToAsk()
    file = selectors.case_file(actor, case.ref)
    journal.record(actor, "action.letter_made", case, ring=Ring.SEARCH)
    facts = [(str(one.label), value) for one, value in handing.facts(file, parts)]
    return Inquiry(
        row.ref, get_language() or "en", "rtl" if get_language_bidi() else "ltr", case.owner, row.organisation,
        date_format(timezone.localdate(), "DATE_FORMAT"), facts, date_format(row.share.expires_at, "DATE_FORMAT"),
    )  # fmt: skip
