"""Random histories of what a family says, of time and of an agreement, against an oracle that knows no mask.

`Said` below restates the dictionary: who answered what, what that amounts to today, and who therefore sees the case.
After each step everybody's view through the door is compared with it, and now and then each surface: the page, the
list, the REST interface.  `make campaign-families` walks 500 histories of 40 steps.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from accessctl import door
from accessctl.actor import Actor
from accessctl.codes import Purpose, RecipientClass
from accessctl.models import AccessToken, Agreement
from accessctl.rings import Ring
from accessctl.tokens import token_of
from cases.codes import CaseWorkflow, StateReason
from cases.models import Case
from cases.services import NotFromHere
from families.codes import IdentityCheck, RequestDecision
from families.services import ConsentEntry, answering, check_effects, give_consent, requests, withdraw_consent
from families.services.answering import Answer
from families.services.requests import Asked
from families.services.restricting import NothingRestricted, WhichUses, lift
from families.services.standing import NothingStands
from families.services.state import change_state
from families.tasks import follow_clock
from tests.cast import Cast
from tests.factories.families import a_case, consents, conversation
from tests.integration.families.visits import mother
from tests.plugins.campaign import examples
from tests.plugins.site import ClientFor

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
HISTORIES, STEPS = examples(6, 500), examples(14, 40)
CSO, INSTITUTE, OWN = RecipientClass.CSO, RecipientClass.FORENSIC_INSTITUTE, RecipientClass.OWN_ORG
ANSWERS = (
    (Purpose.SEARCH, OWN),
    (Purpose.SHARE_SEARCH, CSO),
    (Purpose.FORENSIC_COMPARISON, OWN),
    (Purpose.FORENSIC_COMPARISON, INSTITUTE),
)
SHARED = ConsentEntry(purpose=Purpose.SHARE_SEARCH, recipient_class=CSO, given=True)
WITHDRAWALS = (*ANSWERS, (Purpose.SHARE_SEARCH, ""), (Purpose.FORENSIC_COMPARISON, ""), ("", ""))
TWO_YEARS = timedelta(days=730)

Step = tuple[str, Any]
STEP: st.SearchStrategy[Step] = st.one_of(
    st.tuples(st.just("say"), st.tuples(st.sampled_from(ANSWERS), st.booleans(), st.sampled_from([1, 2]))),
    st.tuples(st.just("withdraw"), st.sampled_from(WITHDRAWALS)),
    st.tuples(st.sampled_from(["pause", "go on", "suspend", "resume"]), st.none()),
    st.tuples(st.sampled_from(["restrict", "object"]), st.sampled_from([purpose for purpose, _ in ANSWERS])),
    st.tuples(st.just("lift"), st.none()),
    st.tuples(st.just("wait"), st.sampled_from([1, 200, 400, 729, 731])),
)


@dataclass
class Said:
    """answers: (purpose, class) -> (layer, end) of each yes that was not taken back; held: which of those are not used
    for now; state: of the work on the case; wishes: how many were granted and not lifted.
    """

    now: datetime
    answers: dict[tuple[str, str], tuple[int, datetime]] = field(default_factory=dict)
    held: set[tuple[str, str]] = field(default_factory=set)
    wishes: int = 0
    state: str = "open"
    is_suspended: bool = False

    @property
    def live(self) -> dict[tuple[str, str], int]:
        return {key: layer for key, layer in self.standing.items() if key not in self.held}

    @property
    def standing(self) -> dict[tuple[str, str], int]:
        """What is used and what is only kept."""
        return {key: layer for key, (layer, end) in self.answers.items() if end > self.now}

    def say(self, key: tuple[str, str], is_yes: bool, layer: int) -> None:
        self.answers.pop(key, None)
        self.held.discard(key)
        if is_yes:
            self.answers[key] = (layer, self.now + TWO_YEARS)
        self._moved()

    def withdraw(self, purpose: str, recipient: str) -> bool:
        gone = [key for key in self.standing if purpose in ("", key[0]) and recipient in ("", key[1])]
        for key in gone:
            del self.answers[key]
        self.held -= {*gone}
        if gone:
            self._moved()
        return bool(gone)

    def stop(self, purpose: str, *, is_taken_back: bool) -> None:
        """A wish was granted: without an own yes to the use there is nothing to stop."""
        gone = {key for key in self.live if key[0] == purpose}
        self.wishes += 1
        if is_taken_back:
            for key in gone:
                del self.answers[key]
        else:
            self.held |= gone
        self._moved()

    def lift(self) -> bool:
        back = self.held & set(self.standing)
        done = bool(back or self.wishes)
        self.held -= back
        self.wishes = 0
        if done:
            self._moved()
        return done

    def _moved(self) -> None:
        if not self.standing:
            self.state = "withdrawn"
        elif self.state == "withdrawn" and any(purpose == Purpose.SEARCH for purpose, _ in self.standing):
            self.state = "open"

    def shows(self, key: tuple[str, str], layer: int) -> bool:
        """Whether another organisation sees so much of it for this purpose, its agreements apart."""
        return self.state != "paused" and self.live.get(key, 0) >= layer


@dataclass
class History:
    """One case in the registry and in the oracle."""

    cast: Cast
    client_for: ClientFor
    clock: time_machine.Traveller
    case: Case
    said: Said

    def go(self, step: Step) -> None:
        name, value = step
        actor, ref = self.cast.caseworker.actor, self.case.ref
        if name == "say":
            key, is_yes, layer = value
            entry = ConsentEntry(purpose=key[0], recipient_class=key[1], given=is_yes, max_layer=layer)
            give_consent(actor=actor, case_ref=ref, conversation=conversation(), entries=(entry,))
            self.said.say(key, is_yes, layer)
        elif name == "withdraw":
            done = True
            try:
                withdraw_consent(actor=actor, case_ref=ref, purpose=value[0], recipient_class=value[1])
            except NothingStands:
                done = False
            assert self.said.withdraw(*value) is done, value
        elif name in ("restrict", "object"):
            self._stop(name, value)
        elif name == "lift":
            done = True
            try:
                lift(actor=actor, case_ref=ref, token=token_of(mother(self.case).pk))
            except NothingRestricted:
                done = False
            assert self.said.lift() is done
        elif name in ("pause", "go on"):
            self._pause(name == "pause")
        elif name == "wait":
            self.clock.shift(timedelta(days=value))
            self.said.now = timezone.now()
            follow_clock()  # the database's own clock, which closes what ended until then, cannot be moved
        else:
            self.said.is_suspended = name == "suspend"
            between = Agreement.objects.filter(pk=self.cast.agreements.between_ngos.pk)
            between.update(suspended_at=timezone.now() if self.said.is_suspended else None)

    def _stop(self, kind: str, purpose: str) -> None:
        """The mother wishes it, and it is granted for one use; of what she agrees to, at least one is to be named."""
        wished = Asked(kind=kind, text="Not now.")
        worker, token = self.cast.caseworker.actor, token_of(mother(self.case).pk)
        row = requests.note_asked(
            actor=worker, case_ref=self.case.ref, token=token, asked=wished, check=IdentityCheck.KNOWN
        )  # fmt: skip
        said = Answer(decision=RequestDecision.DONE, text="It is done.", uses=(purpose,))
        possible = not self.said.live or any(key[0] == purpose for key in self.said.live)
        try:
            answering.answer(actor=worker, case_ref=self.case.ref, key=token_of(row.pk), said=said)
        except WhichUses:
            assert not possible
            row.delete()
        else:
            assert possible
            self.said.stop(purpose, is_taken_back=kind == "object")

    def _pause(self, is_pause: bool) -> None:
        before, after = ("open", "paused") if is_pause else ("paused", "open")
        to = CaseWorkflow.PAUSED if is_pause else CaseWorkflow.OPEN
        with suppress(NotFromHere):
            change_state(
                actor=self.cast.caseworker.actor, case_ref=self.case.ref, to=to, reason=StateReason.FAMILY_WISH
            )
        if self.said.state == before:
            self.said.state = after

    def wanted(self) -> dict[str, set[int]]:
        """reader -> the layers of the case that they see."""
        ngo, institute = (Purpose.SHARE_SEARCH, CSO), (Purpose.FORENSIC_COMPARISON, INSTITUTE)
        shared = set() if self.said.is_suspended else {layer for layer in (1, 2) if self.said.shows(ngo, layer)}
        compared = {layer for layer in (1, 2) if self.said.shows(institute, layer)}
        return {"caseworker": {1, 2}, "second_caseworker": shared, "system": shared, "analyst": compared}

    def seen(self) -> dict[str, set[int]]:
        return {who: {layer for layer, ring in ((1, Ring.COMMON), (2, Ring.SEARCH)) if self._sees(who, ring)}
                for who in self.wanted()}  # fmt: skip

    def _sees(self, who: str, ring: Ring) -> bool:
        return door.visible(getattr(self.cast, who).actor, Case, ring=ring).filter(pk=self.case.pk).exists()

    def compare(self, *, surfaces: bool) -> None:
        wanted = self.wanted()
        assert self.seen() == wanted
        assert check_effects(Actor.system_job("families.consent")).differing == ()
        if surfaces:
            assert self._surfaces() == {
                (who, surface): bool(layers)
                for who, layers in wanted.items()
                for surface in (("api list", "api") if who == "system" else ("list", "page"))
            }

    def _surfaces(self) -> dict[tuple[str, str], bool]:
        ref, found = self.case.ref, {}
        for who in ("caseworker", "second_caseworker", "analyst"):
            client = self.client_for(getattr(self.cast, who).account)
            found[who, "list"] = ref in client.get("/cases/").content.decode()
            found[who, "page"] = client.get(f"/cases/{ref}/").status_code == 200
        AccessToken.objects.update(expires_at=timezone.now() + timedelta(minutes=1))  # the clock has gone on
        system = Client(headers={"Authorization": f"Bearer {self.cast.system.token}"})
        found["system", "api list"] = ref in system.get("/api/v1/cases/").content.decode()
        found["system", "api"] = system.get(f"/api/v1/cases/{ref}/").status_code == 200
        return found


class _Undone(Exception):
    """Takes one history back."""


def test_after_every_step_everybody_sees_what_the_family_says(cast: Cast, client_for: ClientFor) -> None:
    @settings(
        max_examples=HISTORIES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        phases=(Phase.generate,),
    )
    @given(steps=st.lists(STEP, min_size=STEPS, max_size=STEPS))
    def walk(steps: list[Step]) -> None:
        with suppress(_Undone), transaction.atomic(), time_machine.travel(timezone.now(), tick=False) as clock:
            # Agreements outlive the longest history, so that only what is tried here ends.
            Agreement.objects.update(valid_until=timezone.now() + timedelta(days=100_000))
            case = a_case(cast, consents=(*consents(search=(), forensic=(INSTITUTE,)), SHARED))
            said = Said(timezone.now())
            for key in ANSWERS:
                said.say(key, True, 3 if key[1] == OWN else 2)
            history = History(cast, client_for, clock, case, said)
            for number, step in enumerate(steps, start=1):
                history.go(step)
                history.compare(surfaces=number % 7 == 0 or number == len(steps))
            raise _Undone

    walk()
