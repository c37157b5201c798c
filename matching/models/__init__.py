"""Candidate pairs, rankings, reviews, sealed matcher profiles."""

from matching.models.pairs import CandidatePair, EvidenceLine, Ranking
from matching.models.profiles import (
    CaseReservedProfile,
    CaseSearchProfile,
    Compared,
    RemainsForensicProfile,
    RemainsSearchProfile,
)
from matching.models.reviews import Review, ReviewNote

__all__ = [
    "CandidatePair",
    "CaseReservedProfile",
    "CaseSearchProfile",
    "Compared",
    "EvidenceLine",
    "Ranking",
    "RemainsForensicProfile",
    "RemainsSearchProfile",
    "Review",
    "ReviewNote",
]
