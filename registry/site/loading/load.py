"""Carries an invented registry into the database, record by record, in the name of those who would register it."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from django.db import transaction

from accessctl.codes import Role
from cases import services as cases
from cases.services import log_incident
from cases.services.whereabouts import record_whereabouts
from families.services import open_case
from registry.site.invented.demo import ACCOUNTS, ORGANISATIONS, TRACING, institute, registrar
from registry.site.invented.records import Invented
from registry.site.loading.entries import incident_entry, registration, remains_entry, whereabouts_entry
from registry.site.loading.organisations import Standing, set_up
from registry.site.loading.portraits import portrait
from remains.services import link_incident, log_remains

Progress = Callable[[str, int, int], None]


@dataclass
class Loaded:
    """References by invented key, for those who want to compare with the truth."""

    cases: dict[str, str] = field(default_factory=dict)
    remains: dict[str, str] = field(default_factory=dict)
    incidents: dict[str, str] = field(default_factory=dict)
    alive: dict[str, str] = field(default_factory=dict)


def load(invented: Invented, standing: Standing, *, photos: bool, progress: Progress) -> Loaded:
    """Log the events, register every report, log all remains, record who was found alive."""
    loaded = Loaded()
    tracer = standing.registrar(TRACING)
    for event in invented.incidents:
        loaded.incidents[event.key] = log_incident(actor=tracer, entry=incident_entry(event)).ref
    rng = np.random.default_rng(invented.seed)
    people = invented.truth.people
    registrars = {o.key: standing.registrar(o.key) for o in ORGANISATIONS}
    for number, record in enumerate(invented.cases):
        person = people[invented.truth.case_person[record.key]]
        picture = portrait(person.id, sex=person.sex, hair=person.hair) if photos and record.photo else None
        actor = registrars[registrar(person.sector.route, float(rng.random()))]
        case = open_case(actor=actor, registration=registration(record, photo=picture, draw=float(rng.random())))
        loaded.cases[record.key] = case.ref
        if record.incident:
            cases.link_incident(actor=actor, case_ref=case.ref, incident_ref=loaded.incidents[record.incident])
        progress("reports", number + 1, len(invented.cases))
    for number, found in enumerate(invented.remains):
        person = people[invented.truth.remains_person[found.key]]
        actor = registrars[institute(person.found_sector.route)]
        ref = loaded.remains[found.key] = log_remains(actor=actor, entry=remains_entry(found)).ref
        if found.incident:
            link_incident(actor=actor, remains_ref=ref, incident_ref=loaded.incidents[found.incident])
        progress("remains", number + 1, len(invented.remains))
    for living in invented.alive:
        loaded.alive[living.key] = record_whereabouts(actor=tracer, entry=whereabouts_entry(living)).ref
    return loaded


@transaction.atomic
def demonstration(invented: Invented, handover: Path, progress: Progress) -> Loaded:
    """Set up the organisations, load everything, and leave what the demo prints: accounts, password, token.

    All or nothing: an interrupted load leaves an empty database behind, which the next start fills.
    """
    password = secrets.token_urlsafe(9)
    standing = set_up(password)
    loaded = load(invented, standing, photos=True, progress=progress)
    handover.write_text(json.dumps(_handover(password, standing), ensure_ascii=False, indent=1), encoding="utf-8")
    handover.chmod(0o600)
    return loaded


def _handover(password: str, standing: Standing) -> dict[str, object]:
    names = {plan.key: plan.name for plan in ORGANISATIONS}
    accounts = [
        {"email": a.email, "name": a.name, "role": str(Role(a.role).label), "organisation": names[a.organisation]}
        for a in ACCOUNTS if a.listed
    ]  # fmt: skip
    return {"accounts": accounts, "password": password, "token": standing.token}
