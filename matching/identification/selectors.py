"""Reads of identifications: those of a pair for who may open the forensic file, and how far the release has come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from accessctl import door
from accessctl.actor import Actor
from accessctl.clear import Clear
from accessctl.rings import Ring
from cases.models import Case
from families.codes import IdMethod
from families.wishes.selectors import WishesPage, wishes_of
from matching import states
from matching.codes import PairKind, PairState, ReviewRole
from matching.identification.codes import Conclusion
from matching.models import CandidatePair, Identification, ReleaseOrder, SecondOpinion, Signature
from matching.services import identifying, releasing, reviewing
from registry.lib.errors import Forbidden, NotFound
from remains.custody.selectors import Custody, custody_of
from remains.models import Remains

TABLES = (Identification, Signature, SecondOpinion)
PART = "remains.identification"


@dataclass(frozen=True)
class Shown:
    """One identification.  is_whole: it reads as it was signed."""

    row: Any
    conclusion: Conclusion
    methods: list[Any]
    signatures: list[Any]
    opinion: Any | None
    is_whole: bool


@dataclass(frozen=True)
class IdentificationPage:
    """What a page of identifications shows.  is_read: False for who holds the case and does not read the forensic file.

    rows: newest first; draft: the one that waits for signatures; standing: the one that settled the pair.
    """

    pair: CandidatePair
    case: Case
    remains: Remains
    is_read: bool
    rows: list[Shown]
    draft: Shown | None
    standing: Shown | None
    is_issued: bool
    may_identify: bool
    may_draw: bool
    roles: list[ReviewRole]
    has_signed: bool
    reviewers_agree: bool
    may_ask: bool
    serves_family: bool


def page_of(actor: Actor, ref: str) -> IdentificationPage:
    """The identifications of a pair.  Raises NotFound, Forbidden."""
    pair, case, remains = _fetch(actor, ref)
    is_read = Ring.FORENSIC in door.rings(actor, remains)
    rows = _opened(actor, pair, remains) if is_read else []
    may_identify = identifying.may_identify(actor, pair)
    serves = releasing.may_serve(actor, case)
    if not is_read and not (serves and pair.concluded):
        raise Forbidden()
    draft = next((one for one in rows if one.row.issued_at is None and one.row.withdrawn_at is None), None)
    standing = next((one for one in rows if one.row.issued_at is not None and one.row.revoked_at is None), None)
    me = actor.account.pk if actor.account else None
    issued = Identification._default_manager.filter(pair=pair, revoked_at=None).exclude(issued_at=None)
    asked = SecondOpinion._default_manager.filter(identification__in=issued)
    return IdentificationPage(
        pair=pair, case=case, remains=remains, is_read=is_read, rows=rows, draft=draft, standing=standing,
        is_issued=pair.concluded, may_identify=may_identify,
        may_draw=may_identify and draft is None and pair.state in identifying.IDENTIFIABLE,
        roles=identifying.signing_roles(actor, pair) if may_identify else [],
        has_signed=draft is not None and any(one.signer_id == me for one in draft.signatures),
        reviewers_agree=states.lacking(reviewing.standing(reviewing.of_round(pair))).reviewers_agree,
        may_ask=issued.exists() and not asked.exists() and door.can(actor, door.Action.REVIEW, pair),
        serves_family=serves,
    )  # fmt: skip


def _fetch(actor: Actor, ref: str) -> tuple[CandidatePair, Case, Remains]:
    """A pair of a case and remains, with both.  Raises NotFound."""
    found = door.fetch(actor, CandidatePair, ref=ref)
    pair = door.visible(actor, CandidatePair).select_related("case__owner", "remains__owner").get(pk=found.pk)
    if pair.kind != PairKind.AM_PM or pair.case is None or pair.remains is None:
        raise NotFound()
    return pair, pair.case, pair.remains


def _opened(actor: Actor, pair: CandidatePair, remains: Remains) -> list[Shown]:
    opened = door.open(actor, remains, Ring.FORENSIC, tables=TABLES)
    if PART in opened.closed(remains):
        raise Forbidden()
    signed: list[Any] = opened.rows(remains, Signature)
    opinions = {row.identification_id: row for row in opened.rows(remains, SecondOpinion)}
    rows: list[Any] = [row for row in opened.rows(remains, Identification) if row.pair_id == pair.pk]
    return [
        Shown(
            row, Conclusion(row.conclusion), [IdMethod(code).label for code in row.methods],
            [one for one in signed if one.identification_id == row.pk], opinions.get(row.pk),
            identifying.is_as_drawn(row, pair),
        )
        for row in reversed(rows)
    ]  # fmt: skip


@dataclass(frozen=True)
class ReleasePage:
    """How far the way to rest has come, for either side: what is passed on, the family's steps, the chain of custody.

    wishes, custody: None where their file is closed to the reader.
    """

    pair: CandidatePair
    case: Case
    remains: Remains
    order: Clear | None
    is_passed_on: bool
    wishes: WishesPage | None
    custody: Custody | None


def release_of(actor: Actor, ref: str) -> ReleasePage:
    """The release of the remains of a confirmed pair.  Raises NotFound, Forbidden."""
    pair, case, remains = _fetch(actor, ref)
    reads, serves = Ring.FORENSIC in door.rings(actor, remains), releasing.may_serve(actor, case)
    if pair.state != PairState.CONFIRMED or not (reads or serves):
        raise Forbidden()
    order = None
    if reads:
        opened = door.open(actor, remains, Ring.FORENSIC, tables=[ReleaseOrder])
        if PART in opened.closed(remains):
            raise Forbidden()
        rows: list[Any] = opened.rows(remains, ReleaseOrder)
        row = releasing.standing_identification(pair)
        order = next((one for one in rows if one.identification_id == row.pk), None)
    return ReleasePage(
        pair, case, remains, order, releasing.wishes_are_known(remains), wishes_of(actor, case.ref) if serves else None,
        custody_of(actor, remains.ref) if reads else None,
    )  # fmt: skip
