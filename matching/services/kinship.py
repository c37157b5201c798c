"""Keeping the kinship line of pairs: worked out anew when samples, consents, relatives or panels change, or taken away.

A background job; nothing of it runs where pages are made.  The journal says which families to look at again, effects
hold that work, and what is stored is compared by its inputs, so that twice equals once.
"""

from __future__ import annotations

import hashlib
import json
import logging
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accessctl import effects, journal, turns
from accessctl.models import Effect, JournalEntry
from cases.models import Case, Donor
from families.models import DonorLink
from matching import genetics
from matching.codes import PairKind
from matching.engine.kinship.kin import readings
from matching.engine.kinship.network import TooLarge
from matching.engine.kinship.panels import Panel
from matching.engine.score import band
from matching.engine.weights import DEFAULT
from matching.kinship import family, outlooks, several, weighing
from matching.kinship.family import Kindred, Taken
from matching.models import CandidatePair, KinshipLine
from matching.policies import consented
from matching.services import kin_families
from matching.services.kin_lines import forget, tell
from matching.services.owing import KINSHIP, done, edge
from remains.models import Remains, Sample, SampleOfDonor, SampleOfRemains

logger = logging.getLogger(__name__)

CONSUMER = "kinship"
effects.entitle(
    {KINSHIP: _("Kinship of a family with remains"), outlooks.OUTLOOK: _("How much a relative’s sample would say")}
)
# First words of the actions after which a family is looked at again; a panel concerns all.
SUBJECTS = frozenset({"case", "consent", "donor", "pair", "relative", "remains", "sample"})
PANEL_LOADED = "matching.panel_loaded"
BATCH = 4
RUN = 20.0  # seconds one task works on before it gives the process back


def catch_up() -> int:
    """Read the journal and weigh what is owed, one worker at a time.  Returns how many families were looked at."""
    until, count = time.monotonic() + RUN, 0
    with turns.turn(CONSUMER) as turn:
        while turn is not None and time.monotonic() < until and turn.keep():
            took, worked = take_entries(), work()
            count += worked
            if not took and not worked:
                break
    return count


@transaction.atomic
def take_entries() -> int:
    """Turn the next entries of the journal into effects and move the cursor, in one transaction."""
    entries = journal.follow(CONSUMER)
    if not entries:
        return 0
    refs = _concerned(entries)
    waiting = effects.awaited([KINSHIP], "ref", refs)
    last = entries[-1].pk
    effects.owe_all(KINSHIP, {f"kinship:{ref}:{last}": {"ref": ref} for ref in refs if ref not in waiting})
    journal.advance(CONSUMER, entries[-1])
    return len(entries)


def _concerned(entries: Sequence[JournalEntry]) -> list[str]:
    """Cases with donors that these entries are about, by themselves, a donor, a sample, a pair or remains of a pair."""
    told = [one for one in entries if one.decision == "allowed" and one.action.partition(".")[0] in SUBJECTS]
    refs = {ref for one in told for ref in one.refs}
    links = DonorLink.objects.all()
    if not any(one.action == PANEL_LOADED for one in entries):
        if not refs:
            return []
        of_samples = SampleOfDonor.objects.filter(sample__ref__in=_of(refs, Sample.REF_PREFIX)).values("donor")
        of_bones = SampleOfRemains.objects.filter(sample__ref__in=_of(refs, Sample.REF_PREFIX)).values("remains")
        pairs = CandidatePair.objects.filter(
            Q(ref__in=_of(refs, CandidatePair.REF_PREFIX)) | Q(remains__ref__in=_of(refs, Remains.REF_PREFIX))
            | Q(remains__in=of_bones),
            kind=PairKind.AM_PM,
        )  # fmt: skip
        about = Case.objects.filter(Q(ref__in=_of(refs, Case.REF_PREFIX)) | Q(pk__in=pairs.values("case")))
        kin = family.connected(about.values_list("pk", flat=True), len(about) + several.MOST_MISSING)
        kin += kin_families.weighed_with(kin)
        links = links.filter(
            Q(case__in=kin) | Q(donor__ref__in=_of(refs, Donor.REF_PREFIX))
            | Q(donor__in=of_samples) | Q(case__in=pairs.values("case"))
        )  # fmt: skip
    return sorted(set(links.values_list("case__ref", flat=True)))


