"""Reviewing a candidate pair: deciding, taking a decision back, asking a laboratory.

A decision is one person's; what several amount to is `matching.states`.  Nothing here tells anybody of a death: no
fate changes, no relative is informed, and `confirmed` stays out of reach until a competent authority acts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl import consent, door, journal
from accessctl.actor import Actor
from accessctl.codes import Purpose, RecipientClass, Role
from accessctl.models import Organisation
from cases.models import Case
from matching import sides, states
from matching.codes import (
    CAPACITIES,
    FORENSIC_ROLES,
    OPEN_KINDS,
    REVIEWABLE_STATES,
    Decision,
    PairKind,
    PairState,
    Reason,
    ReviewRole,
)
from matching.models import NOTES, CandidatePair, EvidenceLine, Review
from matching.models.reviews import WORDS_MAX
from matching.services import judging
from matching.states import Side, Standing
from registry.lib.errors import Conflict, Forbidden, Invalid
from registry.lib.names import clean_text
from remains.models import Remains

_UNDOABLE = frozenset(REVIEWABLE_STATES) - {PairState.LAB_REQUESTED}
UNDO_WITHIN = timedelta(hours=24)


class NotReviewable(Conflict):
    code = "pair_not_reviewable"
    template = _("This pair is not open for review now: one of its records was closed or changed.")


class Concluded(Conflict):
    code = "pair_concluded"
    template = _("Two people signed a conclusion about this pair. It is reviewed again once that is taken back.")


class EvidenceChanged(Conflict):
    code = "evidence_changed"
    template = _("The evidence of this pair changed while you were reading. Look at it again, then decide.")


class Abstained(Conflict):
    code = "abstained"
    template = _("You abstained from this pair because of a conflict of interest. Take that back before you decide.")


class NothingToUndo(Conflict):
    code = "nothing_to_undo"
    template = _(
        "There is no decision of yours that can be taken back: it was more than a day ago, or others have decided "
        "since. Record a new decision instead; it replaces the earlier one."
    )


class NoLaboratory(Conflict):
    code = "no_laboratory"
    template = _("A laboratory can be asked once both sides put the pair forward as a hypothesis.")


class NoConsentForDna(Conflict):
    code = "no_consent_for_dna"
    template = _("The family has not consented to identification by DNA. Their caseworker can ask them.")


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """What a reviewer decided, and what was on their screen.

    stamp: when the evidence they saw was made; data_seen: digest of what was shown; blind: the others' decisions
    were not shown.
    """

    role: ReviewRole
    decision: Decision
    reasons: Sequence[Reason]
    words: str
    stamp: str
    data_seen: str
    needs: Sequence[str] = ()
    blind: bool = True


@transaction.atomic
def review_pair(*, actor: Actor, ref: str, judgement: Judgement) -> Review:
    """Record a decision; it replaces an earlier one of the same person.

    Raises NotFound, Forbidden, Invalid, NotReviewable, EvidenceChanged, Abstained.
    """
    pair = _fetch(actor, ref)
    if pair.concluded:
        raise Concluded()
    if pair.state not in REVIEWABLE_STATES or pair.evidence_at is None:
        raise NotReviewable()
    _check(actor, pair, judgement)
    if judgement.stamp != stamp_of(pair):
        raise EvidenceChanged()
    held = standing(of_round(pair))
    if any(one.decision is Decision.ABSTAIN and _is(one, actor) for one in held):
        raise Abstained()
    review = _write(actor, pair, judgement)
    if pair.kind in OPEN_KINDS:  # what is learnt, and from how many, is told to who runs the registry
        judging.keep(review, pair, judgement.reasons)
    EvidenceLine.objects.filter(pair=pair).update(decided_on=F("log_lr"))
    pair.changed_at = None
    _settle(actor, pair, "pair.reviewed", decision=judgement.decision.value, role=judgement.role.value)
    return review


@transaction.atomic
def withdraw_review(*, actor: Actor, ref: str) -> None:
    """Take back one's own last decision, within a day and before anybody decided after it.  Raises NothingToUndo."""
    pair = _fetch(actor, ref)
    last = undoable(actor, pair, of_round(pair))
    if last is None:
        raise NothingToUndo()
    Review.objects.create(
        pair=pair, round=last.round, reviewer=last.reviewer, organisation=last.organisation, role=last.role,
        sides=last.sides, decision=last.decision, needs=[], blind=last.blind, data_seen=last.data_seen, withdraws=last,
    )  # fmt: skip
    _settle(actor, pair, "pair.review_withdrawn", decision=last.decision)


