"""Identifications: drawn up by the institution that holds the remains, signed by two people of two roles, issued.

Issued, an established identity confirms the pair and is written into the family's file, and nothing else moves: who
holds neither record sees no more of the pair, and the remains and the case say nothing until people have told the
family (FW-NOTIFY).  Then the remains are identified (`following`), and the search can be answered.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accessctl import door, journal
from accessctl.actor import Actor
from accessctl.clear import Clear, reveal
from accessctl.rings import Ring
from accessctl.signin import stepup
from families.findings import services as findings
from families.findings.services import Established
from matching import states
from matching.codes import FORENSIC_ROLES, PairKind, PairState, ReviewRole
from matching.identification import rules
from matching.identification.codes import SETTLING, Conclusion
from matching.models import CandidatePair, Identification, Signature
from matching.models.identification import GROUNDS_MAX, LINE_MAX, SIGNATURES, SUMMARY_MAX
from matching.services import reviewing
from matching.services.covering import chosen_parts, ensure_still_joined
from registry.lib.errors import Conflict, Forbidden, Invalid
from registry.lib.names import clean_text
from registry.lib.world import language_choices
from remains.models import Remains
from remains.services.individuals import ensure_not_joined, ensure_one_person

IDENTIFIABLE = frozenset({PairState.HYPOTHESIS, PairState.LAB_REQUESTED})


class NotIdentifiable(Conflict):
    code = "not_identifiable"
    template = gettext_lazy("An identification is drawn up on a hypothesis of both sides. This pair is none now.")


class DraftIsOpen(Conflict):
    code = "identification_open"
    template = gettext_lazy("An identification of this pair waits for signatures already. Sign it, or take it back.")


class NoDraft(Conflict):
    code = "no_identification_draft"
    template = gettext_lazy("Nothing waits for a signature here. Look at the page again.")


class SignedAlready(Conflict):
    code = "signed_already"
    template = gettext_lazy("You have signed this. It needs a second person, in another role.")


class NotAsDrawn(Conflict):
    code = "not_as_drawn"
    template = gettext_lazy("This is not what was drawn up any more. Take it back and draw it up anew.")


class ReviewersFirst(Conflict):
    code = "reviewers_first"
    template = gettext_lazy(
        "Two reviewers of two roles hold the pair for confirmed before anybody signs. The page of the pair says who is "
        "missing."
    )


class IdentifiedAlready(Conflict):
    code = "identified_already"
    template = gettext_lazy("These remains are identified already, by another pair. Take that back first.")


@dataclass(frozen=True, kw_only=True)
class Draft:
    """An identification as it is handed in.  panel: (name, profession) of each; country, summary_lang: ISO codes.

    parts: references of the joined parts that it covers; None: all that are joined when it is drawn up.
    """

    methods: Sequence[str]
    grounds: str
    conclusion: Conclusion
    authority: str
    country: str
    legal_act: str
    established_on: date
    panel: Sequence[tuple[str, str]] = ()
    family_summary: str = ""
    summary_lang: str = ""
    parts: Sequence[str] | None = None


@transaction.atomic
def draw_up(*, actor: Actor, ref: str, draft: Draft) -> Identification:
    """Draw up an identification of a pair.

    Raises NotFound, Forbidden, NotIdentifiable, JoinedPart, SeveralPeople, DraftIsOpen, Invalid.
    """
    pair = fetch(actor, ref)
    if pair.state not in IDENTIFIABLE or pair.concluded:
        raise NotIdentifiable()
    ensure_not_joined(remains_of(pair))
    if draft.conclusion == Conclusion.ESTABLISHED:
        ensure_one_person(remains_of(pair))
    if open_draft(pair) is not None:
        raise DraftIsOpen()
    _check(draft)
    said = _Said(draft, chosen_parts(remains_of(pair), draft.parts))
    row = Identification.objects.create(
        remains=remains_of(pair), pair=pair, institution=remains_of(pair).owner, created_by=actor.account,
        digest=rules.digest(said, (pair.ref, pair.left.ref, pair.right.ref)), **vars(said),
    )  # fmt: skip
    record(actor, pair, "pair.identification_drawn", conclusion=draft.conclusion.value)
    return row


class _Said:
    """A draft as it is stored: texts cleaned, and the number that nobody can guess."""

    def __init__(self, draft: Draft, parts: list[str]) -> None:
        self.parts = parts
        self.methods = sorted(set(draft.methods))
        self.panel = [list(one) for one in draft.panel] or None
        self.grounds, self.authority, self.legal_act = (
            clean_text(text.strip()) for text in (draft.grounds, draft.authority, draft.legal_act)
        )
        self.conclusion, self.country, self.established_on = draft.conclusion.value, draft.country, draft.established_on
        self.family_summary = clean_text(draft.family_summary.strip()) or None
        self.summary_lang = draft.summary_lang or None
        self.nonce = secrets.token_hex(16)


@transaction.atomic
def withdraw(*, actor: Actor, ref: str) -> None:
    """Take back what waits for signatures, with those it has.  Raises NotFound, Forbidden, SignedByPeople, NoDraft."""
    pair = fetch(actor, ref)
    row = _draft(pair)
    if actor.client and Signature.objects.filter(identification=row).exists():
        raise rules.SignedByPeople()
    row.withdrawn_at = timezone.now()
    row.save(update_fields=["withdrawn_at", "updated_at"])
    record(actor, pair, "pair.identification_withdrawn")


@transaction.atomic
def sign(*, actor: Actor, ref: str, role: ReviewRole) -> Identification:
    """Sign what was drawn up; the second person's signature issues it.

    Raises NotFound, Forbidden, ProofNeeded, NoDraft, NotIdentifiable, SeveralPeople, ReviewersFirst, NotAsDrawn,
    PartsChanged, SignedAlready, IdentifiedAlready, Invalid.
    """
    pair = fetch(actor, ref)
    row, account = _draft(pair), actor.account
    if account is None:
        raise Forbidden()
    stepup.demand(actor)
    if pair.state not in IDENTIFIABLE:
        raise NotIdentifiable()
    if row.conclusion == Conclusion.ESTABLISHED:
        ensure_one_person(remains_of(pair))
        if not states.lacking(reviewing.standing(reviewing.of_round(pair))).reviewers_agree:
            raise ReviewersFirst()
    if not is_as_drawn(row, pair):
        raise NotAsDrawn()
    ensure_still_joined(row)
    signed = list(Signature.objects.filter(identification=row))
    if any(one.signer_id == account.pk for one in signed):
        raise SignedAlready()
    if role not in signing_roles(actor, pair):
        raise Invalid(fields={"role": [_("Choose one of your own capacities.")]})
    if any(one.role == role for one in signed):
        raise Invalid(
            fields={"role": [_("Somebody has signed in this role. The second signature is of another role.")]}
        )
    Signature.objects.create(
        remains=remains_of(pair), identification=row, signer=account, name=account.full_name, role=role,
        digest=row.digest, created_by=account,
    )  # fmt: skip
    record(actor, pair, "pair.identification_signed", role=role.value)
    if len(signed) + 1 >= SIGNATURES:
        _issue(actor, pair, row)
    return row


def _issue(actor: Actor, pair: CandidatePair, row: Identification) -> None:
    row.issued_at, row.pair_before = timezone.now(), pair.state
    try:
        with transaction.atomic():
            row.save(update_fields=["issued_at", "pair_before", "updated_at"])
    except IntegrityError as error:
        raise IdentifiedAlready() from error
    if row.conclusion not in SETTLING:
        record(actor, pair, "pair.identification_issued", conclusion=row.conclusion)
        return
    established = row.conclusion == Conclusion.ESTABLISHED
    pair.state, pair.concluded = PairState.CONFIRMED if established else PairState.EXCLUDED, True
    pair.save(update_fields=["state", "concluded"])
    record(actor, pair, "pair.identification_issued", conclusion=row.conclusion, digest=row.digest)
    if established:
        _tell_the_family_file(pair, row)


def _tell_the_family_file(pair: CandidatePair, row: Identification) -> None:
    """Write it down for those who serve the family; from there, people tell it."""
    assert pair.case is not None
    (said,) = reveal([row])
    findings.receive(
        pair.case.ref,
        Established(
            basis=row.pk, methods=row.methods, authority=said.authority, country=row.country, legal_act=said.legal_act,
            established_on=row.established_on, summary=said.family_summary, summary_lang=row.summary_lang or "",
        ),
    )  # fmt: skip


def fetch(actor: Actor, ref: str) -> CandidatePair:
    """A pair of a case and remains, locked, for the forensic people of the institution that has the remains.

    Its system may prepare: nothing is signed by it, nor is what anybody signed taken back (`sign`, `withdraw`).
    Raises NotFound, Forbidden.
    """
    action = door.Action.VIEW if actor.client else door.Action.REVIEW
    pair = door.fetch(actor, CandidatePair, action, ref=ref, lock=True)
    if not (may_prepare(actor, pair) if actor.client else may_identify(actor, pair)):
        raise refusal(actor, pair)
    return pair


def refusal(actor: Actor, pair: CandidatePair) -> Forbidden:
    """What to raise, written down: the actor is none of those who act on an identification."""
    journal.record_denial(actor, pair.ref, rule="identification")
    return Forbidden()


def may_identify(actor: Actor, pair: CandidatePair) -> bool:
    """Whether the actor is one of the forensic people of the institution that has the remains of a pair."""
    if pair.kind != PairKind.AM_PM or pair.remains is None or not signing_roles(actor, pair):
        return False
    own = actor.organisation_id == pair.remains.owner_id
    return own and Ring.FORENSIC in door.rings(actor, pair.remains)


def may_prepare(actor: Actor, pair: CandidatePair) -> bool:
    """Whether the actor is a system of the institution that has the remains of a pair, and may write for it."""
    if actor.client is None or pair.kind != PairKind.AM_PM or pair.remains is None:
        return False
    own = actor.organisation_id == pair.remains.owner_id and door.can(actor, door.Action.CHANGE, pair.remains)
    return own and door.writes(actor, Ring.FORENSIC) and Ring.FORENSIC in door.rings(actor, pair.remains)


def remains_of(pair: CandidatePair) -> Remains:
    """The remains of a pair of a case and remains."""
    assert pair.remains is not None
    return pair.remains


def signing_roles(actor: Actor, pair: CandidatePair) -> list[ReviewRole]:
    """In which capacities the actor may sign."""
    return [role for role in reviewing.capacities(actor, pair) if role in FORENSIC_ROLES]


def open_draft(pair: CandidatePair) -> Identification | None:
    """What waits for signatures."""
    return Identification.objects.filter(pair=pair, withdrawn_at=None, issued_at=None).first()


def is_as_drawn(row: Identification | Clear, pair: CandidatePair) -> bool:
    """Whether everything that is signed, and of whom, is to the letter what was drawn up."""
    clear = row if isinstance(row, Clear) else reveal([row])[0]
    return secrets.compare_digest(rules.digest(clear, (pair.ref, pair.left.ref, pair.right.ref)), clear.digest)


def record(actor: Actor, pair: CandidatePair, action: str, **detail: Any) -> None:
    """An entry about a pair, its two records and nothing that was written."""
    journal.record(actor, action, *pair.told_of, pair.ref, ring=Ring.FORENSIC, **detail)


def _draft(pair: CandidatePair) -> Identification:
    row = open_draft(pair)
    if row is None:
        raise NoDraft()
    return row


def _check(draft: Draft) -> None:
    faults: dict[str, list[str]] = {}
    for name, message in (*rules.faults(draft.methods, draft.panel, draft.conclusion), *_text_faults(draft)):
        faults.setdefault(name, []).append(message)
    if draft.established_on > timezone.localdate():
        faults["established_on"] = [_("This day lies in the future.")]
    if draft.conclusion is Conclusion.ESTABLISHED and draft.summary_lang not in dict(language_choices()):
        faults["summary_lang"] = [_("Say in which language these words are.")]
    if faults:
        raise Invalid(fields=faults)


def _text_faults(draft: Draft) -> list[tuple[str, str]]:
    needed = {
        "grounds": _("Write what each method found, and on what the conclusion rests."),
        "authority": _("Name the competent authority. Nobody else can issue an identification."),
        "country": _("Say of which country the authority is."),
        "legal_act": _("Name the law or order by which the authority acts."),
    }
    if draft.conclusion is Conclusion.ESTABLISHED:
        needed["family_summary"] = _("Write for the family, in plain words, what was found and how it is known.")
    longest = {"grounds": GROUNDS_MAX, "authority": LINE_MAX, "legal_act": LINE_MAX, "family_summary": SUMMARY_MAX}
    empty = [(name, message) for name, message in needed.items() if not getattr(draft, name).strip()]
    long = [
        (name, _("Use at most %(limit)s characters.") % {"limit": limit})
        for name, limit in longest.items() if len(getattr(draft, name)) > limit
    ]  # fmt: skip
    return empty + long
