"""Requests of relatives: those of one case, and those of an organisation that wait for an answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from accessctl import door
from accessctl.actor import Actor
from accessctl.codes import Purpose
from accessctl.rings import Ring
from accessctl.tokens import token_of
from cases.models import Case
from families.codes import RequestKind
from families.models import Consent, ConsentTaking, PageCode, Relative, RelativeName, RightsRequest
from families.services.restricting import STOPPING, agreed_uses

LENGTH = 100
# Answering tells the relative what became of it; these are carried out on a page of their own.
DONE_ON = {
    RequestKind.REACH: "families:ways",
    RequestKind.SUPPORT: "families:support",
    RequestKind.ERASE: "families:relative-erase",
    RequestKind.WITHDRAW: "families:consent",
    RequestKind.COPY: "families:page-codes",
    RequestKind.CONSULT: "families:page-codes",
    RequestKind.WHO_ACCESSED: "accessctl:readings",
    RequestKind.WHO_RECEIVED: "accessctl:readings",
}


@dataclass(frozen=True)
class Waiting:
    """A request without an answer, by the reference of its case: names stay on the case's page."""

    ref: str
    token: str
    kind: RequestKind
    due_on: date
    is_overdue: bool


@dataclass(frozen=True)
class Known:
    """A relative as the pages of those who work on the case name them, and the code that opens their page."""

    token: str
    name: str
    code: Any


@dataclass(frozen=True)
class Line:
    """A request in clear, whose it is, and how its page names both.

    uses: of a wish not to use what they gave, and of an objection: what they agreed to, of which some stop.
    """

    token: str
    relative: str
    row: Any
    name: str
    is_overdue: bool
    uses: list[Purpose] = field(default_factory=list)

    @property
    def page(self) -> str:
        """Where what is asked is done, as the name of an address; empty where answering does it, or only words do."""
        return DONE_ON.get(self.row.kind, "")

    @property
    def stopped(self) -> list[str]:
        """The uses that a granted wish stopped, in words."""
        return [str(Purpose(code).label) for code in self.row.uses]


def waiting(actor: Actor) -> list[Waiting]:
    """Requests on the own organisation's cases whose family file the actor may open, the most pressing first."""
    own = door.visible(actor, Case, door.Action.CHANGE).filter(owner=actor.organisation_id)
    readable = door.visible(actor, Case, ring=Ring.KIN).values("pk")
    rows = RightsRequest._default_manager.filter(decision=None, case__in=own.values("pk")).filter(case__in=readable)
    today = timezone.localdate()
    return [
        Waiting(row.case.ref, token_of(row.pk), RequestKind(row.kind), row.due_on, row.due_on < today)
        for row in rows.select_related("case").order_by("due_on", "pk")[:LENGTH]
    ]


def relatives(actor: Actor, ref: str) -> tuple[Case, list[Known]]:
    """The relatives of a case and their codes.  Raises NotFound, Forbidden."""
    case, names, kin = _kin(actor, ref)
    codes = {code.relative_id: code for code in kin.rows(case, PageCode) if code.revoked_at is None}
    known = [Known(token_of(key), name, codes.get(key)) for key, name in names.items()]
    return case, known


def requests(actor: Actor, ref: str) -> tuple[Case, list[Known], list[Line]]:
    """What the relatives of a case asked, what waits first.  Raises NotFound, Forbidden."""
    case, names, kin = _kin(actor, ref)
    today = timezone.localdate()
    rows = sorted(kin.rows(case, RightsRequest), key=lambda row: (row.decision is not None, row.due_on))
    uses = _uses(actor, case, kin, {row.relative_id for row in rows if row.decision is None and row.kind in STOPPING})
    lines = [
        Line(
            token=token_of(row.pk),
            relative=token_of(row.relative_id),
            row=row,
            name=names.get(row.relative_id, ""),
            is_overdue=row.decision is None and row.due_on < today,
            uses=uses.get(row.relative_id, []) if row.kind in STOPPING else [],
        )
        for row in rows
    ]
    return case, [Known(token_of(key), name, None) for key, name in names.items()], lines


def _uses(actor: Actor, case: Case, kin: door.Opened, relatives: set[UUID]) -> dict[UUID, list[Purpose]]:
    """What each of these relatives agreed to."""
    if not relatives:
        return {}
    rows = door.open(actor, case, Ring.SEARCH, tables=[Consent]).rows(case, Consent)
    takings = {row.consent_id: row.given_by_id for row in kin.rows(case, ConsentTaking)}
    return {key: agreed_uses(rows, takings, key) for key in relatives}


def _kin(actor: Actor, ref: str) -> tuple[Case, dict[Any, str], door.Opened]:
    case = door.fetch(actor, Case, door.Action.CHANGE, ref=ref)
    kin = door.open(actor, case, Ring.KIN, tables=[ConsentTaking, Relative, RelativeName, PageCode, RightsRequest])
    said: dict[Any, str] = {}
    for name in kin.rows(case, RelativeName):
        said.setdefault(name.relative_id, name.full_original)
    return case, {row.pk: said.get(row.pk, "") for row in kin.rows(case, Relative)}, kin
