"""Code lists of what relatives ask of what is held about them, and what became of it."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from cases.codes import CodeList


class RequestKind(CodeList):
    """CL-DSR: what relatives ask of what is held of them, and what else they say on their own page."""

    AMEND = "amend", pgettext_lazy("request", "Something is wrong: please correct it")
    COMPLETE = "complete", pgettext_lazy("request", "I have something to add")
    REACH = "reach", pgettext_lazy("request", "Change how, when or how often you reach me")
    HUMAN_REVIEW = "human_review", pgettext_lazy("request", "I have a question, or I want to speak with a person")
    SUPPORT = "support", pgettext_lazy("request", "I need papers or support")
    ABOUT_ME = "about_me", pgettext_lazy("request", "This is about me: I am the person you are looking for")
    WHO_ACCESSED = "who_accessed", pgettext_lazy("request", "Tell me exactly who read what you hold")
    WHO_RECEIVED = "who_received", pgettext_lazy("request", "Tell me exactly who received what you hold")
    CONSULT = "consult", pgettext_lazy("request", "Show me what you hold, together with a person")
    COPY = "copy", pgettext_lazy("request", "Give me a copy of what you hold")
    RESTRICT = "restrict", pgettext_lazy("request", "Keep it, but do not use it for now")
    OBJECT = "object", pgettext_lazy("request", "I do not agree with how you use it")
    ERASE = "erase", pgettext_lazy("request", "Erase what I gave you")
    WITHDRAW = "withdraw_consent", pgettext_lazy("request", "I take back what I agreed to")
    COMPLAINT = "complaint", pgettext_lazy("request", "I want to complain")


class Amendable(CodeList):
    """What a correction can name, so that confirming it writes it."""

    FEATURES = "distinguishing_features", pgettext_lazy("correction", "What makes the person easy to recognise")
    CIRCUMSTANCES = "circumstances_text", pgettext_lazy("correction", "What happened")
    COMPANIONS = "companions_text", pgettext_lazy("correction", "Who the person travelled with")
    BIRTH = "date_of_birth", pgettext_lazy("correction", "Date of birth (a year, or year-month-day)")
    NAME = "name", pgettext_lazy("correction", "A further name, or another way to write it")


class RequestDecision(CodeList):
    """What became of a request."""

    DONE = "done", pgettext_lazy("request", "Done")
    PARTLY = "partly", pgettext_lazy("request", "Done in part")
    REFUSED = "refused", pgettext_lazy("request", "Refused")


class RequestRefusal(CodeList):
    """Why a request is not done, or not wholly."""

    THIRD_PERSON = "third_person", pgettext_lazy("refusal", "It concerns somebody else")
    NOT_HELD = "not_held", pgettext_lazy("refusal", "We do not hold it")
    COURT_ORDER = "court_order", pgettext_lazy("refusal", "A court ordered to keep it")
    SAFETY = "safety", pgettext_lazy("refusal", "Somebody could be in danger")
    FINDING = "finding", pgettext_lazy("refusal", "It is a finding that another institution must keep")
    IDENTITY = "identity", pgettext_lazy("refusal", "We could not be sure who asks")
    OTHER = "other", pgettext_lazy("refusal", "Another reason, given in words")
