"""After an identification was issued: a second opinion, and taking it back so that everything is as it was.

`ref` is the reference of the remains, `of` says which of their identifications is meant (`issued.standing`).
Taken back, the pair, the remains, the case and what was merged with it are what they were before, to the byte; that
there was an identification, who signed it and why it ended stays in its own rows and in the journal.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accessctl import journal
from accessctl.actor import Actor
from accessctl.signin import stepup
from families.codes import OpinionResult
from families.findings import services as findings
from matching.codes import PairState
from matching.identification.codes import SETTLING, Conclusion
from matching.models import CandidatePair, Identification, SecondOpinion
from matching.models.identification import LINE_MAX, REASON_MAX
from matching.services import following, identifying, issued
from matching.services.issued import Held
from registry.lib.errors import Conflict, Forbidden, Invalid
from registry.lib.names import clean_text
from remains.models import Remains


class OpinionAsked(Conflict):
    code = "opinion_asked"
    template = gettext_lazy("A second opinion was asked for already.")


class NoOpinionAsked(Conflict):
    code = "no_opinion_asked"
    template = gettext_lazy("Nobody has asked for a second opinion, or it was given already.")


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """A second opinion as it is handed in."""

    given_by: str
    result: OpinionResult
    given_on: date
    words: str = ""


def may_revoke(actor: Actor, held: Held) -> bool:
    """Whether the actor is one of the forensic people of the institution that has the remains."""
    return actor.account is not None and identifying.may_identify(actor, held.pair)


def may_ask(actor: Actor, held: Held) -> bool:
    """Whether the actor may ask for a second opinion: people of either side who review, the institution's system."""
    if actor.client is not None:
        return identifying.may_prepare(actor, held.pair)
    return actor.account is not None and actor.reviews and (held.reads or held.serves)


@transaction.atomic
def revoke(*, actor: Actor, ref: str, of: str, reason: str) -> Identification:
    """Take back what was issued.  Raises NotFound, Forbidden, ProofNeeded, NothingIssued, Invalid."""
    held = issued.standing(actor, ref, of)
    pair, row = held.pair, held.row
    if not may_revoke(actor, held):  # a named person answers for it
        raise identifying.refusal(actor, pair)
    stepup.demand(actor)
    if not reason.strip() or len(reason) > REASON_MAX:
        raise Invalid(
            fields={"reason": [_("Write the reason, in at most %(limit)s characters.") % {"limit": REASON_MAX}]}
        )
    row.revoked_at, row.revocation_reason = timezone.now(), clean_text(reason.strip())
    row.save(update_fields=["revoked_at", "revocation_reason", "updated_at"])
    if row.conclusion in SETTLING:
        _restore_pair(pair, PairState(row.pair_before))
    if row.remains_before is not None:
        remains = Remains.objects.select_for_update().get(pk=row.remains_id)
        following.set_status(remains, row.remains_before)
        journal.record(actor, "remains.identification_revoked", remains)
    identifying.record(actor, pair, "pair.identification_revoked")
    if row.conclusion == Conclusion.ESTABLISHED and pair.case is not None:
        findings.take_back(pair.case.ref, row.pk)
    return row


def _restore_pair(pair: CandidatePair, before: PairState) -> None:
    """The pair as it was; where consent ended meanwhile it stays hidden, and comes back so."""
    pair.concluded = False
    if pair.state == PairState.VOID_CONSENT:
        pair.state_before = before
    else:
        pair.state = before
    pair.save(update_fields=["state", "state_before", "concluded"])


@transaction.atomic
def ask_opinion(*, actor: Actor, ref: str, of: str) -> SecondOpinion:
    """Ask for a second opinion: the people of either side's record, the family's through its caseworker.

    Raises NotFound, Forbidden, NothingIssued, OpinionAsked.
    """
    held = issued.standing(actor, ref, of)
    row = held.row
    if actor.organisation is None or not may_ask(actor, held):
        raise Forbidden()
    if SecondOpinion.objects.filter(identification=row).exists():
        raise OpinionAsked()
    made = SecondOpinion.objects.create(
        remains_id=row.remains_id, identification=row, asked_by=actor.organisation, created_by=actor.account
    )
    if row.conclusion == Conclusion.ESTABLISHED:
        findings.note_opinion_asked(row.pk, made.asked_on)
    identifying.record(actor, held.pair, "pair.second_opinion_asked")
    return made


@transaction.atomic
def give_opinion(*, actor: Actor, ref: str, of: str, opinion: Opinion) -> SecondOpinion:
    """Write what the second opinion came to.  Nothing is taken back by it: people do that, if it has to be.

    Raises NotFound, Forbidden, NothingIssued, NoOpinionAsked, Invalid.
    """
    held = issued.standing(actor, ref, of)
    pair, row = held.pair, held.row
    if not (identifying.may_prepare(actor, pair) if actor.client else may_revoke(actor, held)):
        raise identifying.refusal(actor, pair)
    asked = SecondOpinion.objects.select_for_update().filter(identification=row, result=None).first()
    if asked is None:
        raise NoOpinionAsked()
    _check(opinion, asked)
    asked.given_by, asked.result, asked.given_on = (
        clean_text(opinion.given_by.strip()),
        opinion.result,
        opinion.given_on,
    )
    asked.words = clean_text(opinion.words.strip()) or None
    asked.save(update_fields=["given_by", "result", "given_on", "words", "updated_at"])
    if row.conclusion == Conclusion.ESTABLISHED:
        findings.note_opinion(row.pk, by=opinion.given_by.strip(), result=opinion.result, on=opinion.given_on)
    identifying.record(actor, pair, "pair.second_opinion_given", result=opinion.result.value)
    return asked


def _check(opinion: Opinion, asked: SecondOpinion) -> None:
    faults: dict[str, list[str]] = {}
    if not opinion.given_by.strip() or len(opinion.given_by) > LINE_MAX:
        faults["given_by"] = [_("Write which institution gave it, and who.")]
    if not asked.asked_on <= opinion.given_on <= timezone.localdate():
        faults["given_on"] = [_("This day is still to come, or before the opinion was asked for.")]
    if len(opinion.words) > REASON_MAX:
        faults["words"] = [_("Use at most %(limit)s characters.") % {"limit": REASON_MAX}]
    if faults:
        raise Invalid(fields=faults)
