"""What stands in the registry before its pages are looked at, part by part: something on every page, in every state.

Each maker writes what its part needs and no more, through the services, and says under which names the addresses of
`pages` find it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import time_machine
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accessctl import door
from accessctl.actor import Actor
from accessctl.agreements import services as agreeing
from accessctl.approvals.services import approve
from accessctl.codes import Purpose, RecipientClass, Role
from accessctl.disclosure import ledger
from accessctl.disclosure import services as disclosure
from accessctl.disclosure.services import Ask
from accessctl.emergency import services as emergency
from accessctl.erasure import services as erasure
from accessctl.images import reencode
from accessctl.models import Account, Delivery, Membership, Peer, ShareEvent
from accessctl.models.disclosure import AskReason
from accessctl.models.emergency import Danger, FamilyWord, Review
from accessctl.models.erasure import ErasureReason, Telling
from accessctl.models.registers import DemandAnswer, SanctionReason
from accessctl.organisations import services as directory
from accessctl.organisations.services import Invitation
from accessctl.registers import services as keeping
from accessctl.rings import Ring
from accessctl.scope import Scope
from accessctl.systems import webhooks
from accessctl.tokens import token_of
from cases import services as case_services
from cases.codes import Bool3, Priority, SearchStep
from cases.imports.found_people import About
from cases.models import Case, Incident
from cases.services import images as case_images
from cases.services import searching
from cases.services.actions import ActionEntry, note_action
from cases.services.dvi_people import PassengerEntry, add_passenger, link_survivor
from families import services as family_services
from families.calls import Call
from families.codes import ChannelKind, FeedbackKind, LiftReason, ReturnKind
from families.exchange.rows import About as AboutCases
from families.feedback.services import TalkEntry, note_talk
from families.models import CaseTransfer, Referral
from families.services import signing
from families.services.case_import import CASES
from families.services.consent import VALID_FOR
from families.services.lifting import WHOLE, ask_to_lift
from families.services.requests import Asked
from families.tasks import JOB
from families.wishes.services import Step, keep_step, tell_faith
from matching.engine.weights import DEFAULT
from matching.extract import matcher
from matching.learning.calibrate import calibrate
from matching.models import CandidatePair, PeerDisclosure
from matching.models.peers import Outcome
from matching.services import boards, genetics, identifying, rematching, weights
from matching.services.canaries import check as check_canaries
from remains import services as remains_services
from remains.models import Remains
from remains.services import PartEntry
from remains.skeleton.counting import Piece
from tests.cast import Cast
from tests.factories import (
    accessctl,
    custody,
    dvi,
    families,
    family_file,
    identification,
    images,
    matching,
    peers,
    remains,
    samples,
    support,
)
from tests.factories.incident_tables import old, table
from tests.factories.passkeys import passkey
from tests.integration.families.steps import PERSON, begin, consented
from tests.plugins.site import ClientFor
from tests.unit.matching.learning.test_calibrate import world

PASSWORD = "a-password-of-these-tests"


@dataclass
class Stage:
    """names: what the addresses name in braces; sessions: readers who are not plainly signed in as one of the cast."""

    names: dict[str, str] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)


Maker = Callable[[Cast, ClientFor], Stage]


def site(people: Cast, client_for: ClientFor) -> Stage:
    """Work of every role, a journal, and accounts at each step of signing in."""
    families.a_case(people)
    remains.some_remains(people)
    remains_services.reserve(actor=people.analyst.actor)
    begin(client_for(people.caseworker.account))
    matching.match()
    ngo = people.organisations.ngo
    plain = accessctl.member(ngo, email="plain@cast.invalid", password=PASSWORD).account
    careful = accessctl.member(ngo, email="careful@cast.invalid", password=PASSWORD).account
    totp.TOTP.activate(careful, totp.generate_totp_secret())
    codes = RecoveryCodes.activate(careful).get_unused_codes()
    keyed = accessctl.member(ngo, email="keyed@cast.invalid").account
    new = accessctl.member(ngo, email="new@cast.invalid").account
    address = EmailAddress.objects.create(user=new, email=new.email, primary=True)
    names = {
        "confirm": EmailConfirmationHMAC(address).key,
        "reset": f"{user_pk_to_url_str(plain)}-{default_token_generator.make_token(plain)}",
        "passkey": str(passkey(keyed).pk),
    }
    sessions = {
        "plain": _signed_in(plain),
        "half_way": _signed_in(careful),
        "careful": _signed_in(careful, codes[0]),
        "keyed": client_for(keyed).cookies[settings.SESSION_COOKIE_NAME].value,
    }
    return Stage(names, sessions)


def _signed_in(account: Account, code: str = "") -> str:
    """The session of somebody who gave the password, and the code if there is one."""
    client = Client()
    client.post(reverse("account_login"), {"login": account.email, "password": PASSWORD})
    if code:
        client.post(reverse("mfa_authenticate"), {"code": code})
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def requests(people: Cast, client_for: ClientFor) -> Stage:
    """A request that waits, one that was granted, one whose copy is to be deleted; openings in danger to life."""
    closed = Ask(rings=frozenset({Ring.RESERVED}), purpose=Purpose.SHARE_SEARCH, reason=AskReason.SAME_PERSON)
    deep = families.consents(max_layer=3)
    case, opened, ended = (families.a_case(people, consents=deep) for _number in range(3))
    asked = [
        disclosure.ask(actor=people.second_caseworker.actor, record_ref=one.ref, wanted=closed)
        for one in (case, opened, ended)
    ]
    answering = people.supervisor.actor
    for one in asked[1:]:
        disclosure.open_rings(actor=answering, ref=one.ref, rings=[Ring.RESERVED], lasting=timedelta(days=7))
    client_for(people.second_caseworker.account).post(reverse("cases:documents", args=[ended.ref]))
    disclosure.end(actor=answering, ref=asked[2].ref)
    names = dict(zip(("waiting", "opened", "ended"), (one.ref for one in asked), strict=True))
    alarm, rings = families.a_case(people), [Ring.RESERVED, Ring.KIN, Ring.CONTACT]
    alarms = {
        name: emergency.open_in_danger(
            actor=by.actor, record_ref=alarm.ref, rings=rings[:1] if by is people.focal_a else rings,
            danger=Danger.DISTRESS_AT_SEA,
        ).ref
        for name, by in (("alarm", people.second_caseworker), ("settled", people.focal_a))
    }  # fmt: skip
    client_for(people.second_caseworker.account).post(reverse("cases:documents", args=[alarm.ref]))
    emergency.tell_family(actor=answering, ref=alarms["settled"], said=FamilyWord.TOLD)
    emergency.review(actor=answering, ref=alarms["settled"], found=Review.NOT_JUSTIFIED)
    names |= alarms | {"alarmed": alarm.ref}
    return Stage(names | {"case": case.ref, "other": families.a_case(people).ref})


def agreements(people: Cast, client_for: ClientFor) -> Stage:
    """Agreements that stand, wait and are suspended; an organisation without any; who runs the registry; a draft."""
    orgs, supervisor = people.organisations, people.supervisor
    newcomer = accessctl.member(accessctl.organisation("Newcomers’ Aid", country="MEX"), Role.SUPERVISOR)
    operator = accessctl.organisation("Operators", kind=RecipientClass.INTERNATIONAL_ORG)
    administrator = accessctl.member(operator, Role.SYSTEM_ADMINISTRATOR)
    first = Invitation(email="first@cast.invalid", full_name="Nadia Ruiz", role=Role.SUPERVISOR)
    asking = accessctl.member(operator, Role.SYSTEM_ADMINISTRATOR).actor
    wanted = {"name": "Casa Abierta", "kind": "cso", "country": "MEX", "legal_compulsion_risk": "low"}
    admitted = directory.ask_to_admit(asking, first=first, **wanted)
    colleague, invited = accessctl.member(orgs.ngo), accessctl.member(orgs.ngo)
    system = accessctl.partner(orgs.ngo, "Tracing database").client
    counting = accessctl.partner(orgs.ngo, "Counting", scopes=["read:1:statistics"]).client
    hook, _secret = webhooks.subscribe(
        supervisor.actor, ref=system.ref, url="https://receiver.invalid/told", purpose=Purpose.SHARE_SEARCH
    )
    for outcome in (Delivery.Outcome.ARRIVED, Delivery.Outcome.REFUSED):
        Delivery.objects.create(webhook=hook, after=0, upto=1, outcome=outcome, attempts=2)
    scope = Scope(routes=frozenset({"watl", "cmed"}), countries=frozenset({"SEN"}))
    standing = accessctl.agreement(
        [orgs.ngo, orgs.second_ngo], [orgs.ngo, orgs.second_ngo], title="Search along the Atlantic coast",
        max_layer=3, compartments=("f",), scope=scope, deny=("case.photo", "case.companions"), breach_hours=24,
        summary="Two organisations look together for people lost on the way to the islands.",
    )  # fmt: skip
    waiting = accessctl.agreement(orgs.institute, orgs.ngo, title="Remains of the strait", signed=False)
    suspended = accessctl.agreement(orgs.ngo, orgs.state_b, title="Questions to State B")
    agreeing.suspend_agreement(supervisor.actor, suspended, reason="Devices were stolen from their office.")
    told = {"version": "v1", "language": "en", "text": "x", "risks_explained": True, "rights_explained": True}
    names = {
        "standing": standing.ref, "waiting": waiting.ref, "suspended": suspended.ref, "own": orgs.ngo.ref,
        "system": system.ref, "webhook": hook.ref, "counting": counting.ref,
        "other": orgs.second_ngo.ref, "case": families.a_case(people).ref,
        "person": Membership.objects.get(account=invited.account).ref, "admitted": admitted.ref,
        "told": family_services.begin_draft(actor=people.caseworker.actor, parts={"briefing": told}).ref,
    }  # fmt: skip
    others = {"newcomer": newcomer, "administrator": administrator, "colleague": colleague}
    signed_in = {name: client_for(one.account) for name, one in others.items()}
    return Stage(names, {name: one.cookies[settings.SESSION_COOKIE_NAME].value for name, one in signed_in.items()})


def linked(people: Cast, client_for: ClientFor) -> Stage:
    """A link to another registry and one that waits for a second person, questions with each answer, one of theirs."""
    run_by, supervisor = people.organisations.state_b, people.supervisor
    link, case = peers.link(supervisor, people.officer, run_by), families.a_case(people)
    waiting = peers.proposed(supervisor, run_by)
    keyless = peers.proposed(supervisor, run_by, key="")
    names = {"link": link.ref, "waiting": waiting.ref, "keyless": keyless.ref, "case": case.ref}
    for outcome in Outcome:
        names[f"said_{outcome}"] = peers.answered(link, families.a_case(people), supervisor, outcome).ref
    return Stage(names | _hits(people, link, case) | {"inquiry": peers.inquiry(link, case).ref})


def _hits(people: Cast, link: Peer, case: Case) -> dict[str, str]:
    """One to be decided, one on which both sides said yes, one whose time ran out."""
    hits = {name: peers.inquiry(link, case).disclosure for name in ("hit_open", "hit_both", "hit_over")}
    peers.decided(hits["hit_both"], case, people.supervisor)
    PeerDisclosure.objects.filter(pk=hits["hit_both"].pk).update(state=PeerDisclosure.State.BOTH)
    PeerDisclosure.objects.filter(pk=hits["hit_over"].pk).update(state=PeerDisclosure.State.LAPSED)
    return {name: one.ref for name, one in hits.items()}


def erasures(people: Cast, client_for: ClientFor) -> Stage:
    """A case to be erased, one that is, with receivers who answered and did not, and several that wait for a second."""
    supervisor, caseworker = people.supervisor.actor, people.caseworker.actor
    decided: dict[str, Any] = {"reason": ErasureReason.FAMILY_WISH, "told": Telling.IN_PERSON}
    case, gone, third = (families.a_case(people) for _number in range(3))
    for channel in (ShareEvent.Channel.GRANT, ShareEvent.Channel.PRINTED):
        ledger.record(
            supervisor, gone, people.organisations.institute, rings=[Ring.SEARCH],
            purpose=Purpose.FORENSIC_COMPARISON, channel=channel, until=timezone.now() + timedelta(days=30),
        )  # fmt: skip
    erasure.erase(actor=supervisor, ref=gone.ref, **decided)
    late = timezone.now() - timedelta(days=10)
    ShareEvent.objects.filter(channel=ShareEvent.Channel.GRANT).update(recalled_at=late)
    ShareEvent.objects.filter(channel=ShareEvent.Channel.PRINTED).update(recall=ShareEvent.Recall.REFUSED)
    asked = erasure.ask_to_erase(actor=caseworker, refs=[case.ref, third.ref], **decided)
    return Stage({"case": case.ref, "gone": gone.ref, "asked": asked.ref})


def registers(people: Cast, client_for: ClientFor) -> Stage:
    """A demand that waits and one that was answered, a breach in time and one too late, sharing stopped with two."""
    officer, now, case = people.officer.actor, timezone.now(), families.a_case(people)
    door.open(people.caseworker.actor, case, Ring.SEARCH)
    demands = [
        keeping.record_demand(
            officer, authority="The court of first instance", legal_basis="Article 9 of the code of procedure",
            scope="The whole file of one person", demanded_by="court", country="ESP", received_on=now.date(),
            record_refs=[case.ref], gag=True, preserve=True,
        )
        for _number in range(2)
    ]  # fmt: skip
    keeping.answer_demand(
        officer, demands[1].ref, answer=DemandAnswer.PARTLY, on=now.date(), rings=["2"], said="A name"
    )
    breaches = [
        keeping.open_breach(
            officer, what="A telephone was taken.", readers=[], kind="lost_device",
            noticed_at=now - timedelta(hours=hours), since=now - timedelta(days=9), until=now,
        )
        for hours in (2, 80)
    ]  # fmt: skip
    keeping.impose(officer, reason=SanctionReason.MISUSE, organisation=people.organisations.border)
    keeping.impose(officer, reason=SanctionReason.COMPULSION, country="TUN")
    for _number in range(6):
        keeping.record_demand(
            officer, authority="A court", legal_basis="Article 9", scope="A file", demanded_by="court", country="ESP",
            received_on=now.date() - timedelta(days=366),
        )  # fmt: skip
    return Stage(
        {"waiting": demands[0].ref, "answered": demands[1].ref, "breach": breaches[0].ref, "late": breaches[1].ref}
    )


CASE_TABLE = (
    b"name,sex,date_last_contact,enquirer_name,enquirer_relationship,consent_search,shoes\n"
    b"Lamin Ceesay,,2021,Awa Ceesay,mot,yes,43\nModou Jallow,m,2020-05,Isatou,mot,yes,\nFatou,x,2020,Isatou,mot,yes,\n"
)


def cases(people: Cast, client_for: ClientFor) -> Stage:
    """A full case and one of which little is known, incidents of both kinds, an import with refused rows, searches."""
    actor = people.caseworker.actor
    case = families.a_case(people, photo=reencode(_photo()))
    case_images.keep_image(actor=actor, ref=case.ref, entry=images.image_entry())
    signing.keep_paper(
        actor=actor, case_ref=case.ref, entry=images.image_entry(kind="consent_evidence", caption="Page 1, thumbprint")
    )
    bare = families.a_case(people, by=people.second_caseworker.actor, date_of_birth=None, marks=(), documents=())
    rows = [old(), old(external_id="2", coordinates="11.5, 3.25"), old(external_id="3", n_dead_recovered="many")]
    batch = case_services.check_file(actor=actor, data=table("iom_2020", rows), name="t.csv")
    case_services.apply_batch(actor=actor, ref=batch.ref)
    checked = case_services.check_file(actor=actor, data=table("iom_2020", [old(external_id="9")]), name="u.csv")
    looked = case_services.check_file(
        actor=actor, data=CASE_TABLE, name="cases.csv", kind=CASES,
        about=AboutCases(system="Casa del Mar", wording="May we search?", explained=True),
    )  # fmt: skip
    incident = Incident.objects.get(external_id="90001")
    case_services.link_incident(actor=actor, case_ref=case.ref, incident_ref=incident.ref)
    found = remains.some_remains(people)
    remains_services.link_incident(actor=people.analyst.actor, remains_ref=found.ref, incident_ref=incident.ref)
    step = ActionEntry(
        action=SearchStep.HOSPITAL_CHECK, asked_on=timezone.localdate(), follow_up_on=timezone.localdate(),
        organisation=people.organisations.second_ngo.ref, note="Is he on the lists?", share=("case.names",),
    )  # fmt: skip
    asked = note_action(actor=actor, case_ref=case.ref, entry=step)
    answered = searching.ask(actor=actor, criteria={"route": "watl"})
    waiting = searching.ask(actor=actor, criteria={"name": "Сеесай"})
    return Stage({
        "case": case.ref, "bare": bare.ref, "incident": incident.ref, "batch": batch.ref, "checked": checked.ref,
        "table": looked.ref,
        "search": answered.ref, "waiting": waiting.ref, "step": asked.ref,
    })  # fmt: skip


def registration(people: Cast, client_for: ClientFor) -> Stage:
    """Drafts at each step; cases with a relative, somebody else's change, consents that stand, end soon or ended."""
    client = client_for(people.caseworker.account)
    empty, filled = consented(client), consented(client)
    client.post(f"/cases/new/{filled}/save/person/", PERSON)
    client.post(f"/cases/new/{filled}/photo/", {"photo": io.BytesIO(_photo())})
    feared = {"protection_flag": "possible", "protection_states": ("GMB",)}
    flagged, waiting = (families.a_case(people, **feared) for _number in range(2))
    ask_to_lift(actor=people.caseworker.actor, case_ref=waiting.ref, what=WHOLE, reason=LiftReason.FAMILY_WISH)
    case = families.a_case(people)
    families.with_page(people, case, wishes=[Asked(kind="restrict", text="Do not use it for now.")])
    families.with_invitations(people)
    wished, imam = _wished(people)
    return Stage({
        "wished": wished.ref, "told": begin(client), "rung": _rung(people), "empty": empty, "filled": filled,
        "case": case.ref,
        "flagged": flagged.ref, "waiting": waiting.ref,
        "withdrawn": _withdrawn(people).ref, "ending": _ending(people, timedelta(days=30)).ref,
        "ended": _ending(people, timedelta(days=-1)).ref, "called": _called(people).ref,
        "informed": family_file.told(people).ref, "answered": family_file.answered(people).ref,
        "disputed": family_file.disputed(people).ref, **family_file.kin(people), **_helped(people),
    }, {"imam": client_for(imam.account).cookies[settings.SESSION_COOKIE_NAME].value})  # fmt: skip


