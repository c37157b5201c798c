"""Who may do what with drafts of a registration.  Relatives and consents are rings of the case: its policy decides."""

from __future__ import annotations

from django.db.models import Q

from accessctl import parts
from accessctl.codes import Role
from accessctl.policy import NOBODY, Action, RecordPolicy, register
from accessctl.reach import Reach
from accessctl.rings import Ring
from cases.models import Case
from cases.policies import REGISTRANTS
from families.models import RegistrationDraft
from families.parts import FAMILY_PARTS

parts.offer(Case, FAMILY_PARTS)


@register(RegistrationDraft)
class RegistrationDraftPolicy(RecordPolicy):
    """A draft is its maker's; a supervisor may finish it.

    SECURITY: what is typed includes channels and protection, which of a saved case only its registrar and the
    supervisors may read.
    """

    needs_consent = False
    own = dict.fromkeys((Action.VIEW, Action.CREATE, Action.CHANGE), REGISTRANTS - {Role.PARTNER_SYSTEM})

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        if reach.actor.account is None:
            return NOBODY
        scope = super().scope(reach, action, ring)
        if Role.SUPERVISOR in reach.actor.roles:
            return scope
        return scope & Q(created_by=reach.actor.account)
