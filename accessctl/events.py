"""What the journal's own events are called; each app names its own beside its models."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accessctl import history

history.entitle(
    {
        "ring.read": _("A ring was opened."),
        "access.denied": _("Access was refused."),
        "grant.given": _("Somebody was given a part of the record."),
        "grant.revoked": _("Somebody’s reading right was ended."),
        "consent.effect_changed": _("Consent was changed."),
        "disclosure.asked": _("A deeper look was asked for."),
        "disclosure.assigned": _("A request for a deeper look was passed on."),
        "disclosure.opened": _("A request for a deeper look was granted."),
        "disclosure.refused": _("A request for a deeper look was refused."),
        "disclosure.taken_back": _("A request for a deeper look was taken back."),
        "disclosure.ended": _("A deeper look was ended."),
        "disclosure.escalated": _("A request for a deeper look waits too long for an answer."),
        "share.recalled": _("A copy that was given out was recalled."),
        "share.recall_acknowledged": _("The recall of a copy was read."),
        "share.recall_deleted": _("A recalled copy was deleted."),
        "share.recall_refused": _("The recall of a copy was refused."),
        "draft.begun": _("A draft was begun."),
        "draft.changed": _("A draft was changed."),
        "draft.deleted": _("A draft was deleted."),
        "draft.registered": _("A draft was registered."),
        "account.created": _("An account was made."),
        "account.password_changed": _("Somebody changed their password."),
        "account.password_reset": _("Somebody set a new password by mail."),
        "account.totp_activated": _("Somebody set up an app for sign-in codes."),
        "account.totp_deactivated": _("Somebody removed their app for sign-in codes."),
        "account.webauthn_added": _("Somebody added a passkey."),
        "account.webauthn_removed": _("Somebody removed a passkey."),
        "account.recovery_codes_generated": _("Somebody made new recovery codes."),
        "account.second_step_reset": _("An operator took somebody’s second steps away."),
        "session.begun": _("Somebody signed in."),
        "session.refused": _("A sign-in was refused."),
        "session.left": _("Somebody signed out."),
        "session.ended": _("Sessions were ended."),
        "membership.created": _("Somebody joined the organisation."),
        "membership.invited_again": _("Somebody’s invitation was sent again."),
        "membership.suspended": _("Somebody’s roles in the organisation were suspended."),
        "membership.restored": _("Somebody’s roles in the organisation were given back."),
        "organisation.changed": _("What the organisation says of itself was changed."),
        "organisation.suspended": _("The organisation was suspended."),
        "organisation.restored": _("The organisation takes part again."),
        "organisation.created": _("The organisation was entered."),
        "client.created": _("A partner system was given a token."),
        "agreement.proposed": _("An agreement was proposed."),
        "agreement.signed": _("An agreement was signed."),
        "agreement.declined": _("An agreement was declined."),
        "agreement.withdrawn": _("A party withdrew from an agreement."),
        "agreement.suspended": _("An agreement was suspended."),
        "agreement.resumed": _("The suspension of an agreement was ended."),
        "keys.rotated.root": _("The root key was replaced."),
        "keys.rotated.organisation": _("The key of the organisation was replaced."),
        "keys.rotated.records": _("The keys of the organisation’s records were replaced."),
        "work.tried_again": _("Work that had failed was tried again."),
    }
)