def _wished(people: Cast) -> tuple[Case, accessctl.Member]:
    """A family that was told and said what it wishes, with a step; and who leads the rite."""
    imam = accessctl.member(accessctl.organisation("House of prayer"), Role.FAITH_LEADER)
    case = family_file.told(people)
    identification.wishes(people, case)
    step = Step(kind=ReturnKind.DEATH_CERTIFICATE, who="The consul", due_on=timezone.localdate())
    keep_step(actor=people.caseworker.actor, case_ref=case.ref, step=step)
    tell_faith(
        actor=people.caseworker.actor, case_ref=case.ref, organisation=imam.organisation.ref, rite="Janaza",
        place="New cemetery", time="Friday at noon",
    )  # fmt: skip
    return case, imam


def _rung(people: Cast) -> str:
    call = Call.noted(Priority.CHILD_ALONE, 5, timezone.now()).as_part()
    parts = {"call": call, "person": {"name": ["Lamin Ceesay"]}}
    return str(family_services.begin_draft(actor=people.caseworker.actor, parts=parts).ref)


def _ending(people: Cast, left: timedelta) -> Case:
    """A case whose consents end in so long, as the clock leaves it."""
    with time_machine.travel(timezone.now() + left - VALID_FOR):
        case = families.a_case(people)
    family_services.follow_clock(Actor.system_job(JOB), case.ref)
    return case


