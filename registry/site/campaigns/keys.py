"""Rotating keys while people work: rotations killed at random, and resumed, beside threads that read and write.

Each rotation is a process of its own, so that killing it is what `kill -9` is.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, connections, transaction

from accessctl import envelope, services
from accessctl.actor import Actor
from accessctl.clear import reveal
from accessctl.codes import RecipientClass, Role
from accessctl.keys import KeysUnavailable
from accessctl.keystore.models import KeyRotation, OrganisationKey, RecordKey
from accessctl.models import Organisation
from cases.models import Case, CaseName, CaseSource

CASES = 24
LONGEST = 6.0  # seconds until a rotation is killed


@dataclass
class Report:
    """What the threads did, what they could not read, and what is left on old keys after the last rotation."""

    kills: int = 0
    reads: int = 0
    writes: int = 0
    problems: list[str] = field(default_factory=list)
    unreadable: int = 0
    old_keys: int = 0
    old_values: int = 0

    @property
    def passed(self) -> bool:
        return not (self.problems or self.unreadable or self.old_keys or self.old_values)

    def lines(self) -> Iterator[str]:
        yield f"{self.kills} rotations killed; beside them {self.reads} readings and {self.writes} writings"
        yield f"{len(self.problems)} of those failed: {', '.join(sorted(set(self.problems))) or 'none'}"
        yield f"afterwards {self.unreadable} values unreadable, {self.old_values} values and {self.old_keys} keys old"


def run(environment: Mapping[str, str], *, kills: int, threads: int, seed: int) -> Report:
    """`environment`: what the rotating processes are started with, with the KEY_CACHE_SECONDS of this process."""
    chance, report = random.Random(seed), Report()  # noqa: S311 - repeatable, not secret
    actor = _world()
    stop = threading.Event()
    workers = [threading.Thread(target=_work, args=(actor, stop, report, chance.random())) for _n in range(threads)]
    for worker in workers:
        worker.start()
    try:
        for number in range(kills):
            what = ("records", "organisation")[number % 2]
            report.kills += _kill(what, actor, environment, chance.uniform(1.0, LONGEST))
        for what in ("organisation", "records"):
            _rotate(what, actor, environment).wait()
    finally:
        stop.set()
        for worker in workers:
            worker.join()
    _examine(report)
    return report


def _world() -> Actor:
    organisation = Organisation.objects.create(name="Rotation", kind=RecipientClass.CSO, country="ESP")
    actor = Actor(organisation=organisation, roles=frozenset({Role.CASEWORKER}))
    for _number in range(CASES):
        _new_case(actor)
    return actor


def _new_case(actor: Actor) -> None:
    case = services.create_record(actor, Case(purposes=[]), action="case.opened")
    with transaction.atomic():
        source = CaseSource.objects.create(case=case, kind="family")
        CaseName.objects.create(case=case, source=source, full_original="Selam Tesfaye")


def _work(actor: Actor, stop: threading.Event, report: Report, seed: float) -> None:
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    try:
        while not stop.is_set():
            try:
                _one_step(actor, report, chance)
            except (KeysUnavailable, DatabaseError) as error:
                report.problems.append(type(error).__name__)
            time.sleep(0.02)
    finally:
        connections.close_all()


def _one_step(actor: Actor, report: Report, chance: random.Random) -> None:
    ids: list[UUID] = list(CaseName.objects.values_list("pk", flat=True))
    if chance.random() < 0.05:
        _new_case(actor)
    elif chance.random() < 0.5:
        reveal(list(CaseName.objects.filter(pk__in=chance.sample(ids, 5))))
        report.reads += 1
    else:
        with transaction.atomic():
            row = CaseName.objects.select_for_update().get(pk=chance.choice(ids))
            row.full_original = f"Selam {chance.randrange(1000)}"
            time.sleep(chance.random() / 20)
            row.save(update_fields=["full_original", "updated_at"])
        report.writes += 1


def _rotate(what: str, actor: Actor, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "manage.py", "keys", "rotate", what, "--organisation", str(actor.organisation_id)]
    return subprocess.Popen(command, cwd=settings.BASE_DIR, env=dict(environment), stdout=subprocess.DEVNULL)


def _kill(what: str, actor: Actor, environment: Mapping[str, str], seconds: float) -> bool:
    """Start a rotation and kill it; False when it had ended by itself."""
    process = _rotate(what, actor, environment)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        return True
    return False


def _examine(report: Report) -> None:
    names = list(CaseName.objects.all())
    newest = {key.record: key.version for key in RecordKey.objects.filter(ring="2").order_by("version")}
    for row in names:
        data = row.full_original.data
        report.old_values += envelope.key_version(data) < newest[row.case_id]
        try:
            reveal([row])
        except KeysUnavailable:
            report.unreadable += 1
    rotations = KeyRotation.objects.all()
    upto = max(rotations.values_list("upto", flat=True))
    report.old_keys = RecordKey.objects.filter(pk__lte=upto).count() + rotations.filter(finished_at=None).count()
    versions = OrganisationKey.objects.values_list("organisation", flat=True)
    report.old_keys += len(versions) - len(set(versions))
