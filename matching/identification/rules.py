"""Which methods suffice for which conclusion, and what is signed.  Pure.

One primary method establishes an identity (DNA, teeth, fingerprints, the serial number of an implant), or a combination
of others that a panel of several professions agreed on.  Recognition by sight errs too often to count at all.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from families.codes import COMBINED, PRIMARY, IdMethod
from matching.identification.codes import Conclusion
from registry.lib.errors import Forbidden

Panel = Sequence[tuple[str, str]]  # (name, profession)
MOST_ON_PANEL = 12
SIGNED = (
    "methods", "panel", "grounds", "conclusion", "authority", "country", "legal_act", "established_on",
    "family_summary", "summary_lang", "nonce",
)  # fmt: skip


class SignedByPeople(Forbidden):
    """A system asked to sign, or to take back what people signed."""

    code = "signed_by_people"
    template = gettext_lazy(
        "This is a named person’s act: sign in to the registry, and do it on the page of the identification."
    )


def read_panel(text: str) -> list[tuple[str, str]]:
    """A panel written as one person a line, the name, a comma, the profession; what has no comma has no profession."""
    lines = (line.strip() for line in text.splitlines())
    parts = [line.rpartition(",") for line in lines if line]
    return [(name.strip(), work.strip()) if comma else (work.strip(), "") for name, comma, work in parts]


def faults(methods: Collection[str], panel: Panel, conclusion: str) -> Iterator[tuple[str, str]]:
    """What of methods and panel does not hold, as (field, sentence)."""
    if not methods:
        yield "methods", _("Say by which methods: at least one.")
        return
    if set(methods) == {IdMethod.VISUAL}:
        yield "methods", _("Recognition by sight errs too often: it only supports other methods. Add what it supports.")
        return
    if conclusion == Conclusion.ESTABLISHED and not PRIMARY & set(methods):
        yield from _combination(set(methods))
    if IdMethod.PANEL in methods or panel:
        yield from _panel(panel)


def _combination(methods: set[str]) -> Iterator[tuple[str, str]]:
    if IdMethod.PANEL not in methods:
        yield (
            "methods",
            _(
                "An identity is established by DNA, teeth, fingerprints or the serial number of an implant, or by "
                "several other methods together on which a panel agreed. Choose one of those."
            ),
        )
    elif len(COMBINED & methods) < 2:
        yield (
            "methods",
            _("A panel agrees on several methods together: name at least two besides recognition by sight."),
        )


def _panel(panel: Panel) -> Iterator[tuple[str, str]]:
    if len(panel) > MOST_ON_PANEL:
        yield "panel", _("Name at most %(limit)s people.") % {"limit": MOST_ON_PANEL}
    elif any(not (name and work) for name, work in panel):
        yield "panel", _("Write one person a line: the name, a comma, the profession.")
    elif len({name.casefold() for name, _work in panel}) < 2 or len({work.casefold() for _name, work in panel}) < 2:
        yield "panel", _("A panel is at least two people of at least two professions. Write one a line.")


def digest(said: Any, about: Sequence[str]) -> str:
    """Of everything that is signed; `said` has the fields in clear, about: references of pair, case and remains."""
    plain = {name: getattr(said, name) for name in SIGNED} | {"about": list(about)}
    plain["established_on"] = plain["established_on"].isoformat()
    plain["methods"] = sorted(plain["methods"])
    plain["panel"] = [list(one) for one in plain["panel"] or ()]
    if said.parts is not None:  # signed before parts were named, it reads as it was
        plain["parts"] = sorted(said.parts)
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()
