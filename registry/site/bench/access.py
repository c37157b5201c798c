"""What access control costs: a list under agreements, one permission check, names opened for a list.

Rows are made in one transaction that is rolled back, so nothing stays; keys likewise.  The plain page is what a
registry without access control would show: the newest rows of the table and an exact count.  guardian's list helper
answers for a reader to whom exactly what the door shows was granted row by row, in the same table of grants.  Opened
names are compared with the same page whose names stand in a plain table, which needs no key and no journal.

Each page is measured as one request that only reads: it asks agreements and audiences anew, once.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.apps.registry import Apps
from django.contrib.auth.models import Permission
from django.db import connection, models, transaction
from django.utils import timezone
from guardian.shortcuts import get_objects_for_user

from accessctl import consent, door, envelope, services, vault
from accessctl.actor import Actor
from accessctl.clear import reveal
from accessctl.codes import Purpose, RecipientClass, Role
from accessctl.models import Account, Agreement, AgreementParty, Membership, Organisation
from accessctl.models.agreements import LegalProcess
from accessctl.policy import Action
from accessctl.reach import one_moment
from accessctl.rings import Ring
from cases.codes import NameKind
from cases.models import Case, CaseGrant, CaseName, CaseSource
from cases.selectors import with_names
from registry.lib.ids import new_ref, uuid7
from registry.site.bench.registry import Reading, Setting, measurement

ROWS, QUICK_ROWS = 100_000, 500
# Seven in ten cases are consented to; owners are drawn at random; a case a minute.
COPIES = """
    INSERT INTO cases_case
    SELECT (jsonb_populate_record(template, jsonb_build_object(
        'id', gen_random_uuid(), 'ref', 'BENCH-' || number, 'owner_id', (%s::text[])[1 + floor(random() * %s)::int],
        'consent_1', CASE WHEN consented THEN template.consent_1::text ELSE %s END,
        'consent_2', CASE WHEN consented THEN template.consent_2::text ELSE %s END,
        'created_at', now() - number * interval '1 minute'))).*
    FROM (SELECT number, random() < 0.7 AS consented FROM generate_series(1, %s) AS number) AS copy,
        cases_case AS template WHERE template.id = %s"""
# To one person, of every row of a query with the column `id`: the ring's permission, as guardian keeps it.
GRANTED = """
    INSERT INTO cases_casegrant
        (id, user_id, permission_id, content_object_id, organisation_id, ring, purpose, reason, created_at, expires_at)
    SELECT gen_random_uuid(), %s, %s, row.id, %s, '2', 'share_search', 'disclosed', now(), now() + interval '1 day'
    FROM ({rows}) AS row"""
ONE_IN_A_HUNDRED = "SELECT id FROM cases_case WHERE random() < 0.01"
ORGANISATIONS, AGREEMENTS = 60, 50
COUNTED = [table._meta.db_table for table in (Case, CaseGrant, Organisation, Agreement, AgreementParty)]
PAGE_BAR = 0.6  # of the plain page and exact count
GUARDIAN_BAR = 15.0  # times as long as the door
CHECK_BAR = 2.0  # thousandths of a second
OPENED_BAR = 1.4  # of the same page from plain columns without journal
PERMISSION = f"ring_{Ring.SEARCH.value}"
NAMES = 25
NAMED: dict[str, Any] = {
    "kind": NameKind.MAIN, "full_original": "Name of ordinary length", "given": ["Name"], "family": ["Length"],
    "latn": "Name of ordinary length", "script": "Latn",
}  # fmt: skip
OPEN_BAR = 60.0  # of the bare cipher: binding, padding, decoding and the row around it


@measurement("access")
def access(setting: Setting) -> Iterator[Reading]:
    """Page and count against the plain ones and against guardian's, permission check, and reveal."""
    rows = QUICK_ROWS if setting.quick else ROWS
    _vacuum()
    with _scratch():
        organisations = _world(rows, setting.seed)
        actor = _caseworker(organisations[0])
        _grant(actor, ONE_IN_A_HUNDRED)
        by_rows = _caseworker(organisations[0])
        seen, parameters = door.visible(actor, Case).order_by().values("id").query.sql_with_params()
        _grant(by_rows, seen, parameters)
        _analyse()
        plain, page, guardian = _medians(_plain_page, lambda: _page(actor), lambda: _guardian_page(by_rows))
        yield Reading("page and capped count / plain", page / plain, "x", PAGE_BAR, "lower", f"{rows} cases")
        yield Reading("guardian's page and count / the door's", guardian / page, "x", GUARDIAN_BAR)
        asked, anew = _decision(actor)
        yield Reading(
            "one decision", asked * 1000, "ms", CHECK_BAR, "lower", f"{anew * 1000:.1f} ms where it asks anew"
        )
        yield Reading("page of opened names / of plain ones", _opened_cost(actor), "x", OPENED_BAR, "lower")
        yield Reading("opening a name / the bare cipher", _reveal_cost(actor), "x", OPEN_BAR, "lower")


