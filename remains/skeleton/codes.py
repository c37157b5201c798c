"""CL-BONE as it is counted: every element of a skeleton, what of it there can be, and how parts are joined again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.codes import Bone, CodeList, Side

Words = str | Promise
VERTEBRAE = {
    "c": (7, pgettext_lazy("bone", "Neck vertebra")),
    "t": (12, pgettext_lazy("bone", "Chest vertebra")),
    "l": (5, pgettext_lazy("bone", "Lumbar vertebra")),
}
RIBS = 12


class Portion(CodeList):
    """How much of one element there is.  `some`: of a group of small bones, as many as are counted."""

    COMPLETE = "complete", pgettext_lazy("portion", "Complete, or more than half")
    PROXIMAL = "proximal", pgettext_lazy("portion", "Upper end")
    SHAFT = "shaft", pgettext_lazy("portion", "Shaft")
    DISTAL = "distal", pgettext_lazy("portion", "Lower end")
    SOME = "some", pgettext_lazy("portion", "Some of them")
    FRAGMENT = "fragment", pgettext_lazy("portion", "Fragment")


class JoinMethod(CodeList):
    """What it rests on that two parts are of one person."""

    ARTICULATION = "articulation", pgettext_lazy("joining", "They fit at a joint")
    FRACTURE_FIT = "fracture_fit", pgettext_lazy("joining", "They fit at a break")
    DNA = "dna", pgettext_lazy("joining", "DNA")
    MORPHOLOGY = "morphology", pgettext_lazy("joining", "Size, age and form agree")


class JoinState(CodeList):
    """How far two people have come with holding two parts to be of one person."""

    HYPOTHESIS = "associated_hypothesis", pgettext_lazy("joining", "Held to be of one person, not confirmed")
    CONFIRMED = "associated_confirmed", pgettext_lazy("joining", "Confirmed by two people")
    REJECTED = "rejected", pgettext_lazy("joining", "Rejected")
    ENDED = "ended", pgettext_lazy("joining", "Taken back")


class JoinReason(CodeList):
    """Why a joining is rejected or taken back."""

    TWICE = "twice", pgettext_lazy("joining", "Something is there twice")
    NO_FIT = "no_fit", pgettext_lazy("joining", "They do not fit")
    DNA = "dna", pgettext_lazy("joining", "DNA speaks against it")
    MISTAKE = "mistake", pgettext_lazy("joining", "It was written by mistake")


class Region(CodeList):
    """Where an element belongs, as a page groups them."""

    HEAD = "head", pgettext_lazy("skeleton", "Head and neck")
    SPINE = "spine", pgettext_lazy("skeleton", "Spine")
    CHEST = "chest", pgettext_lazy("skeleton", "Chest and shoulders")
    ARMS = "arms", pgettext_lazy("skeleton", "Arms")
    HANDS = "hands", pgettext_lazy("skeleton", "Hands")
    HIPS = "hips", pgettext_lazy("skeleton", "Hips")
    LEGS = "legs", pgettext_lazy("skeleton", "Legs")
    FEET = "feet", pgettext_lazy("skeleton", "Feet")
    LOOSE = "loose", pgettext_lazy("skeleton", "Loose pieces and soft parts")


@dataclass(frozen=True)
class Kind:
    """One element.  most: how many bones of it one person has on one side; has_ends: a long bone, broken in thirds."""

    code: str
    label: Words
    region: Region
    paired: bool = False
    most: int = 1
    has_ends: bool = False
    countable: bool = True

    @property
    def sides(self) -> tuple[Side, ...]:
        return (Side.LEFT, Side.RIGHT, Side.UNKNOWN) if self.paired else (Side.MIDDLE,)

    @property
    def portions(self) -> tuple[Portion, ...]:
        if self.most > 1:
            return (Portion.COMPLETE, Portion.SOME)
        ends = (Portion.PROXIMAL, Portion.SHAFT, Portion.DISTAL) if self.has_ends else ()
        return (Portion.COMPLETE, *ends, Portion.FRAGMENT)


def _bone(bone: Bone, region: Region, **more: Any) -> Kind:
    return Kind(bone.value, bone.label, region, **more)


def _pairs(region: Region, *bones: Bone, **more: Any) -> list[Kind]:
    return [_bone(bone, region, paired=True, **more) for bone in bones]


def _vertebrae() -> list[Kind]:
    return [
        Kind(f"{letter}{n}", format_lazy("{} {}{}", name, letter.upper(), n), Region.SPINE)
        for letter, (count, name) in VERTEBRAE.items() for n in range(1, count + 1)
    ]  # fmt: skip


def _soft(code: str, label: Words, **more: Any) -> Kind:
    return Kind(code, label, Region.LOOSE, **more)


_rib = pgettext_lazy("bone", "Rib")
KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        _bone(Bone.CRANIUM, Region.HEAD), _bone(Bone.MANDIBLE, Region.HEAD), _bone(Bone.HYOID, Region.HEAD),
        *_vertebrae(), _bone(Bone.SACRUM, Region.SPINE), _bone(Bone.COCCYX, Region.SPINE),
        _bone(Bone.STERNUM, Region.CHEST), *_pairs(Region.CHEST, Bone.CLAVICLE, has_ends=True),
        *_pairs(Region.CHEST, Bone.SCAPULA),
        *(Kind(f"rib{n}", format_lazy("{} {}", _rib, n), Region.CHEST, paired=True) for n in range(1, RIBS + 1)),
        *_pairs(Region.ARMS, Bone.HUMERUS, Bone.RADIUS, Bone.ULNA, has_ends=True),
        *_pairs(Region.HANDS, Bone.CARPALS, most=8), *_pairs(Region.HANDS, Bone.METACARPALS, most=5),
        *_pairs(Region.HANDS, Bone.FINGERS, most=14),
        *_pairs(Region.HIPS, Bone.HIP, Bone.PUBIS),
        Kind("ischium", pgettext_lazy("bone", "Ischium"), Region.HIPS, paired=True),
        *_pairs(Region.LEGS, Bone.FEMUR, has_ends=True), *_pairs(Region.LEGS, Bone.PATELLA),
        *_pairs(Region.LEGS, Bone.TIBIA, Bone.FIBULA, has_ends=True),
        *_pairs(Region.FEET, Bone.TALUS, Bone.CALCANEUS), *_pairs(Region.FEET, Bone.TARSALS, Bone.METATARSALS, most=5),
        *_pairs(Region.FEET, Bone.TOES, most=14),
        _soft("ossicles", pgettext_lazy("bone", "Bones of the ear"), paired=True, most=3),
        _soft("teeth_loose", pgettext_lazy("bone", "Loose teeth"), most=32),
        _soft("head_soft", _("Head, soft parts")), _soft("torso_soft", _("Trunk, soft parts")),
        _soft("arm_soft", _("Arm, soft parts"), paired=True), _soft("hand_soft", _("Hand, soft parts"), paired=True),
        _soft("leg_soft", _("Leg, soft parts"), paired=True), _soft("foot_soft", _("Foot, soft parts"), paired=True),
        _soft("organ", _("Organ"), countable=False), _soft("skin_piece", _("Piece of skin"), countable=False),
        _soft("unspecified", pgettext_lazy("bone", "Not told which"), countable=False),
    )
}  # fmt: skip
# Made of the table above, so that an element is written down once.
_NAMED = [(kind.code.upper(), (kind.code, kind.label)) for kind in KINDS.values()]
SkeletonPart: Any = CodeList("SkeletonPart", _NAMED)  # type: ignore[call-overload]  # the functional way of enums
SkeletonPart.__doc__ = "Elements of a skeleton and soft parts, as they are counted."


def labelled(element: str, side: str) -> str:
    """An element with its side, such as “Femur, left”."""
    label = str(KINDS[element].label)
    match side:
        case Side.LEFT:
            return str(_("%(part)s, left")) % {"part": label}
        case Side.RIGHT:
            return str(_("%(part)s, right")) % {"part": label}
        case Side.UNKNOWN:
            return str(_("%(part)s, side not known")) % {"part": label}
    return label
