"""Code lists of consent: whose, to what, in which form and state."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from cases.codes import CodeList


class SubjectKind(CodeList):
    """Who consents."""

    ENQUIRER = "enquirer", pgettext_lazy("consent", "Enquirer")
    DONOR = "donor", pgettext_lazy("consent", "Donor")
    LOCATED_PERSON = "located_person", pgettext_lazy("consent", "Located person")
    GUARDIAN = "guardian_for_minor", pgettext_lazy("consent", "Guardian of a minor")


class ConsentDecision(CodeList):
    """What was decided for one use."""

    GIVEN = "given", pgettext_lazy("consent", "Yes")
    REFUSED = "refused", pgettext_lazy("consent", "No")
    NOT_ASKED = "not_asked", pgettext_lazy("consent", "Not asked")


class ConsentState(CodeList):
    """CL-CONSENTSTATE: the state of a consent."""

    DRAFT = "draft", pgettext_lazy("consent state", "Draft")
    GIVEN = "given", pgettext_lazy("consent state", "Given")
    REFUSED = "refused", pgettext_lazy("consent state", "Refused")
    RESTRICTED = "restricted", pgettext_lazy("consent state", "Kept, not used for now")
    WITHDRAWN = "withdrawn", pgettext_lazy("consent state", "Withdrawn")
    EXPIRED = "expired", pgettext_lazy("consent state", "Expired")
    SUPERSEDED = "superseded", pgettext_lazy("consent state", "Replaced")


class ConsentForm(CodeList):
    """How consent was given."""

    WRITTEN = "written", pgettext_lazy("consent form", "In writing")
    AUDIO = "audio", pgettext_lazy("consent form", "Audio recording")
    ORAL_WITNESSED = "oral_witnessed", pgettext_lazy("consent form", "Orally, with a witness")
    PORTAL = "portal", pgettext_lazy("consent form", "In this registry")
    THUMBPRINT = "thumbprint", pgettext_lazy("consent form", "Thumbprint")


class LegalBasis(CodeList):
    """On which legal basis data are used."""

    CONSENT = "consent", pgettext_lazy("legal basis", "Consent")
    VITAL_INTEREST = "vital_interest", pgettext_lazy("legal basis", "Vital interest")
    PUBLIC_INTEREST = "public_interest", pgettext_lazy("legal basis", "Public interest")
    LEGITIMATE_INTEREST = "legitimate_interest", pgettext_lazy("legal basis", "Legitimate interest")
    LEGAL_OBLIGATION = "legal_obligation", pgettext_lazy("legal basis", "Legal obligation")


class CountryScope(CodeList):
    """Which countries a consent covers."""

    ALL = "all", pgettext_lazy("countries", "All countries")
    ONLY = "only", pgettext_lazy("countries", "Only the countries named")
    EXCEPT = "except", pgettext_lazy("countries", "All but the countries named")


class PublicationLevel(CodeList):
    """How much of a public notice is allowed."""

    NONE = "none", pgettext_lazy("publication", "Nothing")
    ANONYMOUS = "no_photo_no_name", pgettext_lazy("publication", "Without photo and name")
    FIRST_NAME_PHOTO = "first_name_photo", pgettext_lazy("publication", "First name and photo")
    FULL = "full", pgettext_lazy("publication", "Everything ticked")


class AskAgain(CodeList):
    """Why a family is to be asked for consent again."""

    ENDS_SOON = "ends_soon", pgettext_lazy("asking again", "A consent ends soon")
    ENDED = "ended", pgettext_lazy("asking again", "A consent has ended")
    # One code for all such answers: which of them it was could tell that a State is feared.
    ANSWERS_CHANGED = "answers_changed", pgettext_lazy("asking again", "An answer changed that consent rests on")
    WORDING_CHANGED = "wording_changed", pgettext_lazy("asking again", "The risks or the rights are explained anew")
