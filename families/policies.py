"""Who may do what with drafts of a registration.  Relatives and consents are rings of the case: its policy decides."""

from __future__ import annotations

from accessctl.policy import Action, RecordPolicy, register
from cases.policies import REGISTRANTS
from families.models import RegistrationDraft


@register(RegistrationDraft)
class RegistrationDraftPolicy(RecordPolicy):
    """A draft is the organisation's own: a colleague may finish it."""

    needs_consent = False
    own = {action: REGISTRANTS for action in (Action.VIEW, Action.CREATE, Action.CHANGE)}
