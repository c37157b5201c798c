"""What the events of consent are called in the journal."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accessctl import history
from accessctl.systems import feed
from cases.models import Case

# What is read of a case beside it: each act is told to who may open the ring that it was done in.
feed.carry(
    Case, "case", "consent", "relative", "support.need_noted", "support.referral_proposed", "support.referral_moved",
    "paper", "feedback", "rights", "notification.done", "notification.declined", "wishes.noted", "wishes.consulate",
    "wishes.step",
)  # fmt: skip
history.entitle(
    {
        "case.delegated": _("The case was delegated to a family association."),
        "case.delegation_ended": _("The delegation of the case was ended."),
        "case.consent_changed": _("Consent was changed."),
        "feedback.noted": _("A talk with the family was written down."),
        "feedback.rhythm_changed": _("How often the family wishes to hear from us was changed."),
        "invitation.made": _("Somebody from outside was invited to say what they know."),
        "invitation.ended": _("An invitation was taken back."),
        "invitation.locked": _("An invitation was locked after wrong PINs."),
        "invitation.sent": _("Somebody who was invited sent what they know."),
        "import.expired": _(
            "A partner wants deleted what came from them. It stays until people here decide. Ask the family."
        ),
        "import.kept": _("It was decided that what a partner wanted deleted stays."),
        "import.decided": _("It was decided whether a row of an import is somebody who is here already."),
        "import.opened": _("The case was opened from a row of an import that had waited for a decision."),
        "intake.taken": _("Somebody took on what had come in."),
        "intake.given": _("What had come in was given to a colleague."),
        "intake.released": _("What had come in was put back into the queue."),
        "draft.received": _("A partner’s system sent what a relative told it."),
        "draft.ends_soon": _("It was said that a draft is deleted soon."),
        "notification.planned": _("Telling the family of a result was prepared."),
        "notification.done": _("The family was told of a result by people who sat with it."),
        "notification.declined": _("The family did not wish to be told of a result now."),
        "finding.received": _("An identification was issued. The family is to be told of it in person."),
        "finding.more_found": _("A further part was found. What the family wishes to hear stands in their wishes."),
        "finding.taken_back": _("An identification was taken back."),
        "finding.answered": _("What the family says to an identification was written down."),
        "finding.copy_made": _("A copy of the identification was made for the family."),
        "wishes.noted": _("What the family wishes was written down."),
        "wishes.consulate": _("Whether the consulate may take part was written down."),
        "wishes.step": _("A step of the return or burial was written down."),
        "wishes.faith_told": _("A faith organisation was told rite, place and time of the burial."),
        "wishes.faith_ended": _("A faith organisation no longer reads of the burial."),
        "wishes.rite_read": _("Rite, place and time of the burial were read by who leads the rite."),
        "relative.added": _("A relative was added to the case."),
        "relative.changed": _("What is known of a relative was changed."),
        "relative.reached_otherwise": _("How a relative is reached was changed."),
        "relative.erased": _("A relative was erased from the case."),
        "case.safeguarded": _("A safeguard of the case was changed."),
        "page_code.made": _("A relative was given a code for their own page."),
        "page_code.revoked": _("A code of a relative's own page was ended."),
        "page_code.locked": _("A code of a relative's own page was locked after wrong PINs."),
        "rights.asked": _("A relative asked something or sent a correction."),
        "rights.answered": _("A relative was answered."),
        "consent.answered": _("The family answered questions of consent."),
        "consent.ended": _("The time of consents was over."),
        "consent.to_be_asked": _("The family is to be asked for consent again."),
        "consent.receipt_made": _("A receipt of the consent was made for the family."),
        "consent.withdrawn": _("The family withdrew consent."),
        "consent.restricted": _("What a relative gave is kept and not used for now, as they wished."),
        "consent.restriction_lifted": _("What was kept back at a relative's wish may be used again."),
        "support.need_noted": _("What the family needs was noted."),
        "support.referral_proposed": _("A referral was proposed to the family."),
        "support.referral_moved": _("A referral went a step on."),
        "support.referral_answered": _("A provider answered a referral."),
        "support.letter_made": _("A letter about support or a paper was made."),
        "transfer.proposed": _("A second person was asked to offer the case to another organisation."),
        "transfer.offered": _("The case was offered to another organisation."),
        "transfer.withdrawn": _("The offer to another organisation was taken back."),
        "transfer.declined": _("The other organisation declined to take the case over."),
        "transfer.handed_on": _("The case went over to another organisation."),
        "transfer.accepted": _("The case was taken over from another organisation."),
        "transfer.left": _("An organisation outside this registry goes on with the search."),
        "paper.begun": _("A legal paper was begun with the family."),
        "paper.moved": _("A legal paper went a step on."),
    }
)