def _called(people: Cast) -> Case:
    """A case whose family was told something, could not be reached since, and has waited for weeks."""
    with time_machine.travel(timezone.now() - timedelta(days=150)):
        case = families.a_case(people)
        talk = {"said_on": timezone.localdate(), "channel": ChannelKind.PHONE, "words": "The lists were asked again."}
        said = TalkEntry(**talk, kind=FeedbackKind.NEWS, understood=Bool3.YES, interpreter="Binta")
        note_talk(actor=people.caseworker.actor, case_ref=case.ref, entry=said)
        note_talk(actor=people.caseworker.actor, case_ref=case.ref, entry=TalkEntry(**talk, kind=FeedbackKind.MISSED))
    return case


def _helped(people: Cast) -> dict[str, str]:
    """A family with a referral to answer, one it said yes to, and a paper; the two are named by their tokens."""
    case = families.a_case(people)
    rows = {
        "proposed": support.a_referral(people, case), "agreed": support.a_referral(people, case, agreed=True),
        "paper": support.a_paper(people, case),
    }  # fmt: skip
    here, day = support.a_referral(people, case), timezone.localdate()
    sent = {"provider": people.organisations.ngo, "status": "sent", "sent_on": day}
    Referral.objects.filter(pk=here.pk).update(**sent)
    _offered(people)
    return {"helped": case.ref, "referred": here.ref} | {name: token_of(row.pk) for name, row in rows.items()}


