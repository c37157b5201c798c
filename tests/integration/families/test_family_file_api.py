"""REST of a family file: relatives, needs and referrals, papers and talks, by the services of the pages."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accessctl.models import ShareEvent
from cases.models import Case
from families.models import FeedbackTalk, LegalPaper, Referral, Relative, SupportNeed
from registry.site.api_examples import CONVERSATION
from tests.cast import Cast
from tests.factories.families import a_case

pytestmark = pytest.mark.django_db
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
    standing = {"is_first": True, "is_minor": True, "guardian": mother["key"]}
    refused = system.ask("relatives/", {"key": brother["key"], "standing": standing}, "PUT")
    assert [*refused.json()["fields"]] == ["standing.is_first"]
    standing = {"is_first": True, "mandates": ["news"], "mandate_until": "2100-01-01", "id_verified": "document_seen"}
    changed = system.ask("relatives/", {"key": brother["key"], "standing": standing}, "PUT").json()["relatives"]
    assert [one["standing"]["is_first"] for one in changed] == [False, True]
    assert changed[1]["standing"] == brother["standing"] | standing
    assert Relative.objects.filter(case=case, is_primary_contact=True).count() == 1


def test_a_paper_goes_on_and_keeps_to_the_steps_of_its_country(case: Case, system: System) -> None:
    begun = system.ask("legal-papers/", {"kind": "certificate_of_absence", "country": "sen"})
    (paper,) = begun.json()["papers"]
    assert (begun.status_code, paper["country"], paper["status"]) == (201, "SEN", "informed")
    moved = {"key": paper["key"], "status": "filed", "steps_done": [paper["steps"][0]["key"]]}
    (filed,) = system.ask("legal-papers/", moved, "PUT").json()["papers"]
    assert (filed["status"], filed["requested_on"]) == ("filed", str(timezone.localdate()))
    assert [step["is_done"] for step in filed["steps"]][:2] == [True, False]
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
        ("relatives/", "PUT", {"key": "x", "standing": {"mandates": ["everything"]}}, "standing.mandates.0"),
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
