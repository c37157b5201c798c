"""What access control costs: a list under agreements, one permission check, opening sealed values.

Rows are made in one transaction that is rolled back, so nothing stays; keys likewise.  The plain page is what a
registry without access control would show: the newest rows of the table and an exact count.  guardian's list helper
answers for a reader to whom exactly what the door shows was granted row by row, in the same table of grants.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.contrib.auth.models import Permission
from django.db import connection, transaction
from django.utils import timezone
from guardian.shortcuts import get_objects_for_user

from accessctl import consent, door, envelope, services, vault
from accessctl.actor import Actor
from accessctl.clear import reveal
from accessctl.codes import Purpose, RecipientClass, Role
from accessctl.models import Account, Agreement, AgreementParty, Membership, Organisation
from accessctl.models.agreements import LegalProcess
from accessctl.policy import Action
from accessctl.rings import Ring
from cases.models import Case, CaseName, CaseSource
from registry.lib.ids import new_ref
from registry.site.bench.registry import Reading, Setting, measurement

ROWS, QUICK_ROWS = 100_000, 500
# Seven in ten cases are consented to; owners are drawn at random; a case a minute.
COPIES = """
    INSERT INTO cases_case
    SELECT (jsonb_populate_record(template, jsonb_build_object(
        'id', gen_random_uuid(), 'ref', 'BENCH-' || number, 'owner_id', (%s::text[])[1 + floor(random() * %s)::int],
        'consent_1', CASE WHEN random() < 0.7 THEN template.consent_1::text ELSE %s END,
        'created_at', now() - number * interval '1 minute'))).*
    FROM generate_series(1, %s) AS number, cases_case AS template WHERE template.id = %s"""
# To one person, of every row of a query with the column `id`: the ring's permission, as guardian keeps it.
GRANTED = """
    INSERT INTO cases_casegrant
        (id, user_id, permission_id, content_object_id, organisation_id, ring, purpose, reason, created_at, expires_at)
    SELECT gen_random_uuid(), %s, %s, row.id, %s, '2', 'share_search', 'disclosed', now(), now() + interval '1 day'
    FROM ({rows}) AS row"""
ONE_IN_A_HUNDRED = "SELECT id FROM cases_case WHERE random() < 0.01"
ORGANISATIONS, AGREEMENTS = 60, 50
PAGE_BAR = 0.6  # of the plain page and exact count
GUARDIAN_BAR = 15.0  # times as long as the door
CHECK_BAR = 2.0  # thousandths of a second
PERMISSION = f"ring_{Ring.SEARCH.value}"
NAMES = 25
OPEN_BAR = 60.0  # of the bare cipher: binding, padding, decoding and the row around it


@measurement("access")
def access(setting: Setting) -> Iterator[Reading]:
    """Page and count against the plain ones and against guardian's, permission check, and reveal."""
    rows = QUICK_ROWS if setting.quick else ROWS
    with _scratch():
        organisations = _world(rows, setting.seed)
        actor = _caseworker(organisations[0])
        _grant(actor, ONE_IN_A_HUNDRED)
        by_rows = _caseworker(organisations[0])
        seen, parameters = door.visible(actor, Case).order_by().values("id").query.sql_with_params()
        _grant(by_rows, seen, parameters)
        _analyse()
        plain = _median(_plain_page)
        page = _median(lambda: door.page(actor, Case))
        guardian = _median(lambda: _guardian_page(by_rows), times=5)
        one = door.page(actor, Case).rows[0]
        check = _median(lambda: door.can(actor, Action.VIEW, one))
        yield Reading("page and capped count / plain", page / plain, "x", PAGE_BAR, "lower", f"{rows} cases")
        yield Reading("guardian's page and count / the door's", guardian / page, "x", GUARDIAN_BAR)
        yield Reading("one decision", check * 1000, "ms", CHECK_BAR, "lower")
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
    template = Case(
        ref=new_ref("MMR"),
        owner=organisations[0],
        consent_1=consent.bits([Purpose.SHARE_SEARCH], [RecipientClass.CSO]),
        purposes=[],
    )
    template.save(force_insert=True)
    owners = [str(organisation.pk) for organisation in organisations]
    nothing = "0" * consent.MASK_BITS
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(%s)", [seed / 100_000])
        cursor.execute(COPIES, [owners, len(owners), nothing, rows, template.pk])
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


def _analyse() -> None:
    """Only the tables' owner may: without statistics the database has to guess how many rows a rule admits."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE cases_case, cases_casegrant, accessctl_agreement, accessctl_agreementparty")


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


def _guardian_page(actor: Actor) -> None:
    found = get_objects_for_user(actor.account, PERMISSION, Case, accept_global_perms=False)
    list(found.select_related("owner").order_by("-created_at", "-id")[: door.PAGE_SIZE])
    found.count()


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
    work()
    seconds = []
    for _round in range(times):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)
