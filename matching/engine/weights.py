"""Every rate the engine uses, as one table with its source.

Decides how much each agreement or disagreement weighs.  A rate is `m`, the probability of what was seen if both
records are about the same person, and `u`, its probability if they are not; where `u` comes from the registry itself
(`Reference`) it is None here.  Parameters (spreads, biases, shares) stand in `m` with `u` None.  No other module holds
a literal weight, and a changed table is a new version: scores keep the version they were made with.  How far each rate
may plausibly be off is said in `plausible`.

Sources: A = assumption of this project, to be re-estimated from reviewed pairs; Thomas2016 = Thomas, Parks & Richard,
J Forensic Sci 61:1307; Pima = open table of the Pima County medical examiner, 2021; Willey1991 = Willey & Falsetti;
IOM = Missing Migrants Project 2014-2020; ENFSI2015 = guideline for evaluative reporting; Birngruber2020 (tattoos);
WHO2007 = growth reference of the World Health Organization; mispitools = its hair matrix (Marsico & Caridi 2023),
but for dark against brown.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import NamedTuple

RELEASE = "1"


class Rate(NamedTuple):
    """One row: the line it serves, the level of agreement (or the parameter's name), m, u and where they are from."""

    line: str
    level: str
    m: float
    u: float | None
    source: str


def _rows(line: str, source: str, *values: tuple[str, float] | tuple[str, float, float]) -> tuple[Rate, ...]:
    return tuple(Rate(line, v[0], v[1], v[2] if len(v) > 2 else None, source) for v in values)


TABLE: tuple[Rate, ...] = (
    # Outlier shares: LR' = (1 - eps) LR + eps, so that one soft line cannot rule a pair out.
    *_rows("eps", "A", ("age", 0.02), ("stature", 0.02), ("lag", 0.01), ("place", 0.01), ("marks", 0.02),
           ("origin", 0.02), ("contact_day", 0.02), ("birth", 0.02), ("medical", 0.02), ("sighted", 0.05),
           ("build", 0.05), ("looks", 0.05), ("smile", 0.02), ("teeth", 0.02), ("things", 0.55)),
    *_rows("cap", "A", ("biology", 2.0), ("time_place", 3.0), ("marks", 4.0), ("name", 5.0), ("name_birth", 6.0),
           ("objects", 4.0), ("dental", 6.0), ("origin", 2.0), ("total", 6.0)),
    # Registry histograms are mixed with the default by n / (n + strength).
    *_rows("mix", "A", ("strength", 50.0), ("half", 0.5)),
    # -- sex: probability that the bones or the body are read as the other sex
    *_rows("sex", "Thomas2016", ("skeletal", 0.053)),
    *_rows("sex", "A", ("fleshed", 0.005), ("decomposed", 0.02), ("unknown", 0.02), ("one_element", 0.10),
           ("pelvis", 0.02), ("DNA_amel", 0.002), ("probable_factor", 3.0), ("probable_max", 0.2),
           ("swapped", 0.02)),
    *_rows("population", "Pima", ("male_share", 0.81), ("age_mean", 28.0), ("age_sd", 9.0)),
    *_rows("population", "A", ("stature_mean_m", 167.0), ("stature_sd_m", 6.8), ("stature_mean_f", 156.0),
           ("stature_sd_f", 6.4), ("contact_span_days", 1825.0)),
    # -- age: years
    *_rows("age", "A", ("exact_birth", 0.3), ("default_birth", 1.0), ("stated", 1.5), ("heaping", 2.0),
           ("dental_child", 1.2), ("youth", 2.5), ("adult", 5.0), ("skeletal", 8.0), ("skeletal_per_year", 0.1),
           ("skeletal_from", 40.0), ("child_until", 16.0), ("youth_until", 24.0), ("interval_90", 3.3),
           ("least_pm", 0.7), ("under_aged_from", 45.0), ("under_aged_factor", 1.25)),
    *_rows("age_off", "A", ("share", 0.08), ("years", 8.0)),
    *_rows("age_pair", "A", ("sd_stated", 2.0)),
    # -- stature: centimetres
    *_rows("stature", "Willey1991", ("bias_m", 1.2), ("bias_f", 0.7), ("reported_sd", 3.5)),
    *_rows("stature", "A", ("document_sd", 2.5), ("measured_sd", 1.5), ("long_bone", 3.0), ("mixed", 4.2),
           ("other", 6.0), ("measured", 2.0), ("prediction", 1.1), ("interval_90", 3.3), ("age_loss", 0.16),
           ("age_loss_from", 45.0)),
    # -- children: share of the final height by year of age (medians of boys); spread of heights at an age as examined
    *_rows("growth", "WHO2007", ("share0", 0.28), ("share1", 0.43), ("share2", 0.49), ("share5", 0.62),
           ("share8", 0.72), ("share10", 0.78), ("share12", 0.845), ("share14", 0.925), ("share16", 0.98),
           ("share18", 1.0)),
    *_rows("growth", "A", ("spread", 0.08), ("until", 18.0), ("children", 0.05), ("mean", 130.0), ("sd", 30.0),
           ("age_right", 0.85)),
    # -- time lag: log of the days between death and finding (mean, sd), by state and deposition
    *_rows("lag_mean", "Pima", ("fleshed", 1.386294), ("decomposed", 2.995732), ("skeletal", 5.393628)),
    *_rows("lag_sd", "Pima", ("fleshed", 0.9), ("decomposed", 0.8), ("skeletal", 1.1)),
    *_rows("lag_mean", "A", ("fleshed_submerged", 1.609438), ("decomposed_submerged", 3.218876),
           ("skeletal_submerged", 5.010635), ("fleshed_buried", 2.302585), ("decomposed_buried", 4.094345),
           ("skeletal_buried", 6.214608)),
    *_rows("lag_sd", "A", ("fleshed_submerged", 0.9), ("decomposed_submerged", 0.9), ("skeletal_submerged", 1.1),
           ("fleshed_buried", 1.1), ("decomposed_buried", 1.1), ("skeletal_buried", 1.1)),
    *_rows("lag_mean", "A", ("alive", 3.688879)),
    *_rows("lag_sd", "A", ("alive", 1.3)),
    *_rows("lag_share", "Pima", ("fleshed", 0.38), ("decomposed", 0.27), ("skeletal", 0.35)),
    *_rows("lag", "A", ("journey_days", 6.0), ("off_share", 0.15), ("off_from", 7.0), ("off_to", 30.0),
           ("pmi_share", 0.85), ("pmi_least_sd", 0.2), ("interval_90", 3.29), ("horizon_days", 10950.0)),
    # -- place: shares of where somebody is found, given where they last were
    *_rows("place", "A", ("stay", 0.70), ("downstream", 0.20), ("elsewhere", 0.10), ("route_elsewhere", 0.10),
           ("route_downstream", 0.10), ("off_route", 0.50), ("country_only", 0.75), ("nationality_only", 0.90),
           ("along_contacts", 0.65), ("along_km", 100.0),
           ("near", 0.50), ("near_middle", 0.40),
           ("near_broad", 0.25), ("middle_km", 75.0), ("land_km", 15.0), ("sea_km", 60.0), ("broad_km", 250.0),
           ("drift_km_day", 5.0), ("drift_cap_km", 300.0), ("student_df", 3.0), ("radius_per_sd", 2.45),
           ("default_radius_km", 10.0), ("far_km", 1200.0), ("least_density", 1e-9), ("sector_spread_km", 250.0),
           ("smooth_centre", 0.28), ("smooth_side", 0.12), ("smooth_corner", 0.06)),
    # -- areas known by a word only: found where last heard of; of the rest, the share found beside it
    *_rows("area", "A", ("stay", 0.65), ("beside", 0.5), ("strength", 20.0), ("told_alike", 0.85)),
    # -- two sets of remains of one person: how far apart and how many days; a body and a part, two parts, two bodies
    *_rows("find_place", "A", ("near", 0.40), ("stretch", 0.30), ("region", 0.20), ("elsewhere", 0.10)),
    *_rows("find_km", "A", ("near", 1.0), ("stretch", 15.0), ("region", 100.0)),
    *_rows("find_day", "A", ("together", 0.45)),
    *_rows("parts", "A", ("bodies", 0.06), ("body_part", 0.54), ("parts", 0.40), ("whole", 0.94), ("least", 0.002)),
    *_rows("parts", "A", ("twice", 1e-3, 1.0)),
    # -- origin indicators: m by kind and level, u from the registry
    *_rows("origin_document", "A", ("equal", 0.93), ("neighbour", 0.04), ("other", 0.03)),
    *_rows("origin_other", "A", ("equal", 0.75), ("neighbour", 0.15), ("other", 0.10)),
    *_rows("origin_weak", "A", ("equal", 0.55), ("neighbour", 0.22), ("other", 0.23)),
    *_rows("origin", "A", ("least_share", 0.002), ("default_share", 0.05)),
    *_rows("nationality", "A", ("equal", 0.95), ("other", 0.05)),
    # -- marks: m of each attribute; u from the registry
    *_rows("mark_type", "A", ("same", 0.92), ("related", 0.06), ("other", 0.02)),
    *_rows("mark_motif", "A", ("same", 0.80), ("other", 0.20)),
    *_rows("mark_site", "A", ("same", 0.85), ("neighbour", 0.09), ("region", 0.04), ("other", 0.02)),
    *_rows("mark_side", "A", ("same", 0.90), ("other", 0.10)),
    *_rows("mark_text", "A", ("same", 0.70, 0.002), ("other", 0.30, 0.998)),
    *_rows("marks", "A", ("seen", 0.98), ("told", 0.75), ("least_rate", 1e-4), ("text_similar", 0.8)),
    *_rows("marks", "Birngruber2020", ("per_person", 0.75)),
    # -- looks: how one colour is recorded as another, classes black, brown, blond, red, grey; eyes dark to light
    *_rows("hair_error", "mispitools", ("0-2", 0.005), ("0-3", 0.01), ("0-4", 0.003), ("1-2", 0.01), ("1-3", 0.003),
           ("1-4", 0.01), ("2-3", 0.003), ("2-4", 0.003), ("3-4", 0.01)),
    *_rows("hair_error", "A", ("0-1", 0.10)),
    *_rows("hair", "A", ("greying_year", 0.02), ("greying_most", 0.40)),
    *_rows("hair_share", "A", ("black", 0.92), ("brown", 0.045), ("blond", 0.005), ("red", 0.005), ("grey", 0.025)),
    *_rows("eyes", "A", ("error", 0.08)),
    *_rows("eye_share", "A", ("dark", 0.93), ("hazel", 0.03), ("green", 0.015), ("light", 0.025)),
    *_rows("build", "A", ("same", 0.70), ("next", 0.25), ("far", 0.05), ("changed_weight", 0.30)),
    *_rows("build_share", "A", ("slight", 0.38), ("medium", 0.49), ("heavy", 0.13)),
    # -- teeth: what one sees of them (m of a feature told; share of people who have it), and whole charts
    *_rows("smile", "A", ("kept", 0.70), ("default_share", 0.03)),
    *_rows("smile_share", "A", ("front_missing", 0.08), ("gap_mid", 0.06), ("crooked", 0.10), ("prominent", 0.06),
           ("gold", 0.05), ("silver", 0.05), ("white_crown", 0.05), ("stained", 0.10), ("filed", 0.02),
           ("broken_front", 0.05), ("braces", 0.02), ("denture_full", 0.02), ("denture_part", 0.03), ("grill", 0.01),
           ("cleft_sign", 0.01), ("few_teeth", 0.03)),
    *_rows("tooth", "A", ("explained", 0.06), ("impossible", 0.01), ("sound", 0.74), ("filled", 0.10),
           ("crowned", 0.03), ("missing", 0.09), ("unerupted", 0.04)),
    *_rows("tooth_grade", "A", ("radiograph", 1.0), ("pm_exam", 1.0), ("dentist_chart", 3.0), ("photo_smile", 4.0),
           ("family_description", 4.0)),
    # -- clothing and belongings
    *_rows("thing_kind", "A", ("same", 0.85), ("related", 0.10), ("other", 0.05)),
    *_rows("thing_colour", "A", ("same", 0.75), ("other", 0.25)),
    *_rows("thing_brand", "A", ("same", 0.70, 0.02), ("other", 0.30, 0.98)),
    *_rows("thing_size", "A", ("same", 0.70, 0.15), ("other", 0.30, 0.85)),
    *_rows("things", "A", ("told", 0.50), ("seen", 0.35), ("per_person", 4.0), ("least_rate", 1e-3),
           ("text_similar", 0.8)),
    # -- what stays in the body: m of each attribute; u from the registry
    *_rows("medical_kind", "A", ("same", 0.88), ("related", 0.10), ("other", 0.02)),
    *_rows("medical_part", "A", ("same", 0.85), ("region", 0.11), ("other", 0.04)),
    *_rows("medical_side", "A", ("same", 0.90), ("other", 0.10)),
    *_rows("medical_serial", "A", ("same", 0.90, 1e-6), ("slip", 0.06, 1e-5), ("other", 0.04, 1.0)),
    *_rows("medical", "A", ("told", 0.60), ("seen", 0.92), ("per_person", 0.60), ("least_rate", 0.002),
           ("least_share", 1e-4)),
    # -- names
    # `sound`: m and u of two words of equal sound. With the distance of the sounds m falls and u grows, by a factor e
    # at every `sound_fades` and `sound_spreads`; set by eye on random pairs and pairs across scripts.
    *_rows("name", "A", ("sound", 0.34, 3.2e-5), ("sound_fades", 0.045), ("sound_spreads", 0.047),
           ("sound_limit", 0.30)),
    # `namesake_clash`: LR of two words left over when the other name may be a brother's, not any stranger's.
    *_rows("name", "A", ("exact", 0.53), ("variant", 0.18), ("close", 0.075, 0.003), ("close_distance", 0.25),
           ("nickname", 0.03), ("initial", 0.95, 0.08), ("clash", 0.10, 0.97), ("namesake_clash", 0.0025),
           ("namesake_least", 0.5), ("missing_second", 0.6), ("default_share", 0.002), ("least_share", 1e-5),
           ("parent_token", 0.8), ("order", 0.9)),
    *_rows("clue_own", "A", ("document", 0.85), ("presumptive", 0.80), ("belonging", 0.60), ("phone", 0.15),
           ("tattoo", 0.15)),
    *_rows("clue_parent", "A", ("document", 0.0), ("presumptive", 0.0), ("belonging", 0.05), ("phone", 0.15),
           ("tattoo", 0.20)),
    # -- numbers on papers, telephones, things. A difference says nothing (people own several things), so no row for it;
    # no study: a serial number is read from an object or its box as a paper's is, and is as seldom anybody else's.
    *_rows("document", "A", ("exact", 0.90, 1e-6), ("slip", 0.06, 1e-5)),
    *_rows("phone", "A", ("exact", 0.95, 1e-6), ("slip", 0.04, 1e-5)),
    *_rows("belonging_serial", "A", ("exact", 0.90, 1e-6), ("slip", 0.06, 1e-5)),
    *_rows("paper", "A", ("own", 0.85)),
    # -- events
    *_rows("incident", "A", ("same", 0.80), ("other", 0.20), ("default_share", 0.05), ("least_share", 1e-3),
           ("window_days", 15.0)),
    # -- companions: a name found is theirs; both reporters name them (and what that is worth at most, log10); somebody
    # is called as their own companion is; what being named may cost
    *_rows("companions", "A", ("carried", 0.10), ("told_again", 0.40), ("most", 2.5), ("namesake", 0.01),
           ("least", -2.0)),
    # -- two reports of one person
    *_rows("birth", "A", ("exact", 0.62), ("swapped", 0.03), ("first_january", 0.06), ("one_year", 0.10),
           ("calendar", 0.03), ("other", 0.16)),
    *_rows("birth_u", "A", ("swapped", 0.0005), ("first_january", 0.02), ("one_year", 0.002), ("calendar", 0.005),
           ("other", 0.93)),
    *_rows("contact_day", "A", ("same", 0.55), ("week", 0.20), ("month", 0.13), ("year", 0.09), ("other", 0.03)),
    *_rows("contact_place", "A", ("near_km", 25.0), ("near", 0.55), ("broad", 0.25)),
    *_rows("route_pair", "A", ("same", 0.85), ("other", 0.15)),
    *_rows("reporter", "A", ("stated_different", 0.01, 1.0)),
    # -- posterior: share of such records whose counterpart is in the registry
    *_rows("registered", "A", ("am-pm", 0.3), ("pm-am", 0.5), ("am-am", 0.08), ("pm-pm", 0.05),
           ("am-alive", 0.06), ("alive-am", 0.2)),
    # -- bands of the capped sum: lower bounds, log10
    *_rows("band", "ENFSI2015", ("against_strong", -1e9), ("against", -2.0), ("against_slight", -1.0),
           ("none", -0.3), ("slight", 0.3), ("moderate", 1.0), ("moderately_strong", 2.0), ("strong", 3.0),
           ("very_strong", 4.0)),
    # -- how a single line reads
    *_rows("outcome", "A", ("agree", 0.1), ("contradict", -0.3)),
    # -- weight of each line in the evidence coverage
    *_rows("coverage", "A", ("sex", 5.0), ("age", 6.0), ("birth", 6.0), ("stature", 4.0), ("build", 1.0),
           ("looks", 1.0), ("lag", 12.0), ("contact_day", 12.0), ("place", 13.0), ("incident", 5.0),
           ("companions", 2.0), ("marks", 15.0), ("medical", 5.0), ("smile", 3.0), ("teeth", 7.0), ("origin", 5.0),
           ("name", 20.0), ("paper", 5.0), ("things", 5.0), ("reporter", 0.0), ("parts", 5.0)),
)  # fmt: skip


@dataclass(frozen=True)
class Rates:
    """A frozen table of rates, and the lines that do not count in full.  `version` names it, `digest` proves it."""

    table: tuple[Rate, ...] = TABLE
    weights: tuple[tuple[str, float], ...] = ()  # what a line's log10 LR is multiplied by, in the order of names
    _index: Mapping[tuple[str, str], Rate] = field(init=False, repr=False, compare=False)
    _weights: Mapping[str, float] = field(init=False, repr=False, compare=False)
    digest: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        index = {(row.line, row.level): row for row in self.table}
        if len(index) != len(self.table):
            raise ValueError("A rate is given twice.")
        object.__setattr__(self, "_index", MappingProxyType(index))
        object.__setattr__(self, "_weights", MappingProxyType(dict(self.weights)))
        text = "\n".join(repr(tuple(row)) for row in (*sorted(self.table), *self.weights))
        object.__setattr__(self, "digest", hashlib.sha256(text.encode()).hexdigest())

    @property
    def version(self) -> str:
        """Short name stored beside every score."""
        return f"{RELEASE}-{self.digest[:10]}"

    def m(self, line: str, level: str) -> float:
        """Probability of this level if both records are about one person, or the value of a parameter."""
        return self._index[line, level].m

    def u(self, line: str, level: str) -> float:
        """Probability of this level between different persons.  Raises KeyError if the registry has to say it."""
        value = self._index[line, level].u
        if value is None:
            raise KeyError(f"The rate {line}/{level} takes its u from the registry.")
        return value

    def lr(self, line: str, level: str) -> float:
        """m / u of a row that states both."""
        return self.m(line, level) / self.u(line, level)

    def weight(self, line: str) -> float:
        """What the log10 LR of a line is multiplied by: 1 unless judged pairs taught otherwise."""
        return self._weights.get(line, 1.0)

    def levels(self, line: str) -> tuple[Rate, ...]:
        """The rows of one line, in table order."""
        return tuple(row for row in self.table if row.line == line)

    def changed(self, line: str, level: str, *, m: float) -> Rates:
        """A new table with one rate changed."""
        return self.replaced([self._index[line, level]._replace(m=m)])

    def replaced(self, rows: Iterable[Rate]) -> Rates:
        """A new table with these rows in the places of those of their line and level."""
        new = {(row.line, row.level): row for row in rows}
        return replace(self, table=tuple(new.get((row.line, row.level), row) for row in self.table))


DEFAULT = Rates()
