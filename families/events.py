"""What the events of consent are called in the journal."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accessctl import history

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
        "import.decided": _("It was decided whether a row of an import is somebody who is here already."),
        "import.opened": _("The case was opened from a row of an import that had waited for a decision."),
        "intake.taken": _("Somebody took on what had come in."),
        "intake.given": _("What had come in was given to a colleague."),
        "intake.released": _("What had come in was put back into the queue."),
        "draft.ends_soon": _("It was said that a draft is deleted soon."),
        "notification.planned": _("Telling the family of a result was prepared."),
        "notification.done": _("The family was told of a result by people who sat with it."),
        "notification.declined": _("The family did not wish to be told of a result now."),
        "finding.received": _("An identification was issued. The family is to be told of it in person."),
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
        "support.need_noted": _("What the family needs was noted."),
        "support.referral_proposed": _("A referral was proposed to the family."),
        "support.referral_moved": _("A referral went a step on."),
        "support.letter_made": _("A letter about support or a paper was made."),
        "paper.begun": _("A legal paper was begun with the family."),
        "paper.moved": _("A legal paper went a step on."),
    }
)
