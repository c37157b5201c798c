"""Code lists hold what the dictionary lists, and the few sets of codes that decide where a row may lie."""

from __future__ import annotations

import itertools
import re

import pytest

from cases import codes
from cases.codes import (
    ACTIVE_STATES,
    HEIGHT_CLASS_CM,
    INTIMATE_SITES,
    PROTECTED_MARK_TYPES,
    RESERVED_MOTIFS,
    SEARCH_MARK_TYPES,
    SEARCH_MOTIFS,
    TRANSITIONS,
    CaseStatus,
    CaseWorkflow,
    CodeList,
    HeightClass,
    MarkSite,
    list_name,
)
from cases.vocabulary.coded import CODE_LENGTH
from families import codes as family_codes
from remains import codes as remains_codes

LISTS = [
    value
    for module in (codes, family_codes, remains_codes)
    for value in vars(module).values()
    if isinstance(value, type) and issubclass(value, CodeList) and value is not CodeList
]


@pytest.mark.parametrize("codes_of", LISTS, ids=lambda found: found.__name__)
def test_a_list_is_documented_and_its_codes_fit_their_column(codes_of: type[CodeList]) -> None:
    assert codes_of.__doc__
    assert len(set(codes_of.values)) == len(codes_of.values)
    assert all(re.fullmatch(r"[A-Za-z0-9_?]+", code) for code in codes_of.values)
    assert max(map(len, codes_of.values)) <= CODE_LENGTH
    assert all(str(label) for label in codes_of.labels)
    assert len({str(label) for label in codes_of.labels}) == len(codes_of.labels)


def test_a_list_of_the_dictionary_has_its_name() -> None:
    assert list_name(codes.MarkType) == "CL-MARK"
    assert list_name(codes.Side) == "Side"


def test_names_of_lists_are_unique() -> None:
    names = [list_name(found) for found in set(LISTS)]
    assert len(names) == len(set(names))


def test_no_state_presumes_death() -> None:
    forbidden = {"presumed_dead", "believed_dead", "casualty", "victim"}
    assert not forbidden & {code for found in LISTS for code in found.values}


def test_layer_1_shows_only_whether_work_goes_on() -> None:
    assert CaseWorkflow.LEAD.status is CaseStatus.ACTIVE
    assert {state.status for state in CaseWorkflow if state not in ACTIVE_STATES} == {CaseStatus.INACTIVE}


def test_every_case_can_be_reopened_and_none_is_a_dead_end_by_itself() -> None:
    reached = {state for states in TRANSITIONS.values() for state in states}
    assert CaseWorkflow.OPEN in TRANSITIONS[CaseWorkflow.ARCHIVED]
    assert reached <= set(CaseWorkflow)
    assert CaseWorkflow.DRAFT not in reached


def test_regions_of_the_body() -> None:
    assert MarkSite.UL_FOREARM.region == "ul"
    assert MarkSite.TR_BACK_LOWER.region == "tr"
    assert MarkSite.WHOLE_BODY.region == ""
    assert MarkSite.UNKNOWN.region == ""
    assert {site.region for site in MarkSite} == {"hd", "nk", "tr", "ul", "ll", ""}


def test_protected_marks_and_reserved_motifs_are_not_offered() -> None:
    assert not set(SEARCH_MARK_TYPES) & set(PROTECTED_MARK_TYPES)
    assert not set(SEARCH_MOTIFS) & set(RESERVED_MOTIFS)
    assert all(site.region == "tr" for site in INTIMATE_SITES)


def test_height_classes_join_without_gap() -> None:
    bounds = [HEIGHT_CLASS_CM[name] for name in HeightClass]
    assert all(low[1] == high[0] for low, high in itertools.pairwise(bounds))
