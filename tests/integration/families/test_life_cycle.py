"""The life cycle of a case: every pair of states, every role, every reason, against the dictionary's table (9.1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import product

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from accessctl.codes import RecipientClass, Role
from accessctl.roles import ROLES
from cases.codes import BY_HAND, SOUGHT_HERE, TRANSITIONS, CaseWorkflow, StateReason
from cases.models import Case, CaseSearchFile
from cases.services import NotFromHere, offered
from families.codes import ChannelKind, FeedbackKind
from families.feedback.services import TalkEntry, note_talk
from families.services.state import change_state
from matching.codes import PairKind, PairState
from matching.models import CandidatePair
from registry.lib.errors import Forbidden, NotFound
from tests.cast import Cast
from tests.factories import family_file
from tests.factories import matching as make
from tests.factories.accessctl import Member, member, organisation
from tests.factories.families import a_case

pytestmark = pytest.mark.django_db
S, W = CaseWorkflow, StateReason
Step = tuple[CaseWorkflow, CaseWorkflow, StateReason]

# As the dictionary has it: "any" to a duplicate or to withdrawn is left out of the rows and asked apart.
ROWS = {
    (S.DRAFT, S.OPEN),
    (S.OPEN, S.LEAD), (S.LEAD, S.OPEN),
    (S.OPEN, S.PAUSED), (S.PAUSED, S.OPEN),
    (S.OPEN, S.ANSWERED_ALIVE), (S.LEAD, S.ANSWERED_ALIVE),
    (S.OPEN, S.ANSWERED_DECEASED), (S.LEAD, S.ANSWERED_DECEASED),
    (S.OPEN, S.TRANSFERRED), (S.LEAD, S.TRANSFERRED),
    (S.ANSWERED_ALIVE, S.AFTER_CARE), (S.ANSWERED_DECEASED, S.AFTER_CARE),
    (S.AFTER_CARE, S.ARCHIVED),
    (S.ANSWERED_ALIVE, S.OPEN), (S.ANSWERED_DECEASED, S.OPEN), (S.ARCHIVED, S.OPEN),
}  # fmt: skip
FROM_ANY = {S.DUPLICATE, S.WITHDRAWN}
UNDONE = {(S.WITHDRAWN, S.OPEN)}  # by the family's next yes to the search
# What stands in ring 2: a draft is no case yet, and that somebody is alive lies in 4w.
HERE = [state for state in S if state not in (S.DRAFT, S.ANSWERED_ALIVE)]
WAY = {  # from "answered: identified", by the table
    S.ANSWERED_DECEASED: (),
    S.OPEN: (S.OPEN,),
    S.LEAD: (S.OPEN, S.LEAD),
    S.PAUSED: (S.OPEN, S.PAUSED),
    S.TRANSFERRED: (S.OPEN, S.TRANSFERRED),
    S.AFTER_CARE: (S.AFTER_CARE,),
    S.ARCHIVED: (S.AFTER_CARE, S.ARCHIVED),
    S.WITHDRAWN: (S.WITHDRAWN,),
    S.DUPLICATE: (S.OPEN, S.DUPLICATE),
}
# The steps that people take with a reason, and the reasons that hold of a case without a lead whose family was heard.
STEPS = {
    (S.OPEN, S.PAUSED): {W.FAMILY_WISH},
    (S.PAUSED, S.OPEN): {W.FAMILY_WISH},
    (S.LEAD, S.OPEN): {W.LEAD_EXCLUDED},
    (S.ANSWERED_DECEASED, S.AFTER_CARE): {W.CARE_GOES_ON},
    (S.AFTER_CARE, S.ARCHIVED): {W.FAMILY_AGREES},
    # An identification that is taken back opens it too, by itself: nobody takes that step by hand.
    (S.ANSWERED_DECEASED, S.OPEN): {W.NEW_FACTS, W.FAMILY_DOUBTS},
    (S.ARCHIVED, S.OPEN): {W.NEW_FACTS, W.FAMILY_DOUBTS},
}
# Of the case's own organisation; some roles exist in others only.
WHO = {Role.CASEWORKER, Role.SUPERVISOR, Role.FOCAL_POINT, Role.TRACING_OFFICER, Role.PARTNER_SYSTEM}


def put(case: Case, other: Case, to: CaseWorkflow) -> None:
    """One move, as a program that asks nobody would write it."""
    files = CaseSearchFile.objects.filter(case=case)
    was = files.values_list("workflow_status", flat=True).get()
    apart: dict[str, object] = {"duplicate_of": None, "state_before": None}
    merged = {"duplicate_of": other, "state_before": was}
    files.update(workflow_status=to, **(merged if to == S.DUPLICATE else apart))


def each_state(case: Case, other: Case) -> Iterator[CaseWorkflow]:
    """The case in every state, one after the other."""
    for state in HERE:
        with transaction.atomic():
            for step in WAY[state]:
                put(case, other, step)
            yield state
            transaction.set_rollback(True)


def somebody(cast: Cast, role: Role) -> Member:
    """Of the organisation whose case it is, where there can be such people there."""
    kinds = ROLES[role].kinds
    here = not kinds or RecipientClass.CSO in kinds
    return member(cast.organisations.ngo if here else organisation(kind=min(kinds)), role)


def ways(steps: dict[CaseWorkflow, set[StateReason]]) -> list[tuple[CaseWorkflow, StateReason]]:
    return [(to, reason) for to, reasons in steps.items() for reason in reasons]


def took(who: Member, case: Case, to: CaseWorkflow, reason: StateReason) -> bool:
    """Whether they may take the step; it is not kept."""
    try:
        with transaction.atomic():
            change_state(actor=who.actor, case_ref=case.ref, to=to, reason=reason)
            transaction.set_rollback(True)
    except (Forbidden, NotFound, NotFromHere):
        return False
    return True


def test_the_code_holds_the_dictionarys_table() -> None:
    assert {(was, to) for was, states in TRANSITIONS.items() for to in states} == ROWS
    assert set(BY_HAND) == {*STEPS, (S.OPEN, S.LEAD)}
    anew = {W.NEW_FACTS, W.FAMILY_DOUBTS, W.REVOKED}
    where_it_holds = {  # a reason that the record itself must bear out
        (S.OPEN, S.LEAD): {W.LEAD_FOUND}, (S.AFTER_CARE, S.ARCHIVED): {W.FAMILY_AGREES, W.FAMILY_SILENT},
        (S.ANSWERED_DECEASED, S.OPEN): anew, (S.ARCHIVED, S.OPEN): anew,
    }  # fmt: skip
    assert {step: set(reasons) for step, reasons in BY_HAND.items()} == STEPS | where_it_holds


def test_postgresql_lets_a_case_go_nowhere_else(cast: Cast) -> None:
    case, other = family_file.answered(cast), a_case(cast)
    went = set()
    for was in each_state(case, other):
        for to in HERE:
            try:
                with transaction.atomic():
                    put(case, other, to)
                    went |= {(was, to)}
                    transaction.set_rollback(True)
            except IntegrityError:
                continue
    closed = {
        (state, S.DUPLICATE) for state in HERE if state not in SOUGHT_HERE
    }  # what is closed is merged with nothing
    back = {(S.DUPLICATE, S.OPEN)}  # the state it was merged from, in this case
    anyway = {(was, to) for was, to in product(HERE, FROM_ANY) if was != to}
    stays = {(state, state) for state in HERE} - {(S.DUPLICATE, S.DUPLICATE)}
    assert went - stays == {row for row in ROWS if set(row) <= set(HERE)} | anyway - closed | UNDONE | back


def test_an_answer_that_is_kept_in_4w_stands_as_after_care(cast: Cast) -> None:
    """Only while nothing is known here of the person: an identification goes its own way."""
    case = a_case(cast)
    for to in (S.AFTER_CARE, S.OPEN, S.LEAD, S.AFTER_CARE, S.ARCHIVED):
        put(case, case, to)
    with pytest.raises(IntegrityError, match="does not go from archived to paused"), transaction.atomic():
        put(case, case, S.PAUSED)


def test_every_role_takes_the_steps_of_the_table_and_no_other(cast: Cast) -> None:
    case, other = family_file.answered(cast), a_case(cast)
    people = {role: somebody(cast, role) for role in Role}
    taken: dict[Role, set[Step]] = {role: set() for role in Role}
    for was in each_state(case, other):
        steps = {to: reasons for (start, to), reasons in STEPS.items() if start is was}
        assert {to: set(found) for to, found in offered(cast.caseworker.actor, case).items()} == steps
        for role, who in people.items():
            taken[role] |= {(was, *step) for step in ways(steps) if took(who, case, *step)}
        elsewhere = [(to, W.FAMILY_WISH) for to in S if W.FAMILY_WISH not in steps.get(to, ())]
        assert not [step for step in elsewhere if took(cast.caseworker, case, *step)]
    wanted = {(was, to, reason) for (was, to), reasons in STEPS.items() for reason in reasons}
    assert taken == {role: wanted if role in WHO else set() for role in Role}


def test_a_lead_is_a_pair_in_review_and_ends_with_it(cast: Cast) -> None:
    case, actor = a_case(cast), cast.caseworker.actor
    lead = {"case_ref": case.ref, "to": S.LEAD, "reason": W.LEAD_FOUND}
    found = {"kind": PairKind.AM_PM, "case": case, "remains": make.remains(cast.analyst.actor)}
    pair = CandidatePair.objects.create(**found)
    with pytest.raises(NotFromHere):
        change_state(actor=actor, **lead)  # type: ignore[arg-type]
    CandidatePair.objects.update(state=PairState.IN_REVIEW)
    change_state(actor=actor, **lead)  # type: ignore[arg-type]
    assert S.OPEN not in offered(actor, case)
    CandidatePair.objects.filter(pk=pair.pk).update(state=PairState.EXCLUDED)
    change_state(actor=actor, case_ref=case.ref, to=S.OPEN, reason=W.LEAD_EXCLUDED)


def test_somebody_found_alive_is_a_lead_to_the_unit_alone(cast: Cast) -> None:
    case, tracer = a_case(cast), member(cast.organisations.ngo, Role.TRACING_OFFICER)
    CandidatePair.objects.create(kind=PairKind.AM_ALIVE, case=case, whereabouts=make.alive(tracer.actor))
    assert S.LEAD in offered(tracer.actor, case)
    assert S.LEAD not in offered(cast.caseworker.actor, case)


def test_silence_is_24_months_in_which_somebody_tried(cast: Cast) -> None:
    case, actor = family_file.answered(cast), cast.caseworker.actor
    change_state(actor=actor, case_ref=case.ref, to=S.AFTER_CARE, reason=W.CARE_GOES_ON)

    def talk(kind: FeedbackKind) -> None:
        entry = TalkEntry(said_on=timezone.localdate(), kind=kind, channel=ChannelKind.PHONE)
        note_talk(actor=actor, case_ref=case.ref, entry=entry)

    def may_end() -> bool:
        return W.FAMILY_SILENT in offered(actor, case).get(S.ARCHIVED, ())

    talk(FeedbackKind.MISSED)
    assert not may_end()
    with time_machine.travel(timezone.now() + timedelta(days=731)):
        assert not may_end(), "nobody tried for two years"
        talk(FeedbackKind.MISSED)
        assert may_end()
        with transaction.atomic():
            talk(FeedbackKind.QUESTION)
            assert not may_end()
            transaction.set_rollback(True)
        change_state(actor=actor, case_ref=case.ref, to=S.ARCHIVED, reason=W.FAMILY_SILENT)
        file = CaseSearchFile.objects.get(case=case)
        assert file.retention_review_at == timezone.localdate() + timedelta(days=730)
        change_state(actor=actor, case_ref=case.ref, to=S.OPEN, reason=W.FAMILY_DOUBTS)
    assert CaseSearchFile.objects.get(case=case).retention_review_at is None
