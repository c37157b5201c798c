"""Reads of people found alive, for the unit that may approach them, and of their own reports for who made them."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Q

from accessctl import door
from accessctl.actor import Actor
from accessctl.clear import Clear
from accessctl.codes import Role
from accessctl.rings import Ring
from accessctl.signin import stepup
from cases.models import (
    Case,
    Whereabouts,
    WhereaboutsClaim,
    WhereaboutsFile,
    WhereaboutsMark,
    WhereaboutsName,
    WhereaboutsStep,
)
from cases.policies import FINDERS
from registry.lib.errors import Forbidden

LISTED = ("person_decision", "full_original", "seen_at")


@dataclass
class LivingFile:
    """What the unit holds of one person: what is known, and the way to them."""

    record: Whereabouts
    file: Clear
    names: list[Clear] = field(default_factory=list)
    marks: list[Clear] = field(default_factory=list)
    steps: list[Clear] = field(default_factory=list)
    claim: Clear | None = None  # that they say they are not missing
    case: Case | None = None  # the one that is meant, if the reader sees it


@dataclass(frozen=True)
class ListedLiving:
    """A row of the list."""

    record: Whereabouts
    file: Clear | None
    name: str
    claims: bool = False


def may_report_living(actor: Actor) -> bool:
    """Whether the actor's roles let them record people found alive; the services decide for themselves."""
    return bool(actor.organisation_id and actor.roles & FINDERS)


def may_approach(actor: Actor) -> bool:
    """Whether the actor belongs to the unit that may approach the living."""
    return Role.TRACING_OFFICER in actor.roles


def page_of_living(
    actor: Actor, *, after: str | None = None, claims: bool = False
) -> tuple[door.Page[Whereabouts], list[ListedLiving]]:
    """A page of reports, newest first, with a name and what the person decided.

    claims: of those alone who say that they are not missing, which is being examined.  Raises Forbidden, ProofNeeded.
    """
    if not may_report_living(actor):
        raise Forbidden()
    waiting = Q(pk__in=WhereaboutsClaim._default_manager.filter(ended_at=None).values("whereabouts"))
    if claims:
        stepup.demand_for(actor, Ring.WHEREABOUTS)  # that there is none would tell something as well
    page = door.page(actor, Whereabouts, where=waiting if claims else None, after=after)
    if not page.rows:
        return page, []
    opened = door.open(
        actor, page.rows, Ring.WHEREABOUTS, tables=[WhereaboutsFile, WhereaboutsName, WhereaboutsClaim], fields=LISTED
    )  # fmt: skip
    return page, [
        ListedLiving(
            row,
            opened.one(row, WhereaboutsFile),
            next((str(name.full_original) for name in opened.rows(row, WhereaboutsName)), ""),
            any(claim.ended_at is None for claim in opened.rows(row, WhereaboutsClaim)),
        )
        for row in page.rows
    ]


def living_file(actor: Actor, ref: str) -> LivingFile:
    """One report in clear.  Raises NotFound, Forbidden, ProofNeeded."""
    record = door.fetch(actor, Whereabouts, ref=ref)
    tables = [WhereaboutsFile, WhereaboutsName, WhereaboutsMark, WhereaboutsStep, WhereaboutsClaim]
    opened = door.open(actor, record, Ring.WHEREABOUTS, tables=tables)
    file = opened.one(record, WhereaboutsFile)
    if file is None:  # made together with the root
        raise Forbidden()
    claim = opened.one(record, WhereaboutsClaim)
    meant = door.visible(actor, Case).filter(pk=claim.case_id).first() if claim and claim.case_id else None
    return LivingFile(
        record, file, opened.rows(record, WhereaboutsName), opened.rows(record, WhereaboutsMark),
        opened.rows(record, WhereaboutsStep), claim, meant,
    )  # fmt: skip
