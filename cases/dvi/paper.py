"""AM and PM files on paper: blocks of facts in the order in which forensic teams of all countries write them.

The order and the numbers of the blocks follow INTERPOL's set (100 to 900); our fields are ours, and no block claims to
be the official form.  Whoever has the paper stands on every page of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext_lazy as _

from accessctl import pdf
from accessctl.actor import Actor
from accessctl.codes import Purpose
from cases.partner_forms.declare import Form
from cases.pictured import Item
from cases.presentation import Fact, line

Words = str | Promise
PURPOSES = (Purpose.FORENSIC_COMPARISON, Purpose.SHARE_SEARCH, Purpose.SEARCH)


@dataclass(frozen=True)
class Block:
    """One block.  lines: rows under a title; is_closed: it exists and is closed to this reader."""

    number: int
    title: Words
    facts: Sequence[Fact] = ()
    lists: Sequence[tuple[Words, Sequence[str]]] = ()
    is_closed: bool = False
    note: Words = ""

    @property
    def is_empty(self) -> bool:
        return (
            not self.is_closed and not any(fact.value for fact in self.facts) and not any(row for _t, row in self.lists)
        )


@dataclass(frozen=True)
class Paper:
    """A file as one reader opened it.  kind: am (yellow), pm (pink) or the code of a form, whose words it then has."""

    kind: str
    reference: str
    holder: str
    blocks: Sequence[Block]
    reader: str
    organisation: str
    purpose: Purpose
    made_at: datetime = field(default_factory=timezone.now)
    form: Form | None = None

    @property
    def title(self) -> Words:
        if self.form is not None:
            return self.form.name
        return _("AM file: a missing person") if self.kind == "am" else _("PM file: unidentified remains")

    @property
    def filled(self) -> int:
        return sum(not block.is_empty and not block.is_closed for block in self.blocks)


def paper(
    actor: Actor, kind: str, reference: str, holder: str, purpose: Purpose, blocks: Sequence[Block],
    form: Form | None = None,
) -> Paper:  # fmt: skip
    """A file for this reader, whose name stands on it."""
    reader = actor.account.full_name if actor.account else ""
    organisation = actor.organisation.name if actor.organisation else ""
    return Paper(kind, reference, holder, blocks, reader, organisation, purpose, form=form)


def image_rows(images: Iterable[tuple[Any, Item | None]]) -> list[str]:
    """Images in words, each with what it belongs to: none of them is on the paper."""
    return [image_line(row, item) for row, item in images]


def image_line(row: Any, item: Item | None) -> str:
    """One image by its number, in words."""
    taken = str(row.taken_on) if row.taken_on else ""
    return line([f"{row.number}. {row.get_kind_display()}", item.words if item else "", row.caption or "", taken])


def as_pdf(made: Paper) -> HttpResponse:
    """The file as PDF, watermarked with who opened it, when and what for."""
    context = {"language": get_language() or "en", "direction": "rtl" if get_language_bidi() else "ltr", "file": made}
    page = render_to_string("cases/dvi/file_paper.html", {"made": context})
    return pdf.answer(pdf.draw(page, "app/paper.css"), f"{made.reference}-{made.kind}")