def _offered(people: Cast) -> None:
    """The second NGO asks the first to go on with a case."""
    case = families.a_case(people, by=people.second_caseworker.actor)
    CaseTransfer.objects.create(
        case_ref=case.ref, sender=case.owner, receiver=people.organisations.ngo, reason="closer_to_family",
        offered_by=people.second_caseworker.account, approved_by=people.analyst.account,
        expires_at=timezone.now() + timedelta(days=30),
    )  # fmt: skip


def _withdrawn(people: Cast) -> Case:
    case = families.a_case(people)
    family_services.withdraw_consent(actor=people.caseworker.actor, case_ref=case.ref)
    return case


def recovered(people: Cast, client_for: ClientFor) -> Stage:
    """Remains described in full and as little as may be, linked to an incident, and a draft."""
    actor = people.analyst.actor
    found = remains.some_remains(people)
    bare = matching.remains(actor, marks=(), age=None, stature_cm=None, stature_method="")
    two = [Piece("femur", "l", "complete", 2), Piece("tibia", "r", "shaft"), Piece("cranium", "mid", "complete")]
    remains_services.write_inventory(actor=actor, ref=found.ref, pieces=two)
    part = remains_services.add_part(actor=actor, entry=PartEntry(pieces=(two[1],), parent=found.ref))
    remains_services.hold_joined(actor=actor, ref=part.ref, to=bare.ref, method="articulation", note="They fit.")
    remains_services.keep_image(actor=actor, ref=found.ref, entry=images.image_entry())
    custody.ready(actor, found)
    custody.write(actor, found, "stored", place=custody.storage(actor).ref)
    custody.write(actor, bare, "recovered", to_person="The coastguard")
    draft = remains_services.reserve(actor=actor)
    rows = case_services.check_file(actor=actor, data=table("iom_2020", [old()]), name="t.csv")
    case_services.apply_batch(actor=actor, ref=rows.ref)
    incident = Incident.objects.get()
    remains_services.link_incident(actor=actor, remains_ref=found.ref, incident_ref=incident.ref)
    taken, lab = samples.sample(actor, found), samples.laboratory()
    gift = samples.tested(actor, samples.sample(actor, found), lab)
    samples.reported(lab, gift)
    asked = genetics.ask_to_open(actor=lab.actor)
    approve(accessctl.member(lab.organisation, Role.GENETIC_LAB).actor, asked.ref)
    names = {"sample": taken.ref, "gift": gift.ref, "remains": found.ref, "bare": bare.ref, "draft": draft.ref}
    session = client_for(lab.account).cookies[settings.SESSION_COOKIE_NAME].value
    return Stage(names | {"incident": incident.ref}, {"lab": session})


