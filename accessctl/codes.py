"""Code lists that decide access: purposes, recipient classes, roles.  Codes are never reused."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Purpose(models.TextChoices):
    """CL-PURPOSE: what a reading or a consent is for.  Their order is part of the consent mask: only append."""

    SEARCH = "search", _("search for the person")
    SHARE_SEARCH = "share_search", _("ask other bodies to check")
    FORENSIC_COMPARISON = "forensic_comparison", _("compare with unidentified remains")
    DNA_IDENTIFICATION = "dna_identification", _("identification by DNA")
    PUBLICATION = "publication", _("public appeal")
    FAMILY_SUPPORT = "family_support", _("support of the family")
    LEGAL_PAPERS = "legal_papers", _("legal papers")
    CONSULAR_CONTACT = "consular_contact", _("contact with a consulate")
    ACCOUNTABILITY = "accountability", _("complaint or prosecution")
    REPATRIATION = "repatriation", _("return and burial")
    STATISTICS = "statistics", _("anonymous counting")
    RESEARCH = "research", _("approved research")


class RecipientClass(models.TextChoices):
    """CL-RECIP: what kind of body an organisation is.  Their order is part of the consent mask: only append."""

    OWN_ORG = "own_org", _("this organisation")
    CSO = "cso", _("civil-society organisation")
    FAMILY_ASSOCIATION = "family_association", _("association of families")
    RED_CROSS_MOVEMENT = "red_cross_movement", _("Red Cross or Red Crescent")
    INTERNATIONAL_ORG = "international_org", _("international organisation")
    FORENSIC_INSTITUTE = "forensic_institute", _("forensic institute")
    GENETIC_LAB = "genetic_lab", _("genetic laboratory")
    MEDICAL_FACILITY = "medical_facility", _("hospital or clinic")
    NATIONAL_SEARCH_BODY = "national_search_body", _("national search body")
    NATIONAL_FOCAL_POINT = "national_focal_point", _("national focal point")
    CONSULATE = "consulate", _("consulate")
    POLICE_MISSING_UNIT = "police_missing_unit", _("police unit for missing persons")
    PROSECUTOR = "prosecutor", _("prosecutor")
    COURT = "court", _("court")
    DETENTION_OPERATOR = "detention_operator", _("operator of detention")
    SAR_BODY = "sar_body", _("search and rescue body")
    CHILD_PROTECTION = "child_protection", _("child protection body")
    TREATY_BODY = "treaty_body", _("treaty body")
    STATE_OF_ORIGIN_BODY = "state_of_origin_body", _("body of the State of origin")
    STATE_OF_TRANSIT_BODY = "state_of_transit_body", _("body of a State of transit")
    STATE_OF_DESTINATION_BODY = "state_of_destination_body", _("body of the State of destination")
    IMMIGRATION_AUTHORITY = "immigration_authority", _("immigration authority")
    MEDIA_PUBLIC = "media_public", _("media or the public")
    RESEARCHER = "researcher", _("researcher")
    PARTNER_REGISTRY = "partner_registry", _("partner registry")


# Bodies of this kind belong to a State whatever else was entered about them: the firewalls rely on it.
STATE_KINDS = frozenset(
    {
        RecipientClass.NATIONAL_SEARCH_BODY,
        RecipientClass.NATIONAL_FOCAL_POINT,
        RecipientClass.CONSULATE,
        RecipientClass.POLICE_MISSING_UNIT,
        RecipientClass.PROSECUTOR,
        RecipientClass.COURT,
        RecipientClass.STATE_OF_ORIGIN_BODY,
        RecipientClass.STATE_OF_TRANSIT_BODY,
        RecipientClass.STATE_OF_DESTINATION_BODY,
        RecipientClass.IMMIGRATION_AUTHORITY,
    }
)

INVESTIGATING_KINDS = frozenset({RecipientClass.POLICE_MISSING_UNIT, RecipientClass.PROSECUTOR, RecipientClass.COURT})
# Rule 13.11 of the data dictionary: a flagged case tells nothing to a body of the State that is feared.
BARRED_WHEN_FLAGGED = frozenset({RecipientClass.CONSULATE, RecipientClass.STATE_OF_ORIGIN_BODY})


class Role(models.TextChoices):
    """Roles of people and partner systems (data dictionary, section 6.1).  What each may do: `accessctl.roles`."""

    CASEWORKER = "caseworker", _("caseworker")
    SUPERVISOR = "supervisor", _("supervisor")
    FORENSIC_PRACTITIONER = "forensic_practitioner", _("forensic practitioner")
    FORENSIC_COORDINATOR = "forensic_coordinator", _("forensic coordinator")
    FOCAL_POINT = "focal_point", _("national focal point")
    TRACING_OFFICER = "tracing_officer", _("tracing officer")
    DATA_PROTECTION = "data_protection", _("data-protection officer")
    PARTNER_SYSTEM = "partner_system", _("partner system")
    PSYCHOSOCIAL_WORKER = "psychosocial_worker", _("psychosocial or legal worker")
    GENETIC_LAB = "genetic_lab", _("genetic laboratory")
    MORGUE_CLERK = "morgue_clerk", _("clerk of a morgue or cemetery")
    STATE_SEARCH_BODY = "state_search_body", _("officer of a State search body")
    CONSULAR_OFFICER = "consular_officer", _("consular officer")
    INVESTIGATOR = "investigator", _("prosecutor or investigator")
    FIELD_STAFF = "field_staff", _("hospital, shelter or rescue staff")
    ANALYST = "analyst", _("analyst")
    SYSTEM_ADMINISTRATOR = "system_administrator", _("system administrator")
    AUDITOR = "auditor", _("auditor")
    FAMILY_DELEGATE = "family_delegate", _("delegate of a family association")
    FAITH_LEADER = "faith_leader", _("faith leader at a burial")


class GrantReason(models.TextChoices):
    """Why a person was given a ring of a record."""

    REGISTERED_IT = "registered_it", _("registered the record")
    DISCLOSED = "disclosed", _("disclosed by the owner")
    SUPERVISION = "supervision", _("supervision")
    REVIEW = "review", _("review of a candidate pair")
    DELEGATED = "delegated", _("delegated by the family")
    ASSIGNED = "assigned", _("assigned to the case")
