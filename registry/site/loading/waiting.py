"""What waits for somebody in the demonstration: a table of cases to be looked through, and an address to be told."""

from __future__ import annotations

import csv
import io

from accessctl.actor import Actor
from accessctl.codes import Purpose
from accessctl.systems import webhooks
from cases.services.importing import check_file
from families.codes import ConsentForm
from families.exchange.rows import About
from families.services.case_import import CASES
from registry.site.invented.demo import DOMAIN
from registry.site.invented.waiting import SYSTEM, TABLE
from registry.site.loading.entries import WORDING


def hand_in_a_table(actor: Actor) -> str:
    """The reference of a table that is checked and not saved: one row of it is refused."""
    out = io.StringIO()
    heads = list(TABLE[0])
    csv.writer(out).writerows([heads, *([row[head] for head in heads] for row in TABLE)])
    about = About(system=SYSTEM, wording=WORDING, explained=True, how=ConsentForm.ORAL_WITNESSED.value)
    batch = check_file(actor=actor, data=out.getvalue().encode(), name="north-shore.csv", kind=CASES, about=about)
    return str(batch.ref)


def subscribe(actor: Actor, client: str) -> str:
    """The reference of an address that the client is told at; nobody answers there."""
    hook, _secret = webhooks.subscribe(
        actor, ref=client, url=f"https://cases.{DOMAIN}/changes", purpose=Purpose.SHARE_SEARCH
    )
    return str(hook.ref)
