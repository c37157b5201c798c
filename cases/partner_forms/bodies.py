"""Forms of international bodies: urgent actions of the CED, the tables of IOM, PFIF 1.4, a basic set as the ICRC's.

The names of IOM's columns were checked in the published table, the items of an urgent action in the Committee's guide,
the fields of PFIF in version 1.3; all else is mapped from general knowledge.
"""

from __future__ import annotations

from typing import Final

from cases.partner_forms.declare import About, Form, NotHeld, Section, held, missing

CED: Final = Form(
    "ced", "UN Committee on Enforced Disappearances: request for urgent action", "en", About.CASE,
    (
        Section(1, "Person who is missing", (
            held("Name", "CaseName.full_original", "CaseName.latn", checked=True),
            held("Date of birth, age", "CaseSearchFile.date_of_birth", "CaseSearchFile.age_low",
                 "CaseSearchFile.age_high", checked=True),
            held("Sex", "Case.sex", checked=True),
            held("Nationality", "Case.nationalities", checked=True),
            held("Identity document", "CaseDocument.doc_type", "CaseDocument.doc_number",
                 "CaseDocument.issuing_country", checked=True),
            missing("Profession, activity", NotHeld.HARM, checked=True),
            held("Photograph", "CasePhoto.content", checked=True),
            held("Physical description", "CaseSearchFile.distinguishing_features", "CaseSearchFile.height_cm_low",
                 "CaseSearchFile.height_cm_high", "CaseSearchFile.hair_colour", "CaseSearchFile.eye_colour"),
        )),
        Section(2, "Facts", (
            held("Date", "CaseSearchFile.date_last_contact", checked=True),
            held("Place", "CaseSearchFile.place_last_contact", checked=True),
            held("What happened", "CaseSearchFile.circumstances_text", "Case.circumstance_codes", checked=True),
            missing("Who is believed responsible", NotHeld.HARM, checked=True),
            held("Urgency", "CaseSearchFile.priorities"),
        )),
        Section(3, "Steps taken", (
            held("Complaints and searches, and their answers", "CaseSearchAction.action", "CaseSearchAction.asked_on",
                 "CaseSearchAction.result", checked=True),
        )),
        Section(4, "Who asks", (
            held("Name", "RelativeName.full_original", checked=True),
            held("Relationship", "RelativeTie.relationship", checked=True),
            held("Contact", "Channel.kind", "Channel.value", checked=True),
            held("Consent", "Consent.decision", "Consent.purpose", checked=True),
            missing("Signature", NotHeld.OFFICE, checked=True),
        )),
    ),
)  # fmt: skip

IOM: Final = Form(
    "iom", "IOM Missing Migrants Project: table of incidents", "en", About.INCIDENT,
    (
        Section(1, "Columns", (
            held("Main ID", "Incident.external_main_id", checked=True),
            held("Incident ID", "Incident.external_id", checked=True),
            held("Incident Type", "Incident.incident_type", checked=True),
            held("Region of Incident", "Incident.region", checked=True),
            held("Incident year, Reported Month, Website Date", "Incident.month",
                 "Incident.month_max", "IncidentSearchFile.date", checked=True),
            held("Number of Dead", "Incident.n_dead_recovered", checked=True),
            held("Minimum Estimated Number of Missing", "Incident.n_missing_min", checked=True),
            held("Total Number of Dead and Missing", "Incident.n_dead_recovered",
                 "Incident.n_missing_min", checked=True),
            held("Number of Survivors", "Incident.n_survivors", "IncidentSearchFile.n_survivors", checked=True),
            held("Number of Females", "Incident.n_females", "IncidentSearchFile.n_females", checked=True),
            held("Number of Males", "Incident.n_males", "IncidentSearchFile.n_males", checked=True),
            held("Number of Children", "Incident.n_children", "IncidentSearchFile.n_children", checked=True),
            held("Country of Origin", "IncidentSearchFile.countries_of_origin", checked=True),
            held("Cause of Death", "Incident.cause_category", "Incident.cause_quoted", checked=True),
            held("Migration route", "Incident.route_code", "Incident.route_quoted", checked=True),
            held("Location of death, Coordinates", "IncidentSearchFile.place",
                 "Incident.cell_lat", "Incident.cell_lon", checked=True),
            held("Information Source", "Incident.information_source", checked=True),
            held("Source Quality", "Incident.source_quality", checked=True),
            held("URL", "Incident.source_url", checked=True),
            held("Article title", "Incident.article_title", checked=True),
            held("UNSD Geographical Grouping", "Incident.unsd_region", checked=True),
            missing("Region of Origin", NotHeld.UNASKED, checked=True),
        )),
    ),
)  # fmt: skip