@contextmanager
def _scratch() -> Iterator[None]:
    """Both databases as they were, afterwards."""
    with transaction.atomic(using="keystore"), transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True, using="keystore")
            transaction.set_rollback(True)
            vault.forget()


def _world(rows: int, seed: int) -> list[Organisation]:
    """Organisations that all share with the first, each under an agreement of its own, and their cases."""
    organisations = Organisation.objects.bulk_create(
        Organisation(name=f"Bench {number}", kind=RecipientClass.CSO, country="ESP") for number in range(ORGANISATIONS)
    )
    _agreements(organisations)
    mask = consent.bits([Purpose.SHARE_SEARCH], [RecipientClass.CSO])
    template = Case(
        ref=new_ref("MMR"), owner=organisations[0], consent_1=mask, consent_2=mask, purposes=[], is_child=False
    )
    template.save(force_insert=True)
    owners = [str(organisation.pk) for organisation in organisations]
    nothing = "0" * consent.MASK_BITS
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(%s)", [seed / 100_000])
        cursor.execute(COPIES, [owners, len(owners), nothing, nothing, rows, template.pk])
    return list(organisations)


def _agreements(organisations: list[Organisation]) -> None:
    now = timezone.now()
    made = Agreement.objects.bulk_create(
        Agreement(
            ref=new_ref("MAG"),
            title="Bench",
            purposes=[Purpose.SHARE_SEARCH],
            max_layer=2,
            covers_all=True,
            legal_process_clause=LegalProcess.NOTIFY_BEFORE,
            valid_from=now - timedelta(days=1),
            valid_until=now + timedelta(days=1),
        )
        for _number in range(AGREEMENTS)
    )
    part = AgreementParty.Part
    AgreementParty.objects.bulk_create(
        AgreementParty(agreement=agreement, organisation=party, part=role, signed_at=now)
        for agreement, provider in zip(made, organisations[1:], strict=False)
        for party, role in ((organisations[0], part.RECEIVER), (provider, part.PROVIDER))
    )


def _vacuum() -> None:
    """What an earlier run rolled back still lies in the tables, and whoever scans them whole would pay for it."""
    if not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM {', '.join(COUNTED)}")