def _of(refs: Iterable[str], prefix: str) -> list[str]:
    return [ref for ref in refs if ref.startswith(f"{prefix}-")]


def work() -> int:
    """Weigh some families, if any are owed; work out what somebody waits for to be shown first."""
    if waited := effects.lease(outlooks.OUTLOOK, limit=BATCH):
        for effect in waited:
            with edge([effect]):
                outlooks.work_out(effect)
        return len(waited)
    batch = effects.lease(KINSHIP, limit=BATCH)
    for effect in batch:
        with edge([effect]):
            weigh_case(effect.payload["ref"], effect)
    return len(batch)


def weigh_case(ref: str, owed: Effect | None = None) -> int:
    """Bring the lines of a case up to date.  Returns how many it has."""
    case = Case.objects.filter(ref=ref).first()
    held = family.kindred(case) if case is not None else None
    typed = _typed(held) if held is not None else {}
    panels = genetics.newest(family.job())
    wanted = CandidatePair.objects.filter(consented(), case__ref=ref, kind=PairKind.AM_PM)
    made = 0
    for pair in wanted.select_related("remains", "case").order_by("pk"):
        made += held is not None and _renew(pair, held, typed, panels)
    if case is not None:
        kin_families.weigh(case, panels)
    with transaction.atomic():
        forget(KinshipLine.objects.filter(pair__case__ref=ref).exclude(pair__in=wanted))
        if owed is not None:
            done([owed])
    return made


def _typed(held: Kindred) -> dict[str, Taken]:
    refs = [*(one.code for one in held.relations), *held.own]
    return family.members(held, family.profiles_of_donors(refs))


def _renew(pair: CandidatePair, held: Kindred, typed: Mapping[str, Taken], panels: Sequence[Panel]) -> bool:
    """Bring the line of a pair up to date.  Returns whether it has one."""
    remains = pair.remains
    bones = family.profile_of(remains) if typed and remains is not None else None
    line = KinshipLine.objects.filter(pair=pair).first()
    if bones is None or remains is None:
        forget(KinshipLine.objects.filter(pair=pair))
        return False
    inputs = _digest(held, typed, bones, panels)
    if line is not None and line.inputs == inputs:
        return True
    found = _weighed(pair, held, typed, bones, panels)
    samples = [bones.sample, *(one.sample for one in typed.values())]
    with transaction.atomic():
        forget(KinshipLine.objects.filter(pair=pair), told=found is None, still=samples if found else ())
        if found is None:
            return False
        KinshipLine.objects.create(
            remains=remains, pair=pair, inputs=inputs, samples=samples,
            band=None if found.log10 is None else band(found.log10, DEFAULT), found=asdict(found),
        )  # fmt: skip
        tell("kinship.weighed", pair)
    return True


def _weighed(
    pair: CandidatePair, held: Kindred, typed: Mapping[str, Taken], bones: Taken, panels: Sequence[Panel]
) -> weighing.Found | None:
    profiles = {code: one.profile for code, one in typed.items()}
    pedigrees = readings([one for one in held.relations if one.code in typed], held.sex)
    try:
        return weighing.weigh(pedigrees, profiles, bones.profile, panels, weighing.DROPOUT[bones.quality])
    except TooLarge:
        logger.warning("the family of %s is too large to be weighed", pair.ref)
        return None


def _digest(held: Kindred, typed: Mapping[str, Taken], bones: Taken, panels: Sequence[Panel]) -> str:
    """Names all that a line is worked out of: rows of alleles by their ids, which every entering makes anew."""
    said = [
        asdict(weighing.ASSUMED), held.sex, [[one.code, one.kin, one.side] for one in held.relations],
        sorted((code, str(one.row), one.quality) for code, one in typed.items()), [str(bones.row), bones.quality],
        [[panel.name, hashlib.sha256(json.dumps(panel.markers, sort_keys=True).encode()).hexdigest()]
         for panel in panels],
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(said, default=dict).encode()).hexdigest()
