"""Code lists about the body beyond its marks: build, eyes, teeth, what stays in it."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from cases.codes.base import CodeList


class Build(CodeList):
    """CL-BUILD: how the body is built."""

    THIN = "thin", pgettext_lazy("build", "Thin")
    SLIM = "slim", pgettext_lazy("build", "Slim")
    MEDIUM = "medium", pgettext_lazy("build", "Medium")
    MUSCULAR = "muscular", pgettext_lazy("build", "Muscular")
    HEAVY = "heavy", pgettext_lazy("build", "Heavy")
    OBESE = "obese", pgettext_lazy("build", "Very heavy")
    EMACIATED = "emaciated", pgettext_lazy("build", "Starved")
    UNKNOWN = "unknown", pgettext_lazy("build", "Not known")


class EyeColour(CodeList):
    """CL-EYE: colour of the eyes."""

    BLACK = "blk", pgettext_lazy("eyes", "Black")
    DARK_BROWN = "dbr", pgettext_lazy("eyes", "Dark brown")
    BROWN = "bro", pgettext_lazy("eyes", "Brown")
    HAZEL = "haz", pgettext_lazy("eyes", "Hazel")
    GREEN = "grn", pgettext_lazy("eyes", "Green")
    GREY = "gry", pgettext_lazy("eyes", "Grey")
    BLUE = "blu", pgettext_lazy("eyes", "Blue")
    TWO = "mul", pgettext_lazy("eyes", "Two colours")
    CLOUDED = "clouded", pgettext_lazy("eyes", "Clouded")
    MISSING = "missing", pgettext_lazy("eyes", "Missing")
    PROSTHETIC = "prosthetic", pgettext_lazy("eyes", "Artificial")
    UNKNOWN = "unk", pgettext_lazy("eyes", "Not known")


class Smile(CodeList):
    """CL-SMILE: what one sees when somebody smiles."""

    FRONT_MISSING = "front_missing", pgettext_lazy("teeth", "A front tooth missing")
    GAP = "gap_mid", pgettext_lazy("teeth", "A gap in the middle")
    CROOKED = "crooked", pgettext_lazy("teeth", "Crooked teeth")
    PROMINENT = "prominent", pgettext_lazy("teeth", "Prominent teeth")
    GOLD = "gold", pgettext_lazy("teeth", "A gold tooth")
    SILVER = "silver", pgettext_lazy("teeth", "A silver tooth")
    WHITE_CROWN = "white_crown", pgettext_lazy("teeth", "A white crown")
    STAINED = "stained", pgettext_lazy("teeth", "Stained teeth")
    FILED = "filed", pgettext_lazy("teeth", "Filed teeth")
    BROKEN = "broken_front", pgettext_lazy("teeth", "A broken front tooth")
    BRACES = "braces", pgettext_lazy("teeth", "Braces")
    DENTURE_FULL = "denture_full", pgettext_lazy("teeth", "A full denture")
    DENTURE_PART = "denture_part", pgettext_lazy("teeth", "A partial denture")
    GRILL = "grill", pgettext_lazy("teeth", "A metal cover")
    CLEFT = "cleft_sign", pgettext_lazy("teeth", "Sign of a cleft lip or palate")
    PERFECT = "perfect", pgettext_lazy("teeth", "Nothing striking")
    FEW = "few_teeth", pgettext_lazy("teeth", "Few teeth left")
    NOT_SEEN = "not_seen", pgettext_lazy("teeth", "Never seen")


class MedicalKind(CodeList):
    """CL-MED: what stays in the body, and what may need care in somebody alive."""

    FRACTURE_HEALED = "fracture_healed", pgettext_lazy("medical", "Healed fracture")
    FRACTURE_UNHEALED = "fracture_unhealed", pgettext_lazy("medical", "Fracture not healed")
    PLATE = "plate_screw", pgettext_lazy("medical", "Plate or screws")
    ROD = "rod_nail", pgettext_lazy("medical", "Rod or nail in a bone")
    JOINT = "joint_prosthesis", pgettext_lazy("medical", "Artificial joint")
    AMPUTATION = "amputation", pgettext_lazy("medical", "Amputation")
    LIMB = "limb_prosthesis", pgettext_lazy("medical", "Artificial limb")
    SPINE = "spine_deformity", pgettext_lazy("medical", "Bent spine")
    LIMB_LENGTH = "limb_length_diff", pgettext_lazy("medical", "One leg or arm shorter")
    SKULL = "skull_surgery", pgettext_lazy("medical", "Operation on the skull")
    PACEMAKER = "pacemaker", pgettext_lazy("medical", "Pacemaker")
    STENT = "stent_valve", pgettext_lazy("medical", "Stent or heart valve")
    SHUNT = "shunt", pgettext_lazy("medical", "Shunt")
    BREAST = "implant_breast", pgettext_lazy("medical", "Breast implant")
    CONTRACEPTIVE = "implant_contraceptive", pgettext_lazy("medical", "Contraceptive implant")
    IUD = "iud", pgettext_lazy("medical", "Coil (IUD)")
    BULLET = "bullet_fragment", pgettext_lazy("medical", "Bullet or splinter in the body")
    ORGAN = "organ_missing", pgettext_lazy("medical", "Organ removed")
    MESH = "hernia_mesh", pgettext_lazy("medical", "Hernia mesh")
    HEARING_AID = "hearing_aid", pgettext_lazy("medical", "Hearing aid")
    EYE = "eye_prosthesis", pgettext_lazy("medical", "Artificial eye")
    STOMA = "catheter_stoma", pgettext_lazy("medical", "Catheter or stoma")
    SURGERY = "surgery_scar_abd", pgettext_lazy("medical", "Operation on the belly")
    CAESAREAN = "csection", pgettext_lazy("medical", "Caesarean section")
    CHRONIC = "chronic_disease", pgettext_lazy("medical", "Long illness")
    EPILEPSY = "epilepsy", pgettext_lazy("medical", "Epilepsy")
    DIABETES = "diabetes", pgettext_lazy("medical", "Diabetes")
    ASTHMA = "asthma", pgettext_lazy("medical", "Asthma")
    PREGNANCY = "pregnancy", pgettext_lazy("medical", "Pregnancy")
    MOBILITY = "disability_mobility", pgettext_lazy("medical", "Cannot walk well")
    VISION = "disability_vision", pgettext_lazy("medical", "Cannot see well")
    HEARING = "disability_hearing_speech", pgettext_lazy("medical", "Cannot hear or speak well")
    INTELLECT = "disability_intellect", pgettext_lazy("medical", "Learning disability")
    ALLERGY = "allergy", pgettext_lazy("medical", "Allergy")
    WOUND = "recent_wound", pgettext_lazy("medical", "Recent wound")
    OTHER = "other", pgettext_lazy("medical", "Other")


# What leaves nothing that an examination of remains would find: kept for the living, and never compared.
LEAVES_NO_TRACE = frozenset(
    {
        MedicalKind.CHRONIC, MedicalKind.EPILEPSY, MedicalKind.DIABETES, MedicalKind.ASTHMA, MedicalKind.PREGNANCY,
        MedicalKind.MOBILITY, MedicalKind.VISION, MedicalKind.HEARING, MedicalKind.INTELLECT, MedicalKind.ALLERGY,
    }
)  # fmt: skip


class Bone(CodeList):
    """CL-BONE: bones that are named by themselves."""

    CRANIUM = "cranium", pgettext_lazy("bone", "Skull")
    MANDIBLE = "mandible", pgettext_lazy("bone", "Lower jaw")
    HYOID = "hyoid", pgettext_lazy("bone", "Hyoid")
    STERNUM = "sternum", pgettext_lazy("bone", "Breastbone")
    CLAVICLE = "clavicle", pgettext_lazy("bone", "Collarbone")
    SCAPULA = "scapula", pgettext_lazy("bone", "Shoulder blade")
    HUMERUS = "humerus", pgettext_lazy("bone", "Humerus")
    RADIUS = "radius", pgettext_lazy("bone", "Radius")
    ULNA = "ulna", pgettext_lazy("bone", "Ulna")
    CARPALS = "carpals", pgettext_lazy("bone", "Wrist bones")
    METACARPALS = "metacarpals", pgettext_lazy("bone", "Bones of the palm")
    FINGERS = "phal_hand", pgettext_lazy("bone", "Finger bones")
    SACRUM = "sacrum", pgettext_lazy("bone", "Sacrum")
    COCCYX = "coccyx", pgettext_lazy("bone", "Tailbone")
    HIP = "ilium_hip", pgettext_lazy("bone", "Hip bone")
    PUBIS = "pubis", pgettext_lazy("bone", "Pubic bone")
    FEMUR = "femur", pgettext_lazy("bone", "Femur")
    PATELLA = "patella", pgettext_lazy("bone", "Kneecap")
    TIBIA = "tibia", pgettext_lazy("bone", "Tibia")
    FIBULA = "fibula", pgettext_lazy("bone", "Fibula")
    TALUS = "talus", pgettext_lazy("bone", "Ankle bone")
    CALCANEUS = "calcaneus", pgettext_lazy("bone", "Heel bone")
    TARSALS = "tarsals", pgettext_lazy("bone", "Bones of the instep")
    METATARSALS = "metatarsals", pgettext_lazy("bone", "Bones of the midfoot")
    TOES = "phal_foot", pgettext_lazy("bone", "Toe bones")


class Healed(CodeList):
    """Whether an injury is old or new."""

    FRESH = "fresh", pgettext_lazy("injury", "Fresh")
    HEALING = "healing", pgettext_lazy("injury", "Healing")
    HEALED = "healed", pgettext_lazy("injury", "Healed")
    UNKNOWN = "unknown", pgettext_lazy("injury", "Not known")


class ChartOrigin(CodeList):
    """What a dental chart rests on."""

    FAMILY = "family_description", pgettext_lazy("dental chart", "What the family describes")
    PHOTO = "photo_smile", pgettext_lazy("dental chart", "A photo of the smile")
    DENTIST = "dentist_chart", pgettext_lazy("dental chart", "A dentist’s chart")
    RADIOGRAPH = "radiograph", pgettext_lazy("dental chart", "Radiographs")
    EXAMINATION = "pm_exam", pgettext_lazy("dental chart", "Examination of the remains")


class ToothStatus(CodeList):
    """CL-TOOTH: the state of one tooth."""

    SOUND = "sou", pgettext_lazy("tooth", "Sound")
    PRESENT = "prs", pgettext_lazy("tooth", "Present")
    DECAYED = "car", pgettext_lazy("tooth", "Decayed")
    FILLED = "fil", pgettext_lazy("tooth", "Filled")
    CROWN = "crw", pgettext_lazy("tooth", "Crown")
    VENEER = "ven", pgettext_lazy("tooth", "Veneer")
    ROOT_FILLED = "rct", pgettext_lazy("tooth", "Root filled")
    PONTIC = "pon", pgettext_lazy("tooth", "Bridge over a gap")
    ABUTMENT = "abt", pgettext_lazy("tooth", "Pillar of a bridge")
    IMPLANT = "imp", pgettext_lazy("tooth", "Implant")
    DENTURE = "den", pgettext_lazy("tooth", "Tooth of a denture")
    UNERUPTED = "une", pgettext_lazy("tooth", "Not erupted")
    IMPACTED = "ipt", pgettext_lazy("tooth", "Impacted")
    ROOT = "rr", pgettext_lazy("tooth", "Root left")
    FRACTURED = "frx", pgettext_lazy("tooth", "Broken")
    MISSING = "mam", pgettext_lazy("tooth", "Missing, healed")
    LOST = "mpm", pgettext_lazy("tooth", "Lost after death")
    MISSING_UNKNOWN = "mun", pgettext_lazy("tooth", "Missing, time not known")
    NEVER = "agn", pgettext_lazy("tooth", "Never formed")
    DECIDUOUS = "dec", pgettext_lazy("tooth", "Milk tooth")
    ROTATED = "rot", pgettext_lazy("tooth", "Rotated")
    ANOMALY = "ano", pgettext_lazy("tooth", "Unusual form")
    BRACKET = "ort", pgettext_lazy("tooth", "Bracket")
    MODIFIED = "mod", pgettext_lazy("tooth", "Modified by custom")
    NO_DATA = "nod", pgettext_lazy("tooth", "No data")


class ToothMaterial(CodeList):
    """CL-TOOTHMAT: what a tooth was restored with."""

    AMALGAM = "ama", pgettext_lazy("filling", "Amalgam")
    COMPOSITE = "com", pgettext_lazy("filling", "Tooth-coloured")
    GLASS_IONOMER = "gio", pgettext_lazy("filling", "Glass ionomer")
    GOLD = "gol", pgettext_lazy("filling", "Gold")
    METAL = "nob", pgettext_lazy("filling", "Other metal")
    CERAMIC = "cer", pgettext_lazy("filling", "Ceramic")
    METAL_CERAMIC = "mcc", pgettext_lazy("filling", "Metal and ceramic")
    ACRYLIC = "acr", pgettext_lazy("filling", "Acrylic")
    TEMPORARY = "tmp", pgettext_lazy("filling", "Temporary")
    UNKNOWN = "unk", pgettext_lazy("filling", "Not known")
