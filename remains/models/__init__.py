"""Unidentified remains: root, post-mortem profile, forensic file, what was found with them, custody, samples."""

from remains.models.belongings import BelongingStep, KeptBelonging
from remains.models.custody import BurialPlace, CustodyEvent, StoragePlace
from remains.models.examination import (
    BiologicalEstimate,
    ChecklistItem,
    Examination,
    InstitutionRef,
    RemainsAccountabilityNote,
)
from remains.models.found import (
    RemainsAttachment,
    RemainsBelonging,
    RemainsDentalChart,
    RemainsDocument,
    RemainsIntimateMark,
    RemainsMark,
    RemainsMedical,
    RemainsProtectedDocument,
)
from remains.models.genetics import Alleles, GeneticMode
from remains.models.imports import RemainsBatch, RemainsBatchRow, RemainsColumns, RemainsOrigin
from remains.models.profile import ForensicFile, OriginIndicator, PostMortemProfile, RemainsIncident
from remains.models.remains import Remains, RemainsDraft, RemainsGrant, RemainsSource
from remains.models.samples import (
    GeneticProfile,
    Sample,
    SampleFile,
    SampleOfDonor,
    SampleOfRemains,
    SampleStep,
    SampleTest,
)
from remains.models.skeleton import BodyPart, InventoryPiece, PartJoin

__all__ = [
    "Alleles",
    "BelongingStep",
    "BiologicalEstimate",
    "BodyPart",
    "BurialPlace",
    "ChecklistItem",
    "CustodyEvent",
    "Examination",
    "ForensicFile",
    "GeneticMode",
    "GeneticProfile",
    "InstitutionRef",
    "InventoryPiece",
    "KeptBelonging",
    "OriginIndicator",
    "PartJoin",
    "PostMortemProfile",
    "Remains",
    "RemainsAccountabilityNote",
    "RemainsAttachment",
    "RemainsBatch",
    "RemainsBatchRow",
    "RemainsBelonging",
    "RemainsColumns",
    "RemainsDentalChart",
    "RemainsDocument",
    "RemainsDraft",
    "RemainsGrant",
    "RemainsIncident",
    "RemainsIntimateMark",
    "RemainsMark",
    "RemainsMedical",
    "RemainsOrigin",
    "RemainsProtectedDocument",
    "RemainsSource",
    "Sample",
    "SampleFile",
    "SampleOfDonor",
    "SampleOfRemains",
    "SampleStep",
    "SampleTest",
    "StoragePlace",
]
