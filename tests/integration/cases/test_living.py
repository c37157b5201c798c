"""People found alive: recording, the way to them, what they decide; and that "tell nothing" is as no news."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accessctl import door
from accessctl.codes import Role
from accessctl.models import Account, JournalEntry
from cases import selectors
from cases.codes import ApproachStep, LivingWish
from cases.models import Case, Whereabouts, WhereaboutsFile
from cases.services.approach import log_step, record_wish
from cases.services.steps import StepEntry
from cases.services.whereabouts import change_whereabouts
from cases.vocabulary.whereabouts import FoundMark, WhereaboutsEntry
from registry.lib.errors import Conflict, Forbidden, Invalid, NotFound
from tests import cast
from tests.factories import matching as make
from tests.factories.accessctl import Member, member
from tests.pages import lasting

pytestmark = pytest.mark.journal

PLAN = StepEntry(step="planned", who="Sister Maria", way="in_person", may_say=("who_we_are", "they_decide"))
ClientFor = Callable[[Account], Client]


@pytest.fixture
def people() -> cast.Cast:
    return cast.build()


@pytest.fixture
def tracer(people: cast.Cast) -> Member:
    return member(people.organisations.ngo, Role.TRACING_OFFICER, email="tracer@cast.invalid")


def test_recorded_by_page_in_any_script(tracer: Member, client_for: ClientFor) -> None:
    client = client_for(tracer.account)
    answers = {
        "kind": "in_shelter", "sex": "1", "verification": "plausible", "names-0-name": "يوسف حسن", "names-1-name":
        "Yusuf Hassan", "age_low": "19", "age_high": "21", "marks-0-mark_type": "scar", "marks-0-description": "Burn",
        "facility_name": "House of the Lighthouse", "message_for_family": "I am well.",
    }  # fmt: skip
    response = client.post(reverse("cases:living-new"), answers)
    found = Whereabouts.objects.get()
    assert response.headers["Location"] == reverse("cases:living", args=[found.ref])
    page = client.get(response.headers["Location"]).content.decode()
    for text in ("يوسف حسن", "Yusuf Hassan", "19–21", "Burn", "I am well.", "Plausible", "the search goes on"):
        assert text in page, text
    assert "يوسف حسن" in client.get(reverse("cases:living-list")).content.decode()
    edit = client.get(reverse("cases:living-edit", args=[found.ref])).content.decode()
    assert "House of the Lighthouse" in edit
    client.post(reverse("cases:living-edit", args=[found.ref]), answers | {"age_high": "22", "version": "1"})
    assert selectors.living_file(tracer.actor, found.ref).file.age == [19, 22]


def test_what_is_wrong_is_said_beside_it(tracer: Member, client_for: ClientFor) -> None:
    client = client_for(tracer.account)
    response = client.post(reverse("cases:living-new"), {"kind": "nonsense", "names-0-name": "a\u202eb"})
    assert response.status_code == 422
    linked = re.findall(r'<a href="#id_([a-z]+)', response.content.decode())
    assert {"kind", "names"} <= set(linked)
    assert not Whereabouts.objects.exists()


def test_a_change_keeps_the_wish_and_meets_another_s(tracer: Member) -> None:
    found = make.alive(tracer.actor)
    record_wish(actor=tracer.actor, ref=found.ref, wish="tell_nothing")
    entry = WhereaboutsEntry(kind="rescued", marks=(FoundMark(mark_type="scar"),), languages=("tir",))
    with pytest.raises(Conflict):
        change_whereabouts(actor=tracer.actor, ref=found.ref, entry=entry, expected_version=1)
    change_whereabouts(actor=tracer.actor, ref=found.ref, entry=entry, expected_version=2)
    held = selectors.living_file(tracer.actor, found.ref)
    assert (held.file.kind, held.file.person_decision, held.names) == ("rescued", "tell_nothing", [])
    assert [mark.mark_type for mark in held.marks] == ["scar"]


@pytest.mark.parametrize(
    "fault",
    [{"kind": ""}, {"verification": "sure"}, {"languages": ("xxx",)}, {"marks": (FoundMark(mark_type="x"),)},
     {"age": (30, 20)}, {"condition": "fine"}],
)  # fmt: skip
def test_what_is_not_coded_is_refused_by_field(tracer: Member, fault: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        make.alive(tracer.actor, **fault)
    assert set(refused.value.fields) == set(fault)


def test_nobody_approaches_without_a_plan(tracer: Member) -> None:
    ref = make.alive(tracer.actor).ref
    gone = StepEntry(step="reached", way="in_person")
    with pytest.raises(Invalid):
        log_step(actor=tracer.actor, ref=ref, entry=gone)
    with pytest.raises(Invalid) as refused:
        log_step(actor=tracer.actor, ref=ref, entry=StepEntry(step="planned"))
    assert set(refused.value.fields) == {"who", "way", "may_say"}
    log_step(actor=tracer.actor, ref=ref, entry=PLAN)
    log_step(actor=tracer.actor, ref=ref, entry=gone)
    told = log_step(actor=tracer.actor, ref=ref, entry=StepEntry(step="informed"))
    assert WhereaboutsFile.objects.get().person_informed_on == told.taken_on
    log_step(actor=tracer.actor, ref=ref, entry=StepEntry(step="stopped"))
    with pytest.raises(Invalid):
        log_step(actor=tracer.actor, ref=ref, entry=gone)
    steps = [row.step for row in selectors.living_file(tracer.actor, ref).steps]
    assert steps == [ApproachStep.PLANNED, ApproachStep.REACHED, ApproachStep.INFORMED, ApproachStep.STOPPED]


def test_a_decision_is_a_step_that_stays_and_the_latest_holds(tracer: Member, client_for: ClientFor) -> None:
    found = make.alive(tracer.actor, message_for_family="Do not wait for me.")
    client = client_for(tracer.account)
    page = reverse("cases:living", args=[found.ref])
    said = {
        "contact_ok": "how they wish to be reached",
        "tell_alive_only": "is alive, and nothing",
        "tell_nothing": "the search goes on",
    }
    for wish, words in said.items():
        client.post(reverse("cases:living-wish", args=[found.ref]), {"wish-wish": wish, "wish-note": "Said so."})
        assert words in client.get(page).content.decode()
    held = selectors.living_file(tracer.actor, found.ref)
    assert [row.wish for row in held.steps] == list(said)
    refused = client.post(reverse("cases:living-wish", args=[found.ref]), {"wish-wish": "not_yet_asked"})
    assert refused.status_code == 422


def test_who_reports_reads_their_own_and_says_nothing_of_verification(people: cast.Cast, tracer: Member) -> None:
    shelter = member(people.organisations.ngo, Role.FIELD_STAFF)
    mine = make.alive(shelter.actor, verification="verified_in_person")
    theirs = make.alive(tracer.actor)
    assert selectors.living_file(shelter.actor, mine.ref).file.verification == "unverified"
    _page, rows = selectors.page_of_living(shelter.actor)
    assert [row.record for row in rows] == [mine]
    with pytest.raises(NotFound):
        selectors.living_file(shelter.actor, theirs.ref)
    with pytest.raises(Forbidden):
        log_step(actor=shelter.actor, ref=mine.ref, entry=PLAN)
    with pytest.raises(Forbidden):
        selectors.page_of_living(people.caseworker.actor)


# --- "tell nothing" and no news -------------------------------------------------------------------------------------
def transcript(people: cast.Cast, case: Case, client_for: ClientFor) -> dict[tuple[str, str], str]:
    """All that the family's side is shown of a case, byte by byte, less tokens and the time."""
    pages = [
        reverse(name, args=[case.ref])
        for name in ("cases:detail", "families:relatives", "families:reach", "matching:case-pairs",
                     "matching:case-duplicates", "matching:case-ranking", "accessctl:erase")
    ]  # fmt: skip
    lists = [reverse(name) for name in ("cases:list", "matching:pairs", "matching:work-pairs", "site:work")]
    told = {}
    for who in (people.caseworker, people.supervisor, people.second_caseworker, people.officer):
        client = client_for(who.account)
        for address in (*pages, *lists):
            response = client.get(address)
            text = lasting(response.content).decode()
            told[who.account.email, address] = f"{response.status_code} {text}"
    return told