def worked(people: Cast, client_for: ClientFor) -> Stage:
    """An event with members, a name heard, somebody alive, two files of each side and a board that is made."""
    actor, orgs = people.analyst.actor, people.organisations
    second = accessctl.member(orgs.institute, Role.FORENSIC_COORDINATOR)
    tracer = accessctl.member(orgs.ngo, Role.TRACING_OFFICER)
    event = dvi.led(actor, second.actor, members=[orgs.ngo, orgs.state_b], invited=[orgs.state_a])
    case, found = matching.case(people.caseworker.actor), matching.remains(actor)
    for one in (case, matching.case(people.caseworker.actor, height_cm=(150, 152))):
        case_services.link_incident(
            actor=people.caseworker.actor, case_ref=one.ref, incident_ref=event.incident.ref
        )  # fmt: skip
    remains_services.link_incident(actor=actor, remains_ref=found.ref, incident_ref=event.incident.ref)
    said = PassengerEntry(name="Somebody Heard", source_kind="survivor", described="A list of the night", case=case.ref)
    heard = add_passenger(actor=actor, ref=event.ref, entry=said)
    link_survivor(actor=tracer.actor, ref=event.ref, whereabouts=matching.alive(tracer.actor).ref)
    matching.match()
    boards.ask(actor=actor, ref=event.ref)
    matching.match()
    return Stage({
        "event": event.ref, "incident": event.incident.ref, "heard": heard.ref, "case": case.ref, "remains": found.ref,
    }, {"tracer": client_for(tracer.account).cookies[settings.SESSION_COOKIE_NAME].value})  # fmt: skip


