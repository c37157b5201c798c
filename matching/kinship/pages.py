"""The pedigree of a family by codes, and whose sample would say how much: for its caseworkers, and for a laboratory.

The picture bears codes and numbers, never a name.  A caseworker's list names the relatives, whom the reader may read
anyway; a laboratory knows a relative by the code of the sample that it was sent, and the others by what they are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from accessctl import door
from accessctl.actor import Actor
from accessctl.rings import Ring
from cases.codes import DonorKind
from cases.models import Case
from families.codes import Relationship
from families.donors import donors_of
from families.models import DonorLink
from matching.engine.kinship.drawing import drawing
from matching.engine.kinship.kin import MISSING, Kin, Relation, placed, readings
from matching.kinship import family
from matching.kinship.outlooks import Outlook, outlook
from registry.lib.errors import Forbidden
from remains.models import Sample, SampleOfDonor

WORDS: Mapping[Kin, str] = {kin: code for code, kin in family.KIN.items()}


@dataclass(frozen=True)
class Further:
    """Somebody who could give a sample.  number: in the picture, "" for who has no place; figure: expected log10."""

    who: str
    kinship: Any
    number: str
    figure: float | None
    more: float | None


@dataclass(frozen=True)
class Page:
    """picture: None where nobody is related by blood.  given: codes of those who gave; has_own: of the person's own."""

    picture: SafeString | None
    given: list[tuple[str, Any]]
    further: list[Further]
    outlook: Outlook | None
    has_own: bool


def of_case(actor: Actor, ref: str) -> tuple[Case, Page]:
    """For who may change the case and read its family file.  Raises NotFound, Forbidden."""
    held = donors_of(actor, ref)
    given, no_kin, has_own, links = [], set(), False, {}
    for one in held.giving:
        links[one.person.key] = one.link
        if one.donor.kind != DonorKind.RELATIVE:
            has_own |= one.until is not None
        elif one.link.biological == "no":
            no_kin.add(one.person.key)
        elif one.until and one.person.tie is not None and (kin := family.KIN.get(one.person.tie.relationship)):
            given.append((one.person.key, Relation(one.donor.ref, kin, one.link.side or "")))
    gave = {key for key, _relation in given}
    could = [
        (str(person.name), kin, (links[person.key].side or "") if person.key in links else "")
        for person in held.people
        if person.tie is not None and person.key not in gave | no_kin
        and (kin := family.KIN.get(person.tie.relationship))
    ]  # fmt: skip
    sex = family.SEX.get(held.case.sex or "", "")
    return held.case, _page(sex, [relation for _key, relation in given], could, has_own=has_own)


def of_sample(actor: Actor, ref: str) -> tuple[Sample, Page]:
    """For the laboratory that tests a donor's sample: the family by the codes of the samples that it was sent.

    Nothing for a sample of no donor's.  Raises NotFound, Forbidden.
    """
    sample = door.fetch(actor, Sample, ref=ref)
    if Ring.GENETIC not in door.rings(actor, sample):
        raise Forbidden()
    links = DonorLink._default_manager.filter(
        donor__in=SampleOfDonor._default_manager.filter(sample=sample).values("donor")
    )
    link = links.select_related("case").first()
    if link is None:
        return sample, Page(None, [], [], None, has_own=False)
    held = family.kindred(link.case)
    sent = SampleOfDonor._default_manager.filter(
        donor__ref__in=[one.code for one in held.relations],
        sample__in=door.visible(actor, Sample, ring=Ring.GENETIC).values("pk"),
    )
    codes = dict(sent.order_by("created_at").values_list("donor__ref", "sample__ref"))
    could = [("", kin, "") for kin in dict.fromkeys(held.others)]
    return sample, _page(held.sex, list(held.relations), could, codes=codes, has_own=bool(held.own))


def _page(
    sex: str, given: list[Relation], could: Iterable[tuple[str, Kin, str]], *, has_own: bool,
    codes: Mapping[str, str] | None = None,
) -> Page:  # fmt: skip
    """codes: what a donor is called here; those without one have no word below them."""
    held, others = placed(given), list(could)
    planned = None if has_own else outlook(held, [(kin, side) for _who, kin, side in others])
    numbered = [Relation(str(number), kin, side) for number, (_who, kin, side) in enumerate(others, start=1)]
    drawn = placed([*held, *numbered])
    labels = {one.code: one.code if codes is None else codes.get(one.code, "") for one in held}
    shown = {one.code for one in drawn} - labels.keys()
    further = [_further(who, one, shown, planned) for (who, _kin, _side), one in zip(others, numbered, strict=True)]
    return Page(
        _picture(drawn, sex, labels | {code: code for code in shown}, [one.code for one in held]),
        [(labels[one.code], Relationship(WORDS[one.kin]).label) for one in held if labels[one.code]],
        sorted(further, key=lambda one: -(one.figure or 0)), planned, has_own,
    )  # fmt: skip


def _further(who: str, one: Relation, shown: Collection[str], planned: Outlook | None) -> Further:
    figure = planned.of(one.kin, one.side) if planned is not None else None
    more = figure - planned.as_it_is if planned and figure is not None and planned.as_it_is is not None else None
    number = one.code if one.code in shown else ""
    return Further(who, Relationship(WORDS[one.kin]).label, number, figure, more)


def _picture(drawn: list[Relation], sex: str, labels: Mapping[str, str], typed: Collection[str]) -> SafeString | None:
    if not drawn:
        return None
    first = readings(drawn, sex)[0]
    svg = drawing(first.pedigree, first.sexes, typed, [MISSING], labels=labels)
    return mark_safe(svg)  # noqa: S308 - shapes, and codes that the drawing escapes
