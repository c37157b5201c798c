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
        "membership.created": _("Somebody joined the organisation."),
        "organisation.created": _("The organisation was entered."),
        "client.created": _("A partner system was given a token."),
        "agreement.proposed": _("An agreement was proposed."),
        "agreement.signed": _("An agreement was signed."),
        "agreement.suspended": _("An agreement was suspended."),
        "keys.rotated.root": _("The root key was replaced."),
        "keys.rotated.organisation": _("The key of the organisation was replaced."),
        "keys.rotated.records": _("The keys of the organisation’s records were replaced."),
        "work.tried_again": _("Work that had failed was tried again."),
    }
)
