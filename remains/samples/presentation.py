"""Samples in words: facts, the way as a line of steps, tests.  Formatting only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remains.samples.codes import Preservation, ProfileQuality, Residue, SampleMaterial, SampleStepKind, TestKind
from remains.samples.selectors import Held

Words = str | Promise
Fact = tuple[Words, Words]
_TEXTS: tuple[tuple[str, Words], ...] = (
    ("to_person", gettext_lazy("Taken over by")),
    ("seal_no", gettext_lazy("Seal")),
    ("note", gettext_lazy("Remarks")),
    ("proof", gettext_lazy("Digest of the certificate")),
)


@dataclass(frozen=True)
class Told:
    """One step in words."""

    number: int
    title: Words
    at: datetime
    by: str
    facts: list[Fact]


def facts(held: Held) -> list[Fact]:
    """What a sample is, as far as the reader may know."""
    file, origin = held.file, held.origin
    if file is None:
        return []
    found: list[Fact] = [
        (_("What it is"), SampleMaterial(file.material).label),
        (_("Taken on"), date_format(file.collected_on)),
        (_("How it is preserved"), Preservation(file.preservation).label),
        (_("What happens to the rest"), Residue(file.residue).label),
    ]
    if file.quantity:
        found.insert(1, (_("How much"), file.quantity))
    if file.keep_until:
        found.append((_("Kept until"), date_format(file.keep_until)))
    if origin is not None:
        found.append((_("Taken by"), origin.collected_by))
        if origin.collected_where:
            found.append((_("Taken where"), origin.collected_where))
    return found


def steps(held: Held) -> list[Told]:
    """The way of a sample, oldest first."""
    found = []
    for line in held.lines:
        step = line.step
        said: list[Fact] = []
        if line.place:
            said.append((_("Place"), line.place))
        if line.receiver:
            said.append((_("To"), line.receiver))
        said += [(title, text) for name, title in _TEXTS if (text := getattr(step, name))]
        found.append(Told(step.number, SampleStepKind(step.kind).label, step.at, line.organisation, said))
    return found


def tests(held: Held) -> list[tuple[Words, list[Fact]]]:
    """Each test with what came of it."""
    return [(TestKind(one.test.kind).label, _test(one)) for one in held.tests]


def _test(one: Any) -> list[Fact]:
    found: list[Fact] = [(_("Laboratory"), one.laboratory), (_("Handed over"), date_format(localtime(one.sent_at)))]
    found.append((_("Received"), date_format(localtime(one.received_at)) if one.received_at else _("not yet")))
    profile = one.profile
    if profile is None:
        return [*found, (_("Result"), _("not yet"))]
    found += [
        (_("Result"), ProfileQuality(profile.quality).label),
        (_("Markers that were typed"), str(profile.loci_typed)),
        (_("Digest of the report"), profile.report_digest),
    ]
    return [*found, (_("The laboratory’s own number"), profile.report_ref)] if profile.report_ref else found
