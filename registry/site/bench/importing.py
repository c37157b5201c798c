"""A table of cases brought in at once: rows a second against one row after another, and pages while it is saved.

What is measured is everything from the bytes of the file to the saved batch: reading and checking each row, staging it
sealed, reading it again, then case, relative, consents, keys, journal, from which the matcher takes its work.  Against
it stands what one would write first: the same checks of a row, and the case opened by itself, as the page does it.
"""

from __future__ import annotations

import csv
import http.client
import io
import multiprocessing
import socket
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import numpy as np
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from accessctl import services
from accessctl.actor import Actor
from accessctl.codes import RecipientClass, Role
from accessctl.erasure import burial
from accessctl.models import Account, Membership, Organisation
from accessctl.models.erasure import ErasureReason, Telling
from cases.models import Case
from cases.services import importing
from families.exchange.catalogue import EXTERNAL_ID
from families.exchange.cells import Read
from families.exchange.rows import About, cells_of
from families.models import CaseBatch
from families.services.case_import import CASES, TABLES
from registry.lib.ids import new_ref
from registry.site.bench.asking import Browser, signed_in
from registry.site.bench.filling import NotEmpty
from registry.site.bench.programs import HOST, programs, until
from registry.site.bench.recall import AS_OF
from registry.site.bench.registry import Reading, Setting, measurement
from registry.site.invented.world_of import Plan, invent
from registry.site.loading.entries import registration

NAME = "Bench of imports"
ABOUT = About(
    system=NAME, wording="What was read out.", explained=True, how="oral_witnessed", agreed=True, compared=True
)
BAR_RATIO, BAR_PAGE_MS = 3.0, 500.0
SINGLY, WARMING, QUICK, TOGETHER = 220, 20, 60, 500
PAGE, PAUSE = "/cases/", 1.0  # a page a person looks at, and seconds from one to the next
MISTAKE = burial.Decision(reason=ErasureReason.MISTAKE, told=Telling.NOBODY)


@measurement("imports", long=True)
def imports(setting: Setting) -> Iterable[Reading]:
    """A table of `--reports` rows, while a page of cases is read every second."""
    count = QUICK if setting.quick else setting.reports
    call_command("collectstatic", interactive=False, verbosity=0)  # no page is drawn without
    with registrar() as account:
        session = signed_in(account)
        lines = table(count + SINGLY, setting.seed)
        singly(account, lines[count : count + WARMING])  # and so the page has something to show
        try:
            with programs(0) as site:
                until(lambda: _answers(site.port), every=0.2)
                with Pages(Browser(site.port, str(session.session_key))) as pages:
                    each = singly(account, lines[count + WARMING :])
                    began = time.monotonic()  # the first pages were of a cold site
                    together = rate(account, lines[:count])
        finally:
            session.delete()
        yield from compared(together, each, count)
    took = [seconds for at, seconds in pages.read if at >= began]
    p50, p95 = (float(np.percentile(took, percent)) * 1000 for percent in (50, 95))
    note = f"median {p50:.0f} ms of {len(took)} pages"
    yield Reading("a page of cases meanwhile, p95", p95, "ms", BAR_PAGE_MS, "lower", note)


def _answers(port: int) -> bool:
    with suppress(ConnectionRefusedError), socket.create_connection((HOST, port)):
        return True
    return False


def compared(together: float, each: float, count: int) -> Iterator[Reading]:
    """Both rates, in rows a second, and how they compare."""
    note = f"{together:.0f} and {each:.1f} rows/s; {count:,} rows"
    yield Reading("rows/s of an import / row after row", together / each, "x", BAR_RATIO, "higher", note)


@contextmanager
def registrar() -> Iterator[Account]:
    """A caseworker of an organisation without cases; what they register is deleted afterwards, with its keys.

    Raises NotEmpty where there are cases of somebody else.
    """
    if Case.objects.exclude(owner__name=NAME).exists():
        raise NotEmpty("Measure in a database that holds no records.")
    owner = Organisation.objects.filter(name=NAME).first() or services.create_organisation(
        Actor.system_job("bench"), name=NAME, kind=RecipientClass.CSO, country="ESP"
    )
    _empty(owner)
    account = Account.objects.create_user(f"{new_ref('MBN').lower()}@bench.invalid", full_name=NAME)
    Membership.objects.create(account=account, organisation=owner, role=Role.CASEWORKER)
    try:
        yield account
    finally:
        _empty(owner)
        Membership.objects.filter(account=account).delete()