def entries(case: Case) -> list[str]:
    rows = JournalEntry.objects.filter(refs__contains=[case.ref]).exclude(action__in=("ring.read", "access.denied"))
    return list(rows.order_by("id").values_list("action", flat=True))


@pytest.mark.parametrize("wish", [LivingWish.TELL_NOTHING, LivingWish.NOT_YET_ASKED, LivingWish.CANNOT_DECIDE])
def test_tell_nothing_is_as_no_news(people: cast.Cast, tracer: Member, client_for: ClientFor, wish: LivingWish) -> None:
    """A world in which the person was found, spoken to and decided, against the same world with no news."""
    case = make.case(people.caseworker.actor)
    make.match()
    no_news, history, version = transcript(people, case, client_for), entries(case), case.version
    found = make.alive(tracer.actor, message_for_family="Tell them nothing.")
    make.match()
    assert door.visible(tracer.actor, Whereabouts).count() == 1
    log_step(actor=tracer.actor, ref=found.ref, entry=PLAN)
    log_step(actor=tracer.actor, ref=found.ref, entry=StepEntry(step="informed"))
    record_wish(actor=tracer.actor, ref=found.ref, wish=wish)
    make.match()
    assert transcript(people, case, client_for) == no_news
    assert entries(case) == history
    case.refresh_from_db()
    assert case.version == version
