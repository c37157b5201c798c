"""An AM or PM file, or a case in a form's order, as a table or JSON: for the organisation whose record it is.

Whoever else may read it has the paper, or is handed a list of what the family agreed to.
"""

from __future__ import annotations

import json
from typing import Any, Final

from django.http import HttpResponse

from accessctl import journal
from accessctl.actor import Actor
from accessctl.downloads import kept_as
from accessctl.models import Record
from accessctl.signin import stepup
from cases.dvi.paper import Block, Paper
from cases.imports import sheets
from registry.lib.errors import Forbidden

KINDS: Final = ("csv", "json")


def ensure_may_take(actor: Actor, record: Record) -> None:
    """To be asked before anything is opened.  Raises Forbidden for another organisation's record, ProofNeeded."""
    if record.owner_id != actor.organisation_id:
        raise Forbidden()
    stepup.demand(actor)


def as_file(actor: Actor, record: Record, made: Paper, kind: str) -> HttpResponse:
    """The opened file for programs; that it was taken out is written down.  kind: of KINDS.

    Only after `ensure_may_take`.
    """
    journal.record(actor, "file.copied", record, purpose=made.purpose.value)
    content = sheets.table("csv", _rows(made)) if kind == "csv" else _json(made)
    answer = HttpResponse(content, content_type=sheets.MIME["csv"] if kind == "csv" else "application/json")
    return kept_as(answer, f"{made.reference}-{made.kind}.{kind}")


def _mark(made: Paper) -> dict[str, str]:
    """Who opened it, when and what for: it stands in every file."""
    return {
        "form": str(made.title), "reference": made.reference, "opened_by": made.reader, "organisation":
        made.organisation, "purpose": made.purpose.value, "at": made.made_at.isoformat(timespec="seconds"),
    }  # fmt: skip


def _answers(block: Block) -> list[tuple[str, str]]:
    facts = [(str(fact.label), str(fact.value)) for fact in block.facts if fact.value]
    return facts + [(str(title), row) for title, rows in block.lists for row in rows]


def _rows(made: Paper) -> list[list[str]]:
    mark = _mark(made)
    rows = [[*mark, "section", "title", "item", "value"]]
    for block in made.blocks:
        place = [*mark.values(), str(block.number), str(block.title)]
        rows += [[*place, item, value] for item, value in _answers(block)]
    return rows


def _json(made: Paper) -> bytes:
    sections = [
        {
            "section": block.number, "title": str(block.title), "is_closed": block.is_closed, "note": str(block.note),
            "answers": [{"item": item, "value": value} for item, value in _answers(block)],
        }
        for block in made.blocks
    ]  # fmt: skip
    data: dict[str, Any] = {"schema_version": "1", **_mark(made), "sections": sections}
    return json.dumps(data, ensure_ascii=False, indent=1).encode()