PFIF: Final = Form(
    "pfif", "People Finder Interchange Format (PFIF) 1.4", "en", About.CASE,
    (
        Section(1, "person", (
            held("person_record_id", "Case.ref", "CaseOrigin.number"),
            missing("entry_date, expiry_date", NotHeld.OFFICE),
            held("author_name", "RelativeName.full_original"),
            held("author_email, author_phone", "Channel.kind", "Channel.value"),
            missing("source_name, source_date, source_url", NotHeld.OFFICE),
            held("full_name", "CaseName.full_original", checked=True),
            held("given_name", "CaseName.given"),
            held("family_name", "CaseName.family"),
            held("alternate_names", "CaseName.full_original", "CaseName.latn", "CaseName.kind"),
            held("description", "CaseSearchFile.distinguishing_features", checked=True),
            held("sex", "Case.sex", checked=True),
            held("date_of_birth", "CaseSearchFile.date_of_birth", checked=True),
            held("age", "CaseSearchFile.age_low", "CaseSearchFile.age_high", checked=True),
            held("home_city, home_state, home_country", "CaseSearchFile.place_of_origin", checked=True),
            missing("home_street, home_neighborhood, home_postal_code", NotHeld.HARM, checked=True),
            held("photo_url", "CasePhoto.content", checked=True),
            missing("profile_urls", NotHeld.UNASKED),
        )),
        Section(2, "note", (
            # PFIF means the day on which the note was posted; it has none for the last contact (`cases.pfif`).
            held("source_date", "CaseSearchFile.date_last_contact", checked=True),
            held("last_known_location", "CaseSearchFile.place_last_contact", checked=True),
            missing("author_made_contact, status", NotHeld.FATE),
            held("text", "CaseSearchFile.circumstances_text", checked=True),
            missing("email_of_found_person, phone_of_found_person", NotHeld.HARM, checked=True),
            missing("linked_person_record_id", NotHeld.OFFICE, checked=True),
        )),
    ),
)  # fmt: skip

ICRC: Final = Form(
    "icrc_basic", "Basic set for a missing migrant, in the manner of the ICRC core data set", "en", About.CASE,
    (
        Section(1, "Identity", (
            held("Full name", "CaseName.full_original", "CaseName.latn"),
            held("Other names", "CaseName.full_original", "CaseName.kind"),
            held("Father's and mother's name", "CaseName.father_name", "CaseName.mother_name"),
            held("Sex", "Case.sex"),
            held("Date of birth or age", "CaseSearchFile.date_of_birth", "CaseSearchFile.age_low",
                 "CaseSearchFile.age_high"),
            held("Nationality", "Case.nationalities"),
            held("Place of origin", "CaseSearchFile.place_of_origin"),
            held("Identity papers", "CaseDocument.doc_type", "CaseDocument.doc_number",
                 "CaseDocument.issuing_country"),
            held("Photo", "CasePhoto.content"),
        )),
        Section(2, "Description", (
            held("Height, hair, eyes, build", "CaseSearchFile.height_cm_low", "CaseSearchFile.height_cm_high",
                 "CaseSearchFile.height_class", "CaseSearchFile.hair_colour", "CaseSearchFile.eye_colour",
                 "CaseSearchFile.build"),
            held("Distinguishing features", "CaseSearchFile.distinguishing_features", "CaseMark.description"),
            held("Clothes and belongings", "CaseBelonging.item_class", "CaseBelonging.colours",
                 "CaseBelonging.serial", "CaseBelonging.description"),
        )),
        Section(3, "Journey and last contact", (
            held("Date of last contact", "CaseSearchFile.date_last_contact"),
            held("Place of last contact", "CaseSearchFile.place_last_contact"),
            held("How they were in touch", "CaseSearchFile.contact_means"),
            held("What happened", "CaseSearchFile.circumstances_text"),
            held("Route and destination", "Case.route_code", "Case.destination_country", "JourneyLeg.from_place",
                 "JourneyLeg.to_place"),
            held("Companions", "CaseSearchFile.companions_text"),
        )),
        Section(4, "Who asks", (
            held("Name, relationship", "RelativeName.full_original", "RelativeTie.relationship"),
            held("How to reach them, language", "Channel.kind", "Channel.value", "Relative.language",
                 "Relative.country_of_residence"),
            held("Consent", "Consent.decision"),
        )),
    ),
)  # fmt: skip
