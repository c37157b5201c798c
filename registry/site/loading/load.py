"""Carries an invented registry into the database, in the name of those who would register it."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from django.db import transaction
from django.utils import timezone

from accessctl.actor import Actor
from accessctl.codes import Role
from accessctl.pictures import ImageEntry
from accessctl.tokens import token_of
from cases import services as cases
from cases.codes import Side
from cases.models import DviEvent
from cases.services import log_incident
from cases.services.whereabouts import record_whereabouts
from families.models import Relative
from families.services import Conversation, Registration, open_cases, page_codes
from registry.site.invented.demo import (
    ACCOUNTS,
    LABORATORY,
    ORGANISATIONS,
    REGISTER_NOTHING,
    TRACING,
    institute,
    registrar,
)
from registry.site.invented.phones import with_a_phone
from registry.site.invented.records import CaseRecord, Invented
from registry.site.loading import elsewhere, family_wishes, handed_on, waiting
from registry.site.loading.entries import WORDING, incident_entry, registration, remains_entry, whereabouts_entry
from registry.site.loading.event import lead_an_event
from registry.site.loading.examination import EXAMINED, examine
from registry.site.loading.graves import lay_out
from registry.site.loading.identified import Signers, identify_two
from registry.site.loading.kinship import profile_some
from registry.site.loading.laboratory import fill_desk
from registry.site.loading.organisations import Standing, fresh, set_up
from registry.site.loading.portraits import portrait, radiograph
from remains.codes import Completeness
from remains.services import PartEntry, add_part, keep_image, link_incident, log_remains, write_inventory
from remains.skeleton.codes import Portion
from remains.skeleton.counting import Piece

Progress = Callable[[str, int, int], None]
SHOT = 3  # remains with an image
TOGETHER = 200  # reports; measured: 500 are no faster


@dataclass
class Loaded:
    """References by invented key, for those who want to compare with the truth."""

    cases: dict[str, str] = field(default_factory=dict)
    remains: dict[str, str] = field(default_factory=dict)
    incidents: dict[str, str] = field(default_factory=dict)
    alive: dict[str, str] = field(default_factory=dict)


def load(invented: Invented, standing: Standing, *, photos: bool, progress: Progress) -> Loaded:
    """Log the events, register every report, log all remains, record who was found alive.

    Reports go in by TOGETHER, each lot a transaction: a lot costs little more than one report by itself.
    """
    loaded = Loaded()
    tracer = standing.registrar(TRACING)
    for event in invented.incidents:
        loaded.incidents[event.key] = log_incident(actor=tracer, entry=incident_entry(event)).ref
    registrars = {o.key: standing.registrar(o.key) for o in ORGANISATIONS if o.key not in REGISTER_NOTHING}
    _register(invented, registrars, loaded, photos=photos, progress=progress)
    people, examined = invented.truth.people, 0
    for number, found in enumerate(invented.remains):
        person = people[invented.truth.remains_person[found.key]]
        actor = registrars[institute(person.found_sector.route)]
        ref = loaded.remains[found.key] = log_remains(actor=actor, entry=remains_entry(found)).ref
        if found.incident:
            link_incident(actor=actor, remains_ref=ref, incident_ref=loaded.incidents[found.incident])
        if photos and number < SHOT:
            keep_image(actor=actor, ref=ref, entry=ImageEntry(kind="radiograph", picture=radiograph(number)))
        if found.teeth and examined < EXAMINED:
            examine(actor, found, ref)
            examined += 1
        if photos and number == 0:
            _count_and_part(actor, ref)
        progress("remains", number + 1, len(invented.remains))
    for number, living in enumerate(invented.alive):
        loaded.alive[living.key] = record_whereabouts(actor=tracer, entry=whereabouts_entry(living)).ref
        progress("found alive", number + 1, len(invented.alive))
    return loaded


def _count_and_part(actor: Actor, ref: str) -> None:
    """A container that turned out to hold two people: counted, and one bone of the second given its own record."""
    two = Piece("femur", Side.LEFT, Portion.COMPLETE, 2)
    others = [Piece(bone, Side.RIGHT, Portion.COMPLETE) for bone in ("femur", "tibia", "humerus")]
    write_inventory(actor=actor, ref=ref, pieces=[two, *others, Piece("cranium", Side.MIDDLE, Portion.FRAGMENT)])
    taken = Piece("femur", Side.LEFT, Portion.COMPLETE)
    add_part(actor=actor, entry=PartEntry(pieces=(taken,), parent=ref, completeness=Completeness.LIMB_ONLY))


def _register(
    invented: Invented, registrars: Mapping[str, Actor], loaded: Loaded, *, photos: bool, progress: Progress
) -> None:
    """Every report, in the name of the organisation that its route leads to."""
    rng = np.random.default_rng(invented.seed)
    people = invented.truth.people
    for start in range(0, len(invented.cases), TOGETHER):
        lots: dict[str, list[tuple[CaseRecord, Registration]]] = {}
        for record in invented.cases[start : start + TOGETHER]:
            person = people[invented.truth.case_person[record.key]]
            picture = portrait(person.id, sex=person.sex, hair=person.hair) if photos and record.photo else None
            whose = registrar(person.sector.route, float(rng.random()))
            lots.setdefault(whose, []).append((record, registration(record, photo=picture, draw=float(rng.random()))))
        for whose, lot in lots.items():
            actor = registrars[whose]
            opened = open_cases(actor=actor, registrations=[entry for _, entry in lot])
            for (record, _), case in zip(lot, opened, strict=True):
                loaded.cases[record.key] = case.ref
                if record.incident:
                    incident = loaded.incidents[record.incident]
                    cases.link_incident(actor=actor, case_ref=case.ref, incident_ref=incident)
        progress("reports", min(start + TOGETHER, len(invented.cases)), len(invented.cases))


@transaction.atomic
def demonstration(invented: Invented, handover: Path, progress: Progress) -> Loaded:
    """Set up the organisations, load everything, and leave what the demo prints: accounts, password, client.

    All or nothing: an interrupted load leaves an empty database behind, which the next start fills.
    """
    return _load_and_hand_over(with_a_phone(invented), handover, progress, photos=True)


def benchmark(invented: Invented, handover: Path, progress: Progress) -> Loaded:
    """The same for a large registry: without photos, and committed lot by lot, so that memory does not grow with it."""
    return _load_and_hand_over(invented, handover, progress, photos=False)


def _load_and_hand_over(invented: Invented, handover: Path, progress: Progress, *, photos: bool) -> Loaded:
    password = secrets.token_urlsafe(9)
    standing = set_up(password)
    loaded = load(invented, standing, photos=photos, progress=progress)
    if photos:
        lead_an_event(invented, standing, loaded.cases, loaded.incidents)
        _fill_desk(invented, standing, loaded)
        handed_on.offer_one(standing, loaded.cases.values())
        family_wishes.wish(standing, loaded.cases.values())
        _identify(invented, standing, loaded)
        lay_out(standing.registrar("strait"))
        waiting.hand_in_a_table(standing.registrar("voces"))
        waiting.hand_in_remains(standing.registrar("strait"))
        waiting.subscribe(fresh(standing, "supervisor"), standing.client)
        elsewhere.link_one(standing, loaded.cases.values())
    left = _handover(password, standing) | _family(standing, loaded)
    handover.write_text(json.dumps(left, ensure_ascii=False, indent=1), encoding="utf-8")
    handover.chmod(0o600)
    return loaded


def _fill_desk(invented: Invented, standing: Standing, loaded: Loaded) -> None:
    told = Conversation(
        wording_version="demo", wording_language="en", wording=WORDING, risks_explained=True, rights_explained=True
    )
    caseworker, examiner = standing.registrar("voces"), standing.registrar("strait")
    geneticist, second = (Actor.of_account(standing.accounts[key]) for key in ("geneticist", "geneticist-2"))
    fill_desk(caseworker, examiner, standing.organisations[LABORATORY], geneticist, told)
    people = {"geneticist": geneticist, "second": second, "caseworker": caseworker, "examiner": examiner}
    profile_some(invented, (loaded.cases, loaded.remains), people, told, _incident_of_event())


def _incident_of_event() -> str:
    found = DviEvent.objects.select_related("incident").first()
    return found.incident.ref if found else ""


def _identify(invented: Invented, standing: Standing, loaded: Loaded) -> None:
    people = Signers(*(fresh(standing, who) for who in ("caseworker", "analyst", "coordinator")))
    identify_two(invented, loaded.cases, loaded.remains, people)


def _handover(password: str, standing: Standing) -> dict[str, object]:
    names = {plan.key: plan.name for plan in ORGANISATIONS}
    accounts = [
        {"email": a.email, "name": a.name, "role": str(Role(a.role).label), "organisation": names[a.organisation]}
        for a in ACCOUNTS if a.listed
    ]  # fmt: skip
    return {"accounts": accounts, "password": password, "client": standing.client, "secret": standing.secret}


def _family(standing: Standing, loaded: Loaded) -> dict[str, object]:
    """The code and PIN of one invented family's own page."""
    for organisation in ORGANISATIONS:
        if organisation.key in REGISTER_NOTHING:
            continue
        actor = replace(standing.registrar(organisation.key), proved_at=timezone.now())
        loaded_here = Relative.objects.filter(case__ref__in=loaded.cases.values(), case__owner=actor.organisation_id)
        if relative := loaded_here.select_related("case").order_by("pk").first():
            sheet = page_codes.make_code(actor=actor, case_ref=relative.case.ref, token=token_of(relative.pk))
            return {"family": {"code": sheet.code, "pin": sheet.pin}}
    return {}
