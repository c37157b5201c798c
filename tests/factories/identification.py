"""Pairs that are identified, made through the services.

`hypothesis(cast)`: a pair of the NGO's case and the institute's remains that reviewers hold for confirmed;
`established(cast, pair)`: an identification signed by the analyst and a coordinator; `finding(case)`: one as it lies in
a family's file, whoever wrote it there.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from accessctl.codes import Role
from accessctl.models import Account
from cases.models import Case
from families.codes import Disposition, IdMethod
from families.findings.services import Established, receive
from families.models import Finding
from families.notification.services import note_told, plan
from families.wishes.services import Wishes, note_wishes
from matching.codes import Decision, PairKind, PairState, Reason, ReviewRole
from matching.identification.codes import Conclusion
from matching.models import CandidatePair, Identification
from matching.services import Judgement, identifying, review_pair, reviewing
from matching.services.identifying import Draft
from registry.lib.ids import uuid7
from tests.factories import families
from tests.factories import matching as make
from tests.factories.accessctl import Member, member
from tests.factories.notices import planned, telling

if TYPE_CHECKING:
    from tests.cast import Cast

ROLES = {"caseworker": ReviewRole.CASEWORKER, "analyst": ReviewRole.ODONTOLOGIST}
SECOND = "second-signature@cast.invalid"


def coordinator(people: Cast) -> Member:
    """Who signs second, at the institute."""
    institute = people.organisations.institute
    held = Account.objects.filter(email=SECOND).first()
    if held is not None:
        return Member(held, institute)
    return member(institute, Role.FORENSIC_COORDINATOR, email=SECOND, full_name="Ada Conti")


def hypothesis(people: Cast, *, case: Case | None = None, **remains: Any) -> CandidatePair:
    """A pair that two reviewers of two roles hold for confirmed, with evidence as if the matcher had made it."""
    pair = CandidatePair.objects.create(
        kind=PairKind.AM_PM, case=case or families.a_case(people),
        remains=make.remains(people.analyst.actor, **remains), evidence_at=timezone.now(), score=2.0, coverage=0.5,
        band="moderate",
    )  # fmt: skip
    for decision in (Decision.HYPOTHESIS, Decision.CONFIRM):
        for who in ("caseworker", "analyst"):
            decide(people, pair, who, decision)
    pair.refresh_from_db()
    assert pair.state == PairState.HYPOTHESIS
    return pair


def decide(people: Cast, pair: CandidatePair, who: str, decision: Decision) -> None:
    pair.refresh_from_db()
    judgement = Judgement(
        role=ROLES[who], decision=decision, reasons=[Reason.MARK_FITS], words="The tattoo is described alike.",
        stamp=reviewing.stamp_of(pair), data_seen="0" * 64,
    )  # fmt: skip
    review_pair(actor=getattr(people, who).actor, ref=pair.ref, judgement=judgement)


def draft(**said: Any) -> Draft:
    """An identification by teeth, established yesterday."""
    drawn: dict[str, Any] = {
        "methods": [IdMethod.DENTAL, IdMethod.MARK], "grounds": "Four restorations agree, none contradicts.",
        "conclusion": Conclusion.ESTABLISHED, "authority": "Public prosecutor of Agrigento", "country": "ITA",
        "legal_act": "Code of criminal procedure, article 349",
        "established_on": timezone.localdate() - timedelta(days=1),
        "family_summary": "The teeth are the same as on the dentist’s chart.", "summary_lang": "eng",
    }  # fmt: skip
    return Draft(**drawn | said)


def established(people: Cast, pair: CandidatePair, **said: Any) -> Identification:
    """Drawn up by the analyst, signed by both, issued."""
    identifying.draw_up(actor=people.analyst.actor, ref=pair.ref, draft=draft(**said))
    identifying.sign(actor=people.analyst.actor, ref=pair.ref, role=ReviewRole.ODONTOLOGIST)
    return identifying.sign(actor=coordinator(people).actor, ref=pair.ref, role=ReviewRole.COORDINATOR)


def told(people: Cast, pair: CandidatePair) -> None:
    """The family is told of what was established."""
    assert pair.case is not None
    plan(actor=people.caseworker.actor, case_ref=pair.case.ref, entry=planned())
    note_told(actor=people.caseworker.actor, case_ref=pair.case.ref, entry=telling())


def wishes(people: Cast, case: Case, **said: Any) -> None:
    """The family wishes a burial where the person was found, unless told otherwise."""
    given: dict[str, Any] = {"disposition": Disposition.BURIAL_HERE, "asked_on": timezone.localdate(), "rite": "Janaza"}
    note_wishes(actor=people.caseworker.actor, case_ref=case.ref, wishes=Wishes(**given | said))


def finding(case: Case, **said: Any) -> Finding:
    written: dict[str, Any] = {
        "basis": uuid7(), "methods": ["dental"], "authority": "Public prosecutor of Agrigento", "country": "ITA",
        "legal_act": "Code of criminal procedure, article 349",
        "established_on": timezone.localdate() - timedelta(days=1),
        "summary": "The teeth are the same as on the dentist’s chart.", "summary_lang": "eng",
    }  # fmt: skip
    with transaction.atomic():
        return receive(case.ref, Established(**written | said))
