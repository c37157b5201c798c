"""Empty tables to fill in and the form for phones, made from the catalogue: headings in the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.utils.translation import gettext_lazy

from accessctl.actor import Actor
from cases.imports import sheets, xlsform
from cases.policies import REGISTRANTS
from families import briefing
from families.exchange.catalogue import CASES
from families.selectors import partners
from registry.lib.errors import Forbidden, NotFound

TABLES: Final = ("csv", "xlsx", "ods")
PHONES: Final = "xlsform"
KINDS: Final = (*TABLES, PHONES)


def made(actor: Actor, kind: str) -> bytes:
    """The template.  Raises Forbidden; NotFound where there is no such kind."""
    organisation = actor.organisation
    if organisation is None or not actor.roles & REGISTRANTS:
        raise Forbidden()
    if kind not in KINDS:
        raise NotFound()
    if kind != PHONES:
        return sheets.table(kind, [list(CASES.labels().values())])
    asked = [partner.name for partner in partners(actor)]
    return xlsform.made(form(lambda language: briefing.wording(language, organisation, asked).text))


def form(statement: Callable[[str], str]) -> xlsform.Form:
    """The form for phones.  statement: what a family is told before the first question, by language."""
    return xlsform.Form(
        name="missing_person",
        title=gettext_lazy("A missing person, told by a relative"),
        catalogue=CASES,
        order=("consent", "who", "looks", "contact", "protection", "you"),
        statement=statement,
        gate="consent_search",
    )
