"""Reads of cases: list, file, papers, photo."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from accessctl import door
from accessctl.actor import Actor
from accessctl.clear import Clear
from accessctl.rings import Ring
from cases.codes import LinkBasis, NameKind
from cases.models import (
    Case,
    CaseBelonging,
    CaseDocument,
    CaseIncident,
    CaseMark,
    CaseName,
    CasePhoto,
    CaseProtectionFile,
    CaseSearchFile,
    Incident,
)

SEARCH_TABLES = (CaseSearchFile, CaseName, CaseMark, CaseBelonging, CaseIncident)
FILTERS = ("status", "route_code", "age_band", "sex", "last_contact_country", "destination_country")


@dataclass(frozen=True)
class ListedCase:
    """A row of a list: layer 1, and the main name where the reader holds the search file."""

    case: Case
    name: str = ""


@dataclass(frozen=True)
class LinkedIncident:
    """An incident that the missing person may have been in, and why it is linked."""

    incident: Incident
    basis: LinkBasis


@dataclass
class CaseFile:
    """What one reader may see of a case.  `held`: rings that exist and are closed to this reader."""

    case: Case
    open_rings: frozenset[Ring]
    search: Clear | None = None
    names: list[Clear] = field(default_factory=list)
    marks: list[Clear] = field(default_factory=list)
    belongings: list[Clear] = field(default_factory=list)
    incidents: list[LinkedIncident] = field(default_factory=list)

    @property
    def main_name(self) -> str:
        return main_name(self.names)

    @property
    def held(self) -> list[Ring]:
        return [ring for ring in (Ring.SEARCH, Ring.RESERVED, Ring.KIN) if ring not in self.open_rings]


def page_of_cases(
    actor: Actor, *, filters: dict[str, str], mine: bool = False, after: str | None = None
) -> door.Page[Case]:
    """A page of cases, newest first: layer 1 only."""
    where = Q(**{name: value for name, value in filters.items() if name in FILTERS and value})
    if nationality := filters.get("nationality"):
        where &= Q(nationalities__contains=[nationality])
    if mine:
        where &= Q(owner=actor.organisation_id)
    return door.page(actor, Case, where=where, after=after)


def fetch_case(actor: Actor, ref: str) -> Case:
    """The layer-1 row of a case.  Raises NotFound."""
    return door.fetch(actor, Case, ref=ref)


def with_names(actor: Actor, cases: list[Case]) -> list[ListedCase]:
    """Each case with its main name, or without where the search file is closed to the reader."""
    opened = door.open(actor, cases, Ring.SEARCH, tables=[CaseName], fields=["full_original"], within_reach=True)
    return [ListedCase(case, main_name(opened.rows(case, CaseName))) for case in cases]


def case_file(actor: Actor, ref: str) -> CaseFile:
    """One case as far as the reader's rings go.  Raises NotFound."""
    case = door.fetch(actor, Case, ref=ref)
    found = CaseFile(case, door.rings(actor, case))
    if Ring.SEARCH in found.open_rings:
        opened = door.open(actor, case, Ring.SEARCH, tables=SEARCH_TABLES)
        found.search = opened.one(case, CaseSearchFile)
        found.names = opened.rows(case, CaseName)
        found.marks = opened.rows(case, CaseMark)
        found.belongings = opened.rows(case, CaseBelonging)
        found.incidents = _linked(actor, opened.rows(case, CaseIncident))
    return found


def search_files(actor: Actor, cases: list[Case]) -> list[CaseFile]:
    """The search files of many cases in their order, opened together.  Raises Forbidden if one is out of reach."""
    tables = [CaseSearchFile, CaseName, CaseMark, CaseBelonging]
    opened = door.open(actor, cases, Ring.SEARCH, tables=tables)
    return [
        CaseFile(
            case, frozenset({Ring.COMMON, Ring.SEARCH}), search=opened.one(case, CaseSearchFile),
            names=opened.rows(case, CaseName), marks=opened.rows(case, CaseMark),
            belongings=opened.rows(case, CaseBelonging),
        )
        for case in cases
    ]  # fmt: skip


def merged_with(actor: Actor, case: Case) -> tuple[Case | None, list[Case]]:
    """Under whose reference the work on a case goes on, if not its own, and whose goes on under its reference.

    Told to its own organisation, of its own cases.
    """
    if case.owner_id != actor.organisation_id:
        return None, []
    files = CaseSearchFile._default_manager
    own = door.visible(actor, Case, ring=Ring.SEARCH).filter(owner=actor.organisation_id)
    into, here = files.filter(case=case).values("duplicate_of"), files.filter(duplicate_of=case).values("case")
    rows = list(own.filter(Q(pk__in=into) | Q(pk__in=here)).annotate(is_into=Q(pk__in=into)).order_by("ref"))
    return next((row for row in rows if row.is_into), None), [row for row in rows if not row.is_into]


def _linked(actor: Actor, links: list[Clear]) -> list[LinkedIncident]:
    """The linked incidents that the reader may see, in the order of linking."""
    seen = door.visible(actor, Incident).in_bulk([link.incident_id for link in links])
    return [
        LinkedIncident(seen[link.incident_id], LinkBasis(link.basis))
        for link in links if link.incident_id in seen
    ]  # fmt: skip


def incidents_of_case(actor: Actor, ref: str) -> tuple[Case, list[LinkedIncident]]:
    """A case and the incidents it is linked to, of those that the reader may see.  Raises NotFound, Forbidden."""
    case = door.fetch(actor, Case, ref=ref)
    return case, _linked(actor, door.open(actor, case, Ring.SEARCH, tables=[CaseIncident]).rows(case, CaseIncident))


def reserved_documents(actor: Actor, case: Case) -> list[Clear]:
    """Papers of a case (ring 3).  Raises Forbidden."""
    return door.open(actor, case, Ring.RESERVED, tables=[CaseDocument]).rows(case, CaseDocument)


def protection_file(actor: Actor, case: Case) -> Clear | None:
    """The protection file (ring 4p).  Raises Forbidden."""
    return door.open(actor, case, Ring.PROTECTION, tables=[CaseProtectionFile]).one(case, CaseProtectionFile)


def photo(actor: Actor, ref: str) -> Clear | None:
    """The photo of a case, or None when there is none.  Raises NotFound, Forbidden."""
    case = door.fetch(actor, Case, ref=ref)
    return door.open(actor, case, Ring.SEARCH, tables=[CasePhoto]).one(case, CasePhoto)


def main_name(names: Iterable[Clear]) -> str:
    """The main name as the family writes it, else the first one."""
    rows = list(names)
    found = next((row for row in rows if row.kind == NameKind.MAIN), rows[0] if rows else None)
    return str(found.full_original) if found else ""
