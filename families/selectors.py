"""Reads for the pages of families, all through the door: drafts, a case as an entry, consents, the family file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accessctl import door
from accessctl.actor import Actor
from accessctl.clear import Clear
from accessctl.codes import Purpose
from accessctl.models import Agreement, AgreementParty, Organisation
from accessctl.policy import Action
from accessctl.rings import Ring
from accessctl.tokens import token_of
from cases.codes import Priority
from cases.models import (
    Case,
    CaseBelonging,
    CaseDentalChart,
    CaseDocument,
    CaseIntimateMark,
    CaseMark,
    CaseMedical,
    CaseName,
    CaseProtectedDocument,
    CaseProtectionFile,
    CaseSearchFile,
)
from cases.services import CaseEntry
from cases.tellers import Teller
from families import calls, held
from families.asking_again import Question, questions_of
from families.codes import ConsentState, IntakeWay
from families.models import (
    Consent,
    ConsentReminder,
    DraftPhoto,
    InvitationCode,
    RegistrationDraft,
    Relative,
    RelativeMandate,
    RelativeName,
    RelativeTie,
)
from families.paper_codes import WRONG_PINS
from families.services.consent import Key
from families.services.effect import standing
from registry.lib.errors import Forbidden

WORK_DRAFTS = 10
INVITED_LENGTH = 50
# Calls come first among so many: a draft no older than these is opened to see whether it is one.
LOOKED_THROUGH = 60


@dataclass(frozen=True)
class Draft:
    """A draft in clear: its row, what was typed part by part, its photo."""

    row: RegistrationDraft
    parts: dict[str, Any]
    photo: Clear | None

    def part(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = self.parts.get(name) or {}
        return found

    @property
    def call(self) -> calls.Call | None:
        return calls.Call.of(self.part(calls.PART))

    @property
    def urgency(self) -> Priority | None:
        """Why it comes first today; None for what did not come in by a call."""
        return self.call.standing(timezone.now()) if self.call else None

    @property
    def label(self) -> str:
        """What its maker recognises it by: the name typed so far."""
        person = self.part("person")
        return next((value for key in ("name", "name_latn") for value in person.get(key, []) if value.strip()), "")


def draft(actor: Actor, ref: str) -> Draft:
    """One draft, opened.  Raises NotFound."""
    row = door.fetch(actor, RegistrationDraft, Action.CHANGE, ref=ref)
    return opened_drafts(actor, [row])[0]


def drafts_here(actor: Actor) -> QuerySet[RegistrationDraft]:
    """The drafts that the actor may finish: not those that somebody who was invited has yet to fill in."""
    unsent = InvitationCode._default_manager.filter(sent_at=None).values("draft")
    return door.visible(actor, RegistrationDraft, Action.CHANGE).exclude(pk__in=unsent)


@dataclass(frozen=True)
class Invited:
    """An invitation that was not used yet.  is_over: its code opens nothing any more."""

    ref: str
    way: IntakeWay
    until: datetime
    is_over: bool


def invitations(actor: Actor) -> list[Invited]:
    """The invitations that wait for an answer, newest first."""
    mine = door.visible(actor, RegistrationDraft, Action.CHANGE)
    rows = InvitationCode._default_manager.filter(sent_at=None, draft__in=mine.values("pk")).select_related("draft")
    now = timezone.now()
    return [
        Invited(
            row.draft.ref,
            IntakeWay(row.draft.came_by),
            row.expires_at,
            row.expires_at <= now or row.wrong >= WRONG_PINS,
        )
        for row in rows.order_by("-created_at")[:INVITED_LENGTH]
    ]


def work_drafts(actor: Actor) -> list[Draft]:
    """The drafts the actor may finish: every call, the most urgent and then the oldest first, and the newest others."""
    rows = drafts_here(actor).select_related("created_by").order_by("-updated_at")
    found = opened_drafts(actor, list(rows[:LOOKED_THROUGH]))
    now = timezone.now()
    called = [(one.call.rank(now), one.row.created_at, one) for one in found if one.call]
    others = [one for one in found if not one.call]
    return [*(one for *_first, one in sorted(called, key=lambda row: row[:2])), *others[:WORK_DRAFTS]]


def opened_drafts(actor: Actor, rows: list[RegistrationDraft]) -> list[Draft]:
    """Drafts that the door lets through, opened."""
    opened = door.open(actor, rows, Ring.SEARCH)
    clear = [(row, opened.one(row, RegistrationDraft)) for row in rows]
    return [Draft(row, held.payload if held else {}, opened.one(row, DraftPhoto)) for row, held in clear]


def partners(actor: Actor) -> list[Organisation]:
    """The organisations that an agreement in force lets receive from the actor's own, by name."""
    part, own = AgreementParty.Part, actor.organisation_id
    if own is None:
        return []
    receiving: set[UUID] = set()
    for agreement in door.visible(actor, Agreement).live().distinct().prefetch_related("parties"):  # type: ignore[attr-defined]
        parties = list(agreement.parties.all())
        if any(party.organisation_id == own and party.part != part.RECEIVER for party in parties):
            receiving |= {party.organisation_id for party in parties if party.part != part.PROVIDER}
    return list(door.visible(actor, Organisation).filter(pk__in=receiving).exclude(pk=own).order_by("name"))


