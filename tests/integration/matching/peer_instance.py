"""One of two registries of a test: a program that does what it is told, line by line, on databases and keys of its own.

Its site runs beside it; its jobs run when it is told so.  Nothing of it is shared with the other but the network.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import django

django.setup()

from django.db.models import Q  # noqa: E402
from django.utils import timezone  # noqa: E402 - after the setup, as in any program of Django's

from accessctl.codes import Purpose, RecipientClass, Role  # noqa: E402
from accessctl.models import JournalEntry, Organisation, Peer, ShareEvent  # noqa: E402
from accessctl.peers import services as peers  # noqa: E402
from accessctl.peers.envelopes import fingerprint  # noqa: E402
from accessctl.services import set_consent_effect  # noqa: E402
from cases.models import Case  # noqa: E402
from cases.services import DocumentEntry, NameEntry  # noqa: E402
from matching import tasks  # noqa: E402
from matching.models import PeerDisclosure, PeerInquiry, PeerQuestion  # noqa: E402
from matching.models.peer_disclosures import LASTS, DisclosureReason  # noqa: E402
from matching.peers import coding  # noqa: E402
from matching.peers.services import asking, disclosing, exchanging  # noqa: E402
from registry.lib.dates import parse_edtf  # noqa: E402
from registry.lib.ids import uuid7  # noqa: E402
from remains.services import FoundDocument  # noqa: E402
from tests.factories import matching  # noqa: E402
from tests.factories.accessctl import Member, member, organisation  # noqa: E402
from tests.plugins.mortal import killed  # noqa: E402


class Instance:
    """What has been set up; each method is a command."""

    def __init__(self) -> None:
        self.peer = ""
        own = organisation("Own", kind=RecipientClass.CSO, country="ESP")
        self.first, self.second = member(own, Role.SUPERVISOR), member(own, Role.SUPERVISOR)
        self.other = organisation("Registry elsewhere", kind=RecipientClass.PARTNER_REGISTRY, country="TUN")

    def propose(self, address: str) -> dict[str, str]:
        """Enter the other registry; the answer is our key toward it."""
        terms = peers.PeerTerms(
            organisation=Organisation.objects.get(pk=self.other.pk), address=address,
            purposes=(Purpose.SHARE_SEARCH, Purpose.FORENSIC_COMPARISON),
            valid_until=timezone.now() + timedelta(days=30), questions_a_day=200,
        )  # fmt: skip
        made = peers.propose(self.first.actor, terms)
        self.peer = made.ref
        return {"key": made.own_key, "fingerprint": fingerprint(made.own_key)}

    def codes_as(self, version: int) -> None:
        """As if this registry ran another version of the program."""
        coding.VERSION = version  # type: ignore[misc]

    def new_key(self) -> dict[str, str]:
        made = peers.replace_own_key(self.first.actor, ref=self.peer)
        return {"key": made.own_key, "fingerprint": fingerprint(made.own_key)}

    def their_key(self, key: str, told: str) -> str:
        peers.replace_their_key(self.first.actor, ref=self.peer, key=key)
        return peers.confirm(self.second.actor, ref=self.peer, fingerprint=told).state

    def case(self, names: list[str], flagged: bool = False, consents: bool = True, **said: Any) -> str:
        """Somebody is missed."""
        effect = matching.consent() if consents else matching.consent(Purpose.SEARCH)
        if flagged:
            said |= {"protection_flag": "confirmed", "protection_states": ("ERI",)}
        papers = [
            DocumentEntry(doc_type="pass", doc_number=number, issuing_country="ERI")
            for number in said.pop("papers", [])
        ]
        made = matching.case(
            self.first.actor, effect=effect, names=tuple(NameEntry(full_original=name) for name in names),
            documents=tuple(papers), age=tuple(said.pop("age", (24, 24))), marks=(), height_cm=None,
            date_last_contact=parse_edtf(said.pop("day", "2021-06-10")), place_last_contact=None, **said,
        )  # fmt: skip
        return made.ref

    def remains(self, papers: list[str]) -> str:
        # An address of its own: the factory counts from the start again in a process that follows a killed one.
        mail = f"{uuid7()}@example.invalid"
        coordinator: Member = member(Organisation.objects.get(name="Own"), Role.FORENSIC_COORDINATOR, email=mail)
        found = [FoundDocument(doc_type="pass", doc_number=number, issuing_country="ERI") for number in papers]
        return matching.remains(coordinator.actor, documents=tuple(found), marks=()).ref

    def withdraw(self, ref: str) -> None:
        """The family takes its yes to asking others back."""
        row = Case.objects.get(ref=ref)
        set_consent_effect(self.first.actor, row, matching.consent(Purpose.SEARCH))

    def ask(self, ref: str, purpose: str = "share_search") -> str:
        made = asking.ask(self.first.actor, record_ref=ref, peer_ref=self.peer, purpose=Purpose(purpose))
        return made.ref

    def work(self) -> int:
        """The job's turn; what waits for its time is not waited for."""
        PeerQuestion.objects.filter(due_at__isnull=False).update(due_at=timezone.now())
        return tasks.follow_peers()

    def decide(self, hit: str, record: str, discloses: bool = True) -> str:
        """Somebody says yes or no to telling more of a record."""
        held = self._disclosure(hit)
        reason = DisclosureReason.LIKELY if discloses else DisclosureReason.ASK_FIRST
        row = Case.objects.filter(ref=record).first()
        parts = frozenset(disclosing.open_parts(held, row)) if row is not None and discloses else frozenset[str]()
        answer = disclosing.Answer(record_ref=record, discloses=discloses, reason=reason, parts=parts)
        return str(disclosing.decide(self.first.actor, ref=held.ref, answer=answer).pk)

    def take_back(self, hit: str, record: str) -> None:
        disclosing.take_back(self.first.actor, ref=self._disclosure(hit).ref, record_ref=record)

    def hand_over(self, hit: str, record: str, key: str) -> list[str]:
        """The file's name, and how often the ledger says that something of the record went to the other registry."""
        ref = self._disclosure(hit).ref
        made = disclosing.hand_over(
            self.first.actor, ref=ref, record_ref=record, form="json", key=key, domain="registry.invalid"
        )
        gone = ShareEvent.objects.filter(record_ref=record, receiver=Peer.objects.get().organisation)
        return [made.name, str(gone.count())]

    def state(self, hit: str) -> str:
        return self._disclosure(hit).state

    def hour_passes(self) -> int:
        """A round that is begun with us is not before its time."""
        return PeerDisclosure.objects.update(began_at=None)

    def exchange(self) -> int:
        """The hour is over: what was answered about hits is exchanged."""
        due = PeerDisclosure.objects.filter(due_at__isnull=False)
        return sum(due.update(due_at=timezone.now()) and exchanging.work() for _half in range(2))

    def days_pass(self, hit: str) -> None:
        """The time to decide runs out."""
        held = self._disclosure(hit)
        past = timezone.now() - LASTS
        PeerDisclosure.objects.filter(pk=held.pk).update(opened_at=past, lapses_at=past + LASTS)
        tasks.keep_peer_tables()

    def keep(self) -> int:
        return tasks.keep_peer_tables()

    def entries(self, hit: str) -> list[str]:
        """What the journal says of a hit, in order."""
        ref = self._disclosure(hit).ref
        rows = JournalEntry.objects.filter(refs__contains=[ref]).order_by("pk")
        return list(rows.values_list("action", flat=True))

    def _disclosure(self, hit: str) -> PeerDisclosure:
        return PeerDisclosure.objects.get(Q(question__hit=hit) | Q(inquiry__hit=hit))

    def killed_at_work(self, after: float) -> bool:
        """The job's turn, over and over, until it dies without a word."""
        return killed(self.work, after)

    def answers(self, ref: str) -> int:
        """How often the journal says that a question of ours was answered."""
        return JournalEntry.objects.filter(action="peer.question_answered", refs__contains=[ref]).count()

    def outcome(self, ref: str) -> list[str]:
        row = PeerQuestion.objects.get(ref=ref)
        return [row.outcome, row.hit]

    def met(self) -> dict[str, list[str]]:
        """Hit -> our records, of what the other registry asked."""
        rows = PeerInquiry.objects.exclude(hit="")
        return {row.hit: sorted(hit.record.ref for hit in row.hits.all()) for row in rows}

    def told(self) -> list[str]:
        """What the journal says of questions between registries."""
        return list(JournalEntry.objects.filter(action__startswith="peer.").values_list("action", flat=True))


def main() -> None:
    here = Instance()
    commands: dict[str, Callable[..., Any]] = {
        name: getattr(here, name) for name in dir(here) if not name.startswith("_") and callable(getattr(here, name))
    }
    for line in sys.stdin:
        name, given = json.loads(line)
        try:
            answer = {"found": commands[name](**given)}
        except Exception as error:  # noqa: BLE001 - the test reads what was refused
            answer = {"refused": type(error).__name__, "said": repr(error)}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
