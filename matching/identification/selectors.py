"""Reads of identifications: on the way to one, those of a pair; issued, those of the remains; and of the release."""

from __future__ import annotations

from collections.abc import Sequence
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
from matching.codes import PairKind, ReviewRole
from matching.identification.codes import Conclusion
from matching.models import CandidatePair, Identification, ReleaseOrder, SecondOpinion, Signature
from matching.services import covering, identifying, issued, releasing, reviewing, revoking
from matching.services.covering import Covered
from matching.services.issued import Held
from registry.lib.errors import Forbidden, NotFound
from remains.custody.selectors import Custody, custody_of
from remains.models import Remains

TABLES = (Identification, Signature, SecondOpinion)
PART = "remains.identification"


@dataclass(frozen=True)
class Shown:
    """One identification.  is_whole: it reads as it was signed; pair: the reference of its pair."""

    row: Any
    pair: str
    conclusion: Conclusion
    methods: list[Any]
    signatures: list[Any]
    opinion: Any | None
    is_whole: bool
    covers: Covered


@dataclass(frozen=True)
class IdentificationPage:
    """The identifications of a pair, newest first.  draft: the one that waits for signatures.

    is_held: the reader holds a side, and has a page of what was issued.  parts: references of what is joined now.
    """

    pair: CandidatePair
    case: Case
    remains: Remains
    rows: list[Shown]
    draft: Shown | None
    is_held: bool
    may_identify: bool
    may_draw: bool
    roles: list[ReviewRole]
    has_signed: bool
    reviewers_agree: bool
    parts: list[str]


def page_of(actor: Actor, ref: str) -> IdentificationPage:
    """The identifications of a pair, for who reads the forensic file.  Raises NotFound, Forbidden."""
    pair, case, remains = _fetch(actor, ref)
    if Ring.FORENSIC not in door.rings(actor, remains):
        raise Forbidden()
    rows = _opened(actor, remains, [pair])
    draft = next((one for one in rows if one.row.issued_at is None and one.row.withdrawn_at is None), None)
    may_identify = identifying.may_identify(actor, pair)
    me = actor.account.pk if actor.account else None
    return IdentificationPage(
        pair=pair, case=case, remains=remains, rows=rows, draft=draft,
        is_held=actor.organisation_id in (case.owner_id, remains.owner_id), may_identify=may_identify,
        may_draw=may_identify and draft is None and pair.state in identifying.IDENTIFIABLE,
        roles=identifying.signing_roles(actor, pair) if may_identify else [],
        has_signed=draft is not None and any(one.signer_id == me for one in draft.signatures),
        reviewers_agree=states.lacking(reviewing.standing(reviewing.of_round(pair))).reviewers_agree,
        parts=covering.joined_parts(remains),
    )  # fmt: skip


def _fetch(actor: Actor, ref: str) -> tuple[CandidatePair, Case, Remains]:
    """A pair of a case and remains, with both.  Raises NotFound."""
    found = door.fetch(actor, CandidatePair, ref=ref)
    pair = door.visible(actor, CandidatePair).select_related("case__owner", "remains__owner").get(pk=found.pk)
    if pair.kind != PairKind.AM_PM or pair.case is None or pair.remains is None:
        raise NotFound()
    return pair, pair.case, pair.remains


def _opened(actor: Actor, remains: Remains, pairs: Sequence[CandidatePair]) -> list[Shown]:
    """The identifications of these pairs, newest first.  Raises Forbidden where an agreement keeps them closed."""
    opened = door.open(actor, remains, Ring.FORENSIC, tables=TABLES)
    if PART in opened.closed(remains):
        raise Forbidden()
    signed: list[Any] = opened.rows(remains, Signature)
    opinions = {row.identification_id: row for row in opened.rows(remains, SecondOpinion)}
    of, joined = {pair.pk: pair for pair in pairs}, covering.joined_parts(remains)
    rows: list[Any] = [row for row in opened.rows(remains, Identification) if row.pair_id in of]
    return [
        Shown(
            row, of[row.pair_id].ref, Conclusion(row.conclusion), [IdMethod(code).label for code in row.methods],
            [one for one in signed if one.identification_id == row.pk], opinions.get(row.pk),
            identifying.is_as_drawn(row, of[row.pair_id]), covering.covered(row, joined),
        )
        for row in reversed(rows)
    ]  # fmt: skip


@dataclass(frozen=True)
class IssuedPage:
    """What was issued of remains, to somebody of one of its two sides.

    held: the one that is looked at, None before any was issued; shown: what it says, None for who does not read the
    forensic file; others: of other pairs, or taken back.  The case is named as the report names it, and is linked to
    only where it is open by itself (`links_case`), the pair likewise.
    """

    remains: Remains
    held: Held | None
    shown: Shown | None
    others: list[Shown]
    links_case: bool
    links_pair: bool
    may_revoke: bool
    may_ask: bool


def issued_of(actor: Actor, ref: str, of: str = "") -> IssuedPage:
    """What was issued of remains.  ref: of the remains; of: as of `Reached.chosen`, else the one that stands.

    Raises NotFound, Forbidden.
    """
    found = issued.reached(actor, ref)
    held = found.chosen(of)
    if held is None:
        if of and found.rows:
            raise NotFound()
        return IssuedPage(found.remains, None, None, [], *(False,) * 4)
    shown, stands = shown_of(actor, found), held.row.stands
    asked = SecondOpinion._default_manager.filter(identification=held.row).exists()
    return IssuedPage(
        remains=found.remains, held=held, shown=next((one for one in shown if one.row.pk == held.row.pk), None),
        others=[one for one in shown if one.row.pk != held.row.pk],
        links_case=door.visible(actor, Case).filter(ref=held.case_ref).exists(),
        links_pair=door.visible(actor, CandidatePair).filter(pk=held.pair.pk).exists(),
        may_revoke=stands and revoking.may_revoke(actor, held),
        may_ask=stands and not asked and revoking.may_ask(actor, held),
    )  # fmt: skip


def shown_of(actor: Actor, found: issued.Reached) -> list[Shown]:
    """What those that were issued say, newest first, where the forensic file is open.  Raises Forbidden."""
    if not found.reads or not found.rows:
        return []
    issued_rows = {one.row.pk for one in found.rows}
    shown = _opened(actor, found.remains, [one.pair for one in found.rows])
    return [one for one in shown if one.row.pk in issued_rows]


@dataclass(frozen=True)
class ReleasePage:
    """How far the way to rest has come, for either side: what is passed on, the family's steps, the chain of custody.

    wishes, custody: None where their file is closed to the reader.
    """

    held: Held
    remains: Remains
    order: Clear | None
    is_passed_on: bool
    wishes: WishesPage | None
    custody: Custody | None


def release_of(actor: Actor, ref: str) -> ReleasePage:
    """The release of identified remains.  ref: of the remains.  Raises NotFound, Forbidden."""
    found = issued.reached(actor, ref)
    held, remains = found.chosen(), found.remains
    if held is None or not held.is_established:
        raise NotFound()
    order = None
    if held.reads:
        opened = door.open(actor, remains, Ring.FORENSIC, tables=[ReleaseOrder])
        if PART in opened.closed(remains):
            raise Forbidden()
        rows: list[Any] = opened.rows(remains, ReleaseOrder)
        order = next((one for one in rows if one.identification_id == held.row.pk), None)
    return ReleasePage(
        held, remains, order, releasing.wishes_are_known(remains),
        wishes_of(actor, held.case_ref) if held.serves else None,
        custody_of(actor, remains.ref) if held.reads else None,
    )  # fmt: skip
