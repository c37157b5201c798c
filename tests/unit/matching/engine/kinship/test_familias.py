"""Tables of Familias: what goes there and comes back is the same, and what is wrong is said by row."""

from __future__ import annotations

import pytest

from matching.engine.kinship import familias
from matching.engine.kinship.genotypes import read_profiles
from matching.engine.kinship.panels import marker_names, read_panels
from matching.engine.kinship.pedigree import Pedigree
from matching.engine.kinship.tables import Refused

LIST = "TH01\n9\t0.25\n9.3\t0.75\n\nPenta E\n5\t0,1\n7\t0,9\n"
WIDE = "Name\tTH01 1\tTH01 2\tPenta E 1\tPenta E 2\nmother\t9\t9,3\t5\t7\nson\t9\t9\t0\t0\n"
OURS = "sample,marker,allele1,allele2\nmother,TH01,9,9.3\nmother,Penta E,5,7\nson,TH01,9,9\n"


def test_frequencies_there_and_back() -> None:
    ours = familias.frequencies_from(LIST)
    panel = read_panels(ours, "p")[""]
    assert panel.markers == {"th01": {"9": 0.25, "9.3": 0.75}, "pentae": {"5": 0.1, "7": 0.9}}
    again = familias.frequencies_to(panel, marker_names(ours))
    assert again == LIST.replace(",", ".")
    assert read_panels(familias.frequencies_from(again), "p")[""].markers == panel.markers


def test_profiles_there_and_back() -> None:
    profiles = read_profiles(familias.profiles_from(WIDE))
    assert profiles.samples == read_profiles(OURS).samples
    assert read_profiles(familias.profiles_from(familias.profiles_to(profiles))).samples == profiles.samples
    doubled = WIDE.replace(" 1\t", "\t").replace(" 2\t", "\t").replace(" 2\n", "\n")
    assert read_profiles(familias.profiles_from(doubled)).samples == profiles.samples


def test_a_marker_that_ends_in_a_number_keeps_it() -> None:
    text = "Name\tD3S1358\tD3S1358\tD2S441_1\tD2S441_2\na\t14\t15\t10\t11\n"
    assert read_profiles(familias.profiles_from(text)).samples == {
        "a": {"d3s1358": ("14", "15"), "d2s441": ("10", "11")}
    }


def test_pedigrees_there_and_back() -> None:
    """Parents come in twos there: who is unknown is somebody, of whom nothing is said."""
    pedigree = Pedigree.of(("f", "", ""), ("m", "", ""), ("c", "f", "m"), ("h", "f", ""))
    text = familias.pedigree_to(pedigree, {"c": "f"})
    assert "h_mother\t0\t0\t2\nh\tf\th_mother\t0\n" in text
    again, sexes = familias.pedigree_from(text)
    assert {one.code for one in again.members} == {"f", "m", "c", "h", "h_mother"}
    assert again.by_code["c"] == pedigree.by_code["c"]
    assert sexes == {"f": "m", "m": "f", "c": "f", "h_mother": "f"}


@pytest.mark.parametrize(("text", "row", "words"), [
    ("", 0, "no frequency"), ("TH01\n9\n", 2, "an allele and its frequency"),
])  # fmt: skip
def test_bad_frequencies(text: str, row: int, words: str) -> None:
    with pytest.raises(Refused, match=words) as refused:
        familias.frequencies_from(text)
    assert refused.value.problems[0].row == row


@pytest.mark.parametrize(("text", "row", "words"), [
    ("", 1, "each marker twice"), ("Name\tTH01\nx\t9\n", 1, "each marker twice"),
    ("Name\tTH01\tvWA\nx\t9\t9\n", 1, "not two columns"), ("Name\tTH01\tTH01\nx\t9\n", 2, "2 cells"),
])  # fmt: skip
def test_bad_profiles(text: str, row: int, words: str) -> None:
    with pytest.raises(Refused, match=words) as refused:
        familias.profiles_from(text)
    assert refused.value.problems[0].row == row


@pytest.mark.parametrize(("rows", "words"), [
    ("a,0,0,3\n", "1 for a man"), (",0,0,1\n", "empty"), ("a,b,0,1\n", "not in the pedigree"),
    ("a,0,0,2\nb,a,0,1\n", "other sex"), ("a,b,0,1\nb,a,0,1\n", "ancestor of itself"),
])  # fmt: skip
def test_bad_pedigrees(rows: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        familias.pedigree_from("id,fid,mid,sex\n" + rows)
