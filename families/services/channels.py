"""How a relative is reached after the registration: a way added, changed or taken away, safe word included.

Whoever writes here reads it as well: channels are of layer 4, and none can be changed unseen.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accessctl import journal
from accessctl.actor import Actor
from accessctl.rings import Ring
from accessctl.services.rows import update_row
from accessctl.tokens import find
from cases.models import Case
from families.models import Channel, Relative, RelativeTie
from families.services.fetching import row_of, with_ring
from families.services.registration import ChannelEntry, channel_columns, channel_faults
from registry.lib.errors import Conflict, Invalid, NotFound


class OnlyWay(Conflict):
    code = "only_way"
    template = gettext_lazy("This is the only way to reach them. Add another one first.")


@transaction.atomic
def save_channel(*, actor: Actor, case_ref: str, relative: str, entry: ChannelEntry, channel: str = "") -> Channel:
    """Add a way to reach a relative, or change the one that `channel` names.  relative, channel: tokens.

    Raises NotFound, Forbidden, Invalid.
    """
    case = with_ring(actor, case_ref, Ring.CONTACT)
    who = row_of(case, Relative, relative)
    _check(entry)
    columns = channel_columns(entry)
    if channel:
        row = _own(case, who, channel)
        update_row(row, columns)
    else:
        row = Channel.objects.create(case=case, relative=who, created_by=actor.account, **columns)
    journal.record(actor, "relative.reached_otherwise", case, ring=Ring.CONTACT)
    return row


@transaction.atomic
def remove_channel(*, actor: Actor, case_ref: str, relative: str, channel: str) -> None:
    """Forget one way to reach a relative; never the last one of who is not reached through us.

    Raises NotFound, Forbidden, OnlyWay.
    """
    case = with_ring(actor, case_ref, Ring.CONTACT)
    who = row_of(case, Relative, relative)
    row = _own(case, who, channel)
    through_us = RelativeTie.objects.filter(relative=who, via_organisation__isnull=False).exists()
    if not through_us and not Channel.objects.filter(relative=who).exclude(pk=row.pk).exists():
        raise OnlyWay()
    row.delete()
    journal.record(actor, "relative.reached_otherwise", case, ring=Ring.CONTACT)


def _own(case: Case, relative: Relative, token: str) -> Channel:
    found = find(Channel.objects.filter(case=case, relative=relative).select_for_update(), token)
    if found is None:
        raise NotFound()
    return found


def _check(entry: ChannelEntry) -> None:
    faults = channel_faults(entry)
    if not entry.value.strip():
        faults = [_("Write the number or address.")]
    named = {"value": faults} if faults else {}
    if entry.safe_question.strip() and not entry.safe_word.strip():
        named["safe_word"] = [_("Write the answer that was agreed as well, or leave the question out.")]
    if named:
        raise Invalid(fields=named)
