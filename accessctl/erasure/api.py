"""REST: erasing a record, by a system of its owner."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from accessctl.actor import Actor
from accessctl.erasure import services
from accessctl.models import Tombstone
from accessctl.models.erasure import ErasureReason, Telling


class ErasureSerializer(serializers.ModelSerializer):  # type: ignore[type-arg]
    """In: why, and how the family was told.  Out: what stays of the record for a year."""

    reason = serializers.ChoiceField(choices=ErasureReason.choices)
    told = serializers.ChoiceField(choices=Telling.choices)

    class Meta:
        model = Tombstone
        fields = ("record_ref", "reason", "told", "erased_at")
        read_only_fields = ("record_ref", "erased_at")


def erased_by(actor: Actor, ref: str, data: Any) -> dict[str, Any]:
    """Erase, and say what stays.  Raises NotFound and Forbidden before the body is judged, and what `erase` raises."""
    services.fetch(actor, ref)
    form = ErasureSerializer(data=data)
    form.is_valid(raise_exception=True)
    asked = form.validated_data
    stone = services.erase(actor=actor, ref=ref, reason=ErasureReason(asked["reason"]), told=Telling(asked["told"]))
    return dict(ErasureSerializer(stone).data)
