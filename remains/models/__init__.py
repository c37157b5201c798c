"""Unidentified remains: root, post-mortem profile, forensic file, what was found with them, chain of custody."""

from remains.models.custody import BurialPlace, CustodyEvent, StoragePlace
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
from remains.models.profile import ForensicFile, OriginIndicator, PostMortemProfile, RemainsIncident
from remains.models.remains import Remains, RemainsDraft, RemainsGrant, RemainsSource

__all__ = [
    "BurialPlace",
    "CustodyEvent",
    "ForensicFile",
    "OriginIndicator",
    "PostMortemProfile",
    "Remains",
    "RemainsAttachment",
    "RemainsBelonging",
    "RemainsDentalChart",
    "RemainsDocument",
    "RemainsDraft",
    "RemainsGrant",
    "RemainsIncident",
    "RemainsIntimateMark",
    "RemainsMark",
    "RemainsMedical",
    "RemainsProtectedDocument",
    "RemainsSource",
    "StoragePlace",
]