@transaction.atomic
def request_lab(*, actor: Actor, ref: str) -> None:
    """Ask a laboratory about a hypothesis.  Raises NoLaboratory, NoConsentForDna, Forbidden."""
    pair = _fetch(actor, ref)
    if pair.state != PairState.HYPOTHESIS or pair.kind != PairKind.AM_PM:
        raise NoLaboratory()
    if not may_ask_laboratory(actor):
        raise Forbidden()
    if pair.case is None or not consents_to_dna(pair.case):
        raise NoConsentForDna()
    _move(actor, pair, PairState.LAB_REQUESTED, "pair.lab_requested")


@transaction.atomic
def end_lab_request(*, actor: Actor, ref: str) -> None:
    """The laboratory could not answer: the pair is a hypothesis again.  Raises NoLaboratory, Forbidden."""
    pair = _fetch(actor, ref)
    if pair.state != PairState.LAB_REQUESTED:
        raise NoLaboratory()
    if not may_ask_laboratory(actor):
        raise Forbidden()
    _move(actor, pair, PairState.HYPOTHESIS, "pair.lab_ended")


def of_round(pair: CandidatePair) -> list[Review]:
    """The decisions of this round that count."""
    return counting(list(Review.objects.filter(pair=pair, round=pair.round).order_by("decided_at", "pk")))


def standing(counted: Sequence[Review]) -> list[Standing]:
    """What each person of those who decided holds (`of_round`)."""
    return [
        Standing(
            reviewer=row.reviewer_id, role=ReviewRole(row.role), decision=Decision(row.decision),
            sides=frozenset(Side(side) for side in row.sides),
        )
        for row in counted
    ]  # fmt: skip


def counting(rows: Sequence[Review]) -> list[Review]:
    """Of decisions in their order, each person's last that was not taken back."""
    withdrawn = {row.withdraws_id for row in rows if row.withdraws_id}
    last = {row.reviewer_id: row for row in rows if row.withdraws_id is None and row.pk not in withdrawn}
    return list(last.values())


def undoable(actor: Actor, pair: CandidatePair, counted: Sequence[Review]) -> Review | None:
    """Of the decisions that count (`of_round`) the actor's, if it can be taken back now."""
    if actor.account is None or pair.concluded or pair.state not in _UNDOABLE:
        return None
    mine = next((row for row in counted if row.reviewer_id == actor.account.pk), None)
    if mine is None or mine.decided_at < timezone.now() - UNDO_WITHIN:
        return None
    later = [row for row in counted if row.decided_at > mine.decided_at]
    return None if later else mine


def capacities(actor: Actor, pair: CandidatePair) -> list[ReviewRole]:
    """In which capacities the actor may review a pair: one with somebody found alive as who may approach them."""
    living = PairKind(pair.kind).is_of_the_living
    roles = [role for role in actor.roles if (role is Role.TRACING_OFFICER) == living]
    held = {capacity for role in roles for capacity in CAPACITIES.get(role, ())}
    return [capacity for capacity in ReviewRole if capacity in held]


def may_ask_laboratory(actor: Actor) -> bool:
    return bool(actor.roles & {Role.FORENSIC_PRACTITIONER, Role.FORENSIC_COORDINATOR})


def consents_to_dna(case: Case) -> bool:
    """Whether the family consents to identification by DNA, toward anybody, now."""
    mask = consent.bits([Purpose.DNA_IDENTIFICATION], RecipientClass.values)
    live = case.consent_until is None or case.consent_until > timezone.now()
    return live and bool(case.consent_3 & mask)


