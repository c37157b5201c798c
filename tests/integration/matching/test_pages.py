"""Pages and fragments of matching: what they show, to whom, and what they cost."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accessctl.codes import Purpose
from accessctl.models import JournalEntry
from cases.services import change_case
from matching import selectors
from matching.codes import Decision, PairKind, PairState
from matching.models import CandidatePair, EvidenceLine, Review
from matching.outlook import LEAST_MOVE
from remains.services.entry import FoundDocument
from tests import cast
from tests.factories import matching as make
from tests.factories.accessctl import agreement
from tests.pages import words_of
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.journal


@pytest.fixture
def people(cast: cast.Cast) -> cast.Cast:
    return cast


@pytest.fixture
def pair(people: cast.Cast) -> CandidatePair:
    """The NGO's case and the institute's remains; the papers of both lie in rings that not everybody opens."""
    make.case(people.caseworker.actor)
    paper = FoundDocument(doc_type="pass", doc_number="EP1234567", name_on_doc="Yonas Papercanary")
    presumed = {"presumptive_identity": "Presumedcanary Yonas", "presumptive_basis": "paper"}
    make.remains(people.analyst.actor, documents=(paper,), **presumed)
    make.match()
    return CandidatePair.objects.get()


@pytest.fixture
def signed_in(people: cast.Cast, client_for: ClientFor) -> Any:
    def make_client(who: str) -> Client:
        return client_for(getattr(people, who).account)

    return make_client


def test_the_page_says_what_would_change_the_evidence_most_and_how_much(signed_in: Any, pair: CandidatePair) -> None:
    client, address = signed_in("analyst"), reverse("matching:pair", args=[pair.ref])
    assert "What would change this most" not in words_of(client.get(address))  # worked out for who opens the pair
    make.match()
    page = words_of(client.get(address))
    asked = page[page.index("What would change this most") :][:600]
    assert "Ask the family for the dentist" in asked
    assert re.search(r"Known, it would make the evidence about \d+ times stronger or weaker\.", asked)
    missing = EvidenceLine.objects.filter(pair=pair, potential__gt=0)
    assert set(missing.values_list("outcome", flat=True)) == {"missing"}


def test_what_would_hardly_change_it_is_not_asked_for(signed_in: Any, pair: CandidatePair) -> None:
    EvidenceLine.objects.filter(pair=pair).update(potential=LEAST_MOVE - 0.01)
    assert "What would change this most" not in words_of(
        signed_in("analyst").get(reverse("matching:pair", args=[pair.ref]))
    )


def test_the_pair_page_shows_both_records_line_by_line(signed_in: Any, pair: CandidatePair) -> None:
    response = signed_in("analyst").get(reverse("matching:pair", args=[pair.ref]))
    assert response.status_code == 200
    page = words_of(response)
    for words in ("MARTA", "174–178 cm", "beach of Zuwara", "off Lampedusa", "Presumedcanary"):
        assert words in page
    assert "1 record was considered" in page
    assert "rather than another person in this registry" in page
    assert "%" not in page
    assert "There is no rival that you may see." in page


def test_disagreements_stand_first(signed_in: Any, people: cast.Cast) -> None:
    make.case(people.caseworker.actor, height_cm=(150, 152))
    make.remains(people.analyst.actor)
    make.match()
    pair = CandidatePair.objects.get()
    assert EvidenceLine.objects.get(pair=pair, line="stature").log_lr < 0
    page = signed_in("analyst").get(reverse("matching:pair", args=[pair.ref])).content.decode()
    rows = re.findall(r'<th scope="row">([^<]+)', page)
    assert rows[0] == "Height"
    assert page.index("against") < page.index("supports")
    assert "Not comparable" in page


def test_lines_above_the_readers_rings_keep_their_name_and_lose_the_rest(signed_in: Any, pair: CandidatePair) -> None:
    """A focal point opens neither the reserved file of the case nor the forensic file of the remains."""
    response = signed_in("focal_a").get(reverse("matching:pair", args=[pair.ref]))
    page = words_of(response)
    for hidden in ("EP1234567", "Papercanary", "Presumedcanary"):
        assert hidden not in page
    assert "held by Institute of Forensic Medicine ; ask them" in page
    assert "held by Voces del Mar ; ask them" in page
    assert "Numbers of papers, phones and things" in page
    assert "The sum is not shown" in page
    line = EvidenceLine.objects.get(pair=pair, line="paper")
    assert f"{line.log_lr:.1f}" not in page


def test_lines_on_parts_that_an_agreement_closes_lose_all_but_their_name(
    signed_in: Any, people: cast.Cast, pair: CandidatePair
) -> None:
    """Neither the height of the case nor what it is compared with, and nothing to ask for: it is closed for good."""
    address = reverse("matching:pair", args=[pair.ref])
    assert "174–178 cm" in words_of(signed_in("analyst").get(address))
    orgs = people.organisations
    denied = ("case.appearance", "case.last_contact")
    agreement(orgs.ngo, orgs.institute, purposes=(Purpose.FORENSIC_COMPARISON,), deny=denied)
    page = words_of(signed_in("analyst").get(address))
    for hidden in ("174–178 cm", "beach of Zuwara"):
        assert hidden not in page
    assert "Presumedcanary" in page
    assert "Height kept closed by an agreement with Voces del Mar ." in page
    line = EvidenceLine.objects.get(pair=pair, line="stature")
    assert f"{line.log_lr:.1f}" not in page


def test_every_reading_is_journalled_ring_by_ring(signed_in: Any, people: cast.Cast, pair: CandidatePair) -> None:
    before = JournalEntry.objects.filter(action="ring.read").count()
    signed_in("analyst").get(reverse("matching:pair", args=[pair.ref]))
    read = JournalEntry.objects.filter(action="ring.read").order_by("-id")[: JournalEntry.objects.filter(
        action="ring.read").count() - before]  # fmt: skip
    mine = [(entry.refs, entry.ring) for entry in read]
    assert sorted(mine) == sorted(
        [([pair.case.ref], "2"), ([pair.right.ref], "2"), ([pair.right.ref], "3f")]
    )  # fmt: skip


def test_the_pair_page_keeps_its_query_budget(
    signed_in: Any, pair: CandidatePair, django_assert_max_num_queries: Any
) -> None:
    client = signed_in("analyst")
    url = reverse("matching:pair", args=[pair.ref])
    client.get(url)
    make.match()  # the ranges, once
    with django_assert_max_num_queries(48):
        client.get(url)


@pytest.mark.parametrize("who", ["officer", "second_caseworker", "origin_official"])
def test_hidden_equals_absent(signed_in: Any, pair: CandidatePair, who: str) -> None:
    client = signed_in(who)
    hidden = client.get(reverse("matching:pair", args=[pair.ref]))
    absent = client.get(reverse("matching:pair", args=["MCP-00000-00000-0"]))
    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert words_of(hidden) == words_of(absent)
    assert client.post(reverse("matching:withdraw", args=[pair.ref])).status_code == 404


def test_nobody_signed_in_is_sent_to_sign_in(client: Client, pair: CandidatePair) -> None:
    for name, args in [("matching:pair", [pair.ref]), ("matching:pairs", []), ("matching:work-pairs", [])]:
        assert client.get(reverse(name, args=args)).status_code == 302


def review_data(client: Client, pair: CandidatePair, **changes: Any) -> dict[str, Any]:
    page = client.get(reverse("matching:pair", args=[pair.ref])).content.decode()
    found = re.search(r'name="seen"[^>]* value="([^"]+)"', page)
    assert found
    return {
        "seen": found.group(1), "role": "anthropologist", "decision": "support", "reasons": ["mark_fits"],
        "words": "The same tattoo.",
    } | changes  # fmt: skip


def test_a_decision_is_recorded_from_the_page(signed_in: Any, pair: CandidatePair) -> None:
    client = signed_in("analyst")
    url = reverse("matching:review", args=[pair.ref])
    response = client.post(url, review_data(client, pair), follow=True)
    assert "Your decision is recorded" in words_of(response)
    review = Review.objects.get()
    assert (review.decision, review.blind, len(review.data_seen)) == (Decision.SUPPORT, True, 64)
    assert "Take my decision back" in words_of(response)
    client.post(reverse("matching:withdraw", args=[pair.ref]))
    assert Review.objects.filter(withdraws=review).exists()


def test_a_refused_decision_keeps_what_was_typed(signed_in: Any, pair: CandidatePair) -> None:
    client = signed_in("analyst")
    data = review_data(client, pair, reasons=[], words="Words that must not be lost.")
    response = client.post(reverse("matching:review", args=[pair.ref]), data)
    assert response.status_code == 422
    assert "Words that must not be lost." in words_of(response)
    assert "Some answers need another look" in words_of(response)
    assert not Review.objects.exists()


def test_a_page_cannot_claim_to_have_shown_something_else(signed_in: Any, pair: CandidatePair) -> None:
    client = signed_in("analyst")
    data = review_data(client, pair, seen="forged:token")
    assert client.post(reverse("matching:review", args=[pair.ref]), data).status_code == 422
    assert not Review.objects.exists()


def test_evidence_that_changed_meanwhile_is_a_conflict(signed_in: Any, people: cast.Cast, pair: CandidatePair) -> None:
    client = signed_in("analyst")
    data = review_data(client, pair)
    change_case(actor=people.caseworker.actor, ref=pair.case.ref, entry=replace(make.CASE, age=(31, 32)))
    make.match()
    refused = client.post(reverse("matching:review", args=[pair.ref]), data)
    assert refused.status_code == 409
    assert "The same tattoo." in words_of(refused)
    assert "changed while you were reading" in words_of(refused)
    seen = re.search(r'name="seen"[^>]* value="([^"]+)"', refused.content.decode())
    assert seen
    assert client.post(reverse("matching:review", args=[pair.ref]), data | {"seen": seen.group(1)}).status_code == 302


def test_a_second_reviewer_decides_blind_unless_they_ask(signed_in: Any, pair: CandidatePair) -> None:
    analyst, caseworker = signed_in("analyst"), signed_in("caseworker")
    analyst.post(
        reverse("matching:review", args=[pair.ref]), review_data(analyst, pair, words="Canary opinion of the analyst.")
    )
    url = reverse("matching:pair", args=[pair.ref])
    page = words_of(caseworker.get(url))
    assert "1 other person has decided" in page
    assert "Canary opinion" not in page
    assert "Canary opinion" in words_of(caseworker.get(f"{url}?opinions=1"))
    data = review_data(caseworker, pair, role="caseworker")
    caseworker.post(reverse("matching:review", args=[pair.ref]), data)
    assert list(Review.objects.order_by("decided_at").values_list("blind", flat=True)) == [True, False]


def test_words_of_reviews_are_held_back_from_who_has_no_forensic_file(signed_in: Any, pair: CandidatePair) -> None:
    analyst = signed_in("analyst")
    data = review_data(analyst, pair, words="Canary opinion of the analyst.")
    analyst.post(reverse("matching:review", args=[pair.ref]), data)
    page = words_of(signed_in("focal_a").get(reverse("matching:pair", args=[pair.ref]) + "?opinions=1"))
    assert "Supports the same person" in page
    assert "Canary opinion" not in page


def test_a_hypothesis_says_what_a_confirmation_still_needs(signed_in: Any, pair: CandidatePair) -> None:
    for who, role in (("analyst", "anthropologist"), ("caseworker", "caseworker")):
        client = signed_in(who)
        data = review_data(client, pair, role=role, decision="hypothesis")
        client.post(reverse("matching:review", args=[pair.ref]), data)
    page = words_of(signed_in("analyst").get(reverse("matching:pair", args=[pair.ref])))
    assert "2 different people who hold it for confirmed" in page
    assert "An identification by the competent authority" in page
    refused = signed_in("analyst").post(reverse("matching:laboratory", args=[pair.ref]))
    assert refused.status_code == 409


def test_the_list_filters_by_state_and_band(signed_in: Any, pair: CandidatePair) -> None:
    client = signed_in("caseworker")
    url = reverse("matching:pairs")
    assert pair.case.ref in words_of(client.get(url))
    assert pair.case.ref in words_of(client.get(url, {"state": "proposed", "band": pair.band}))
    assert "No pair fits these filters" in words_of(client.get(url, {"state": "excluded"}))
    assert "No pair waits for you" in words_of(signed_in("officer").get(url))


def test_the_list_pages_by_keyset(signed_in: Any, people: cast.Cast, pair: CandidatePair) -> None:
    make.remains(people.analyst.actor)
    make.match()
    first = selectors.pair_page(people.analyst.actor)
    assert first.count == 3, "each find with the case, and with the other"
    rest = selectors.pair_page(people.analyst.actor, after=first.rows[0].ref)
    assert [row.ref for row in rest.rows] == [row.ref for row in first.rows[1:]]


def test_fragments_ask_again_until_the_comparison_is_done(signed_in: Any, people: cast.Cast) -> None:
    case = make.case(people.caseworker.actor)
    client = signed_in("caseworker")
    url = reverse("matching:case-pairs", args=[case.ref])
    early = client.get(url)
    assert early.status_code == 200
    assert "Searching…" in words_of(early)
    assert f'hx-get="{url}?n=1"' in early.content.decode()
    assert "delay:1s" in early.content.decode()
    assert "delay:5s" in client.get(url, {"n": 12}).content.decode()
    assert client.get(url, {"n": 70}).status_code == 286
    make.remains(people.analyst.actor)
    make.match()
    late = client.get(url, {"n": 3})
    assert late.status_code == 286
    assert "Compared with 1 record" in words_of(late)
    assert "hx-get" not in late.content.decode()
    assert CandidatePair.objects.get().right.ref in words_of(late)
    change_case(actor=people.caseworker.actor, ref=case.ref, entry=replace(make.CASE, age=(20, 21)))
    assert "Searching…" in words_of(client.get(url))


def test_the_fragment_of_remains_names_the_cases(signed_in: Any, pair: CandidatePair) -> None:
    page = words_of(signed_in("analyst").get(reverse("matching:remains-pairs", args=[pair.right.ref])))
    assert pair.case.ref in page


def test_duplicates_appear_on_the_case_when_both_are_in_reach(signed_in: Any, people: cast.Cast) -> None:
    case = make.case(people.caseworker.actor)
    twin = make.case(people.second_caseworker.actor)
    make.match()
    url = reverse("matching:case-duplicates", args=[case.ref])
    assert twin.ref in words_of(signed_in("caseworker").get(url))
    pair = CandidatePair.objects.get(kind=PairKind.AM_AM)
    page = words_of(signed_in("caseworker").get(reverse("matching:pair", args=[pair.ref])))
    assert "Is it the same missing person?" in page
    assert "The other report" in page


def test_a_case_without_consent_says_that_it_is_not_compared(signed_in: Any, people: cast.Cast) -> None:
    case = make.case(people.caseworker.actor, effect=make.consent(Purpose.SEARCH))
    page = signed_in("caseworker").get(reverse("matching:case-pairs", args=[case.ref]))
    assert "takes no part in this comparison" in words_of(page)


def test_the_whole_list_offers_pairs_below_the_floor(signed_in: Any, people: cast.Cast) -> None:
    case = make.case(people.caseworker.actor, marks=(), sex="2", age=(60, 65), height_cm=(150, 152))
    remains = make.remains(people.analyst.actor)
    make.match()
    client = signed_in("caseworker")
    page = client.get(reverse("matching:case-ranking", args=[case.ref]))
    assert remains.ref in words_of(page)
    opened = client.post(reverse("matching:open-pair"), {"left": case.ref, "right": remains.ref})
    pair = CandidatePair.objects.get()
    assert opened.headers["Location"] == reverse("matching:pair", args=[pair.ref])
    waiting = client.get(opened.headers["Location"])
    assert "are being compared" in words_of(waiting)
    make.match()
    arrived = client.get(reverse("matching:evidence", args=[pair.ref]), headers={"HX-Request": "true"})
    assert arrived.headers["HX-Redirect"] == reverse("matching:pair", args=[pair.ref])
    assert client.get(opened.headers["Location"]).status_code == 200


def test_my_work_names_the_open_pairs(signed_in: Any, pair: CandidatePair) -> None:
    assert pair.case.ref in words_of(signed_in("caseworker").get(reverse("matching:work-pairs")))
    assert "No candidate pair waits" in words_of(signed_in("officer").get(reverse("matching:work-pairs")))


def test_a_pair_that_is_set_aside_is_still_readable_and_not_decided_on(signed_in: Any, pair: CandidatePair) -> None:
    CandidatePair.objects.update(state=PairState.STALE)
    response = signed_in("analyst").get(reverse("matching:pair", args=[pair.ref]))
    assert response.status_code == 200
    assert "Set aside" in words_of(response)
