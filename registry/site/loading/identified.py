"""Two candidate pairs brought as far as people bring them: one waits for a second signature, of one the family knows.

What is decided rests on evidence made here as the matcher makes it, of every record, so that the matcher finds nothing
to change when it starts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from accessctl.actor import Actor
from accessctl.pictures import ImageEntry
from cases.images import items_of as items_of_case
from cases.models import Case
from cases.pictured import Topic
from cases.services.images import keep_image as keep_of_case
from cases.vocabulary.place import Place
from families.codes import (
    BelongingsWish,
    CostCover,
    Disposition,
    IdMethod,
    NotificationKind,
    NotificationPlace,
    ReturnKind,
    TeamRole,
    ToldPoint,
)
from families.notification.services import Plan, Telling, note_told, plan
from families.services.signing import keep_paper
from families.wishes.services import Step, Wishes, keep_step, note_wishes
from matching.codes import Decision, Reason, ReviewRole
from matching.identification.codes import Conclusion
from matching.index import memory
from matching.models import CandidatePair
from matching.services import Judgement, evidence, frame, identifying, open_pair, profiles, releasing, review_pair
from matching.services.identifying import Draft
from matching.services.releasing import PassedOn
from matching.services.reviewing import stamp_of
from registry.lib.errors import Forbidden, Invalid, NotFound
from registry.site.invented.records import Invented
from registry.site.loading.portraits import pictured_mark, radiograph, signed_page
from remains.images import items_of as items_of_remains
from remains.models import Remains
from remains.services import keep_image

TRIED = 40
CLINIC, EXAMINED = 901, 902  # of which the drawn radiographs are made: no other image of the demonstration is alike
SEEN = "0" * 64  # digest of what stood on a screen: nobody sat at one


@dataclass(frozen=True)
class Signers:
    """Who decides in the demonstration: one who serves the family, and two of the institute."""

    caseworker: Actor
    examiner: Actor
    coordinator: Actor


def identify_two(invented: Invented, cases: dict[str, str], remains: dict[str, str], people: Signers) -> list[str]:
    """References of the pair that waits for a signature and of the one that was told; fewer where none fit."""
    found = _of_one_person(invented, cases, remains, people)
    memory.refresh(profiles.take_in(frame.every_ref()))
    made, bodies = list[str](), set[str]()
    try:
        for case, body in found:
            if body in bodies:  # reported twice: of remains one pair alone is identified
                continue
            try:
                pair = open_pair(actor=people.examiner, left_ref=case, right_ref=body)
            except (Forbidden, Invalid, NotFound):
                continue
            _agree(pair, people)
            (_told if made else _waiting)(pair, people)
            made.append(pair.ref)
            bodies.add(body)
            if len(made) == 2:
                break
    finally:
        memory.forget()
    return made


def _of_one_person(
    invented: Invented, cases: dict[str, str], remains: dict[str, str], people: Signers
) -> Iterator[tuple[str, str]]:
    """Cases and remains of the same invented person, each held by those who decide here."""
    served = set(Case.objects.filter(owner=people.caseworker.organisation_id).values_list("ref", flat=True))
    kept = set(Remains.objects.filter(owner=people.examiner.organisation_id).values_list("ref", flat=True))
    tried = 0
    for body, reports in sorted(invented.true_cases().items()):
        for report in sorted(reports):
            if cases[report] in served and remains[body] in kept and tried < TRIED:
                tried += 1
                yield cases[report], remains[body]


def _agree(pair: CandidatePair, people: Signers) -> None:
    """Both sides put it forward, then hold it for confirmed."""
    evidence.explain_one(pair)
    reviewers = ((people.caseworker, ReviewRole.CASEWORKER), (people.examiner, ReviewRole.ODONTOLOGIST))
    for decision in (Decision.HYPOTHESIS, Decision.CONFIRM):
        for actor, role in reviewers:
            pair.refresh_from_db()
            judgement = Judgement(
                role=role, decision=decision, reasons=[Reason.BIOLOGY_FIT, Reason.TIME_PLACE_FIT],
                words="The teeth agree, and nothing else speaks against it.", stamp=stamp_of(pair), data_seen=SEEN,
            )  # fmt: skip
            review_pair(actor=actor, ref=pair.ref, judgement=judgement)


def _drawn(pair: CandidatePair, people: Signers) -> None:
    draft = Draft(
        methods=[IdMethod.DENTAL, IdMethod.MARK], conclusion=Conclusion.ESTABLISHED,
        grounds="Five restorations agree with the dentist’s chart, and none contradicts it.",
        authority="Public prosecutor of the harbour district", country="ITA",
        legal_act="Code of criminal procedure, article 116", established_on=timezone.localdate() - timedelta(days=4),
        family_summary="The teeth are the same as on the chart that the dentist kept.", summary_lang="eng",
    )  # fmt: skip
    identifying.draw_up(actor=people.examiner, ref=pair.ref, draft=draft)
    identifying.sign(actor=people.coordinator, ref=pair.ref, role=ReviewRole.COORDINATOR)


def _waiting(pair: CandidatePair, people: Signers) -> None:
    """Signed by one, after both sides' radiographs were laid beside each other: whoever tries it out signs second."""
    _pictured(pair, people)
    _drawn(pair, people)