def _analyse() -> None:
    """Only the tables' owner may: without statistics the database has to guess how many rows a rule admits."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(COUNTED)}")


def _caseworker(organisation: Organisation) -> Actor:
    account = Account.objects.create_user(f"{new_ref('MBN').lower()}@bench.invalid", full_name="Bench")
    Membership.objects.create(account=account, organisation=organisation, role=Role.CASEWORKER)
    return Actor.of_account(account, purpose=Purpose.SHARE_SEARCH)


def _grant(actor: Actor, rows: str, parameters: Sequence[Any] = ()) -> None:
    """Ring 2 of each of these rows to one person."""
    assert actor.account is not None
    permission = Permission.objects.get(
        codename=PERMISSION, content_type__app_label="cases", content_type__model="case"
    )
    with connection.cursor() as cursor:
        cursor.execute(GRANTED.format(rows=rows), [actor.account.pk, permission.pk, actor.organisation_id, *parameters])


def _plain_page() -> None:
    listed = Case.objects.select_related("owner").order_by("-created_at", "-id")  # no owner: the whole table
    list(listed[: door.PAGE_SIZE])
    Case.objects.count()


def _page(actor: Actor) -> door.Page[Case]:
    with one_moment():
        return door.page(actor, Case)


def _guardian_page(actor: Actor) -> None:
    found = get_objects_for_user(actor.account, PERMISSION, Case, accept_global_perms=False)
    list(found.select_related("owner").order_by("-created_at", "-id")[: door.PAGE_SIZE])
    found.count()


def _decision(actor: Actor) -> list[float]:
    """Whether the reader may see one record of another organisation: in a request that read it, and with none before.

    A request that changes something asks agreements anew with each decision, one that only reads asks them once.
    """
    one = next(row for row in _page(actor).rows if row.owner_id != actor.organisation_id)
    with one_moment():
        door.visible(actor, Case).get(pk=one.pk)
        asked = _median(lambda: door.can(actor, Action.VIEW, one), times=51)
    return [asked, _median(lambda: door.can(actor, Action.VIEW, one), times=51)]


class PlainName(models.Model):
    """The same columns as of names, none sealed.  Known to no app, so no migration and no door knows it."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=16)
    full_original = models.CharField(max_length=200)
    given = models.JSONField(null=True)
    family = models.JSONField(null=True)
    latn = models.CharField(max_length=200, null=True)
    script = models.CharField(max_length=4, null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        apps, app_label, db_table = Apps(), "bench", "bench_plainname"

    def __str__(self) -> str:
        return str(self.pk)


PLAIN_NAMES = """
    CREATE TEMPORARY TABLE bench_plainname (
        id uuid PRIMARY KEY, "case" uuid NOT NULL, kind varchar(16) NOT NULL, full_original varchar(200) NOT NULL,
        given jsonb, family jsonb, latn varchar(200), script varchar(4), created_at timestamptz NOT NULL
    );
    CREATE INDEX ON bench_plainname ("case")"""


def _opened_cost(actor: Actor) -> float:
    """Time of the list as people see it, over that of the same list whose names are plain and not journalled.

    Both decide who may see the names.  The keys are held, as they are after the first page.
    """
    rows = _page(actor).rows
    with connection.cursor() as cursor:
        cursor.execute(PLAIN_NAMES)
    for case in rows:
        vault.enrol(case.pk, case.owner_id, [Ring.SEARCH])
        source = CaseSource.objects.create(case=case, kind="family")
        CaseName.objects.create(case=case, source=source, **NAMED)
    PlainName._default_manager.bulk_create(PlainName(case=case.pk, **NAMED) for case in rows)
    opened, plain = _medians(lambda: _opened_page(actor), lambda: _page_of_plain_names(actor), times=25)
    return opened / plain


def _opened_page(actor: Actor) -> list[str]:
    with one_moment():
        return [row.name for row in with_names(actor, door.page(actor, Case).rows)]


def _page_of_plain_names(actor: Actor) -> list[str]:
    with one_moment():
        rows = door.page(actor, Case).rows
        readable = door.visible(actor, Case, ring=Ring.SEARCH).filter(pk__in=[row.pk for row in rows])
        found = PlainName._default_manager.filter(case__in=readable.values("pk")).order_by("created_at", "pk")
        names = {name.case: name.full_original for name in found}
        return [names.get(row.pk, "") for row in rows]


def _reveal_cost(actor: Actor) -> float:
    """Time to open a page of names whose keys are held, over the bare decryption of as many envelopes."""
    case = services.create_record(actor, Case(purposes=[]), action="case.opened")
    source = CaseSource.objects.create(case=case, kind="family")
    CaseName.objects.bulk_create(
        CaseName(case=case, source=source, kind="alias", full_original="Name of ordinary length")
        for _row in range(NAMES)
    )
    rows = list(CaseName.objects.filter(case=case))
    opened = _median(lambda: reveal(rows, "full_original"))
    cipher, place = AESGCM(bytes(32)), b"place"
    sealed = [envelope.close(cipher, 1, place, b"Name of ordinary length") for _row in range(NAMES)]
    return opened / _median(lambda: [cipher.decrypt(one[4:16], one[16:], place) for one in sealed])


def _median(work: Callable[[], Any], *, times: int = 15) -> float:
    (median,) = _medians(work, times=times)
    return median


def _medians(*works: Callable[[], Any], times: int = 15) -> list[float]:
    """Median seconds of each, taken in turn, so that whatever else the machine does weighs on all alike.

    Each turn runs the work twice and times the second: what another one left in the caches is not its cost.
    """
    taken: list[list[float]] = [[] for _work in works]
    for _round in range(times):
        for work, seconds in zip(works, taken, strict=True):
            work()
            start = time.perf_counter()
            work()
            seconds.append(time.perf_counter() - start)
    return [statistics.median(seconds) for seconds in taken]
