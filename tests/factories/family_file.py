"""Family files with something in them, made through the services: several relatives, a result that they were told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accessctl.codes import Purpose
from accessctl.tokens import token_of
from cases.models import Case, CaseStatement
from cases.services import CaseEntry, statements
from families.codes import Mandate
from families.models import Consent, ConsentTaking, Relative, RiskBriefing
from families.notification.services import answer_search, note_told, plan
from families.services import ChannelEntry
from families.services.relatives import Standing, add_relative
from tests.cast import Cast
from tests.factories import identification
from tests.factories.families import a_case, relative
from tests.factories.notices import planned, telling


def told(people: Cast) -> Case:
    """A case whose family has been told of an identification."""
    case, actor = a_case(people), people.caseworker.actor
    identification.finding(case)
    plan(actor=actor, case_ref=case.ref, entry=planned())
    note_told(actor=actor, case_ref=case.ref, entry=telling())
    return case


def answered(people: Cast) -> Case:
    """The same, and the search was answered by it."""
    return answer_search(actor=people.supervisor.actor, case_ref=told(people).ref)


def a_relative(people: Cast, case: Case, name: str, relationship: str, **standing: Any) -> Relative:
    """A further relative with a telephone."""
    channel = ChannelEntry(kind="phone", value="+220 301 9876", safe_to_leave_message=True)
    entry = relative(name=name, relationship=relationship, channels=(channel,))
    return add_relative(
        actor=people.caseworker.actor, case_ref=case.ref, entry=entry, standing=Standing(**standing)
    )  # fmt: skip


def kin(people: Cast) -> dict[str, str]:
    """Mother, a father who wishes no contact, a child, who speaks for them, a friend; a result is to be told."""
    case = a_case(people)
    mother = Relative.objects.get(case=case)
    a_relative(people, case, "Modou Ceesay", "fat", do_not_contact=True)
    child = a_relative(people, case, "Isatou Ceesay", "chi", is_minor=True, guardian=token_of(mother.pk))
    until = timezone.localdate() + timedelta(days=90)
    a_relative(people, case, "Fatou Njie", "rep", mandates=[Mandate.NEWS], mandate_until=until)
    a_relative(people, case, "Lamin Jobe", "fri")
    identification.finding(case)
    plan(actor=people.caseworker.actor, case_ref=case.ref, entry=planned())
    return {"kin": case.ref, "child": token_of(child.pk)}


def disputed(people: Cast) -> Case:
    """A case of which relatives and a witness say different things; one is shown by choice, another left out."""
    case = a_case(people)
    actor = people.caseworker.actor
    aunt = aunt_of(people, case)
    statements.state(
        actor=actor, case_ref=case.ref, source=aunt.source_id,
        entry=CaseEntry(height_cm=(165, 165), circumstances_text="She heard of a van.", hair_colour="bro"),
    )  # fmt: skip
    witness = statements.NewSource(kind="witness", described="Somebody on the quay", reliability="C", information=4)
    statements.state(actor=actor, case_ref=case.ref, source=witness, entry=CaseEntry(height_cm=(150, 155)))
    rows = {
        (row.topic, row.source_id): row.pk for row in CaseStatement.objects.filter(case=case)
    }  # fmt: skip
    of_aunt = rows["height", aunt.source_id]
    statements.prefer(actor=actor, case_ref=case.ref, is_meant=lambda key: key == of_aunt)
    of_hair = rows["hair", aunt.source_id]
    statements.withdraw(actor=actor, case_ref=case.ref, is_meant=lambda key: key == of_hair)
    return case


def aunt_of(people: Cast, case: Case) -> Relative:
    """A second relative, who agreed to one thing herself."""
    aunt = a_relative(people, case, "Fatou Ceesay", "aun")
    now = timezone.now()
    consent = Consent.objects.create(
        case=case, purpose=Purpose.SEARCH, recipient_class="own_org", decision="given", state="given",
        briefing=RiskBriefing.objects.first(), risks_explained=True, rights_explained=True, valid_from=now,
        valid_until=now + timedelta(days=90), max_layer=3,
    )  # fmt: skip
    ConsentTaking.objects.create(case=case, consent=consent, given_by=aunt, how="oral_witnessed")
    return aunt
