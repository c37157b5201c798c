"""Candidate pairs as JSON: codes and log10 ratios, as far as the reader's rings go; never a percentage."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from cases.api.fields import MASKED, StrictSerializer
from matching.codes import Band, PairKind, PairState, Verdict
from matching.models import CandidatePair
from matching.outlook import Rival
from matching.shown_lines import Range
from matching.side_by_side import SideBySide
from matching.wording.reasons import NONE_BANDS

_RANGE = ("log10_lr", "low", "high")


class PairSummarySerializer(serializers.ModelSerializer):  # type: ignore[type-arg]
    """Layer 1: which two records, how far the review has come, how strongly the evidence speaks in words."""

    kind = serializers.ChoiceField(PairKind.choices)
    case = serializers.CharField(source="case.ref", default=None, allow_null=True)
    remains = serializers.CharField(source="remains.ref", default=None, allow_null=True)
    other_case = serializers.CharField(source="other_case.ref", default=None, allow_null=True)
    other_remains = serializers.CharField(source="other_remains.ref", default=None, allow_null=True)
    state = serializers.ChoiceField(PairState.choices)
    band = serializers.ChoiceField(Band.choices, allow_null=True)
    coverage = serializers.FloatField(allow_null=True, help_text="Share of the evidence that could be compared, 0 to 1")

    class Meta:
        model = CandidatePair
        fields: tuple[str, ...] = (
            "ref", "kind", "case", "remains", "other_case", "other_remains", "state", "band", "coverage",
            "version", "evidence_at", "created_at",
        )  # fmt: skip
        read_only_fields = fields


class LineSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """One comparison.  A line whose ring is closed keeps its name: `absent` says masked and `holders` whom to ask.

    The low and high ends are null until the matcher worked them out, within seconds of the first reading of a pair.
    """

    line = serializers.CharField()
    outcome = serializers.ChoiceField(["for", "against", "nothing"], allow_null=True)
    verdict = serializers.ChoiceField(Verdict.choices, allow_null=True, help_text="null: masked")
    reason = serializers.CharField(allow_null=True, help_text="code of the sentence shown to people; null: masked")
    log10_lr = serializers.FloatField(allow_null=True, help_text="null: not comparable, or masked")
    low = serializers.FloatField(allow_null=True, help_text="log10 ratio at the low end of plausible rates")
    high = serializers.FloatField(allow_null=True, help_text="log10 ratio at their high end")
    absent = serializers.ChoiceField([MASKED], allow_null=True)
    holders = serializers.ListField(child=serializers.CharField())


class RivalSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """The best other counterpart in the same list."""

    ref = serializers.CharField(allow_null=True, help_text="null: a record that the client may not see")
    better = serializers.BooleanField(help_text="whether the evidence supports it more than this pair")
    orders_apart = serializers.IntegerField(help_text="by how many orders of magnitude, rounded")


class WantedSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """A fact that somebody can be asked for."""

    line = serializers.CharField()
    lacking = serializers.ChoiceField(["am", "pm"], help_text="which record lacks it; of two reports either")
    log10_move = serializers.FloatField(help_text="how far the sum would move, on average, if it were known")


class PairDetailSerializer(PairSummarySerializer):
    """A pair with its lines.  The sums are null while any line is masked: they would give its size away."""

    log10_lr_total = serializers.FloatField(allow_null=True)
    log10_lr_total_low = serializers.FloatField(allow_null=True, help_text="at the low end of plausible rates")
    log10_lr_total_high = serializers.FloatField(allow_null=True, help_text="at their high end")
    log10_lr_counted = serializers.FloatField(allow_null=True, help_text="the same after the caps on lines")
    log10_lr_counted_low = serializers.FloatField(allow_null=True)
    log10_lr_counted_high = serializers.FloatField(allow_null=True)
    considered = serializers.IntegerField(
        allow_null=True, help_text="records in its list; null: the list of another organisation"
    )
    none_of_these = serializers.ChoiceField(
        sorted(NONE_BANDS), allow_null=True, help_text="band of the belief that none of them is the one"
    )
    rival = RivalSerializer(allow_null=True)
    would_change_most = WantedSerializer(many=True)
    lines = LineSerializer(many=True)

    class Meta(PairSummarySerializer.Meta):
        fields = (
            *PairSummarySerializer.Meta.fields, "log10_lr_total", "log10_lr_total_low", "log10_lr_total_high",
            "log10_lr_counted", "log10_lr_counted_low", "log10_lr_counted_high", "considered", "none_of_these", "rival",
            "would_change_most", "lines",
        )  # fmt: skip
        read_only_fields = fields


class PairOpeningSerializer(StrictSerializer):
    """Two records to compare: a case and remains, or two of one kind."""

    left = serializers.CharField(max_length=40, help_text="reference of a case or of remains")
    right = serializers.CharField(max_length=40, help_text="reference of remains or of a case")


def pair_as_read(view: SideBySide) -> dict[str, Any]:
    """A pair as one client may read it."""
    lines = [
        {
            "line": row.key,
            "outcome": None if row.held else row.outcome,
            "verdict": row.verdict,
            "reason": None if row.held else row.reason,
            **_range(row.size),
            "absent": MASKED if row.held else None,
            "holders": sorted({holder.name for holder in row.holders}),
        }
        for row in view.rows
    ]
    sums = _sum("log10_lr_total", view.total) | _sum("log10_lr_counted", view.counted)
    outlook = {
        "considered": view.considered,
        "none_of_these": view.none_band or None,
        "rival": _rival(view.rival),
        "would_change_most": [
            {"line": fact.line, "lacking": fact.side, "log10_move": fact.move} for fact in view.wanted
        ],
    }
    parts = {"lines": LineSerializer(lines, many=True).data}
    return dict(PairSummarySerializer(view.pair).data) | sums | outlook | parts


def _rival(rival: Rival | None) -> dict[str, Any] | None:
    if rival is None:
        return None
    ref = rival.record.ref if rival.record else None
    return {"ref": ref, "better": rival.more, "orders_apart": rival.orders}


def _range(size: Range | None) -> dict[str, float | None]:
    return {"log10_lr": size.value, "low": size.low, "high": size.high} if size else dict.fromkeys(_RANGE)


def _sum(name: str, size: Range | None) -> dict[str, float | None]:
    found = _range(size)
    return {name: found["log10_lr"], f"{name}_low": found["low"], f"{name}_high": found["high"]}
