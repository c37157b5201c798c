"""Unidentified remains: root, post-mortem profile, forensic file, what was found with them."""

from remains.models.found import (
    RemainsAttachment,
    RemainsBelonging,
    RemainsDocument,
    RemainsIntimateMark,
    RemainsMark,
    RemainsProtectedDocument,
)
from remains.models.profile import ForensicFile, OriginIndicator, PostMortemProfile, RemainsIncident
from remains.models.remains import Remains, RemainsDraft, RemainsGrant, RemainsSource

__all__ = [
    "ForensicFile",
    "OriginIndicator",
    "PostMortemProfile",
    "Remains",
    "RemainsAttachment",
    "RemainsBelonging",
    "RemainsDocument",
    "RemainsDraft",
    "RemainsGrant",
    "RemainsIncident",
    "RemainsIntimateMark",
    "RemainsMark",
    "RemainsProtectedDocument",
    "RemainsSource",
]
