"""Code lists of samples, and which step may follow which.  The database holds the same table (`sample_may_follow`)."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from cases.codes import CodeList


class SampleMaterial(CodeList):
    """CL-SAMPLE: what a sample is."""

    FEMUR = "femur_mid", pgettext_lazy("sample", "Middle of the thigh bone")
    PETROUS = "petrous", pgettext_lazy("sample", "Petrous bone")
    MOLAR = "tooth_molar", pgettext_lazy("sample", "Molar tooth")
    TOOTH = "tooth_other", pgettext_lazy("sample", "Another tooth")
    METACARPAL = "metacarpal", pgettext_lazy("sample", "Bone of the hand")
    NAIL = "nail", pgettext_lazy("sample", "Nail")
    MUSCLE = "muscle", pgettext_lazy("sample", "Muscle")
    CARTILAGE = "cartilage", pgettext_lazy("sample", "Cartilage")
    BLOOD_CARD = "blood_card", pgettext_lazy("sample", "Blood on a card")
    BLOOD = "blood", pgettext_lazy("sample", "Blood")
    BUCCAL = "buccal", pgettext_lazy("sample", "Swab from inside the cheek")
    HAIR_ROOT = "hair_root", pgettext_lazy("sample", "Hair with root")
    TOOTHBRUSH = "toothbrush", pgettext_lazy("sample", "Toothbrush")
    RAZOR = "razor", pgettext_lazy("sample", "Razor")
    CLOTHING = "clothing", pgettext_lazy("sample", "Clothing")
    BIOBANK = "biobank", pgettext_lazy("sample", "From a biobank")
    NEONATAL_CARD = "neonatal_card", pgettext_lazy("sample", "Card from birth")


class Preservation(CodeList):
    """CL-PRESERV: how a sample is preserved."""

    DRY = "dry", pgettext_lazy("preservation", "Dry")
    FTA_CARD = "fta_card", pgettext_lazy("preservation", "Card for blood or saliva")
    FROZEN = "frozen", pgettext_lazy("preservation", "Frozen")
    REFRIGERATED = "refrigerated", pgettext_lazy("preservation", "Refrigerated")
    ETHANOL = "ethanol", pgettext_lazy("preservation", "In alcohol")
    SILICA = "silica", pgettext_lazy("preservation", "On silica")
    FORMALIN = "formalin", pgettext_lazy("preservation", "In formalin (damages it)")
    NONE = "none", pgettext_lazy("preservation", "Not preserved")


class Residue(CodeList):
    """What happens to what is left of a sample."""

    RETURN = "return", pgettext_lazy("residue", "Give it back")
    DESTROY = "destroy_after_id", pgettext_lazy("residue", "Destroy it after the identification")
    KEEP = "keep_until", pgettext_lazy("residue", "Keep it until a day")


class SampleStepKind(CodeList):
    """What happened to a sample."""

    COLLECTED = "collected", pgettext_lazy("sample step", "Taken")
    STORED = "stored", pgettext_lazy("sample step", "Put in a storage place")
    SENT = "sent", pgettext_lazy("sample step", "Handed over for transport")
    RECEIVED = "received", pgettext_lazy("sample step", "Received")
    AUDITED = "audited", pgettext_lazy("sample step", "Seen in place")
    USED_UP = "used_up", pgettext_lazy("sample step", "Used up in the test")
    RETURNED = "returned", pgettext_lazy("sample step", "Given back")
    DESTROYED = "destroyed", pgettext_lazy("sample step", "Destroyed")
    LOST = "lost", pgettext_lazy("sample step", "Not found where it should be")


class TestKind(CodeList):
    """Which genetic test is asked for."""

    AUTOSOMAL = "autosomal_str", pgettext_lazy("genetic test", "Autosomal STR")
    Y = "y_str", pgettext_lazy("genetic test", "Y-STR")
    X = "x_str", pgettext_lazy("genetic test", "X-STR")
    MITOCHONDRIAL = "mtdna", pgettext_lazy("genetic test", "Mitochondrial DNA")
    SNP = "snp", pgettext_lazy("genetic test", "SNP")


class ProfileQuality(CodeList):
    """What a test came to."""

    FULL = "full", pgettext_lazy("genetic profile", "Full profile")
    PARTIAL = "partial", pgettext_lazy("genetic profile", "Partial profile")
    MIXTURE = "mixture", pgettext_lazy("genetic profile", "Mixture of several people")
    FAILED = "failed", pgettext_lazy("genetic profile", "No profile")


_K = SampleStepKind
NOTES: frozenset[str] = frozenset({_K.AUDITED})
FINAL: frozenset[str] = frozenset({_K.USED_UP, _K.RETURNED, _K.DESTROYED})
# What may still happen to a sample whose donor's consent does not stand: it is kept, comes back to its owner, and goes.
WITHOUT_CONSENT: frozenset[str] = frozenset(
    {_K.STORED, _K.SENT, _K.RECEIVED, _K.AUDITED, _K.RETURNED, _K.DESTROYED, _K.LOST}
)
_KEPT = frozenset({_K.STORED, _K.SENT, _K.AUDITED, _K.RETURNED, _K.DESTROYED, _K.LOST})
# Last step that moved the sample ("" before the first) -> what may be written next.
FOLLOWS: dict[str, frozenset[SampleStepKind]] = {
    "": frozenset({_K.COLLECTED}),
    _K.COLLECTED: _KEPT,
    _K.STORED: _KEPT | {_K.USED_UP},
    _K.SENT: frozenset({_K.RECEIVED, _K.LOST}),
    _K.RECEIVED: _KEPT | {_K.USED_UP},
    _K.USED_UP: frozenset(),
    _K.RETURNED: frozenset(),
    _K.DESTROYED: frozenset(),
    _K.LOST: frozenset({_K.RECEIVED}),
}
# Of remains and of objects of the missing person; of the living.
TAKEN_FROM_REMAINS = frozenset(
    {
        SampleMaterial.FEMUR, SampleMaterial.PETROUS, SampleMaterial.MOLAR, SampleMaterial.TOOTH,
        SampleMaterial.METACARPAL, SampleMaterial.NAIL, SampleMaterial.MUSCLE, SampleMaterial.CARTILAGE,
        SampleMaterial.BLOOD, SampleMaterial.BLOOD_CARD, SampleMaterial.BUCCAL, SampleMaterial.HAIR_ROOT,
        SampleMaterial.CLOTHING,
    }
)  # fmt: skip
FROM_RELATIVES = frozenset(
    {SampleMaterial.BLOOD_CARD, SampleMaterial.BLOOD, SampleMaterial.BUCCAL, SampleMaterial.HAIR_ROOT}
)
FROM_OBJECTS = frozenset(
    {SampleMaterial.TOOTHBRUSH, SampleMaterial.RAZOR, SampleMaterial.CLOTHING, SampleMaterial.HAIR_ROOT,
     SampleMaterial.NAIL, SampleMaterial.TOOTH, SampleMaterial.MOLAR}
)  # fmt: skip
STORED_BEFORE = frozenset({SampleMaterial.BIOBANK, SampleMaterial.NEONATAL_CARD, SampleMaterial.BLOOD_CARD})
