"""Names: enough of them, as common as real ones, and written in scripts that exist."""

from __future__ import annotations

import unicodedata

import numpy as np
import pytest

from registry.lib.names import detect_script
from registry.site.invented import traditions
from registry.site.invented.clerk import plain, write_name
from registry.site.invented.own_script import in_own_script
from registry.site.invented.rates import HEAVY, ClerkRates
from registry.site.invented.traditions import NOVEL, TRADITIONS, draw_name, name_slots, tradition

EVERY = (*TRADITIONS, NOVEL)
STILL = ClerkRates(*[0.0] * 9)


@pytest.mark.parametrize("code", EVERY)
def test_a_tradition_has_at_least_300_given_and_500_family_tokens(code: str) -> None:
    names = tradition(code)
    given = {*names.given["m"].tokens, *names.given["f"].tokens}
    assert len(given) >= 300
    assert len(names.family.tokens) >= 500


@pytest.mark.parametrize("code", EVERY)
def test_shares_sum_to_one_and_fall_with_rank(code: str) -> None:
    for tokens in (*tradition(code).given.values(), tradition(code).family):
        assert tokens.share.sum() == pytest.approx(1.0)
        assert (np.diff(tokens.share) <= 0).all()
        assert 0.03 < tokens.share[0] < 0.15


@pytest.mark.parametrize("code", EVERY)
def test_tokens_are_words_of_letters(code: str) -> None:
    names = tradition(code)
    tokens = {*names.given["m"].tokens, *names.given["f"].tokens, *names.family.tokens}
    assert all(c.isalpha() or c in " -'" for token in tokens for c in unicodedata.normalize("NFC", token))


def test_an_unknown_tradition_is_refused() -> None:
    with pytest.raises(FileNotFoundError):
        tradition("atlantean")


@pytest.mark.parametrize("code", EVERY)
def test_a_still_clerk_writes_what_was_said(code: str) -> None:
    rng = np.random.default_rng(1)
    for _ in range(50):
        name = draw_name(rng, code, "f")
        written = write_name(rng, name, STILL)
        assert written.slots == tuple(name_slots(name))
        words = [token for _, token in written.slots]
        if code not in ("arabic", "bengali"):  # they write particles between the words
            assert written.text == " ".join(words)


def test_chains_have_no_family_name_and_spanish_names_have_two() -> None:
    rng = np.random.default_rng(2)
    assert [slot for slot, _ in name_slots(draw_name(rng, "ethiopian", "m"))] == ["given", "father", "grandfather"]
    assert [slot for slot, _ in name_slots(draw_name(rng, "spanish", "m"))].count("family") == 2


def test_a_heavy_clerk_loses_the_second_surname_in_more_than_half_of_the_names() -> None:
    rng = np.random.default_rng(3)
    names = [draw_name(rng, "spanish", "m") for _ in range(2000)]
    kept = [sum(slot == "family" for slot, _ in write_name(rng, name, HEAVY).slots) for name in names]
    assert np.mean([k == 1 for k in kept]) == pytest.approx(HEAVY.second_surname_lost, abs=0.03)


def test_every_rate_of_the_clerk_leaves_its_trace() -> None:
    rng = np.random.default_rng(4)
    name = draw_name(rng, "spanish", "m")
    said = write_name(rng, name, STILL).text
    for rate in ("variant", "second_surname_lost", "order_swap", "slip", "upper_case"):
        certain = ClerkRates(**{**vars(STILL), rate: 1.0})
        assert any(write_name(rng, name, certain).text != said for _ in range(5)), rate
    assert plain("Ángel Muñoz") == "Angel Munoz"


@pytest.mark.parametrize(
    ("code", "tokens", "written"),
    [
        ("arabic", ["Mohammed", "Abdelrahman", "Haddad"], "محمد عبد الرحمن حداد"),
        ("persian", ["Ghulamnabi", "Ahmadi"], "غلام نبی احمدی"),
        ("ethiopian", ["Selam", "Tekle"], "ሰላም ተክለ"),
        ("bengali", ["Mohammed", "Rahim"], "মোহাম্মদ রহিম"),
        ("bengali", ["Aung Win"], "အောင် ဝင်း"),
    ],
)
def test_names_in_their_own_script(code: str, tokens: list[str], written: str) -> None:
    own = in_own_script(code, tokens)
    assert own is not None
    assert own[0] == written
    assert own[1] == detect_script(written)


def test_a_word_that_cannot_be_written_leaves_the_whole_name_unwritten() -> None:
    assert in_own_script("bengali", ["Mohammed", "Zzyzx"]) is None
    assert in_own_script("spanish", ["José"]) is None


def test_composed_tokens_know_their_parts() -> None:
    assert tradition("arabic").parts["Abdelrahman"] == ("Abdel", "rahman")
    assert traditions.SCRIPT.keys() <= set(TRADITIONS)
