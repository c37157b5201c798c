"""Code lists about marks on the body: kind, site, side, motif."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.codes.base import CodeList


class MarkType(CodeList):
    """CL-MARK: kinds of marks."""

    SCAR = "scar", _("Scar")
    SCAR_SURGICAL = "scar_surg", _("Scar of an operation")
    BURN = "burn", _("Burn mark")
    KELOID = "keloid", _("Raised scar (keloid)")
    TATTOO = "tattoo", _("Tattoo")
    TATTOO_REMOVED = "tattoo_removed", _("Removed tattoo")
    BRAND = "brand", pgettext_lazy("body mark", "Brand")
    SCARIFICATION = "scarification", _("Scarification")
    BIRTHMARK = "birthmark", _("Birthmark")
    MOLE = "mole", _("Mole")
    VITILIGO = "vitiligo", _("Light patches (vitiligo)")
    WART_CYST = "wart_cyst", _("Wart or cyst")
    PIERCING = "piercing", _("Piercing")
    STRETCHED_LOBE = "stretched_lobe", _("Stretched ear lobe")
    HENNA = "henna", _("Henna (fades)")
    AMPUTATION = "amputation", _("Amputation")
    MISSING_DIGIT = "missing_digit", _("Missing finger or toe")
    EXTRA_DIGIT = "extra_digit", _("Extra finger or toe")
    DEFORMITY = "deformity", _("Deformity")
    LIMP_SIGN = "limp_sign", _("Limp")
    WOUND_FRESH = "wound_fresh", _("Recent wound")
    BULLET_SCAR = "bullet_scar", _("Bullet scar")
    VACCINATION = "vaccination", _("Vaccination mark")
    CIRCUMCISION_F = "circumcision_f", _("Female genital cutting")
    NAIL_MARK = "nail_mark", _("Mark on a nail")
    CALLUS = "callus", _("Callus")
    ACNE = "acne", _("Acne scars")
    OTHER = "other", pgettext_lazy("body mark", "Other")


class MarkSite(CodeList):
    """CL-SITE: where on the body; side and aspect are told apart."""

    HD_SCALP = "hd_scalp", _("Scalp")
    HD_FOREHEAD = "hd_forehead", _("Forehead")
    HD_TEMPLE = "hd_temple", _("Temple")
    HD_BROW = "hd_brow", _("Eyebrow")
    HD_EYELID = "hd_eyelid", _("Eyelid")
    HD_EAR = "hd_ear", _("Ear")
    HD_NOSE = "hd_nose", _("Nose")
    HD_CHEEK = "hd_cheek", _("Cheek")
    HD_LIP = "hd_lip", _("Lip")
    HD_CHIN = "hd_chin", _("Chin")
    HD_JAW = "hd_jaw", _("Jaw")
    HD_MOUTH_IN = "hd_mouth_in", _("Inside of the mouth")
    NK_FRONT = "nk_front", _("Front of the neck")
    NK_SIDE = "nk_side", _("Side of the neck")
    NK_NAPE = "nk_nape", _("Nape of the neck")
    TR_SHOULDER = "tr_shoulder", _("Shoulder")
    TR_CLAVICLE = "tr_clavicle", _("Collarbone")
    TR_CHEST = "tr_chest", _("Chest")
    TR_BREAST = "tr_breast", _("Breast")
    TR_RIBS = "tr_ribs", _("Ribs")
    TR_ABD_UPPER = "tr_abd_upper", _("Upper belly")
    TR_ABD_LOWER = "tr_abd_lower", _("Lower belly")
    TR_NAVEL = "tr_navel", _("Navel")
    TR_FLANK = "tr_flank", _("Flank")
    TR_GROIN = "tr_groin", _("Groin")
    TR_BACK_UPPER = "tr_back_upper", _("Upper back")
    TR_BACK_LOWER = "tr_back_lower", _("Lower back")
    TR_BUTTOCK = "tr_buttock", _("Buttock")
    TR_SACRUM = "tr_sacrum", _("Base of the spine")
    TR_GENITAL = "tr_genital", _("Genital area")
    TR_PERINEUM = "tr_perineum", _("Perineum")
    UL_ARM = "ul_arm", _("Upper arm")
    UL_AXILLA = "ul_axilla", _("Armpit")
    UL_ELBOW = "ul_elbow", _("Elbow")
    UL_FOREARM = "ul_forearm", _("Forearm")
    UL_WRIST = "ul_wrist", _("Wrist")
    UL_PALM = "ul_palm", _("Palm")
    UL_HANDBACK = "ul_handback", _("Back of the hand")
    UL_THUMB = "ul_thumb", _("Thumb")
    UL_INDEX = "ul_index", _("Index finger")
    UL_MIDDLE = "ul_middle", _("Middle finger")
    UL_RING = "ul_ring", _("Ring finger")
    UL_LITTLE = "ul_little", _("Little finger")
    UL_NAIL = "ul_nail", _("Fingernail")
    LL_HIP = "ll_hip", _("Hip")
    LL_THIGH = "ll_thigh", _("Thigh")
    LL_KNEE = "ll_knee", _("Knee")
    LL_POPLITEAL = "ll_popliteal", _("Back of the knee")
    LL_SHIN = "ll_shin", _("Shin")
    LL_CALF = "ll_calf", _("Calf")
    LL_ANKLE = "ll_ankle", _("Ankle")
    LL_HEEL = "ll_heel", _("Heel")
    LL_SOLE = "ll_sole", _("Sole of the foot")
    LL_FOOTBACK = "ll_footback", _("Back of the foot")
    LL_TOE1 = "ll_toe1", _("Big toe")
    LL_TOE2 = "ll_toe2", _("Second toe")
    LL_TOE3 = "ll_toe3", _("Third toe")
    LL_TOE4 = "ll_toe4", _("Fourth toe")
    LL_TOE5 = "ll_toe5", _("Little toe")
    WHOLE_BODY = "whole_body", _("Whole body")
    UNKNOWN = "unknown", pgettext_lazy("site on the body", "Not known")

    @property
    def region(self) -> str:
        """Region of the site: hd nk tr ul ll, or empty for the whole body and an unknown site."""
        head, _underscore, rest = self.value.partition("_")
        return head if rest and head in BodyRegion.values else ""


class BodyRegion(CodeList):
    """Regions that sites belong to: also says where skin could be examined."""

    HEAD = "hd", _("Head")
    NECK = "nk", _("Neck")
    TRUNK = "tr", _("Trunk")
    UPPER_LIMBS = "ul", _("Arms and hands")
    LOWER_LIMBS = "ll", _("Legs and feet")


class Side(CodeList):
    """Side of the body: the person's own left and right."""

    LEFT = "l", pgettext_lazy("side of the body", "Left")
    RIGHT = "r", pgettext_lazy("side of the body", "Right")
    MIDDLE = "mid", pgettext_lazy("side of the body", "Middle")
    BOTH = "both", pgettext_lazy("side of the body", "Both sides")
    UNKNOWN = "unknown", pgettext_lazy("side of the body", "Not known")


