"""The AM and PM forms of INTERPOL's set for disasters, block by block: mapped from general knowledge."""

from __future__ import annotations

from typing import Final

from cases.partner_forms.declare import About, Form, NotHeld, Section, held, missing

_MARK: Final = ("mark_type", "site", "side", "aspect", "length_mm", "width_mm", "colours", "motifs", "inscription",
                "acquired", "description")  # fmt: skip
_THING: Final = ("item_class", "colours", "pattern", "material", "brand", "label_text", "size", "inscription",
                 "serial", "description", "worn_or_carried")  # fmt: skip
_PAPER: Final = ("doc_type", "doc_number", "issuing_country", "issue_date", "expiry_date", "name_on_doc",
                 "dob_on_doc")  # fmt: skip
_MEDICAL: Final = ("item_type", "site", "side", "healed", "device_maker", "device_serial", "happened",
                   "description")  # fmt: skip
_HAIR: Final = ("hair_dyed", "hair_length", "hair_form", "baldness")
_FACIAL_HAIR: Final = ("facial_hair", "facial_hair_colour")
_TEETH: Final = ("origin", "charted_on", "numbering", "teeth", "dentition", "prostheses", "occlusion_note", "wear",
                 "staining", "cultural_modification")  # fmt: skip


def of(table: str, *names: str) -> tuple[str, ...]:
    """Fields of one table."""
    return tuple(f"{table}.{name}" for name in names)


AM: Final = Form(
    "interpol_am", "INTERPOL DVI: Ante Mortem (AM) form", "en", About.CASE,
    (
        Section(100, "Missing person: the search", (
            held("Registration number", "Case.ref"),
            held("Date last seen or heard of", *of("CaseSearchFile", "date_last_contact", "last_proof_of_life",
                                                   "proof_of_life_kind")),
            held("Place last seen or heard of", "CaseSearchFile.place_last_contact"),
            held("Circumstances", *of("CaseSearchFile", "circumstances_text", "companions_text"),
                 "Case.circumstance_codes"),
            held("Travel", "Case.route_code", "Case.destination_country",
                 *of("JourneyLeg", "from_place", "to_place", "depart", "arrive", "transport")),
            held("Informant: name", "RelativeName.full_original"),
            held("Informant: relationship", "RelativeTie.relationship"),
            held("Informant: how to reach", *of("Channel", "kind", "value", "safe_hours"),
                 *of("Relative", "language", "country_of_residence")),
        )),
        Section(200, "Personal data", (
            held("Family name", "CaseName.family"),
            held("Given names", "CaseName.given"),
            held("Full name, other names", *of("CaseName", "full_original", "latn", "kind")),
            held("Names of parents", *of("CaseName", "father_name", "mother_name")),
            held("Date of birth, age", *of("CaseSearchFile", "date_of_birth", "age_low", "age_high")),
            held("Sex", "Case.sex"),
            held("Nationality", "Case.nationalities"),
            held("Place of origin", "CaseSearchFile.place_of_origin"),
            missing("Occupation", NotHeld.UNASKED),
            missing("Religion", NotHeld.HARM),
            missing("Marital status", NotHeld.UNASKED),
            held("Photographs", "CasePhoto.content"),
        )),
        Section(300, "Effects", (
            held("Clothing, footwear, jewellery, effects", *of("CaseBelonging", *_THING)),
            held("Identity papers", *of("CaseDocument", *_PAPER)),
        )),
        Section(400, "Physical description", (
            held("Height", *of("CaseSearchFile", "height_cm_low", "height_cm_high", "height_class",
                               "height_reference")),
            held("Weight", *of("CaseSearchFile", "weight_kg_low", "weight_kg_high")),
            held("Build", "CaseSearchFile.build"),
            missing("Race", NotHeld.HARM),
            held("Hair of the head", *of("CaseSearchFile", "hair_colour", *_HAIR)),
            held("Facial hair", *of("CaseSearchFile", *_FACIAL_HAIR)),
            held("Eyes", *of("CaseSearchFile", "eye_colour", "eye_colour_left", "glasses", "contact_lenses")),
            held("Shoe size", *of("CaseSearchFile", "shoe_size_eu_low", "shoe_size_eu_high")),
            held("Further description", *of("CaseSearchFile", "distinguishing_features", "voice_gait_habits",
                                            "observed_at")),
            held("Scars, tattoos, marks", *of("CaseMark", *_MARK)),
            held("Marks on covered parts of the body", *of("CaseIntimateMark", *_MARK)),
        )),
        Section(500, "Medical information", (
            held("Old fractures, implants, operations", *of("CaseMedical", *_MEDICAL)),
            held("Doctor, hospital", "CaseHolders.record_holder"),
            held("Illnesses, medication", *of("CaseMedical", "condition_code", "medication")),
        )),
        Section(600, "Dental information", (
            held("Dentist", "CaseHolders.dentist"),
            held("Dental chart", *of("CaseDentalChart", *_TEETH)),
            held("Teeth as seen in a smile", "CaseSearchFile.smile"),
        )),
        Section(700, "DNA", (
            held("Samples that could be given", *of("CaseHolders", "samples_offered", "samples_note")),
            missing("DNA profile", NotHeld.APART),
        )),
        Section(800, "Fingerprints", (
            held("Where fingerprints are on file", *of("CaseHolders", "prints_held", "prints_held_by")),
            missing("Fingerprints", NotHeld.APART),
        )),
        Section(900, "Remarks and who filled it in", (missing("Name, date, signature", NotHeld.OFFICE),)),
    ),
)  # fmt: skip

