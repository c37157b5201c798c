"""What identifications leave in the planted world: a draft, one that was issued and told, wishes, a rite.

Every case has something of each in its family file; of one, people of a faith organisation read the rite.  Of the pairs
with the institute's remains, one waits for its second signature, one is confirmed, and one bears a line of kinship.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from accessctl import audiences
from accessctl.consent import AudienceSpec
from cases.models import Case
from cases.vocabulary.place import Place
from families.models import ConsularWish, FamilyWishes, Finding, Notification, Relative, ReturnStep, RiteNotice
from matching.codes import PairState
from matching.models import CandidatePair, Identification, KinshipLine, ReleaseOrder, SecondOpinion, Signature
from registry.lib.ids import uuid7
from remains.models import Remains
from tests.access.words import word
from tests.factories.accessctl import Member


def in_family_file(case: Case, relative: Relative, said: Any) -> None:
    """An identification that the family was told of and answered, their wishes, a step."""
    today = timezone.localdate()
    finding = Finding.objects.create(
        case=case, basis=uuid7(), methods=["dental"], authority=said.findingauthority, country="ITA",
        legal_act=said.findingact, established_on=today, summary=said.findingsummary, summary_lang="eng",
        family_accepts="doubts", answered_on=today, answer_words=said.answer, opinion_asked_on=today,
        opinion_by=said.opinion, opinion_result="confirms", opinion_on=today,
    )  # fmt: skip
    Notification.objects.create(
        case=case, kind="identification", finding=finding, planned_for=today, team_roles=["psychosocial", "legal"],
        team=said.team, place_kind="home", language="wol", support_person=said.beside, done_on=today,
        who_present=said.present, told=["known"], told_to=[relative.pk], followup_on=today,
    )  # fmt: skip
    FamilyWishes.objects.create(
        case=case, disposition="repatriation", wants_to_see=["objects"],
        destination=Place(as_said=said.wishdestination), rite=said.wishrite, faith_contact=said.wishfaith,
        decides=said.wishdecides, asked_on=today,
        belongings_return="list", belongings_list=said.wishbelongings,
    )  # fmt: skip
    ReturnStep.objects.create(
        case=case, kind="death_certificate", who=said.stepwho, document=said.steppaper, cost=said.stepcost
    )
    ConsularWish.objects.create(case=case, consular_involved="family_refuses", note=said.consular)


def in_forensic_file(refs: Mapping[str, str], readers: Mapping[str, Member]) -> None:
    """A draft that one has signed, and an identification that was issued; the rite of a burial, for who leads it."""
    remains = Remains.objects.get(ref=refs["remains"])
    _identification(refs["pair flagged remains"], remains, readers["coordinator"])
    told = Finding.objects.get(case__ref=refs["theirs"])  # the family was told of this very one
    signers = readers["coordinator"], readers["clerk"]
    row = _identification(refs["pair theirs remains"], remains, *signers, key=told.basis)
    row.issued_at, row.pair_before = timezone.now(), PairState.HYPOTHESIS
    row.save(update_fields=["issued_at", "pair_before"])
    CandidatePair.objects.filter(pk=row.pair_id).update(state=PairState.CONFIRMED, concluded=True)
    barred = audiences.number_of(AudienceSpec(parties=frozenset({str(remains.owner_id)})))  # since it was issued
    Case.objects.filter(ref=refs["theirs"]).update(audience=barred)
    SecondOpinion.objects.create(
        remains=remains, identification=row, asked_by=remains.owner, given_by=word("remains", "opinionby"),
        result="confirms", given_on=timezone.localdate(), words=word("remains", "opinionwords"),
    )  # fmt: skip
    ReleaseOrder.objects.create(
        remains=remains, identification=row, passed_on_by=remains.owner, passed_on=timezone.localdate(),
        disposition="repatriation", handed_to=word("remains", "handedto"), rite=word("remains", "orderrite"),
        note=word("remains", "ordernote"),
    )  # fmt: skip
    KinshipLine.objects.create(
        remains=remains, pair=CandidatePair.objects.get(ref=refs["pair case remains"]), band="strong", samples=[],
        inputs="0" * 64, found={"log10": 3.5, "loci": 20, "exclusions": 0, "relatives": 1, "readings": 1,
        "panel": word("remains", "population"), "by_panel": {}, "dropout": 0.02,
        "assumed": {"theta": 0.01, "mutation": "none", "least_frequency": 0.001}},
    )  # fmt: skip
    RiteNotice.objects.create(
        case=Case.objects.get(ref=refs["case"]), organisation=readers["imam"].organisation, rite=word("rite", "rite"),
        place=word("rite", "place"), time=word("rite", "time"), until=timezone.localdate() + timedelta(days=9),
    )  # fmt: skip


def _identification(pair_ref: str, remains: Remains, *signers: Member, key: UUID | None = None) -> Identification:
    pair, digest = CandidatePair.objects.get(ref=pair_ref), "0" * 64
    row = Identification.objects.create(
        id=key or uuid7(), remains=remains, pair=pair, institution=remains.owner,
        methods=["combined_panel", "mark", "medical"],
        panel=[[word("remains", "panel"), "doctor"]], grounds=word("remains", "grounds"), conclusion="established",
        authority=word("remains", "idauthority"), country="ITA", legal_act=word("remains", "idact"),
        established_on=timezone.localdate(), family_summary=word("remains", "familywords"), summary_lang="eng",
        nonce="n", digest=digest, revocation_reason=word("remains", "revoked"),
    )  # fmt: skip
    for signer, role in zip(signers, ("coordinator", "odontologist"), strict=False):
        Signature.objects.create(
            remains=remains, identification=row, signer=signer.account, name=word("remains", "signer"), role=role,
            digest=digest,
        )  # fmt: skip
    return row
