"""Code lists of an examination: its kinds, its steps, fingerprints, cause and manner of death, injuries."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from cases.codes import CodeList


class ExaminationKind(CodeList):
    """What was examined, and how."""

    EXTERNAL = "external", pgettext_lazy("examination", "External examination")
    AUTOPSY = "autopsy", pgettext_lazy("examination", "Autopsy")
    ANTHROPOLOGY = "anthropology", pgettext_lazy("examination", "Anthropology")
    ODONTOLOGY = "odontology", pgettext_lazy("examination", "Teeth")
    RADIOLOGY = "radiology", pgettext_lazy("examination", "Radiology")
    PHOTO_ONLY = "photo_only", pgettext_lazy("examination", "From photographs alone")


class ChecklistStep(CodeList):
    """CL-STEP: the steps of an examination.  The chain of custody knows the sample by a step of its own."""

    PERSONAL_EFFECTS = "personal_effects", pgettext_lazy("examination", "Personal effects")
    PHOTOGRAPHY = "photography", pgettext_lazy("examination", "Photographs")
    FINGERPRINTS = "fingerprints", pgettext_lazy("examination", "Fingerprints")
    RADIOLOGY = "radiology", pgettext_lazy("examination", "Radiology")
    EXTERNAL = "external", pgettext_lazy("examination", "External examination")
    ANTHROPOLOGY = "anthropology", pgettext_lazy("examination", "Anthropology")
    PATHOLOGY = "pathology", pgettext_lazy("examination", "Pathology")
    ODONTOLOGY = "odontology", pgettext_lazy("examination", "Teeth")
    DNA_SAMPLE = "dna_sample", pgettext_lazy("examination", "Sample for genetic testing")
    EMBALMING = "embalming", pgettext_lazy("examination", "Embalming")


class StepState(CodeList):
    """How far a step has come."""

    NOT_STARTED = "not_started", pgettext_lazy("examination step", "Not started")
    ASSIGNED = "assigned", pgettext_lazy("examination step", "Assigned")
    IN_PROGRESS = "in_progress", pgettext_lazy("examination step", "In progress")
    DONE = "done", pgettext_lazy("examination step", "Done")
    NOT_APPLICABLE = "not_applicable", pgettext_lazy("examination step", "Does not apply")
    NOT_POSSIBLE = "not_possible", pgettext_lazy("examination step", "Not possible")


# Nothing more is to be done of these.
SETTLED = frozenset({StepState.DONE, StepState.NOT_APPLICABLE, StepState.NOT_POSSIBLE})


class BodyScore(CodeList):
    """By which table a total body score was counted."""

    LAND = "megyesi_2005", pgettext_lazy("body score", "On land (Megyesi et al. 2005)")
    WATER = "heaton_2010", pgettext_lazy("body score", "In water (Heaton et al. 2010)")
    OTHER = "other", pgettext_lazy("body score", "Other")


class Finger(CodeList):
    """Fingers in the order of a fingerprint form: right thumb 1 to left little finger 10."""

    R1 = "1", pgettext_lazy("finger", "1 right thumb")
    R2 = "2", pgettext_lazy("finger", "2 right index")
    R3 = "3", pgettext_lazy("finger", "3 right middle")
    R4 = "4", pgettext_lazy("finger", "4 right ring")
    R5 = "5", pgettext_lazy("finger", "5 right little")
    L1 = "6", pgettext_lazy("finger", "6 left thumb")
    L2 = "7", pgettext_lazy("finger", "7 left index")
    L3 = "8", pgettext_lazy("finger", "8 left middle")
    L4 = "9", pgettext_lazy("finger", "9 left ring")
    L5 = "10", pgettext_lazy("finger", "10 left little")


class PrintQuality(CodeList):
    """Whether the prints can be searched."""

    GOOD = "good", pgettext_lazy("prints", "Good")
    USABLE = "usable", pgettext_lazy("prints", "Usable")
    POOR = "poor", pgettext_lazy("prints", "Poor")


class PrintResult(CodeList):
    """What a search of the prints found."""

    NOT_SEARCHED = "not_searched", pgettext_lazy("prints", "Not searched yet")
    PENDING = "pending", pgettext_lazy("prints", "Searched, no answer yet")
    NOTHING = "nothing", pgettext_lazy("prints", "Nothing found")
    FOUND = "found", pgettext_lazy("prints", "A record was found")


class CauseOfDeath(CodeList):
    """CL-CAUSE, the list of the examination."""

    DROWNING = "drowning", pgettext_lazy("cause of death", "Drowning")
    VEHICLE = "vehicle_transport", pgettext_lazy("cause of death", "Vehicle or transport")
    HARSH = "harsh_environment", pgettext_lazy("cause of death", "Lack of shelter, food or water")
    VIOLENCE = "violence", pgettext_lazy("cause of death", "Violence")
    SICKNESS = "sickness_no_care", pgettext_lazy("cause of death", "Sickness without care")
    ACCIDENT = "accident", pgettext_lazy("cause of death", "Accident")
    DEHYDRATION = "dehydration", pgettext_lazy("cause of death", "Thirst")
    HYPERTHERMIA = "hyperthermia", pgettext_lazy("cause of death", "Heat")
    HYPOTHERMIA = "hypothermia", pgettext_lazy("cause of death", "Cold")
    SUFFOCATION = "suffocation", pgettext_lazy("cause of death", "Suffocation")
    STARVATION = "starvation", pgettext_lazy("cause of death", "Hunger")
    GUNSHOT = "gunshot", pgettext_lazy("cause of death", "Gunshot")
    STAB = "stab", pgettext_lazy("cause of death", "Stabbing")
    BLUNT = "blunt", pgettext_lazy("cause of death", "Blunt force")
    BURN = "burn", pgettext_lazy("cause of death", "Burns")
    ELECTROCUTION = "electrocution", pgettext_lazy("cause of death", "Electricity")
    POISON = "poison", pgettext_lazy("cause of death", "Poison")
    DISEASE = "disease", pgettext_lazy("cause of death", "Disease")
    PREGNANCY = "pregnancy", pgettext_lazy("cause of death", "Pregnancy or birth")
    UNDETERMINED = "undetermined", pgettext_lazy("cause of death", "Could not be determined")
    PENDING = "pending", pgettext_lazy("cause of death", "Not decided yet")


class MannerOfDeath(CodeList):
    """How it came to death, as the authority states it."""

    NATURAL = "natural", pgettext_lazy("manner of death", "Natural")
    ACCIDENT = "accident", pgettext_lazy("manner of death", "Accident")
    SUICIDE = "suicide", pgettext_lazy("manner of death", "Suicide")
    HOMICIDE = "homicide", pgettext_lazy("manner of death", "Killed by somebody")
    UNDETERMINED = "undetermined", pgettext_lazy("manner of death", "Could not be determined")
    PENDING = "pending", pgettext_lazy("manner of death", "Not decided yet")


class InjuryKind(CodeList):
    """What an injury is."""

    GUNSHOT = "gunshot", pgettext_lazy("injury", "Gunshot")
    SHARP = "sharp", pgettext_lazy("injury", "Cut or stab")
    BLUNT = "blunt", pgettext_lazy("injury", "Blunt force")
    FRACTURE = "fracture", pgettext_lazy("injury", "Fracture")
    BURN = "burn", pgettext_lazy("injury", "Burn")
    LIGATURE = "ligature", pgettext_lazy("injury", "Mark of a rope or bond")
    BLAST = "blast", pgettext_lazy("injury", "Blast")
    BITE = "bite", pgettext_lazy("injury", "Bite")
    OTHER = "other", pgettext_lazy("injury", "Other")


class InjuryTime(CodeList):
    """When an injury came about."""

    BEFORE = "ante", pgettext_lazy("injury time", "Before death, healing begun")
    AROUND = "peri", pgettext_lazy("injury time", "About the time of death")
    AFTER = "post", pgettext_lazy("injury time", "After death")
    UNKNOWN = "unknown", pgettext_lazy("injury time", "Not known")


class InstitutionRefKind(CodeList):
    """Whose number it is."""

    MORGUE = "morgue", pgettext_lazy("reference", "Morgue")
    AUTOPSY = "autopsy", pgettext_lazy("reference", "Autopsy")
    POLICE = "police", pgettext_lazy("reference", "Police")
    PROSECUTOR = "prosecutor", pgettext_lazy("reference", "Prosecutor")
    CEMETERY = "cemetery", pgettext_lazy("reference", "Cemetery")
    LABORATORY = "lab", pgettext_lazy("reference", "Laboratory")
    DVI = "dvi", pgettext_lazy("reference", "PM number of an event")
    OTHER = "other", pgettext_lazy("reference", "Other")


class Trait(CodeList):
    """What is estimated."""

    AGE = "age", pgettext_lazy("estimate", "Age in years")
    STATURE = "stature_cm", pgettext_lazy("estimate", "Stature in cm")
