"""References survive people: dictated, pasted, mistyped. UUIDs rise."""

import itertools
import re
import time
from concurrent.futures import ThreadPoolExecutor
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.lib import ids
from registry.lib.ids import ALPHABET, check_character, new_ref, normalise_ref, uuid7, uuids7, with_prefix

SHAPE = re.compile(rf"[A-Z]{{3}}-[{ALPHABET}]{{5}}-[{ALPHABET}]{{5}}-[{ALPHABET}]")
PREFIXES = ["MMR", "MRR", "MIN", "MCP", "MSR", "MDR", "MIB", "MAG"]
EXAMPLE = "MMR-7Q2KX-4M9TB-C"


def test_uuid7_has_version_variant_and_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ids, "_clock", ids._Clock())  # the process may have seen a later time in another test
    before = time.time_ns() // 1_000_000
    value = uuid7()
    assert value.version == 7
    assert value.variant == "specified in RFC 4122"
    assert before <= value.int >> 80 <= time.time_ns() // 1_000_000 + 1


def test_uuid7_rises_and_never_repeats_across_threads() -> None:
    with ThreadPoolExecutor(4) as pool:
        batches = list(pool.map(lambda _: [uuid7() for _ in range(2_000)], range(4)))
    assert all(batch == sorted(batch) for batch in batches)
    assert len(set(itertools.chain.from_iterable(batches))) == 8_000


def test_many_ids_asked_for_at_once_are_as_good_as_single_ones() -> None:
    found = [uuid7(), *uuids7(500), uuid7()]
    assert found == sorted(found)
    assert len({value.int & (1 << 62) - 1 for value in found}) == len(found)  # each with chance of its own
    assert {(value.version, value.variant) for value in found} == {(7, "specified in RFC 4122")}


def test_uuid7_keeps_rising_when_the_clock_goes_back() -> None:
    first = uuid7()
    with patch("registry.lib.ids.time.time_ns", return_value=time.time_ns() - 10**12):
        assert uuid7() > first


@pytest.mark.parametrize("prefix", PREFIXES)
def test_new_reference_is_well_formed_and_reads_back(prefix: str) -> None:
    ref = new_ref(prefix)
    assert SHAPE.fullmatch(ref)
    assert normalise_ref(ref) == ref


def test_new_references_differ() -> None:
    assert len({new_ref("MMR") for _ in range(1_000)}) == 1_000


@pytest.mark.parametrize("prefix", ["", "MM", "MMRR", "mmr", "M1N", "MUR", "M-R"])
def test_bad_prefix_is_a_programming_error(prefix: str) -> None:
    with pytest.raises(ValueError, match="three capital letters"):
        new_ref(prefix)


@pytest.mark.parametrize(
    "typed",
    [
        EXAMPLE,
        "mmr-7q2kx-4m9tb-c",
        "MMR7Q2KX4M9TBC",
        "  MMR 7Q2KX 4M9TB C ",
        "MMR\u20137Q2KX\u20144M9TB\u2011C",
        "\u2066MMR-7Q2KX-4M9TB-C\u2069",
        "MMR-\u0667Q\u0662KX-\u0664M\u0669TB-C",
        "\uff2d\uff2d\uff32-7Q2KX-4M9TB-C",
        "MMR_7Q2KX.4M9TB/C",
    ],
)
def test_what_people_type_is_understood(typed: str) -> None:
    assert normalise_ref(typed) == EXAMPLE


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "MMR",
        "MMR-7Q2KX-4M9TB",
        "MMR-7Q2KX-4M9TB-D",
        "MRR-7Q2KX-4M9TB-C",
        "7Q2KX-4M9TB-C",
        EXAMPLE + "C",
        "MMR-7Q2KX-4M9TB-é",
        "UUU-7Q2KX-4M9TB-C",
        "1MR-7Q2KX-4M9TB-C",
        "M" * 10_000,
        "محمد",
        "\x00",
    ],
)
def test_what_is_no_reference_is_none(typed: str) -> None:
    assert normalise_ref(typed) is None


def test_look_alikes_are_read_as_digits() -> None:
    ref = next(r for r in iter(lambda: new_ref("MIN"), "") if "0" in r[4:] and "1" in r[4:])
    typed = "M1N" + ref[3:].replace("0", "o").replace("1", "l")
    assert normalise_ref(typed) == ref
    assert normalise_ref("min" + ref[3:].replace("0", "O").replace("1", "I")) == ref


def test_prefix_may_be_left_out_when_known_and_must_agree() -> None:
    assert normalise_ref("7q2kx4m9tbc", prefix="MMR") == EXAMPLE
    assert normalise_ref(EXAMPLE, prefix="MMR") == EXAMPLE
    assert normalise_ref(EXAMPLE, prefix="MRR") is None


symbols = st.text(ALPHABET, min_size=13, max_size=13)


@given(symbols, st.integers(0, 12), st.sampled_from(ALPHABET))
def test_any_single_wrong_character_is_found(code: str, place: int, wrong: str) -> None:
    other = code[:place] + wrong + code[place + 1 :]
    assert (check_character(other) == check_character(code)) == (other == code)


@given(symbols, st.integers(0, 12), st.integers(0, 12))
def test_any_two_exchanged_characters_are_found(code: str, one: int, two: int) -> None:
    swapped = list(code)
    swapped[one], swapped[two] = swapped[two], swapped[one]
    assert (check_character("".join(swapped)) == check_character(code)) == ("".join(swapped) == code)


@given(st.text(max_size=70))
def test_any_text_is_answered(text: str) -> None:
    found = normalise_ref(text)
    assert found is None or SHAPE.fullmatch(found)


def test_a_reference_under_another_prefix_keeps_its_characters_and_has_its_own_check() -> None:
    draft = new_ref("MDR")
    reserved = with_prefix(draft, "MRR")
    assert reserved[4:15] == draft[4:15]
    assert normalise_ref(reserved, prefix="MRR") == reserved
    assert with_prefix(reserved, "MDR") == draft