def other_organisations(actor: Actor) -> list[tuple[str, str]]:
    """Everyone else who takes part, as choices: (reference, name)."""
    everyone = [organisation for organisation in door.visible(actor, Organisation) if organisation.may_take_part]
    return [(one.ref, one.name) for one in everyone if one.pk != actor.organisation_id]


@dataclass(frozen=True)
class EditedCase:
    """A case as it may be changed by one actor.

    sees_protection: whether protection may be read; otherwise the entry's flag is empty and means "as it is".
    tellers: the sources of its relatives with their names, who was heard first before the others.
    """

    case: Case
    entry: CaseEntry
    sees_protection: bool
    tellers: list[tuple[UUID, str]]

    @property
    def compares(self) -> bool:
        """Whether the family agreed to comparison with remains."""
        return Purpose.FORENSIC_COMPARISON in self.case.purposes


def case_for_change(actor: Actor, ref: str) -> EditedCase:
    """What an actor may change of a case: each of its rings that they may open, opened.  Raises NotFound, Forbidden."""
    case = door.fetch(actor, Case, Action.CHANGE, ref=ref)
    reach = door.rings(actor, case)
    search = door.open(actor, case, Ring.SEARCH, tables=[CaseSearchFile, CaseName, CaseMark, CaseBelonging])
    file = search.one(case, CaseSearchFile)
    reserved = _rows(actor, case, Ring.RESERVED, CaseDocument, reach)
    forensic = (
        door.open(actor, case, Ring.FORENSIC, tables=[CaseIntimateMark, CaseMedical, CaseDentalChart])
        if Ring.FORENSIC in reach
        else None
    )
    marks = [*search.rows(case, CaseMark), *(forensic.rows(case, CaseIntimateMark) if forensic else [])]
    protection = door.open(actor, case, Ring.PROTECTION) if Ring.PROTECTION in reach else None
    flag = protection.one(case, CaseProtectionFile) if protection else None
    papers = [*reserved, *(protection.rows(case, CaseProtectedDocument) if protection else [])]
    entry = CaseEntry(
        **held.common(case, flag),
        **held.search(file),
        names=tuple(held.name(row) for row in sorted(search.rows(case, CaseName), key=held.main_first)),
        documents=tuple(held.document(row) for row in papers),
        marks=tuple(held.mark(row) for row in marks),
        belongings=held.belongings(search.rows(case, CaseBelonging)),
        **(held.body(case, forensic) if forensic else {}),
        protection_flag=flag.protection_flag if flag else "",
        protection_states=tuple(flag.protection_states) if flag else (),
    )
    return EditedCase(case, entry, sees_protection=flag is not None, tellers=_tellers(actor, case, reach))


def tellers_of(actor: Actor, case: Case) -> list[Teller]:
    """Who of the family may have told something of a case; none where its file is closed to the actor."""
    found = _tellers(actor, case, door.rings(actor, case))
    return [Teller(token_of(source), source, name) for source, name in found]


def _tellers(actor: Actor, case: Case, reach: Iterable[Ring]) -> list[tuple[UUID, str]]:
    if Ring.KIN not in reach:
        return []
    kin = door.open(actor, case, Ring.KIN, tables=[Relative, RelativeName])
    said: dict[UUID, str] = {}
    for row in kin.rows(case, RelativeName):
        said.setdefault(row.relative_id, row.full_original)
    return [(one.source_id, said.get(one.pk, _("a relative without a name"))) for one in kin.rows(case, Relative)]


def _rows(actor: Actor, case: Case, ring: Ring, table: Any, reach: Iterable[Ring]) -> list[Clear]:
    return door.open(actor, case, ring, tables=[table]).rows(case, table) if ring in reach else []


@dataclass(frozen=True)
class Standing:
    """What holds now for one use and one class of recipients; organisations by reference, countries alpha-3."""

    state: str
    since: datetime
    until: datetime | None
    max_layer: int
    only: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    country_scope: str = ""
    countries: tuple[str, ...] = ()

    @property
    def is_given(self) -> bool:
        return self.state == ConsentState.GIVEN

    @property
    def is_kept_back(self) -> bool:
        """Not used for now, as who gave it wished."""
        return self.state == ConsentState.RESTRICTED

    @property
    def label(self) -> Any:
        return ConsentState(self.state).label