def compared(people: Cast, client_for: ClientFor) -> Stage:
    """A pair of a case with remains that two people decided on, a rival, two reports of one person, an open pair,
    somebody found alive who fits; two runs over all records, one of them over; weights that were
    proposed.
    """
    tracer = accessctl.member(people.organisations.ngo, Role.TRACING_OFFICER)
    alive = matching.alive(tracer.actor)
    handed_in = case_services.check_file(
        actor=tracer.actor, data="Nom,Âge,Notes\nAmina,25,\n17,x,\n18,y,\n".encode(), name="list.csv",
        kind=case_services.FOUND_ALIVE, about=About(kind="rescued"),
    )  # fmt: skip
    case = matching.case(people.caseworker.actor)
    remains.some_remains(people)
    matching.case(people.caseworker.actor, height_cm=(150, 152))
    matching.case(people.second_caseworker.actor)
    matching.match()
    pair = CandidatePair.objects.get(case=case, kind="am-pm")
    twin = CandidatePair.objects.filter(kind="am-am").first()
    assert twin is not None
    operator = accessctl.member(accessctl.organisation("Operators"), Role.SYSTEM_ADMINISTRATOR)
    over, _is_new = rematching.start(actor=operator.actor)
    rematching.cancel(actor=operator.actor, ref=over.ref)
    rematching.start(actor=operator.actor)
    for who, role in (("analyst", "anthropologist"), ("caseworker", "caseworker")):
        client = client_for(getattr(people, who).account)
        client.post(reverse("matching:review", args=[pair.ref]), _decision(client, pair, role))
    call_command("canaries", "--invent", "2", stdout=io.StringIO())
    check_canaries()
    made = calibrate(world(240, 1), DEFAULT, lists={}, ranks=lambda rates: [("", 1.0), ("sex f", 2.0)] * 20)
    found = Remains.objects.get().ref
    remains_services.keep_image(actor=people.analyst.actor, ref=found, entry=images.image_entry())
    other = CandidatePair.objects.filter(kind="am-pm").exclude(pk=pair.pk).earliest("created_at").ref
    held, drawn, done = (identification.hypothesis(people) for _number in range(3))
    identifying.draw_up(actor=people.analyst.actor, ref=drawn.ref, draft=identification.draft())
    identification.established(people, done)
    return Stage({
        "hypothesis": held.ref, "drawn": drawn.ref, "identified": done.ref,
        "settled": Remains.objects.get(pk=done.remains_id).ref,
        "case": case.ref, "remains": found, "pair": pair.ref, "twin": twin.ref,
        "other": other,
        "weights": weights.propose(actor=matcher(), changes=made.changes, report=made.report, passed=made.passed).ref,
        "alive": alive.ref, "list": handed_in.ref,
        "living": CandidatePair.objects.get(case=case, whereabouts=alive).ref,
    }, {
        name: client_for(who.account).cookies[settings.SESSION_COOKIE_NAME].value
        for name, who in (("administrator", operator), ("tracer", tracer))
    })  # fmt: skip


def _decision(client: Client, pair: CandidatePair, role: str) -> dict[str, Any]:
    page = client.get(reverse("matching:pair", args=[pair.ref])).content.decode()
    seen = re.search(r'name="seen"[^>]* value="([^"]+)"', page)
    assert seen
    return {
        "seen": seen.group(1), "role": role, "decision": "hypothesis", "reasons": ["mark_fits"],
        "words": "The same tattoo.", "needs": ["dental"],
    }  # fmt: skip


def _photo() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (80, 100), "#7a5c43").save(stream, "JPEG")
    return stream.getvalue()
