"""Candidate pairs as JSON: codes and log10 ratios, as far as the reader's rings go; never a percentage."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from cases.api.fields import MASKED, StrictSerializer
from matching.codes import Band, PairKind, PairState
from matching.models import CandidatePair
from matching.side_by_side import SideBySide


class PairSummarySerializer(serializers.ModelSerializer):  # type: ignore[type-arg]
    """Layer 1: which two records, how far the review has come, how strongly the evidence speaks in words."""

    kind = serializers.ChoiceField(PairKind.choices)
    case = serializers.CharField(source="case.ref")
    remains = serializers.CharField(source="remains.ref", default=None, allow_null=True)
    other_case = serializers.CharField(source="other_case.ref", default=None, allow_null=True)
    state = serializers.ChoiceField(PairState.choices)
    band = serializers.ChoiceField(Band.choices, allow_null=True)
    coverage = serializers.FloatField(allow_null=True, help_text="Share of the evidence that could be compared, 0 to 1")

    class Meta:
        model = CandidatePair
        fields: tuple[str, ...] = (
            "ref", "kind", "case", "remains", "other_case", "state", "band", "coverage", "version", "evidence_at",
            "created_at",
        )  # fmt: skip
        read_only_fields = fields


class LineSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """One comparison.  A line whose ring is closed keeps its name: `absent` says masked and `holders` whom to ask."""

    line = serializers.CharField()
    outcome = serializers.ChoiceField(["for", "against", "nothing"], allow_null=True)
    log10_lr = serializers.FloatField(allow_null=True, help_text="null: not comparable, or masked")
    absent = serializers.ChoiceField([MASKED], allow_null=True)
    holders = serializers.ListField(child=serializers.CharField())


class PairDetailSerializer(PairSummarySerializer):
    """A pair with its lines.  The sums are null while any line is masked: they would give its size away."""

    log10_lr_total = serializers.FloatField(allow_null=True)
    log10_lr_counted = serializers.FloatField(allow_null=True, help_text="the same after the caps on lines")
    lines = LineSerializer(many=True)

    class Meta(PairSummarySerializer.Meta):
        fields = (*PairSummarySerializer.Meta.fields, "log10_lr_total", "log10_lr_counted", "lines")
        read_only_fields = fields


class PairOpeningSerializer(StrictSerializer):
    """Two records to compare: two cases, or a case and remains."""

    left = serializers.CharField(max_length=40, help_text="reference of a case")
    right = serializers.CharField(max_length=40, help_text="reference of remains, or of another case")


def pair_as_read(view: SideBySide) -> dict[str, Any]:
    """A pair as one client may read it."""
    lines = [
        {
            "line": row.key,
            "outcome": None if row.held else row.outcome,
            "log10_lr": row.value,
            "absent": MASKED if row.held else None,
            "holders": sorted({holder.name for holder in row.holders}),
        }
        for row in view.rows
    ]
    sums = {"log10_lr_total": view.total, "log10_lr_counted": view.counted}
    return dict(PairSummarySerializer(view.pair).data) | sums | {"lines": LineSerializer(lines, many=True).data}