PM: Final = Form(
    "interpol_pm", "INTERPOL DVI: Post Mortem (PM) form", "en", About.REMAINS,
    (
        Section(100, "Recovery", (
            held("Number of the remains", "Remains.ref"),
            held("Numbers at other institutions", *of("InstitutionRef", "kind", "institution", "value")),
            held("Date and time of finding", *of("PostMortemProfile", "found_at", "found_time", "recovered_at")),
            held("Place of finding", *of("PostMortemProfile", "found_place", "setting", "burial_context")),
            held("Found and recovered by", *of("PostMortemProfile", "finder_kind", "recovered_by")),
            held("Scene", *of("Examination", "scene_marker", "position_note", "scene_description")),
        )),
        Section(200, "State of the remains", (
            held("Condition", *of("PostMortemProfile", "completeness", "condition", "skin_examined", "pm_altered")),
            held("Parts, alterations", *of("ForensicFile", "not_recovered", "elements", "alterations",
                                           "minimum_number_of_individuals")),
            held("Time since death", *of("PostMortemProfile", "pmi_days_low", "pmi_days_high", "pmi_method")),
        )),
        Section(300, "Effects", (
            held("Clothing, footwear, jewellery, effects", *of("RemainsBelonging", *_THING)),
            held("Identity papers", *of("RemainsDocument", *_PAPER)),
        )),
        Section(400, "Physical description", (
            held("Sex", *of("PostMortemProfile", "sex_estimated", "sex_method")),
            held("Estimated age", *of("PostMortemProfile", "age_low", "age_high", "age_method")),
            held("Stature", *of("PostMortemProfile", "stature_cm_low", "stature_cm_high", "stature_method")),
            held("Weight", *of("ForensicFile", "weight_kg_low", "weight_kg_high")),
            held("Build", "ForensicFile.build"),
            missing("Race", NotHeld.HARM),
            held("Hair of the head", *of("PostMortemProfile", "hair_colour", *_HAIR)),
            held("Facial hair", *of("PostMortemProfile", *_FACIAL_HAIR)),
            held("Eyes", *of("PostMortemProfile", "eye_colour", "eye_colour_left")),
            held("Further description", *of("ForensicFile", "skin_tone", "ancestry_note")),
            held("Scars, tattoos, marks", *of("RemainsMark", *_MARK)),
            held("Marks on covered parts of the body", *of("RemainsIntimateMark", *_MARK)),
            held("Photographs", "RemainsAttachment.kind"),
        )),
        Section(500, "Internal examination", (
            held("Old fractures, implants, operations", *of("RemainsMedical", *_MEDICAL),
                 "ForensicFile.bones_examined"),
            held("Cause of death", *of("Examination", "cause", "cause_text")),
            held("Injuries", *of("RemainsAccountabilityNote", "injury_site", "injury_kind", "injury_time",
                                 "injury_text")),
        )),
        Section(600, "Dental information", (
            held("Dental chart", *of("RemainsDentalChart", *_TEETH)),
            held("What the front teeth show", "PostMortemProfile.smile"),
        )),
        Section(700, "DNA", (missing("Samples, DNA profile", NotHeld.APART),)),
        Section(800, "Fingerprints", (
            held("Fingers that give a print", *of("Examination", "fingers", "print_quality")),
            held("Searches of the prints", *of("Examination", "prints_searched_in", "print_result")),
        )),
        Section(900, "Remarks and who filled it in", (
            held("Who examined, when", *of("Examination", "examiner", "examined_on", "kinds")),
            held("Presumed name", *of("ForensicFile", "presumptive_identity", "presumptive_basis")),
            missing("Signature", NotHeld.OFFICE),
        )),
    ),
)  # fmt: skip
