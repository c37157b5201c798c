"""Code lists about relatives, how to reach them, and what they consented to."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from cases.codes import CodeList


class Relationship(CodeList):
    """CL-REL: the enquirer is the … of the missing person."""

    MOTHER = "mot", pgettext_lazy("relationship", "Mother")
    FATHER = "fat", pgettext_lazy("relationship", "Father")
    CHILD = "chi", pgettext_lazy("relationship", "Child")
    FULL_SIBLING = "sib_f", pgettext_lazy("relationship", "Full brother or sister")
    HALF_SIBLING = "sib_h", pgettext_lazy("relationship", "Half brother or sister")
    STEP_SIBLING = "sib_x", pgettext_lazy("relationship", "Step or foster brother or sister")
    SPOUSE = "spo", pgettext_lazy("relationship", "Husband or wife")
    PARTNER = "par", pgettext_lazy("relationship", "Partner")
    FIANCE = "fia", pgettext_lazy("relationship", "Fiancé or fiancée")
    GRANDMOTHER = "gmo", pgettext_lazy("relationship", "Grandmother")
    GRANDFATHER = "gfa", pgettext_lazy("relationship", "Grandfather")
    GRANDCHILD = "gch", pgettext_lazy("relationship", "Grandchild")
    AUNT = "aun", pgettext_lazy("relationship", "Aunt")
    UNCLE = "unc", pgettext_lazy("relationship", "Uncle")
    NIECE = "nie", pgettext_lazy("relationship", "Niece")
    NEPHEW = "nep", pgettext_lazy("relationship", "Nephew")
    COUSIN = "cou", pgettext_lazy("relationship", "Cousin")
    IN_LAW = "inl", pgettext_lazy("relationship", "Relative by marriage")
    GUARDIAN = "gua", pgettext_lazy("relationship", "Guardian")
    FOSTER = "fos", pgettext_lazy("relationship", "Foster or kafala family")
    MILK = "mil", pgettext_lazy("relationship", "Milk relative")
    FRIEND = "fri", pgettext_lazy("relationship", "Friend")
    COMPANION = "com", pgettext_lazy("relationship", "Travel companion")
    NEIGHBOUR = "nei", pgettext_lazy("relationship", "Neighbour")
    EMPLOYER = "emp", pgettext_lazy("relationship", "Employer")
    REPRESENTATIVE = "rep", pgettext_lazy("relationship", "Representative")
    ORGANISATION = "org", pgettext_lazy("relationship", "Organisation")
    NONE = "non", pgettext_lazy("relationship", "None")
    OTHER = "other", pgettext_lazy("relationship", "Other")


class ChannelKind(CodeList):
    """CL-CHAN: ways to reach somebody."""

    PHONE = "phone", pgettext_lazy("channel", "Phone call")
    SMS = "sms", "SMS"
    WHATSAPP = "whatsapp", "WhatsApp"
    SIGNAL = "signal", "Signal"
    TELEGRAM = "telegram", "Telegram"
    MESSENGER = "messenger", "Messenger"
    EMAIL = "email", pgettext_lazy("channel", "E-mail")
    POST = "post", pgettext_lazy("channel", "Post")
    VISIT = "visit", pgettext_lazy("channel", "Visit")
    VIA_ORGANISATION = "via_org", pgettext_lazy("channel", "Through the organisation")
    RADIO = "radio", pgettext_lazy("channel", "Radio")
    PORTAL = "portal", pgettext_lazy("channel", "This registry")
    OTHER = "other", pgettext_lazy("channel", "Other")


class FeedbackKind(CodeList):
    """What a talk with the family was.  That there is no news is news: they know that nobody has forgotten."""

    NEWS = "news", pgettext_lazy("talk", "We told them what was done and found")
    NO_NEWS = "no_news", pgettext_lazy("talk", "We told them that there is no news")
    ANSWER = "answer", pgettext_lazy("talk", "We answered what they had asked")
    MISSED = "missed", pgettext_lazy("talk", "We tried and did not reach them")
    QUESTION = "question", pgettext_lazy("talk", "They asked something")
    COMPLAINT = "complaint", pgettext_lazy("talk", "They complained")
    TOLD_US = "told_us", pgettext_lazy("talk", "They told us something")

    @property
    def tells(self) -> bool:
        """Whether the family heard from us by it, so that the clock begins anew."""
        return self in (FeedbackKind.NEWS, FeedbackKind.NO_NEWS, FeedbackKind.ANSWER)


class Mandate(CodeList):
    """What a family lets somebody do for it."""

    NEWS = "news", pgettext_lazy("mandate", "Hear the news for the family")
    CONSENT = "consent", pgettext_lazy("mandate", "Give consent and take it back")
    RIGHTS = "rights", pgettext_lazy("mandate", "Ask to see, correct or erase what is kept")
    PAPERS = "papers", pgettext_lazy("mandate", "Receive papers and belongings")


class NotificationKind(CodeList):
    """CL-NOTIF: what a family is told by people who sit with it."""

    LEAD_CHECK = "lead_check", pgettext_lazy("notification", "Something is being checked")
    SIGN_OF_LIFE = "sign_of_life", pgettext_lazy("notification", "A sign of life")
    ALIVE_MESSAGE = "alive_message", pgettext_lazy("notification", "A message of the person")
    IDENTIFICATION = "identification", pgettext_lazy("notification", "An identification")
    PART_FOUND = "part_found", pgettext_lazy("notification", "A further part was found")
    EXCLUSION = "exclusion_after_lead", pgettext_lazy("notification", "What was checked was not so")
    REVOCATION = "revocation", pgettext_lazy("notification", "An identification was taken back")
    REPATRIATION = "repatriation_step", pgettext_lazy("notification", "A step of the return")


class TeamRole(CodeList):
    """Professions of those who sit with a family.  An interpreter is named besides and counts for none of them."""

    PSYCHOSOCIAL = "psychosocial", pgettext_lazy("team", "Psychosocial support")
    CASEWORKER = "caseworker", pgettext_lazy("team", "The family’s caseworker")
    FORENSIC = "forensic", pgettext_lazy("team", "Forensic science")
    MEDICAL = "medical", pgettext_lazy("team", "Medicine")
    LEGAL = "legal", pgettext_lazy("team", "Law")
    FAITH = "faith", pgettext_lazy("team", "Faith or community")
    AUTHORITY = "authority", pgettext_lazy("team", "The authority that established it")


class NotificationPlace(CodeList):
    """Where a family is told: never by message, letter or telephone, and never on a page."""

    HOME = "home", pgettext_lazy("place", "At home")
    TRUSTED = "trusted_office", pgettext_lazy("place", "An office that the family trusts")
    CONSULATE = "consulate", pgettext_lazy("place", "A consulate, because the family wishes it")


class ToldPoint(CodeList):
    """What is gone through with a family."""

    KNOWN = "known", pgettext_lazy("told", "What is known, and how it is known")
    NOT_KNOWN = "not_known", pgettext_lazy("told", "What is not known")
    DOUBTS = "doubts", pgettext_lazy("told", "That they may doubt it and ask for a second opinion")
    RIGHTS = "rights", pgettext_lazy("told", "Their rights")
    NEXT_STEPS = "next_steps", pgettext_lazy("told", "What comes next, and what they decide")
    REPORT_COPY = "report_copy", pgettext_lazy("told", "A copy of the report is in their hands, in their language")


class IdentityCheck(CodeList):
    """How the organisation knows that the enquirer is who they say."""

    NONE = "none", pgettext_lazy("identity check", "Not yet")
    KNOWN = "known_to_org", pgettext_lazy("identity check", "Known to the organisation")
    DOCUMENT_SEEN = "document_seen", pgettext_lazy("identity check", "Paper seen")
    SECOND_RELATIVE = "second_relative", pgettext_lazy("identity check", "Confirmed by a second relative")


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


class Risk(CodeList):
    """CL-RISK: what could endanger who asks, or come from them."""

    STATE_ORIGIN = "state_origin", pgettext_lazy("risk", "The State of origin")
    STATE_TRANSIT = "state_transit", pgettext_lazy("risk", "A State of transit")
    STATE_DESTINATION = "state_dest", pgettext_lazy("risk", "The State of destination")
    ARMED_GROUP = "armed_group", pgettext_lazy("risk", "An armed group")
    SMUGGLER = "smuggler", pgettext_lazy("risk", "A smuggler")
    TRAFFICKER = "trafficker", pgettext_lazy("risk", "A trafficker, or acts for one")
    FAMILY_VIOLENCE = "family_violence", pgettext_lazy("risk", "Violence in the family")
    COMMUNITY = "community", pgettext_lazy("risk", "The community")
    DEBT = "debt", pgettext_lazy("risk", "Debts")
    IRREGULAR_STATUS = "irregular_status", pgettext_lazy("risk", "No papers to stay")
    UNDISCLOSED_FAITH = "undisclosed_faith", pgettext_lazy("risk", "A faith that is not known")
    UNDISCLOSED_ORIENTATION = "undisclosed_orientation", pgettext_lazy("risk", "An orientation that is not known")
    CHILD = "child", pgettext_lazy("risk", "Is a child")
    NONE_KNOWN = "none_known", pgettext_lazy("risk", "None known")
    ABUSER = "abuser", pgettext_lazy("risk", "May have harmed the person who is sought")
    AGENT = "agent", pgettext_lazy("risk", "May act for an authority that is feared")


# FW-SUSPECT: who asks may mean harm, so only supervisors work on what is found.
HARMFUL = frozenset({Risk.ABUSER, Risk.TRAFFICKER, Risk.AGENT})


class LiftReason(CodeList):
    """Why the protection of a person is lifted."""

    FAMILY_WISH = "family_wish", pgettext_lazy("protection", "The family wishes it")
    DANGER_OVER = "danger_over", pgettext_lazy("protection", "The danger is over")
    MISTAKE = "mistake", pgettext_lazy("protection", "It was entered by mistake")


class Need(CodeList):
    """CL-NEED: what a family needs help with."""

    PSYCHOSOCIAL = "psychosocial", pgettext_lazy("need", "Somebody to talk to")
    MENTAL_HEALTH = "mental_health", pgettext_lazy("need", "Care for mental health")
    LEGAL_ABSENCE = "legal_absence", pgettext_lazy("need", "Legal help: absence")
    LEGAL_DEATH = "legal_death", pgettext_lazy("need", "Legal help: papers after an identification")
    LEGAL_CUSTODY = "legal_custody", pgettext_lazy("need", "Legal help: care of children")
    LEGAL_PROPERTY = "legal_property", pgettext_lazy("need", "Legal help: property")
    LEGAL_MIGRATION = "legal_migration", pgettext_lazy("need", "Legal help: residence")
    ECONOMIC = "economic", pgettext_lazy("need", "Income")
    HEALTH = "health", pgettext_lazy("need", "Health")
    EDUCATION_CHILDREN = "education_children", pgettext_lazy("need", "Schooling of children")
    HOUSING = "housing", pgettext_lazy("need", "Housing")
    FOOD = "food", pgettext_lazy("need", "Food")
    SECURITY = "security", pgettext_lazy("need", "Safety")
    DOCUMENTATION = "documentation", pgettext_lazy("need", "Identity papers")
    TRAVEL_FOR_SEARCH = "travel_for_search", pgettext_lazy("need", "Travel for the search")
    PEER_GROUP = "peer_group", pgettext_lazy("need", "Other families")
    FAITH_SUPPORT = "faith_support", pgettext_lazy("need", "Support of their faith")
    CHILD_PROTECTION = "child_protection", pgettext_lazy("need", "Protection of a child")
    GBV_CARE = "gbv_care", pgettext_lazy("need", "Care after violence")
    INFORMATION_ON_RIGHTS = "information_on_rights", pgettext_lazy("need", "Information on rights")


class Urgency(CodeList):
    """How soon a need has to be met."""

    NOW = "now", pgettext_lazy("urgency", "Now")
    SOON = "soon", pgettext_lazy("urgency", "Within weeks")
    LATER = "later", pgettext_lazy("urgency", "Later")


class ReferralStatus(CodeList):
    """How far a referral is: the family says yes before anybody is told, the provider after."""

    PROPOSED = "proposed", pgettext_lazy("referral", "Proposed to the family")
    ACCEPTED_BY_FAMILY = "accepted_by_family", pgettext_lazy("referral", "The family said yes")
    SENT = "sent", pgettext_lazy("referral", "Sent to the provider")
    WAITING = "waiting", pgettext_lazy("referral", "On the provider’s waiting list")
    ACCEPTED = "accepted", pgettext_lazy("referral", "The provider said yes")
    DELIVERED = "delivered", pgettext_lazy("referral", "Help was given")
    DECLINED = "declined", pgettext_lazy("referral", "Declined")
    NO_SHOW = "no_show", pgettext_lazy("referral", "They did not meet")
    CLOSED = "closed", pgettext_lazy("referral", "Closed")


class PaperKind(CodeList):
    """CL-LEGALPAPER: a legal paper.

    Those that say what became of the person are left out: they follow an identification and nothing else.
    """

    CERTIFICATE_OF_ABSENCE = "certificate_of_absence", pgettext_lazy("paper", "Certificate of absence")
    DECLARATION_OF_ABSENCE = "declaration_of_absence_court", pgettext_lazy("paper", "Declaration of absence by a court")
    GUARDIANSHIP = "guardianship", pgettext_lazy("paper", "Guardianship of children")
    POWER_OF_ATTORNEY = "power_of_attorney", pgettext_lazy("paper", "Power of attorney")
    ASSET_ADMINISTRATION = "asset_administration", pgettext_lazy("paper", "Administration of property")
    MARRIAGE_STATUS = "marriage_status", pgettext_lazy("paper", "Status of a marriage")
    PENSION_CLAIM = "pension_claim", pgettext_lazy("paper", "Claim to a pension")
    REGISTRY_CORRECTION = "registry_correction", pgettext_lazy("paper", "Correction of a register")


class PaperStatus(CodeList):
    """How far a paper is."""

    INFORMED = "informed", pgettext_lazy("paper status", "The family was informed")
    PREPARING = "preparing", pgettext_lazy("paper status", "Being prepared")
    FILED = "filed", pgettext_lazy("paper status", "Asked for at the office")
    GRANTED = "granted", pgettext_lazy("paper status", "Granted")
    REFUSED = "refused", pgettext_lazy("paper status", "Refused by the office")
    APPEALED = "appealed", pgettext_lazy("paper status", "Appealed")
    GIVEN_UP = "given_up", pgettext_lazy("paper status", "The family does not want it any more")


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


class CallEnd(CodeList):
    """Why a call to the hotline ends without a case."""

    FOUND = "found", pgettext_lazy("end of a call", "They know now where the person is")
    KNOWN = "known", pgettext_lazy("end of a call", "The person is registered already")
    SENT_ON = "sent_on", pgettext_lazy("end of a call", "They were told where they can go")
    NOT_WISHED = "not_wished", pgettext_lazy("end of a call", "They do not wish a search")
    NOT_REACHED = "not_reached", pgettext_lazy("end of a call", "Nobody answered, at several times of the day")
    MISTAKE = "mistake", pgettext_lazy("end of a call", "It was entered by mistake")
