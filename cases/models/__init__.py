"""Missing-person cases, incidents, whereabouts of the living, stored searches and import batches."""

from cases.models.accountability import CaseAccountabilityNote
from cases.models.actions import CaseSearchAction
from cases.models.case import Case, CaseGrant
from cases.models.claims import WhereaboutsClaim
from cases.models.description import (
    CaseBelonging,
    CaseDentalChart,
    CaseIntimateMark,
    CaseMark,
    CaseMedical,
    CaseName,
)
from cases.models.donors import Donor
from cases.models.dvi import (
    DviEvent,
    DviEventFile,
    DviEventGrant,
    EventMember,
    EventPassenger,
    EventStep,
    EventSurvivor,
)
from cases.models.holders import CaseHolders
from cases.models.imports import (
    Batch,
    BatchRow,
    ImportBatch,
    KeptColumns,
    LivingBatch,
    LivingBatchRow,
    Origin,
    StagedRow,
)
from cases.models.incident import CaseIncident, Incident, IncidentGrant, IncidentSearchFile
from cases.models.journey import JourneyLeg
from cases.models.left_files import LeftFile, OpenedFile
from cases.models.papers import CaseDocument, CaseImage, CasePhoto, CaseProtectedDocument, CaseProtectionFile
from cases.models.search_file import CaseSearchFile
from cases.models.searches import StoredSearch
from cases.models.sources import CaseSource
from cases.models.statements import CaseStatement
from cases.models.whereabouts import (
    LivingWord,
    Whereabouts,
    WhereaboutsFile,
    WhereaboutsGrant,
    WhereaboutsMark,
    WhereaboutsName,
    WhereaboutsStep,
    WhereaboutsTold,
)

__all__ = [
    "Batch",
    "BatchRow",
    "Case",
    "CaseAccountabilityNote",
    "CaseBelonging",
    "CaseDentalChart",
    "CaseDocument",
    "CaseGrant",
    "CaseHolders",
    "CaseImage",
    "CaseIncident",
    "CaseIntimateMark",
    "CaseMark",
    "CaseMedical",
    "CaseName",
    "CasePhoto",
    "CaseProtectedDocument",
    "CaseProtectionFile",
    "CaseSearchAction",
    "CaseSearchFile",
    "CaseSource",
    "CaseStatement",
    "Donor",
    "DviEvent",
    "DviEventFile",
    "DviEventGrant",
    "EventMember",
    "EventPassenger",
    "EventStep",
    "EventSurvivor",
    "ImportBatch",
    "Incident",
    "IncidentGrant",
    "IncidentSearchFile",
    "JourneyLeg",
    "KeptColumns",
    "LeftFile",
    "LivingBatch",
    "LivingBatchRow",
    "LivingWord",
    "OpenedFile",
    "Origin",
    "StagedRow",
    "StoredSearch",
    "Whereabouts",
    "WhereaboutsClaim",
    "WhereaboutsFile",
    "WhereaboutsGrant",
    "WhereaboutsMark",
    "WhereaboutsName",
    "WhereaboutsStep",
    "WhereaboutsTold",
]
