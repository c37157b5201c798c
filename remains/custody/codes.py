"""Code lists of custody, and which step may follow which.  The database holds the same table (`custody_follows`)."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from cases.codes import CodeList


class CustodyKind(CodeList):
    """CL-CUSTODY: what happened to remains in care."""

    RECOVERED = "recovered", pgettext_lazy("custody", "Recovered")
    ADMITTED = "admitted", pgettext_lazy("custody", "Received")
    STORED = "stored", pgettext_lazy("custody", "Put in a storage place")
    MOVED = "moved", pgettext_lazy("custody", "Handed over for transport")
    SAMPLED = "sampled", pgettext_lazy("custody", "Sample taken")
    EXAMINED = "examined", pgettext_lazy("custody", "Examined")
    AUDITED = "audited", pgettext_lazy("custody", "Seen in place")
    RELEASED = "released", pgettext_lazy("custody", "Released")
    BURIED = "buried", pgettext_lazy("custody", "Buried")
    EXHUMED = "exhumed", pgettext_lazy("custody", "Exhumed")
    REPATRIATED = "repatriated", pgettext_lazy("custody", "Repatriated")
    CREMATED = "cremated", pgettext_lazy("custody", "Cremated")
    HANDED_TO_FAMILY = "handed_to_family", pgettext_lazy("custody", "Handed to the family")
    LOST = "lost", pgettext_lazy("custody", "Not found where they should be")


class CustodyState(CodeList):
    """Where a chain has come to, by its last step that moved the remains."""

    NONE = "none", pgettext_lazy("custody state", "Nothing is written yet")
    UNDER_WAY = "under_way", pgettext_lazy("custody state", "Under way")
    KEPT = "kept", pgettext_lazy("custody state", "In care")
    RELEASED = "released", pgettext_lazy("custody state", "Released")
    BURIED = "buried", pgettext_lazy("custody state", "Buried")
    GONE = "gone", pgettext_lazy("custody state", "No longer in care")
    LOST = "lost", pgettext_lazy("custody state", "Nobody knows where")


class ExaminationStep(CodeList):
    """CL-STEP: a step of the examination."""

    PERSONAL_EFFECTS = "personal_effects", pgettext_lazy("examination", "Personal effects")
    PHOTOGRAPHY = "photography", pgettext_lazy("examination", "Photographs")
    FINGERPRINTS = "fingerprints", pgettext_lazy("examination", "Fingerprints")
    RADIOLOGY = "radiology", pgettext_lazy("examination", "Radiology")
    EXTERNAL = "external", pgettext_lazy("examination", "External examination")
    ANTHROPOLOGY = "anthropology", pgettext_lazy("examination", "Anthropology")
    PATHOLOGY = "pathology", pgettext_lazy("examination", "Pathology")
    ODONTOLOGY = "odontology", pgettext_lazy("examination", "Teeth")
    EMBALMING = "embalming", pgettext_lazy("examination", "Embalming")


class BurialWrap(CodeList):
    """In what somebody was buried."""

    COFFIN = "coffin", pgettext_lazy("burial", "Coffin")
    BAG = "bag", pgettext_lazy("burial", "Body bag")
    SHROUD = "shroud", pgettext_lazy("burial", "Shroud")
    BOX = "box", pgettext_lazy("burial", "Box for bones")
    NONE = "none", pgettext_lazy("burial", "Nothing")
    UNKNOWN = "unknown", pgettext_lazy("burial", "Not known")


class StopPoint(CodeList):
    """What has to be written in the chain before a burial."""

    SAMPLE = "sample", pgettext_lazy("before burial", "a sample for genetic testing")
    PHOTOGRAPHS = "photographs", pgettext_lazy("before burial", "the set of photographs")
    TAG = "tag", pgettext_lazy("before burial", "a numbered tag on the remains")


_K, _S = CustodyKind, CustodyState
# Steps that leave the remains where they are.
NOTES: frozenset[str] = frozenset({_K.SAMPLED, _K.EXAMINED, _K.AUDITED})
STATE_AFTER: dict[str, CustodyState] = {
    _K.RECOVERED: _S.UNDER_WAY,
    _K.ADMITTED: _S.KEPT,
    _K.STORED: _S.KEPT,
    _K.MOVED: _S.UNDER_WAY,
    _K.RELEASED: _S.RELEASED,
    _K.BURIED: _S.BURIED,
    _K.EXHUMED: _S.UNDER_WAY,
    _K.REPATRIATED: _S.GONE,
    _K.CREMATED: _S.GONE,
    _K.HANDED_TO_FAMILY: _S.GONE,
    _K.LOST: _S.LOST,
}
_LEAVING = frozenset({_K.MOVED, _K.RELEASED, _K.BURIED, _K.CREMATED, _K.LOST})
_LOOKED_AT = frozenset({_K.SAMPLED, _K.EXAMINED})
# Last step that moved the remains ("" before the first) -> what may be written next.
FOLLOWS: dict[str, frozenset[CustodyKind]] = {
    "": frozenset({_K.RECOVERED, _K.ADMITTED}),
    _K.RECOVERED: _LOOKED_AT | {_K.ADMITTED, _K.LOST},
    _K.ADMITTED: _LOOKED_AT | _LEAVING | {_K.AUDITED, _K.STORED},
    _K.STORED: _LOOKED_AT | _LEAVING | {_K.AUDITED, _K.STORED},
    _K.MOVED: frozenset({_K.ADMITTED, _K.LOST}),
    _K.RELEASED: frozenset({_K.BURIED, _K.CREMATED, _K.REPATRIATED, _K.HANDED_TO_FAMILY, _K.LOST}),
    _K.BURIED: frozenset({_K.EXHUMED, _K.AUDITED, _K.LOST}),
    _K.EXHUMED: _LOOKED_AT | {_K.ADMITTED, _K.LOST},
    _K.REPATRIATED: frozenset(),
    _K.CREMATED: frozenset(),
    _K.HANDED_TO_FAMILY: frozenset(),
    _K.LOST: frozenset({_K.RECOVERED, _K.ADMITTED}),
}
# Out of care and not by an identification: only by an authority's order or a law that is named.
BY_ORDER: frozenset[str] = frozenset({_K.RELEASED, _K.REPATRIATED, _K.CREMATED, _K.HANDED_TO_FAMILY})
