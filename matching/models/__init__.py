"""Candidate pairs, rankings, reviews, sealed matcher profiles, runs over every record, weights, what matchers share,
allele frequencies, kinship, identifications.
"""

from matching.models.boards import Board, BoardCase, BoardRemains
from matching.models.canaries import Canary, CanaryCheck
from matching.models.endings import EndedPair, KeptDecision
from matching.models.identification import Identification, SecondOpinion, Signature
from matching.models.judged import JudgedPair
from matching.models.kinship import FamilyOutlook, FamilyPlacing, KinshipLine
from matching.models.pairs import CandidatePair, EvidenceLine, Ranking
from matching.models.panels import AllelePanel
from matching.models.peer_disclosures import PeerDecision, PeerDisclosure
from matching.models.peers import CodedTable, GivenTable, PeerHit, PeerInquiry, PeerQuestion
from matching.models.profiles import (
    CaseForensicProfile,
    CaseReservedProfile,
    CaseSearchProfile,
    Compared,
    RemainsForensicProfile,
    RemainsSearchProfile,
    WhereaboutsProfile,
)
from matching.models.release import ReleaseOrder
from matching.models.rematches import Rematch
from matching.models.reviews import NOTES, RemainsReviewNote, Review, ReviewNote, WhereaboutsReviewNote
from matching.models.shards import Counted, Part, Question
from matching.models.weights import WeightsVersion

__all__ = [
    "NOTES",
    "AllelePanel",
    "Board",
    "BoardCase",
    "BoardRemains",
    "Canary",
    "CanaryCheck",
    "CandidatePair",
    "CaseForensicProfile",
    "CaseReservedProfile",
    "CaseSearchProfile",
    "CodedTable",
    "Compared",
    "Counted",
    "EndedPair",
    "EvidenceLine",
    "FamilyOutlook",
    "FamilyPlacing",
    "GivenTable",
    "Identification",
    "JudgedPair",
    "KeptDecision",
    "KinshipLine",
    "Part",
    "PeerDecision",
    "PeerDisclosure",
    "PeerHit",
    "PeerInquiry",
    "PeerQuestion",
    "Question",
    "Ranking",
    "ReleaseOrder",
    "RemainsForensicProfile",
    "RemainsReviewNote",
    "RemainsSearchProfile",
    "Rematch",
    "Review",
    "ReviewNote",
    "SecondOpinion",
    "Signature",
    "WeightsVersion",
    "WhereaboutsProfile",
    "WhereaboutsReviewNote",
]