def _pictured(pair: CandidatePair, people: Signers) -> None:
    assert pair.case is not None
    assert pair.remains is not None
    told = ImageEntry(kind="radiograph", picture=radiograph(CLINIC), caption="Left thigh, from a clinic")
    seen = ImageEntry(kind="radiograph", picture=radiograph(EXAMINED), caption="Left femur, front")
    keep_of_case(actor=people.caseworker, ref=pair.case.ref, entry=told)
    paper = ImageEntry(kind="consent_evidence", picture=signed_page(), caption="Page 1, thumbprint")
    keep_paper(actor=people.caseworker, case_ref=pair.case.ref, entry=paper)
    keep_image(actor=people.examiner, ref=pair.remains.ref, entry=seen)
    ours, theirs = items_of_case(people.caseworker, pair.case), items_of_remains(people.examiner, pair.remains)
    for name, at in [(item.name, 1) for item in ours if item.topic == Topic.MARKS][:1]:
        mark = ImageEntry(kind="mark_photo", picture=pictured_mark(at), caption="From a family album", shows=name)
        keep_of_case(actor=people.caseworker, ref=pair.case.ref, entry=mark)
    for name, at in [(item.name, 2) for item in theirs if item.topic == Topic.MARKS][:1]:
        mark = ImageEntry(kind="mark_photo", picture=pictured_mark(at), caption="With scale", shows=name)
        keep_image(actor=people.examiner, ref=pair.remains.ref, entry=mark)


def _told(pair: CandidatePair, people: Signers) -> None:
    """Issued, told in person, with wishes and the first steps home."""
    _drawn(pair, people)
    identifying.sign(actor=people.examiner, ref=pair.ref, role=ReviewRole.ODONTOLOGIST)
    assert pair.case is not None
    assert pair.remains is not None
    case, actor, today = pair.case.ref, people.caseworker, timezone.localdate()
    prepared = Plan(
        kind=NotificationKind.IDENTIFICATION, planned_for=today, team_roles=[TeamRole.PSYCHOSOCIAL, TeamRole.FORENSIC],
        team="Inés Robledal, Ginevra Altamura", place_kind=NotificationPlace.HOME, language="eng",
        support_person="A neighbour whom they trust",
    )  # fmt: skip
    plan(actor=actor, case_ref=case, entry=prepared)
    day = Telling(
        done_on=today, who_present="Both parents and an aunt", told=list(ToldPoint),
        followup_on=today + timedelta(days=7), questions="Whether they may see the place where it happened.",
    )  # fmt: skip
    note_told(actor=actor, case_ref=case, entry=day)
    home = pair.case.nationalities[0] if pair.case.nationalities else "SEN"
    wishes = Wishes(
        disposition=Disposition.REPATRIATION, asked_on=today, destination=Place(country=home, as_said="Their village"),
        rite="Prayer before the burial", wants_to_see=("objects",), cost_cover=CostCover.ORGANISATION,
        belongings_return=BelongingsWish.ALL,
    )  # fmt: skip
    note_wishes(actor=actor, case_ref=case, wishes=wishes)
    certificate = Step(
        kind=ReturnKind.DEATH_CERTIFICATE, who="Inés Robledal", done_on=today, document="No. 114, civil registry"
    )
    permit = Step(kind=ReturnKind.PERMIT, who="Ginevra Altamura", due_on=today + timedelta(days=6))
    for step in (certificate, permit):
        keep_step(actor=actor, case_ref=case, step=step)
    passed = PassedOn(handed_to="A carrier named by the family")
    releasing.pass_on(actor=actor, ref=pair.remains.ref, of=pair.ref, said=passed)
