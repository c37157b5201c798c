"""After a hit: what a side that breaks the agreement learns of an answer, and what an honest one does."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Thread
from uuid import UUID, uuid4

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accessctl import history
from accessctl.codes import Purpose, Role
from accessctl.models import Effect, JournalEntry, Peer
from accessctl.peers import envelopes, services
from accessctl.peers.blind import any_point
from accessctl.services import set_consent_effect
from cases.models import Case
from cases.services import NameEntry
from matching.models import PeerDecision, PeerDisclosure, PeerHit
from matching.models.peer_disclosures import LASTS, DisclosureReason
from matching.models.peers import Outcome
from matching.peers import disclosures, protocol
from matching.peers.agreeing import ASKED, ASKER, Side
from matching.peers.protocol import POINT, PROOF, Answer, Kind, Message, Status
from matching.peers.services import disclosing, exchanging, hits
from matching.peers.services.disclosing import Answer as DisclosureAnswer
from tests.cast import Cast
from tests.factories import matching, peers
from tests.factories.accessctl import Member, member, partner
from tests.integration.erasure.acts import erase
from tests.integration.matching.elsewhere import ENVELOPES, Answering, Elsewhere
from tests.plugins.site import ClientFor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("peers")]
SEARCH = Purpose.SHARE_SEARCH


@pytest.fixture(autouse=True)
def _at_once(settings: LazySettings) -> None:
    settings.PEER_SECONDS, settings.WEBHOOKS_TO_THIS_MACHINE = 0, True


@pytest.fixture
def elsewhere(cast: Cast) -> Elsewhere:
    return Elsewhere(cast, purposes=(SEARCH,), questions_a_day=2)


def case_of(who: Member) -> Case:
    return matching.case(who.actor, effect=matching.consent(), names=(NameEntry(full_original="Abel Haile"),))


def say(who: Member, row: PeerDisclosure, case: Case, *, yes: bool = True) -> None:
    reason, parts = (DisclosureReason.WISH, {"case.names"}) if yes else (DisclosureReason.RISK, set[str]())
    answer = DisclosureAnswer(record_ref=case.ref, discloses=yes, reason=reason, parts=frozenset(parts))
    disclosing.decide(who.actor, ref=row.ref, answer=answer)


def an_hour_passes() -> None:
    """Rounds are due again, those that we begin and those that are begun with us."""
    PeerDisclosure.objects.filter(due_at__isnull=False).update(due_at=timezone.now())
    PeerDisclosure.objects.update(began_at=None)


def exchange() -> None:
    an_hour_passes()
    for _half in range(2):
        exchanging.work()
        PeerDisclosure.objects.exclude(theirs=None).filter(due_at__isnull=False).update(due_at=timezone.now())


@contextmanager
def answering(elsewhere: Elsewhere, says: object) -> Iterator[Answering]:
    with Answering(elsewhere, says) as site:  # type: ignore[arg-type]
        Thread(target=site.serve_forever, args=(0.05,), daemon=True).start()
        yield site
        site.shutdown()


class Asked:
    """The side that is asked says yes by machine; proves: by which proof; ends: how it answers the last envelope."""

    def __init__(self, number: UUID, *, proves: bool, ends: bytes | None) -> None:
        self.number, self.proves, self.ends = str(number), proves, ends
        self.secret, self.offered, self.learnt = os.urandom(32), b"", list[bool]()

    def __call__(self, message: Message) -> bytes | None:
        turn, shown = protocol.in_exchange(message.rest)
        side = Side(self.number, turn, self.secret, says_yes=True)
        if message.kind is Kind.OFFER:
            self.offered = shown
            return protocol.offered(side.point, side.proof(ASKED, shown) if self.proves else os.urandom(PROOF))
        self.learnt.append(side.shows(ASKER, self.offered, shown))
        return self.ends


def test_who_is_asked_learns_of_a_yes_only_by_showing_its_own_and_that_stands_in_our_journal(
    cast: Cast, elsewhere: Elsewhere
) -> None:
    """Round by round: no proof of its yes; a proof and a no; a proof and silence; a proof and the truth."""
    case = case_of(cast.supervisor)
    question = peers.answered(elsewhere.peer, case, cast.supervisor, Outcome.HIT)
    row = question.disclosure
    say(cast.supervisor, row, case)
    no, hit = protocol.answer(Answer.NO_HIT), protocol.answer(Answer.HIT, question.hit)
    for proves, ends, learns, broken in ((False, no, False, 0), (True, no, True, 1), (True, None, True, 2)):
        liar = Asked(question.number, proves=proves, ends=ends)
        with answering(elsewhere, liar):
            exchange()
        assert liar.learnt == [learns]
        assert JournalEntry.objects.filter(action="peer.hit_broken_off", refs__contains=[row.ref]).count() == broken
        row.refresh_from_db()
        assert (row.state, row.theirs, row.closing_at) == ("open", None, None)
    disclosing.take_back(cast.supervisor.actor, ref=row.ref, record_ref=case.ref)  # a lost answer holds nothing up
    say(cast.supervisor, row, case)
    with answering(elsewhere, Asked(question.number, proves=True, ends=hit)):
        exchange()
    row.refresh_from_db()
    assert row.state == "both"


def test_a_point_leaves_once_per_round_whatever_is_answered_and_decided(cast: Cast, elsewhere: Elsewhere) -> None:
    """Silence of the other side shows it nothing; what is sent again after a crash is the same, byte by byte."""
    case = case_of(cast.supervisor)
    question = peers.answered(elsewhere.peer, case, cast.supervisor, Outcome.HIT)
    with answering(elsewhere, lambda message: None) as site:
        exchange()
        say(cast.supervisor, question.disclosure, case)
        exchange()
        turns = [protocol.in_exchange(message.rest)[0] for message in site.heard]
        assert turns == sorted(set(turns))
        site.heard.clear()
        held = PeerDisclosure.objects.get()
        exchanging._next(held)  # and its worker is killed before it notes what came
        disclosing.take_back(cast.supervisor.actor, ref=held.ref, record_ref=case.ref)
        exchanging._next(PeerDisclosure.objects.get())
        assert len({message.rest for message in site.heard}) == 1
        assert len(site.heard) == 2
    owed = {"kind": exchanging.KIND, "key": f"disclosure:{held.pk}:{held.turn}", "state": Effect.State.PARKED}
    Effect.objects.create(**owed)
    PeerDisclosure.objects.update(due_at=timezone.now() - hits.interval())
    exchanging.work()
    assert PeerDisclosure.objects.get().round > held.round  # a step that was given up holds nothing up


def test_a_round_before_its_time_is_a_no_and_a_number_beyond_all_is_refused(cast: Cast, elsewhere: Elsewhere) -> None:
    case = case_of(cast.supervisor)
    met = peers.inquiry(elsewhere.peer, case)
    say(cast.supervisor, met.disclosure, case)
    for turn, says_both in ((1, True), (2, False)):
        side = Side(str(met.number), turn, os.urandom(32), says_yes=True)
        offered = elsewhere.exchanged(Kind.OFFER, met.number, turn, side.point)
        assert side.shows(ASKED, offered[1 : 1 + POINT], offered[1 + POINT : 1 + POINT + PROOF]) is says_both
    assert PeerDisclosure.objects.get().round == 1
    beyond = Message(Kind.OFFER, met.number, SEARCH, 0, (2**31).to_bytes(protocol.ROUND, "big") + any_point())
    answer = Client().post(ENVELOPES, elsewhere.sealed(beyond), content_type="application/octet-stream")
    assert (answer.status_code, answer.json()["code"]) == (400, "peer_no_envelope")


# What became of a record on the side that is asked.
ANSWERS = ("no", "silent", "yes", "withdrawn", "erased", "left")


def test_whether_both_said_yes_is_asked_the_same_whatever_was_decided(cast: Cast, elsewhere: Elsewhere) -> None:
    """As many questions to the database, as long an answer, and no other one, to who did not say yes."""
    found: dict[str, tuple[int, int, int, bytes]] = {}
    for said in ANSWERS:
        row = case_of(cast.supervisor)
        met = peers.inquiry(elsewhere.peer, row)
        if said != "silent":
            say(cast.supervisor, met.disclosure, row, yes=said != "no")
        if said == "withdrawn":
            set_consent_effect(cast.supervisor.actor, row, matching.consent(Purpose.SEARCH))
        if said == "erased":
            erase(cast, row)
        if said == "left":
            services.leave(cast.supervisor.actor, ref=elsewhere.peer.ref)
        liar = Side(str(met.number), 1, os.urandom(32), says_yes=False)
        with CaptureQueriesContext(connection) as asked:
            offered = elsewhere.exchanged(Kind.OFFER, met.number, 1, liar.point)
        theirs, proof = offered[1 : 1 + POINT], offered[1 + POINT : 1 + POINT + PROOF]
        assert not liar.shows(ASKED, theirs, proof)
        with CaptureQueriesContext(connection) as ended:
            closed = elsewhere.exchanged(Kind.CLOSE, met.number, 1, liar.proof(ASKER, theirs))
        assert closed == elsewhere.exchanged(Kind.CLOSE, met.number, 1, proof)
        found[said] = (len(asked), len(ended), len(offered), closed)
        assert PeerDisclosure.objects.get(inquiry=met).state == "open"
    assert len(set(found.values())) == 1, found
    unknown = elsewhere.exchanged(Kind.OFFER, uuid4(), 1, any_point())
    assert (len(unknown), unknown[0]) == (envelopes.CONTENT, Status.CODED)


def test_what_exchanges_rest_on_goes_with_their_days(cast: Cast, elsewhere: Elsewhere) -> None:
    """A day after the last, or when the record that was met is erased, no earlier round can be worked out any more."""
    rows = [case_of(cast.supervisor) for _number in range(2)]
    kept, gone = (peers.inquiry(elsewhere.peer, row) for row in rows)
    before = {one.inquiry_id: one.secret for one in PeerDisclosure.objects.all()}
    erase(cast, rows[1])
    after = {one.inquiry_id: one.secret for one in PeerDisclosure.objects.all()}
    assert (after[kept.pk] == before[kept.pk], after[gone.pk] == before[gone.pk]) == (True, False)
    PeerDisclosure.objects.update(opened_at=timezone.now() - LASTS - hits.KEPT)
    hits.settle()
    assert set(PeerDisclosure.objects.values_list("secret", "theirs")) == {("", None)}
    offered = elsewhere.exchanged(Kind.OFFER, kept.number, 1, any_point())
    assert offered[0] == Status.CODED
    assert elsewhere.exchanged(Kind.CLOSE, kept.number, 1, bytes(PROOF))[1] == Answer.NO_HIT


def agree(elsewhere: Elsewhere, number: UUID) -> bytes:
    """The other registry asks, says yes, and ends the round."""
    side = Side(str(number), 1, os.urandom(32), says_yes=True)
    offered = elsewhere.exchanged(Kind.OFFER, number, 1, side.point)
    return elsewhere.exchanged(Kind.CLOSE, number, 1, side.proof(ASKER, offered[1 : 1 + POINT]))


def test_who_said_no_is_not_told_that_the_other_organisation_of_its_side_and_the_other_registry_said_yes(
    cast: Cast, elsewhere: Elsewhere
) -> None:
    """By state, by days, by the journal, by what may still be decided; who said yes has the days that come with it."""
    second = member(cast.organisations.second_ngo, Role.SUPERVISOR)
    services.join(second.actor, ref=elsewhere.peer.ref, fingerprint=envelopes.fingerprint(elsewhere.key))
    mine, theirs = case_of(cast.supervisor), case_of(second)
    met = peers.inquiry(elsewhere.peer, mine)
    PeerHit.objects.create(inquiry=met, case=theirs)
    row = met.disclosure
    say(second, row, theirs, yes=False)
    say(cast.supervisor, row, mine)
    PeerDisclosure.objects.update(
        opened_at=row.opened_at - timedelta(days=10), lapses_at=row.lapses_at - timedelta(days=10)
    )

    def seen(who: Member) -> tuple[str, datetime, list[str]]:
        shown, case = disclosures.one(who.actor, row.ref), mine if who is cast.supervisor else theirs
        told = [event.action for event in history.of(who.actor, case) if event.action.startswith("peer.hit")]
        return str(shown.state.value), shown.until, told

    before = seen(second)
    assert agree(elsewhere, met.number)[1] == Answer.HIT
    assert seen(second) == before
    assert (seen(cast.supervisor)[0], seen(cast.supervisor)[1] > before[1]) == ("both", True)
    agreed = JournalEntry.objects.get(action="peer.hit_agreed")
    assert mine.ref in agreed.refs
    assert theirs.ref not in agreed.refs
    PeerDisclosure.objects.update(opened_at=timezone.now() - LASTS)
    for _time in range(2):
        hits.settle()
    state, _until, told = seen(second)
    assert (state, told.count("peer.hit_lapsed")) == ("lapsed", 1)
    with pytest.raises(disclosing.DisclosureOver):
        say(second, row, theirs)
    with pytest.raises(disclosing.DisclosureOver):
        disclosing.take_back(second.actor, ref=row.ref, record_ref=theirs.ref)
    for one in (mine, theirs):
        set_consent_effect((cast.supervisor if one is mine else second).actor, one, matching.consent(Purpose.SEARCH))
    hits.settle()
    assert (seen(second)[0], seen(cast.supervisor)[0]) == ("lapsed", "closed")
    closed = JournalEntry.objects.get(action="peer.hit_closed")
    assert (mine.ref in closed.refs, theirs.ref in closed.refs) == (True, False)


def test_a_replaced_key_closes_no_hit_and_a_record_handed_on_takes_its_answer_out(
    cast: Cast, elsewhere: Elsewhere
) -> None:
    second = member(cast.organisations.second_ngo, Role.SUPERVISOR)
    case = case_of(cast.supervisor)
    met = peers.inquiry(elsewhere.peer, case)
    say(cast.supervisor, met.disclosure, case)
    Peer.objects.update(key=envelopes.fresh()[1])  # the organisation has not compared it yet
    hits.settle()
    assert PeerDisclosure.objects.get().state == "open"
    Peer.objects.update(key=elsewhere.key)
    assert agree(elsewhere, met.number)[1] == Answer.HIT
    Case.objects.filter(pk=case.pk).update(owner=cast.organisations.second_ngo)
    say(second, met.disclosure, case, yes=False)
    assert list(PeerDecision.objects.filter(ended_at=None).values_list("organisation", "discloses")) == [
        (cast.organisations.second_ngo.pk, False)
    ]


def test_a_yes_meets_a_yes_once_and_a_round_that_is_over_tells_nothing(cast: Cast, elsewhere: Elsewhere) -> None:
    row = matching.case(
        cast.supervisor.actor, effect=matching.consent(), names=(NameEntry(full_original="Abel Haile"),)
    )
    met = peers.inquiry(elsewhere.peer, row)
    answer = DisclosureAnswer(
        record_ref=row.ref, discloses=True, reason=DisclosureReason.LIKELY, parts=frozenset({"case.names"})
    )
    disclosing.decide(cast.supervisor.actor, ref=met.disclosure.ref, answer=answer)
    first = Side(str(met.number), 1, os.urandom(32), says_yes=True)
    offered = elsewhere.exchanged(Kind.OFFER, met.number, 1, first.point)
    assert elsewhere.exchanged(Kind.OFFER, met.number, 1, first.point) == offered  # sent twice
    disclosing.take_back(cast.supervisor.actor, ref=met.disclosure.ref, record_ref=row.ref)
    shown = first.proof(ASKER, offered[1:33])
    assert elsewhere.exchanged(Kind.CLOSE, met.number, 1, shown)[1] == Answer.NO_HIT  # taken back in between
    disclosing.decide(cast.supervisor.actor, ref=met.disclosure.ref, answer=answer)
    an_hour_passes()
    second = Side(str(met.number), 2, os.urandom(32), says_yes=True)
    offered = elsewhere.exchanged(Kind.OFFER, met.number, 2, second.point)
    assert elsewhere.exchanged(Kind.CLOSE, met.number, 1, shown)[1] == Answer.NO_HIT  # a round that is over
    for _time in range(2):
        closed = elsewhere.exchanged(Kind.CLOSE, met.number, 2, second.proof(ASKER, offered[1:33]))
        assert closed[1] == Answer.HIT
    assert JournalEntry.objects.filter(action="peer.hit_agreed").count() == 1


def test_hits_on_their_pages_and_by_rest(
    cast: Cast, elsewhere: Elsewhere, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What waits stands on "My work"; yes, its undoing and a wrong reason; a system reads and never decides."""
    row = matching.case(
        cast.supervisor.actor, effect=matching.consent(), names=(NameEntry(full_original="Abel Haile"),)
    )
    met = peers.inquiry(elsewhere.peer, row)
    ref, client = met.disclosure.ref, client_for(cast.supervisor.account)
    assert met.hit in client.get("/work/hits/").content.decode()
    assert ref in client.get("/peers/hits/").content.decode()
    wrong = {"act": "decide", "record": row.ref, "discloses": "yes", "reason": "risk", "parts": ["case.names"]}
    assert client.post(f"/peers/hits/{ref}/", wrong).status_code == 422
    assert client.post(f"/peers/hits/{ref}/", wrong | {"reason": "wish", "parts": []}).status_code == 422
    assert client.post(f"/peers/hits/{ref}/", wrong | {"reason": "wish"}).status_code == 302
    assert met.hit not in client.get("/work/hits/").content.decode()
    system = Client(headers=partner(cast.organisations.ngo).headers)
    (read,) = system.get("/api/v1/peer-hits/").json()["results"]
    assert "reason" not in read["records"][0]  # it can tell of a danger
    assert read == system.get(f"/api/v1/peer-hits/{ref}/").json()
    assert (read["state"], read["records"][0]["discloses"], read["records"][0]["parts"]) == (
        "open",
        True,
        ["case.names"],
    )
    refused = system.post(f"/api/v1/peer-hits/{ref}/decisions/")
    assert (refused.status_code, refused.json()["code"]) == (403, "decided_by_people")
    assert client.post(f"/peers/hits/{ref}/", {"act": "undo", "record": row.ref}).status_code == 302
    assert met.hit in client.get("/work/hits/").content.decode()
    early = {"act": "file", "record": row.ref, "form": "json", "key": "age1"}
    assert client.post(f"/peers/hits/{ref}/", early).status_code == 404
    PeerDisclosure.objects.update(lapses_at=timezone.now() - LASTS)
    page = client.get(f"/peers/hits/{ref}/").content.decode()
    assert "The time ran out" in page
    assert 'name="reason"' not in page
    monkeypatch.setattr(disclosures, "SHOWN", 1)
    lately = peers.inquiry(elsewhere.peer, row)
    PeerDisclosure.objects.update(lapses_at=timezone.now() + LASTS)
    PeerDisclosure.objects.filter(pk=lately.disclosure.pk).update(state="lapsed")
    assert met.hit in client.get("/work/hits/").content.decode()  # not hidden by those that came later
    page = system.get("/api/v1/peer-hits/").json()
    assert [one["ref"] for one in page["results"]] == [lately.disclosure.ref]
    page = system.get("/api/v1/peer-hits/", {"after": page["next"]}).json()
    assert ([one["ref"] for one in page["results"]], page["next"]) == ([ref], None)