class Aspect(CodeList):
    """Which face of a part of the body."""

    FRONT = "ant", pgettext_lazy("aspect", "Front")
    BACK = "post", pgettext_lazy("aspect", "Back")
    OUTER = "lat", pgettext_lazy("aspect", "Outer side")
    INNER = "med", pgettext_lazy("aspect", "Inner side")
    AROUND = "circ", pgettext_lazy("aspect", "All around")
    UNKNOWN = "unknown", pgettext_lazy("aspect", "Not known")


class Motif(CodeList):
    """CL-MOTIF: what a tattoo shows."""

    NAME = "name", pgettext_lazy("motif", "A name")
    INITIALS = "initials", pgettext_lazy("motif", "Initials")
    DATE = "date", pgettext_lazy("motif", "A date")
    RELIGIOUS_CROSS = "religious_cross", pgettext_lazy("motif", "A cross")
    RELIGIOUS_OTHER = "religious_other", pgettext_lazy("motif", "Another religious sign")
    TEXT = "text", pgettext_lazy("motif", "Words")
    HEART = "heart", pgettext_lazy("motif", "A heart")
    FLOWER = "flower", pgettext_lazy("motif", "A flower")
    ANIMAL = "animal", pgettext_lazy("motif", "An animal")
    HUMAN_FACE = "human_face", pgettext_lazy("motif", "A face")
    HUMAN_FIGURE = "human_figure", pgettext_lazy("motif", "A human figure")
    WEAPON = "weapon", pgettext_lazy("motif", "A weapon")
    SKULL = "skull", pgettext_lazy("motif", "A skull")
    TRIBAL = "tribal", pgettext_lazy("motif", "A tribal pattern")
    GEOMETRIC = "geometric", pgettext_lazy("motif", "A geometric pattern")
    STAR_MOON = "star_moon", pgettext_lazy("motif", "A star or moon")
    FLAG = "flag", pgettext_lazy("motif", "A flag")
    ANCHOR_SHIP = "anchor_ship", pgettext_lazy("motif", "An anchor or ship")
    GANG_OR_GROUP = "gang_or_group", pgettext_lazy("motif", "The sign of a group")
    MILITARY_UNIT = "military_unit", pgettext_lazy("motif", "The sign of a military unit")
    NUMBER = "number", pgettext_lazy("motif", "A number")
    DOTS_LINE_FACE = "dots_line_face", pgettext_lazy("motif", "Dots or lines on the face")
    COSMETIC = "cosmetic", pgettext_lazy("motif", "Cosmetic")
    OTHER = "other", pgettext_lazy("motif", "Something else")
    UNKNOWN = "unknown", pgettext_lazy("motif", "Not known")


class Visibility(CodeList):
    """Whether others would see a mark.  Intimate marks lie in the forensic file."""

    VISIBLE = "visible", pgettext_lazy("body mark", "Visible")
    COVERED = "covered_by_clothes", pgettext_lazy("body mark", "Covered by clothes")
    INTIMATE = "intimate", pgettext_lazy("body mark", "Intimate")


class Certainty(CodeList):
    """How sure the one who told is."""

    SURE = "sure", pgettext_lazy("certainty", "Sure")
    THINK_SO = "think_so", pgettext_lazy("certainty", "I think so")
    HEARD = "heard", pgettext_lazy("certainty", "I was told")


# Kinds that lie in the protection file and motifs of layer 3: no row of a mark in rings 2 and 3f may hold them.
PROTECTED_MARK_TYPES: tuple[MarkType, ...] = (MarkType.CIRCUMCISION_F,)
RESERVED_MOTIFS: tuple[Motif, ...] = (Motif.GANG_OR_GROUP, Motif.MILITARY_UNIT)
# What a form of the search file may offer.
SEARCH_MARK_TYPES: tuple[MarkType, ...] = tuple(code for code in MarkType if code not in PROTECTED_MARK_TYPES)
SEARCH_MOTIFS: tuple[Motif, ...] = tuple(code for code in Motif if code not in RESERVED_MOTIFS)
# Sites on which a form proposes `intimate`; whoever asks decides.
INTIMATE_SITES: tuple[MarkSite, ...] = (
    MarkSite.TR_BREAST, MarkSite.TR_GROIN, MarkSite.TR_BUTTOCK, MarkSite.TR_GENITAL, MarkSite.TR_PERINEUM,
)  # fmt: skip