def sides_for(organisation: Organisation, role: ReviewRole, pair: CandidatePair) -> frozenset[Side]:
    """For which of the two records somebody may speak: their organisation's, else the one their State is tied to.

    Where one organisation holds both, the examiner speaks for the remains and the caseworker for the case.  A focal
    point tied to neither may speak for either, and never alone for both: a hypothesis takes two persons.  Nobody but
    the unit that may approach a living person knows of a pair with them, so the unit speaks for both.
    """
    both = frozenset(Side)
    own = frozenset(
        side for side, row in ((Side.LEFT, pair.left), (Side.RIGHT, pair.right)) if row.owner_id == organisation.pk
    )
    kind = PairKind(pair.kind)
    if kind.is_of_the_living:
        return both
    if own and own != both:
        return own
    if kind is PairKind.AM_PM and role in FORENSIC_ROLES:
        return frozenset({Side.RIGHT})
    if own:
        return both if kind.joins_alike or role is ReviewRole.FOCAL_POINT else frozenset({Side.LEFT})
    if role is not ReviewRole.FOCAL_POINT:
        return both if role in FORENSIC_ROLES else frozenset()
    records = ((Side.LEFT, pair.left), (Side.RIGHT, pair.right))
    tied = frozenset(side for side, row in records if organisation.country in _countries(row))
    return tied or both


def stamp_of(pair: CandidatePair) -> str:
    """Names what the evidence was made from: a page that shows an earlier state of the records is out of date."""
    return f"{pair.round}.{pair.left_revision}.{pair.right_revision}"


def _countries(record: sides.Side) -> set[str]:
    """Countries a record is tied to, as far as layer 1 tells."""
    tied = {record.owner.country}
    if isinstance(record, Remains):
        return tied | {record.found_country or ""}
    if isinstance(record, Case):
        tied |= {record.last_contact_country or "", record.destination_country or "", *record.nationalities}
    return tied


def _fetch(actor: Actor, ref: str) -> CandidatePair:
    pair = door.fetch(actor, CandidatePair, door.Action.REVIEW, ref=ref, lock=True)
    if actor.account is None or actor.organisation is None:
        raise Forbidden()
    return pair


def _is(one: Standing, actor: Actor) -> bool:
    return actor.account is not None and one.reviewer == actor.account.pk


def _check(actor: Actor, pair: CandidatePair, judgement: Judgement) -> None:
    faults: dict[str, list[str]] = {}
    if judgement.role not in capacities(actor, pair):
        faults["role"] = [str(_("Choose one of your own capacities."))]
    if not judgement.reasons:
        faults["reasons"] = [str(_("Give at least one reason."))]
    words = judgement.words.strip()
    if not words:
        faults["words"] = [str(_("Say in your words why, so that the next reviewer can follow."))]
    elif len(words) > WORDS_MAX:
        faults["words"] = [str(_("Use at most %(limit)s characters.") % {"limit": WORDS_MAX})]
    if judgement.decision is Decision.NEEDS_DATA and not judgement.needs:
        faults["needs"] = [str(_("Say which data would settle it."))]
    if judgement.decision is Decision.CONFIRM and pair.state not in (PairState.HYPOTHESIS, PairState.LAB_REQUESTED):
        faults["decision"] = [str(_("Only a hypothesis of both sides can be held for confirmed."))]
    if faults:
        raise Invalid(fields=faults)


def _write(actor: Actor, pair: CandidatePair, judgement: Judgement) -> Review:
    if actor.account is None or actor.organisation is None:
        raise Forbidden()
    review = Review.objects.create(
        pair=pair, round=pair.round, reviewer=actor.account, organisation=actor.organisation, role=judgement.role,
        sides=sorted(sides_for(actor.organisation, judgement.role, pair)), decision=judgement.decision,
        needs=list(judgement.needs), blind=judgement.blind, data_seen=judgement.data_seen,
    )  # fmt: skip
    table = NOTES[PairKind(pair.kind)]
    table._default_manager.create(
        **{table.RECORD: getattr(pair, table.RECORD)}, review=review, reasons=list(judgement.reasons),
        words=clean_text(judgement.words.strip()), created_by=actor.account,
    )  # fmt: skip
    return review


def _settle(actor: Actor, pair: CandidatePair, action: str, **detail: Any) -> None:
    """Write the state that the standing decisions amount to, and the entry."""
    new = states.state_of(standing(of_round(pair)), PairState(pair.state))
    _move(actor, pair, new, action, **detail)


def _move(actor: Actor, pair: CandidatePair, new: PairState, action: str, **detail: Any) -> None:
    current = PairState(pair.state)
    if not states.may_become(current, new):
        raise NotReviewable()
    pair.state = new
    pair.save(update_fields=["state", "changed_at"])
    journal.record(actor, action, *pair.told_of, pair.ref, state=new.value, was=current.value, **detail)
