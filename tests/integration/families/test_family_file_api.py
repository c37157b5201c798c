"""REST of a family file: relatives, needs and referrals, papers and talks, by the services of the pages."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accessctl import topology
from accessctl.models import JournalEntry, ShareEvent
from accessctl.systems import tokens
from cases.models import Case, CaseIncident
from cases.services import IncidentEntry, log_incident
from families.models import FeedbackTalk, LegalPaper, Referral, Relative, SupportNeed
from families.services.relatives import Standing, change_relative
from registry.lib.dates import parse_edtf
from registry.site.api_examples import CONVERSATION, SENT, STANDING
from tests.cast import Cast
from tests.factories.families import a_case

pytestmark = pytest.mark.django_db
MANDATED = STANDING | {"mandates": ["everything"]}
DISGUISED = "a room \u202efor two"


@pytest.fixture
def case(cast: Cast) -> Case:
    return a_case(cast, by=cast.second_caseworker.actor)


class System:
    """The second NGO's system, asking below one case."""

    def __init__(self, cast: Cast, case: Case) -> None:
        self.client, self.address = Client(headers=cast.system.headers), f"/api/v1/cases/{case.ref}/"

    def ask(self, part: str, data: Any = None, method: str = "POST", **headers: str) -> Any:
        if data is None:
            return self.client.get(self.address + part)
        body, kind = json.dumps(data), "application/json"
        return self.client.generic(method, self.address + part, body, content_type=kind, headers=headers)


@pytest.fixture
def system(cast: Cast, case: Case) -> System:
    return System(cast, case)


def test_help_is_proposed_agreed_to_and_sent_in_this_order(cast: Cast, case: Case, system: System) -> None:
    for _ in range(2):
        noted = system.ask("support/", {"need": "housing", "note": "two children"}, **{"Idempotency-Key": "one"})
        assert noted.status_code == 201, noted.content
    (need,) = noted.json()["needs"]
    assert SupportNeed.objects.filter(case=case).count() == 1
    said = {"need": need["key"], "provider": cast.organisations.ngo.ref, "told": "A mother of two looks for a room."}
    (proposed,) = system.ask("support/referrals/", said).json()["needs"][0]["referrals"]
    assert (proposed["status"], proposed["next"]) == ("proposed", ["accepted_by_family", "declined", "closed"])
    steps, key = "support/referrals/steps/", proposed["key"]
    assert system.ask(steps, {"referral": key, "status": "sent"}).status_code == 409
    unsaid = system.ask(steps, {"referral": key, "status": "accepted_by_family"})
    assert (unsaid.status_code, [*unsaid.json()["fields"]]) == (422, ["conversation"])
    assert not ShareEvent.objects.filter(record_ref=case.ref).exists()
    yes = {"referral": key, "status": "accepted_by_family", "conversation": CONVERSATION}
    assert system.ask(steps, yes).status_code == 200
    (sent,) = system.ask(steps, {"referral": key, "status": "sent"}).json()["needs"][0]["referrals"]
    assert (sent["status"], sent["sent_on"]) == ("sent", str(timezone.localdate()))
    assert Referral.objects.get(case=case).consent is not None
    assert ShareEvent.objects.get(record_ref=case.ref).receiver == cast.organisations.ngo


def test_a_relative_is_added_and_becomes_the_first_contact(case: Case, system: System) -> None:
    further = {"relative": {"name": "Ebrima Ceesay", "relationship": "sib_f", "channels": [{"kind": "phone"}]}}
    assert [*system.ask("relatives/", further).json()["fields"]] == ["relative.channels"]
    further["relative"]["channels"] = [{"kind": "phone", "value": "+220 301 2345"}]
    added = system.ask("relatives/", further)
    assert added.status_code == 201, added.content
    assert b"301" not in added.content, "how they are reached is never read back"
    mother, brother = added.json()["relatives"]

    def put(standing: dict[str, Any], version: int = brother["version"]) -> Any:
        said = {"key": brother["key"], "version": version, "standing": brother["standing"] | standing}
        return system.ask("relatives/", said, "PUT")

    refused = put({"is_first": True, "is_minor": True, "guardian": mother["key"]})
    assert [*refused.json()["fields"]] == ["standing.is_first"]
    standing = {"is_first": True, "mandates": ["news"], "mandate_until": "2100-01-01", "id_verified": "document_seen"}
    changed = put(standing).json()["relatives"]
    assert [one["standing"]["is_first"] for one in changed] == [False, True]
    assert changed[1]["standing"] == brother["standing"] | standing
    assert Relative.objects.filter(case=case, is_primary_contact=True).count() == 1
    late = put({"is_first": True})
    assert (late.status_code, late.json()["read_version"]) == (409, brother["version"])
    assert late.json()["current"]["relatives"] == changed
    assert put({"is_first": True, "mandates": []}, changed[1]["version"]).status_code == 200