def _empty(owner: Organisation) -> None:
    """Delete what a measurement made, this one or one that was killed."""
    for batch in CaseBatch.objects.filter(owner=owner):
        services.discard(batch)
    while rows := list(Case.objects.filter(owner=owner)[:TOGETHER]):
        with transaction.atomic():
            burial.bury_all(importing.job(), rows, MISTAKE)


def table(rows: int, seed: int) -> list[dict[str, str]]:
    """Invented reports as a partner's table has them, by our columns."""
    rng = np.random.default_rng(seed)
    found = []
    for record in invent(Plan.bench(rows, seed=seed, as_of=AS_OF)).cases[:rows]:
        said = registration(record, photo=None, draw=float(rng.random()))
        found.append(
            cells_of(said.case) | {
                EXTERNAL_ID: record.key, "enquirer_name": said.relative.name,
                "enquirer_relationship": said.relative.relationship, "enquirer_phone": record.enquirer_contact,
                "date_last_contact": record.date_last_contact or "unknown",
            }
        )  # fmt: skip
    return found


def rate(account: Account, lines: Sequence[dict[str, str]]) -> float:
    """Rows a second of a whole import, from the bytes of the file to the saved batch."""
    heads, out = list(dict.fromkeys(name for line in lines for name in line)), io.StringIO()
    csv.DictWriter(out, heads, restval="").writerows([dict(zip(heads, heads, strict=True)), *lines])
    data, actor, began = out.getvalue().encode(), Actor.of_account(account), time.monotonic()
    batch = importing.receive_file(actor=actor, data=data, name="cases.csv", kind=CASES, about=ABOUT)
    importing.check_received(ref=batch.ref)
    importing.start_applying(actor=actor, ref=batch.ref)
    importing.apply_started(ref=batch.ref)
    took = time.monotonic() - began
    saved = CaseBatch.objects.get(pk=batch.pk)
    if saved.n_new != len(lines):
        raise RuntimeError(f"Of {len(lines)} rows {saved.n_new} were saved.")
    return len(lines) / took


def singly(account: Account, lines: Sequence[dict[str, str]]) -> float:
    """Rows a second where each is checked and opened by itself, in a transaction of its own."""
    today, began = timezone.localdate(), time.monotonic()
    for line in lines:
        row = Read(line, {name: name for name in line}, today=today, month_first=False)
        if row.problems:
            raise RuntimeError(f"A row was refused: {row.problems}")
        TABLES.open_rows(Actor.of_account(account), [row], ABOUT)
    return len(lines) / (time.monotonic() - began)


@dataclass
class Pages:
    """Somebody who reads the same page again and again, from a process of their own: no import waits inside it.

    read: when each reading began, by the monotonic clock, and the seconds that it took; complete after the end.
    """

    browser: Browser
    read: list[tuple[float, float]] = field(default_factory=list)

    def __enter__(self) -> Pages:
        context = multiprocessing.get_context("fork")
        self._end, self._said = context.Event(), context.SimpleQueue()
        self._process = context.Process(target=self._read)
        self._process.start()
        return self

    def __exit__(self, *_of: object) -> None:
        self._end.set()
        self.read = self._said.get()
        self._process.join()
        if not self.read:
            raise RuntimeError("The page could not be read.")

    def _read(self) -> None:
        read = list[tuple[float, float]]()
        try:
            while not self._end.wait(PAUSE):
                began = time.monotonic()
                status, where, _page = self.browser.ask("GET", PAGE)
                if status != http.client.OK:
                    read.clear()
                    raise RuntimeError(f"The page answered {status} {where}.")
                read.append((began, time.monotonic() - began))
        finally:
            self._said.put(read)
