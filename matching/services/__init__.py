"""What other layers call to write matching data: the feed, runs over all, opening pairs, reviewing."""

from matching.services.asking import answer_question
from matching.services.everything import compare_everything
from matching.services.feed import catch_up
from matching.services.opening import open_pair
from matching.services.reviewing import Judgement, end_lab_request, request_lab, review_pair, withdraw_review
from matching.services.telling import tell

__all__ = [
    "Judgement",
    "answer_question",
    "catch_up",
    "compare_everything",
    "end_lab_request",
    "open_pair",
    "request_lab",
    "review_pair",
    "tell",
    "withdraw_review",
]