def test_no_wish_of_a_relative_is_lost_by_leaving_it_out_or_by_being_late(
    cast: Cast, case: Case, system: System
) -> None:
    system.ask("relatives/", SENT["relatives_add"])
    _mother, read = system.ask("relatives/").json()["relatives"]
    page = Standing(do_not_contact=True)
    change_relative(actor=cast.second_caseworker.actor, case_ref=case.ref, token=read["key"], standing=page)
    sent = {"key": read["key"], "version": read["version"], "standing": read["standing"]}
    assert system.ask("relatives/", sent, "PUT").status_code == 409
    short = sent | {"standing": {"is_first": False, "id_verified": "document_seen"}}
    left_out = system.ask("relatives/", short, "PUT")
    assert left_out.status_code == 422
    assert {f"standing.{name}" for name in ("do_not_contact", "is_minor", "guardian", "mandates")} <= set(
        left_out.json()["fields"]
    )
    assert Relative.objects.get(case=case, is_primary_contact=False).do_not_contact


def test_a_paper_goes_on_and_keeps_to_the_steps_of_its_country(case: Case, system: System) -> None:
    begun = system.ask("legal-papers/", {"kind": "certificate_of_absence", "country": "sen"})
    (paper,) = begun.json()["papers"]
    assert (begun.status_code, paper["country"], paper["status"]) == (201, "SEN", "informed")
    moved = {"key": paper["key"], "status": "filed", "steps_done": [paper["steps"][0]["key"]], "due_on": None}
    assert {*system.ask("legal-papers/", {"key": paper["key"], "status": "filed"}, "PUT").json()["fields"]} == {
        "version", "steps_done", "due_on",
    }  # fmt: skip
    moved |= {"version": paper["version"]}
    (filed,) = system.ask("legal-papers/", moved, "PUT").json()["papers"]
    assert (filed["status"], filed["requested_on"]) == ("filed", str(timezone.localdate()))
    assert [step["is_done"] for step in filed["steps"]][:2] == [True, False]
    late = system.ask("legal-papers/", moved, "PUT")
    assert (late.status_code, late.json()["current"]["papers"]) == (409, [filed])
    unknown = system.ask("legal-papers/", moved | {"steps_done": ["no_such_step"]}, "PUT")
    assert [*unknown.json()["fields"]] == ["steps_done"]
    assert LegalPaper.objects.get(case=case).status == "filed"


def test_a_talk_sets_the_next_day_and_the_family_its_rhythm(case: Case, system: System) -> None:
    assert system.ask("feedback/", {"every_days": 30}, "PUT").json()["every_days"] == 30
    talk = {"said_on": str(timezone.localdate()), "kind": "no_news", "channel": "phone", "words": "No news."}
    noted = system.ask("feedback/", talk)
    assert (noted.status_code, noted.json()["talks"][0]["words"]) == (201, "No news.")
    late = system.ask("feedback/", talk | {"promised_on": "2100-01-01"})
    assert [*late.json()["fields"]] == ["promised_on"]
    stopped = system.ask("feedback/", {"every_days": None}, "PUT").json()
    assert (stopped["every_days"], stopped["due_on"]) == (None, None)
    assert FeedbackTalk.objects.filter(case=case).count() == 1


