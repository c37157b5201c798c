"""From a pair that somebody opens to the ranges of its lines; who reads them; what else the page says it could be."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accessctl.codes import Purpose, RecipientClass
from accessctl.consent import ConsentEffect, bits
from accessctl.models import Effect
from matching.models import CandidatePair, EvidenceLine
from matching.side_by_side import open_pair
from remains.services.entry import FoundDocument
from tests import cast
from tests.factories import matching as make
from tests.factories.accessctl import agreement, member, organisation, partner
from tests.pages import words_of
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.journal
PAPER = FoundDocument(doc_type="pass", doc_number="EP1234567", name_on_doc="Yonas Papercanary")


@pytest.fixture
def people(cast: cast.Cast) -> cast.Cast:
    return cast


@pytest.fixture
def pair(people: cast.Cast) -> CandidatePair:
    """The NGO's case and the institute's remains; what is compared lies in several rings."""
    make.case(people.caseworker.actor)
    make.remains(people.analyst.actor, documents=(PAPER,))
    make.match()
    return CandidatePair.objects.get()


def address(pair: CandidatePair, part: str = "pair") -> str:
    return reverse(f"matching:{part}", args=[pair.ref])


def test_ranges_are_worked_out_when_a_pair_is_opened_and_stay(
    people: cast.Cast, client_for: ClientFor, pair: CandidatePair
) -> None:
    client = client_for(people.analyst.account)
    assert not EvidenceLine.objects.exclude(down=None).exists()
    first = client.get(address(pair))
    assert "How far each figure may be off is being worked out" in words_of(first)
    assert "plausibly" not in words_of(first)
    polled = f"{address(pair, 'evidence')}?ranges=1"
    assert "hx-get" in client.get(polled).content.decode()
    stamp = CandidatePair.objects.values_list("evidence_at", "score", "round").get()
    make.match()
    assert CandidatePair.objects.values_list("evidence_at", "score", "round").get() == stamp
    lines = EvidenceLine.objects.exclude(outcome="missing")
    assert all(line.down is not None and line.up is not None for line in lines)
    assert max(line.down + line.up for line in lines) > 0.2
    arrived = client.get(polled)
    assert (arrived.status_code, arrived.headers["HX-Retarget"]) == (286, "#evidence")
    assert "hx-swap-oob" in arrived.content.decode()
    page = words_of(client.get(address(pair)))
    assert "plausibly" in page
    assert "worked out" not in page
    assert Effect.objects.filter(key__startswith="range:").count() == 1


def test_the_sums_are_those_of_the_lines_and_stand_within_their_ranges(people: cast.Cast, pair: CandidatePair) -> None:
    """Read by the case's own organisation, to which the institute opened its forensic file."""
    orgs = people.organisations
    agreement(orgs.institute, orgs.ngo, purposes=(Purpose.SHARE_SEARCH,), compartments=["f"])
    open_pair(people.caseworker.actor, pair.ref)
    make.match()
    EvidenceLine.objects.update(left_ring="2", right_ring="2")
    view = open_pair(people.caseworker.actor, pair.ref)
    sizes = [row.size for row in view.rows if row.size]
    assert view.total
    assert view.counted
    assert view.total.value == pytest.approx(sum(size.value for size in sizes), abs=1e-9)
    assert view.counted.value == CandidatePair.objects.get().score
    for size in (*sizes, view.total, view.counted):
        assert size.low is not None
        assert size.high is not None
        assert size.low <= size.value <= size.high
    assert view.total.low < view.total.value < view.total.high


def test_a_line_that_is_held_back_tells_neither_size_nor_range(
    people: cast.Cast, client_for: ClientFor, pair: CandidatePair
) -> None:
    """On the page of a focal point, on the same page when the ranges arrive, and over REST."""
    EvidenceLine.objects.filter(line="name").update(outcome="agree", log_lr=7.71, down=3.31, up=1.11)
    EvidenceLine.objects.exclude(line="name").update(down=0.1, up=0.1)
    figures = ("+7.7", "+4.4", "+8.8")
    shown = words_of(client_for(people.analyst.account).get(address(pair)))
    assert all(figure in shown for figure in figures)
    client = client_for(people.focal_a.account)
    for response in (client.get(address(pair)), client.get(f"{address(pair, 'evidence')}?ranges=1")):
        page = words_of(response)
        assert "Names held by Institute of Forensic Medicine" in page
        assert not [figure for figure in figures if figure in page]
        assert "The sum is not shown" in page
        assert "would add up to between" not in page
    api = Client(headers=partner(people.organisations.institute).headers | {"X-Purpose": "forensic_comparison"})
    answer = api.get(f"/api/v1/candidate-pairs/{pair.ref}/")
    assert answer.status_code == 200, answer.content
    read = answer.json()
    masked = {line["line"]: line for line in read["lines"] if line["absent"] == "masked"}
    assert "paper" in masked
    for line in masked.values():
        assert {value for key, value in line.items() if key not in ("line", "absent", "holders")} == {None}
    assert [value for key, value in read.items() if key.startswith("log10_lr")] == [None] * 6
    told = [line for line in read["lines"] if line["log10_lr"] is not None]
    assert told
    assert all(line["low"] < line["log10_lr"] < line["high"] and line["verdict"] and line["reason"] for line in told)


def test_a_system_reads_what_the_page_says_beside_the_lines(people: cast.Cast, pair: CandidatePair) -> None:
    api = Client(headers=partner(people.organisations.institute).headers | {"X-Purpose": "forensic_comparison"})
    api.get(f"/api/v1/candidate-pairs/{pair.ref}/")
    make.match()  # works out what a missing fact could change, for who opened the pair
    read = api.get(f"/api/v1/candidate-pairs/{pair.ref}/").json()
    assert (read["considered"], read["rival"]) == (1, None)
    assert read["none_of_these"] in {"dominant", "leading", "possible", "slight", "negligible"}
    moves = [fact["log10_move"] for fact in read["would_change_most"]]
    assert moves == sorted(moves, reverse=True)
    assert moves
    assert {fact["lacking"] for fact in read["would_change_most"]} <= {"am", "pm"}
    verdicts = {line["line"]: line["verdict"] for line in read["lines"]}
    assert verdicts["marks"] == "agree"
    assert verdicts["teeth"] == "not_comparable"


def test_a_rival_that_may_not_be_seen_is_another_record_or_nothing(
    people: cast.Cast, client_for: ClientFor, pair: CandidatePair
) -> None:
    """An organisation without an agreement has a case that fits better; its family then admits no institute."""
    stranger = member(organisation("Strangers of the Road"))
    rival = make.case(stranger.actor, documents=(), height_cm=(176, 176))
    make.match()
    client = client_for(people.analyst.account)
    page = words_of(client.get(address(pair)))
    assert rival.ref not in page
    assert "Best rival: another record, which you may not see. It is" in page
    api = Client(headers=partner(people.organisations.institute).headers | {"X-Purpose": "forensic_comparison"})
    told = api.get(f"/api/v1/candidate-pairs/{pair.ref}/").json()["rival"]
    assert told.keys() == {"ref", "better", "orders_apart"}
    assert told["ref"] is None
    classes = [one for one in RecipientClass.values if one != RecipientClass.FORENSIC_INSTITUTE]
    masks = dict.fromkeys((1, 2, 3), bits(make.EVERY_PURPOSE, classes))
    hidden = make.case(member(organisation()).actor, documents=(), effect=ConsentEffect(masks=masks))
    rival.delete()
    make.match()
    page = words_of(client.get(address(pair)))
    assert hidden.ref not in page
    assert "another record, which" not in page
    assert "There is no rival that you may see." in page
