"""Alleles as a laboratory hands them in: read by the engine's own reader, checked against the panels that are loaded.

Decides what is wrong with a table, cell by cell, before anything of it is kept; keeps nothing itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accessctl import door
from accessctl.actor import Actor
from accessctl.rings import Ring
from matching.engine.kinship.genotypes import Profiles, read_profiles
from matching.engine.kinship.panels import Panel
from matching.engine.kinship.tables import Problem, Refused, marker_key
from matching.models import AllelePanel
from registry.lib.errors import NotFound
from remains.models import Sample
from remains.samples.standing import is_agreed
from remains.services import genetics

# The expanded core of 20, with what kits report beside it.  European kits hold 12 of them.
LOCI = (
    "CSF1PO", "D1S1656", "D2S441", "D2S1338", "D3S1358", "D5S818", "D7S820", "D8S1179", "D10S1248", "D12S391",
    "D13S317", "D16S539", "D18S51", "D19S433", "D21S11", "D22S1045", "FGA", "TH01", "TPOX", "vWA", "SE33", "PentaD",
    "PentaE",
)  # fmt: skip
KEYS = {marker_key(name): name for name in LOCI}
# Far beyond any allele that was ever seen, for markers that no loaded panel holds.
MOST_REPEATS = 60
SHOWN = 50
LARGEST = 2 * 1024 * 1024
MOST_SAMPLES = 200


@dataclass(frozen=True)
class Fault:
    """What is wrong in a cell: its row (0: the table as a whole), its column ("" for the row), and a sentence."""

    row: int
    column: str
    words: str


@dataclass(frozen=True)
class Read:
    """A table: what it holds by sample, or what is wrong with it; nothing is kept of one with faults."""

    loci: Mapping[str, Mapping[str, tuple[str, str]]]
    faults: tuple[Fault, ...]


def read(actor: Actor, text: str) -> Read:
    """A table `sample,marker,allele1,allele2`, and whether each of its samples is the laboratory's to enter."""
    if len(text) > LARGEST:
        return Read({}, (Fault(0, "", _("The table is larger than 2 MB.")),))
    try:
        profiles = read_profiles(text, single=True)
    except Refused as refused:
        return Read({}, tuple(_fault(problem) for problem in refused.problems[:SHOWN]))
    faults = [*_unknown(profiles), *_beyond(profiles, newest(actor)), *_not_theirs(actor, profiles)]
    found = {
        code: {KEYS[marker]: pair for marker, pair in loci.items() if marker in KEYS}
        for code, loci in profiles.samples.items()
    }
    return Read({} if faults else found, tuple(sorted(faults, key=lambda one: one.row)[:SHOWN]))


def newest(actor: Actor) -> list[Panel]:
    """The newest version of every population that was loaded."""
    found: dict[tuple[str, str], Panel] = {}
    for row in door.visible(actor, AllelePanel).order_by("-loaded_at"):
        key = (row.name, row.population)
        name = f"{row.name}: {row.population}" if row.population else row.name
        found.setdefault(key, Panel(name, row.frequencies))
    return list(found.values())


def _fault(problem: Problem) -> Fault:
    return Fault(problem.row, problem.column, _(str(problem.template)) % problem.parts)


def _unknown(profiles: Profiles) -> Iterable[Fault]:
    for (_sample, marker), (row, _pair) in profiles.rows.items():
        if marker not in KEYS:
            words = _("%(marker)s is not among the markers that are kept here.")
            yield Fault(row, "marker", words % {"marker": profiles.names[marker]})


def _beyond(profiles: Profiles, panels: list[Panel]) -> Iterable[Fault]:
    """Alleles that nobody could have, and markers that no panel that is loaded can weigh."""
    for (_sample, marker), (row, written) in profiles.rows.items():
        name = profiles.names[marker]
        holding = [panel for panel in panels if marker in panel]
        if panels and not holding and marker in KEYS:
            words = _("No panel that is loaded has frequencies of %(marker)s. Ask the operator to load one.")
            yield Fault(row, "marker", words % {"marker": name})
        for column, allele in zip(("allele1", "allele2"), written, strict=True):
            could = any(panel.could_have(marker, allele) for panel in holding) if holding else _is_likely(allele)
            if not could:
                words = _("%(marker)s has no allele %(allele)s: it lies far beyond all alleles that are known.")
                yield Fault(row, column, words % {"marker": name, "allele": allele})
                break


def _is_likely(allele: str) -> bool:
    whole = allele.partition(".")[0]
    return whole.isdigit() and 1 <= int(whole) <= MOST_REPEATS


def _not_theirs(actor: Actor, profiles: Profiles) -> Iterable[Fault]:
    if len(profiles.samples) > MOST_SAMPLES:
        yield Fault(0, "", _("The table holds more than %(most)s samples.") % {"most": MOST_SAMPLES})
        return
    first: dict[str, int] = {}
    for (code, _marker), (row, _pair) in profiles.rows.items():
        first.setdefault(code, row)
    for code, row in first.items():
        if words := _refusal(actor, code):
            yield Fault(row, "sample", words)


def _refusal(actor: Actor, code: str) -> str:
    """Why the alleles of a sample cannot be entered by this laboratory now."""
    try:
        sample = door.fetch(actor, Sample, ref=code)
    except NotFound:
        return _("No sample of this code was sent to your laboratory.")
    if not is_agreed(sample):
        return _("The donor does not agree to be tested now: nothing of theirs may be entered.")
    if Ring.GENETIC not in door.rings(actor, sample):
        return _("Your laboratory was not asked to test this sample.")
    if genetics.reported(actor, sample) is None:
        return str(genetics.NotReported.template)
    return ""