@dataclass(frozen=True)
class Consents:
    """A case and its consents: by use and recipients what stands, and what is to be asked again."""

    case: Case
    standing: dict[Key, Standing]
    names: dict[str, str]  # of the organisations that are named, by reference
    is_flagged: bool | None  # None: the reader may not know
    to_ask: list[Question]

    @property
    def given(self) -> list[Standing]:
        return [one for one in self.standing.values() if one.is_given]


def consents(actor: Actor, ref: str) -> Consents:
    """The consents of a case, for those who may change it.  Raises NotFound, Forbidden."""
    case = door.fetch(actor, Case, Action.CHANGE, ref=ref)
    opened = door.open(actor, case, Ring.SEARCH, tables=[Consent, ConsentReminder])
    rows, now = opened.rows(case, Consent), timezone.now()
    live = {row.pk for row in standing(rows, now)}
    latest = {(row.purpose, row.recipient_class): row for row in rows}
    known = {str(one.pk): one for one in door.visible(actor, Organisation)}
    refs = {key: one.ref for key, one in known.items()}
    return Consents(
        case=case,
        standing={key: _standing(row, refs, is_live=row.pk in live) for key, row in latest.items()},
        names={one.ref: one.name for one in known.values()},
        is_flagged=_is_flagged(actor, case),
        to_ask=questions_of(rows, opened.rows(case, ConsentReminder)),
    )


def _standing(row: Any, refs: dict[str, str], *, is_live: bool) -> Standing:
    state, named, scope = row.state, row.recipient_organisations or {}, row.country_scope or {}
    if state in (ConsentState.GIVEN, ConsentState.RESTRICTED) and not is_live:
        state = ConsentState.EXPIRED.value
    return Standing(
        state,
        row.valid_from,
        row.valid_until,
        row.max_layer,
        only=tuple(sorted(refs[key] for key in named.get("only", ()) if key in refs)),
        without=tuple(sorted(refs[key] for key in named.get("except", ()) if key in refs)),
        country_scope=scope.get("scope", ""),
        countries=tuple(sorted(scope.get("countries", ()))),
    )


def _is_flagged(actor: Actor, case: Case) -> bool | None:
    if Ring.PROTECTION not in door.rings(actor, case):
        return None
    held = door.open(actor, case, Ring.PROTECTION, tables=[CaseProtectionFile]).one(case, CaseProtectionFile)
    return held is not None and held.protection_flag != "none"


@dataclass(frozen=True)
class Family:
    """The relatives of a case, in clear, with what of them the reader may open."""

    case: Case
    relatives: list[tuple[Clear, list[Clear], Clear | None]]
    may_open_channels: bool
    may_erase: bool
    may_change: bool
    mandates: list[Clear]
    own_cases: dict[UUID, str] = field(
        default_factory=dict
    )  # of relatives who are missing too, as far as they are seen


def _own_cases(actor: Actor, relatives: Iterable[Any]) -> dict[UUID, str]:
    keys = {row.own_case_id for row in relatives} - {None}
    return dict(door.visible(actor, Case).filter(pk__in=keys).values_list("pk", "ref")) if keys else {}


def case_with_family_file(actor: Actor, ref: str) -> Case:
    """A case whose family file the reader may open.  Raises NotFound, Forbidden."""
    case = door.fetch(actor, Case, ref=ref)
    if Ring.KIN not in door.rings(actor, case):
        raise Forbidden()
    return case


def family(actor: Actor, ref: str) -> Family | None:
    """The family file of a case; None where the reader may see the case and not the file.  Raises NotFound."""
    case = door.fetch(actor, Case, ref=ref)
    reach = door.rings(actor, case)
    if not {Ring.KIN, Ring.SEARCH} <= reach:
        return None
    kin = door.open(actor, case, Ring.KIN, tables=[Relative, RelativeName, RelativeMandate])
    ties = door.open(actor, case, Ring.SEARCH, tables=[RelativeTie]).rows(case, RelativeTie)
    names = kin.rows(case, RelativeName)
    relatives = [
        (
            relative,
            [name for name in names if name.relative_id == relative.pk],
            next((tie for tie in ties if tie.relative_id == relative.pk), None),
        )
        for relative in kin.rows(case, Relative)
    ]
    return Family(
        case, relatives, Ring.CONTACT in reach,
        may_erase=door.can(actor, Action.ERASE, case), may_change=door.can(actor, Action.CHANGE, case),
        mandates=kin.rows(case, RelativeMandate), own_cases=_own_cases(actor, kin.rows(case, Relative)),
    )  # fmt: skip
