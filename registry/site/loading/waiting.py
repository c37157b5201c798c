"""What waits for somebody in the demonstration: tables to be looked through, and an address to be told."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from accessctl.actor import Actor
from accessctl.codes import Purpose
from accessctl.systems import webhooks
from cases.services.import_kinds import Kind
from cases.services.importing import check_file
from families.codes import ConsentForm
from families.exchange.rows import About
from families.services.case_import import CASES
from registry.site.invented.demo import DOMAIN
from registry.site.invented.waiting import REMAINS_SYSTEM, REMAINS_TABLE, SYSTEM, TABLE
from registry.site.loading.entries import WORDING
from remains import exchange
from remains.services.imports import REMAINS


def hand_in_a_table(actor: Actor) -> str:
    """The reference of a table of cases that is checked and not saved: one row of it is refused."""
    about = About(system=SYSTEM, wording=WORDING, explained=True, how=ConsentForm.ORAL_WITNESSED.value)
    return _checked(actor, TABLE, "north-shore.csv", CASES, about)


def hand_in_remains(actor: Actor) -> str:
    """The same of remains."""
    return _checked(actor, REMAINS_TABLE, "cemetery.csv", REMAINS, exchange.About(system=REMAINS_SYSTEM))


def _checked(actor: Actor, rows: Sequence[Mapping[str, str]], name: str, kind: Kind, about: Any) -> str:
    out, heads = io.StringIO(), list(rows[0])
    csv.writer(out).writerows([heads, *([row[head] for head in heads] for row in rows)])
    batch = check_file(actor=actor, data=out.getvalue().encode(), name=name, kind=kind, about=about)
    return str(batch.ref)


def subscribe(actor: Actor, client: str) -> str:
    """The reference of an address that the client is told at; nobody answers there."""
    hook, _secret = webhooks.subscribe(
        actor, ref=client, url=f"https://cases.{DOMAIN}/changes", purpose=Purpose.SHARE_SEARCH
    )
    return str(hook.ref)