@pytest.mark.parametrize(
    ("part", "method", "sent", "field"),
    [
        ("support/", "POST", {"need": "a palace"}, "need"),
        ("support/", "POST", {"need": "housing", "note": DISGUISED}, "note"),
        ("support/referrals/", "POST", {"need": "x", "provider": "x", "told": DISGUISED}, "told"),
        ("legal-papers/", "POST", {"kind": "pension_claim", "country": "ZZZ"}, "country"),
        ("feedback/", "POST", {"said_on": "2100-01-01", "kind": "news", "channel": "phone"}, "said_on"),
        ("feedback/", "PUT", {"every_days": 3}, "every_days"),
        ("relatives/", "PUT", {"key": "x", "version": 1, "standing": MANDATED}, "standing.mandates.0"),
        ("incidents/", "POST", {"incident": "MIN-AAAAA-AAAAA-A", "basis": "other"}, "incident"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_saved(
    system: System, part: str, method: str, sent: dict[str, Any], field: str
) -> None:
    before = system.ask(part.removesuffix("referrals/")).content
    refused = system.ask(part, sent, method)
    assert (refused.status_code, [*refused.json()["fields"]]) == (422, [field]), refused.content
    assert system.ask(part.removesuffix("referrals/")).content == before


# What a system writes of a case deeper than its root, and how deep: the part of the address, method, operation.
WRITES = [
    ("", "PUT", "cases_change", 2), ("statements/", "POST", "statements_add", 2),
    ("actions/", "POST", "actions_note", 2), ("incidents/", "POST", "cases_incident_link", 2),
    ("incidents/unlink/", "POST", "cases_incident_unlink", 2),
    ("consents/", "POST", "consents_answer", 3), ("consents/withdraw/", "POST", "consents_withdraw", 2),
    ("relatives/", "POST", "relatives_add", 3), ("support/", "POST", "support_need_note", 3),
    ("legal-papers/", "POST", "papers_begin", 3), ("feedback/", "POST", "feedback_note", 3),
    ("feedback/", "PUT", "feedback_rhythm", 3), ("wishes/", "PUT", "wishes_write", 3),
]  # fmt: skip


def kept(case: Case) -> dict[str, int]:
    """Every row of the case."""
    tables = [table for ring in topology.rings_of(Case) for table in topology.tables_of(Case, ring)]
    return {table.__name__: table._default_manager.filter(**{table.RECORD: case}).count() for table in tables}


@pytest.mark.parametrize("layer", [1, 2])
def test_a_token_for_writing_less_deep_writes_nothing_and_leaves_nothing(cast: Cast, case: Case, layer: int) -> None:
    """It reads all there is: to read deep and to write in layer 1 is not to write deep."""
    incident = log_incident(actor=cast.second_caseworker.actor, entry=IncidentEntry(date=parse_edtf("2021-06-12")))
    token = tokens.issue(cast.system.client, wanted=f"write:{layer}:share_search read:3:share_search").token
    shallow, deep = System(cast, case), System(cast, case)
    shallow.client = Client(headers={"Authorization": f"Bearer {token}"})
    before, version = kept(case), case.version
    for part, method, operation, needed in WRITES:
        if needed <= layer:
            continue
        sent = SENT[operation]
        sent = sent | {"incident": incident.ref} if "incident" in sent else sent
        assert shallow.ask(part, sent, method).status_code == 403, operation
        case.refresh_from_db()
        assert (kept(case), case.version) == (before, version), operation
        if layer == 1:
            assert deep.ask(part, sent, method).status_code != 403, operation
            case.refresh_from_db()
            before, version = kept(case), case.version
    made = shallow.client.post("/api/v1/cases/", SENT["cases_create"], content_type="application/json")
    assert (made.status_code, Case.objects.count()) == (403, 1)


def test_only_a_link_that_was_there_is_written_down_as_taken_away(cast: Cast, case: Case, system: System) -> None:
    incident = log_incident(actor=cast.second_caseworker.actor, entry=IncidentEntry(date=parse_edtf("2021-06-12")))
    sent = {"incident": incident.ref}
    assert system.ask("incidents/", sent | {"basis": "other"}).status_code == 201
    for _time in range(2):
        assert system.ask("incidents/unlink/", sent).json()["incidents"] == []
    assert not CaseIncident.objects.exists()
    assert JournalEntry.objects.filter(action="incident.unlinked").count() == 1
