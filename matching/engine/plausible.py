"""How far each rate may plausibly be off: what the range of an evidence line is made of.

Beside the sources in `weights`: a published rate is taken to be known about as well as its study was large, an
assumption within a factor on which reasonable people would differ (about nine in ten of them would stay inside).  Each
row moves some rates together, up and down; rows are taken to err independently of each other.  Rates that are no
beliefs (thresholds, caps, horizons, bands, rounding) have no row.  All factors are assumptions [A] unless said here.

How a row moves its rates:
- `odds`: the odds of a probability times or divided by the factor, so that it stays a probability;
- `split`: the same for the first level, the others of the distribution give way in proportion;
- `times`: a spread, a distance or a number per person times or divided by the factor;
- `plus`: a mean or a bias, shifted;
- `chance`: u, the share among different persons, times or divided by the factor.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from matching.engine.weights import Rates

if TYPE_CHECKING:
    from matching.engine.weights import Rate

How = Literal["odds", "split", "times", "plus", "chance"]
SURE, USUAL, WIDE = 1.25, 1.5, 2.0  # factors: of spreads; of what is seen in many cases; of what is rare or guessed


class Doubt(NamedTuple):
    """Levels of one line of the table that may be off together, and by how much.  No levels: all of that line."""

    rates: str
    how: How
    by: float
    levels: tuple[str, ...] = ()

    def widened(self, factor: float) -> Doubt:
        """The same rates, doubted more (factor above 1) or less."""
        return self._replace(by=self.by * factor if self.how == "plus" else self.by**factor)


def _of(rates: str, how: How, by: float, *levels: str) -> Doubt:
    return Doubt(rates, how, by, levels)


def _outliers(line: str) -> Doubt:
    return _of("eps", "odds", WIDE, line)


# How soon the registry's own counts are trusted above the defaults: every denominator that comes from it.
_COUNTS = _of("mix", "times", WIDE, "strength")

DOUBTS: dict[str, tuple[Doubt, ...]] = {
    "sex": (
        _of("sex", "odds", 1.6, "skeletal"),  # 19 errors in 360 cases: .032 to .082 [Thomas2016]
        _of("sex", "odds", WIDE, "fleshed", "decomposed", "unknown", "one_element", "pelvis", "DNA_amel", "swapped"),
        _of("population", "odds", 1.3, "male_share"), _COUNTS,
    ),
    "age": (
        _outliers("age"), _of("age", "times", SURE, "stated", "heaping", "exact_birth", "default_birth"),
        _of("age", "times", SURE, "dental_child", "youth", "adult", "skeletal", "skeletal_per_year", "interval_90"),
        _of("age", "times", 1.15, "under_aged_factor"), _of("age_pair", "times", USUAL, "sd_stated"),
        _of("age_off", "odds", WIDE, "share"),
        _of("population", "plus", 2.0, "age_mean"), _of("population", "times", SURE, "age_sd"), _COUNTS,
    ),
    "birth": (
        _outliers("birth"), _of("birth", "split", USUAL, "exact", "swapped", "first_january", "one_year", "calendar",
                                "other"),
        _of("birth", "odds", WIDE, "swapped", "first_january", "one_year", "calendar"),
        _of("birth_u", "odds", WIDE, "swapped", "first_january", "one_year", "calendar"), _COUNTS,
    ),
    "stature": (
        _outliers("stature"), _of("stature", "plus", 1.0, "bias_m", "bias_f"),
        _of("stature", "times", SURE, "reported_sd", "document_sd", "measured_sd"),
        _of("stature", "times", SURE, "long_bone", "mixed", "other", "measured", "interval_90"),
        _of("stature", "times", USUAL, "age_loss"), _of("population", "plus", 2.0, "stature_mean_m", "stature_mean_f"),
        _of("population", "times", 1.15, "stature_sd_m", "stature_sd_f"), _of("growth", "times", SURE, "spread"),
        _of("growth", "odds", WIDE, "age_right"), _COUNTS,
    ),
    "build": (
        _outliers("build"), _of("build", "split", USUAL, "same", "next", "far"),
        _of("build", "odds", USUAL, "changed_weight"), _COUNTS,
    ),
    "looks": (
        _outliers("looks"), _of("hair_error", "odds", WIDE), _of("eyes", "odds", WIDE, "error"),
        _of("hair", "times", WIDE, "greying_year"), _COUNTS,
    ),
    "lag": (
        _outliers("lag"), _of("lag_mean", "plus", 0.4), _of("lag_sd", "times", SURE),
        _of("lag", "times", WIDE, "journey_days"), _of("lag", "odds", USUAL, "off_share"),
        _of("lag", "odds", USUAL, "pmi_share"), _of("find_day", "odds", USUAL, "together"), _COUNTS,
    ),
    "contact_day": (
        _outliers("contact_day"), _of("contact_day", "split", USUAL, "same", "week", "month", "year", "other"), _COUNTS,
    ),
    "place": (
        _outliers("place"), _outliers("sighted"), _of("place", "split", USUAL, "stay", "downstream", "elsewhere"),
        _of("place", "odds", USUAL, "route_elsewhere", "route_downstream", "off_route"),
        _of("place", "odds", USUAL, "country_only", "nationality_only", "along_contacts"),
        _of("place", "odds", USUAL, "near"), _of("place", "odds", USUAL, "near_middle"),
        _of("place", "times", USUAL, "middle_km", "land_km", "sea_km", "broad_km", "drift_km_day"),
        _of("contact_place", "odds", USUAL, "near"), _of("contact_place", "times", USUAL, "near_km"),
        _of("area", "odds", USUAL, "stay"), _of("area", "odds", USUAL, "beside"),
        _of("area", "odds", USUAL, "told_alike"), _of("find_km", "times", USUAL),
        _of("find_place", "split", USUAL, "near", "stretch", "region", "elsewhere"), _COUNTS,
    ),
    "incident": (
        _of("incident", "split", USUAL, "same", "other"),
        _of("incident", "times", WIDE, "default_share", "least_share"),
    ),
    "companions": (
        _of("companions", "odds", WIDE, "carried"), _of("companions", "odds", USUAL, "told_again"),
        _of("companions", "odds", WIDE, "namesake"), _of("companions", "plus", 0.5, "most"),
    ),
    "marks": (
        _outliers("marks"), _of("mark_type", "split", USUAL, "same", "related", "other"),
        _of("mark_motif", "split", USUAL, "same", "other"),
        _of("mark_site", "split", USUAL, "same", "neighbour", "region", "other"),
        _of("mark_side", "split", USUAL, "same", "other"), _of("mark_text", "split", USUAL, "same", "other"),
        _of("mark_text", "chance", WIDE, "same"), _of("marks", "odds", WIDE, "seen"),
        _of("marks", "odds", USUAL, "told"), _of("marks", "times", USUAL, "per_person"), _COUNTS,
    ),
    "medical": (
        _outliers("medical"), _of("medical_kind", "split", USUAL, "same", "related", "other"),
        _of("medical_part", "split", USUAL, "same", "region", "other"),
        _of("medical_side", "split", USUAL, "same", "other"), _of("medical_serial", "chance", 3.0, "same", "slip"),
        _of("medical", "odds", WIDE, "seen"), _of("medical", "odds", USUAL, "told"),
        _of("medical", "times", USUAL, "per_person"), _COUNTS,
    ),
    "smile": (
        _outliers("smile"), _of("smile", "odds", USUAL, "kept"), _of("smile", "times", USUAL, "default_share"),
        _of("smile_share", "odds", USUAL), _COUNTS,
    ),
    "teeth": (
        _outliers("teeth"), _of("tooth", "times", USUAL, "explained"), _of("tooth", "times", WIDE, "impossible"),
        _of("tooth", "odds", USUAL, "filled", "missing"), _COUNTS,
    ),
    "origin": (
        _outliers("origin"), _of("origin_document", "split", USUAL, "equal", "neighbour", "other"),
        _of("origin_other", "split", USUAL, "equal", "neighbour", "other"),
        _of("origin_weak", "split", USUAL, "equal", "neighbour", "other"),
        _of("nationality", "split", WIDE, "equal", "other"),
        _of("origin", "times", WIDE, "default_share", "least_share"), _COUNTS,
    ),
    "name": (
        _of("name", "odds", USUAL, "exact", "variant"), _of("name", "odds", USUAL, "sound", "close", "nickname"),
        _of("name", "times", 1.15, "sound_fades", "sound_spreads"), _of("name", "odds", USUAL, "clash"),
        _of("name", "chance", WIDE, "sound", "close", "initial"), _of("name", "odds", USUAL, "missing_second"),
        _of("name", "odds", USUAL, "parent_token"), _of("name", "times", WIDE, "default_share", "least_share"),
        _of("clue_own", "odds", WIDE), _of("clue_parent", "odds", USUAL), _COUNTS,
    ),
    "paper": (
        _of("document", "chance", 3.0, "exact", "slip"), _of("phone", "chance", 3.0, "exact", "slip"),
        _of("belonging_serial", "chance", 3.0, "exact", "slip"),
        _of("paper", "odds", WIDE, "own"),
    ),
    "things": (
        _of("eps", "odds", USUAL, "things"), _of("thing_kind", "split", USUAL, "same", "related", "other"),
        _of("thing_colour", "split", USUAL, "same", "other"), _of("thing_brand", "split", USUAL, "same", "other"),
        _of("thing_brand", "chance", WIDE, "same"), _of("thing_size", "chance", USUAL, "same"),
        _of("things", "odds", USUAL, "told"), _of("things", "odds", USUAL, "seen"),
        _of("things", "times", USUAL, "per_person"), _COUNTS,
    ),
    "reporter": (_of("reporter", "odds", 3.0, "stated_different"),),
    "parts": (
        _of("parts", "split", USUAL, "body_part", "parts", "bodies"), _of("parts", "odds", USUAL, "whole"),
        _of("parts", "times", 3.0, "twice"), _COUNTS,
    ),
}  # fmt: skip


@lru_cache(maxsize=1024)
def ends(rates: Rates, doubt: Doubt) -> tuple[Rates, Rates]:
    """The rates with these moved down, and moved up.  Rates that this table does not hold are left out."""
    rows = {row.level: row for row in rates.levels(doubt.rates)}
    levels = [level for level in doubt.levels or rows if level in rows]
    low, high = (_moved([rows[level] for level in levels], doubt.how, doubt.by, sign) for sign in (-1, 1))
    return rates.replaced(low), rates.replaced(high)


def _moved(rows: list[Rate], how: How, by: float, sign: int) -> list[Rate]:
    if how == "split" and rows:
        first, *others = rows
        m = _odds(first.m, by**sign)
        return [first._replace(m=m), *(row._replace(m=row.m * (1 - m) / (1 - first.m)) for row in others)]
    if how == "chance":
        return [row._replace(u=row.u * by**sign) for row in rows if row.u is not None]
    if how == "plus":
        return [row._replace(m=row.m + sign * by) for row in rows]
    return [row._replace(m=_odds(row.m, by**sign) if how == "odds" else row.m * by**sign) for row in rows]


def _odds(p: float, factor: float) -> float:
    return p * factor / (1 - p + p * factor)
