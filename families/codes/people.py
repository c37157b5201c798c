"""Code lists of who asks, how to reach them, what endangers them and what they may decide."""

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


class IdentityCheck(CodeList):
    """How the organisation knows that the enquirer is who they say."""

    NONE = "none", pgettext_lazy("identity check", "Not yet")
    KNOWN = "known_to_org", pgettext_lazy("identity check", "Known to the organisation")
    DOCUMENT_SEEN = "document_seen", pgettext_lazy("identity check", "Paper seen")
    SECOND_RELATIVE = "second_relative", pgettext_lazy("identity check", "Confirmed by a second relative")


class Mandate(CodeList):
    """What a family lets somebody do for it."""

    NEWS = "news", pgettext_lazy("mandate", "Hear the news for the family")
    CONSENT = "consent", pgettext_lazy("mandate", "Give consent and take it back")
    RIGHTS = "rights", pgettext_lazy("mandate", "Ask to see, correct or erase what is kept")
    PAPERS = "papers", pgettext_lazy("mandate", "Receive papers and belongings")


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
