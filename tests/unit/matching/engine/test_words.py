"""Two words of a name: sounds across scripts, lists, initials, slips; and the compiled loop against its plain form."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.compare.vocabulary import Vocabulary, _sort
from matching.engine.compare.words import costs_of_sounds, heard, letters, link, slips, spelled_about
from matching.engine.kernels import fallback
from matching.engine.likeness import NameScorer
from matching.engine.model import Model
from matching.engine.name_kernels import align, clue_kernel, parents_kernel, report_kernel
from matching.engine.reference import Reference
from matching.engine.word_kernels import near_kernel, sound_kernel
from matching.name_trials import Pairs, retrieval
from registry.lib.names import VOWELLESS, equivalents, sounds

DATA = Path(__file__).parent / "data"
LETTERS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12)
WORDS = st.builds(str.__add__, LETTERS, st.sampled_from(["", "^", VOWELLESS]))


@pytest.fixture(scope="module")
def model() -> Model:
    return Model(Reference())


def distance(one: str, other: str) -> float:
    return float(Vocabulary([heard(other)]).distances(heard(one)[0], 1.0)[0])


@pytest.mark.parametrize(
    ("one", "near", "far"),
    [
        ("Шмидт", "Schmidt", "Smeets"), ("Джордж", "George", "Gerard"), ("Хорхе", "Jorge", "Jörg"),
        ("Вильгельм", "Wilhelm", "Wilma"), ("Синдзи", "Shinji", "Sandy"), ("Чжан", "Zhang", "Chan"),
        ("فيلهلم", "Wilhelm", "Flemming"), ("شميت", "Schmidt", "Shamir"), ("بابلو", "Pablo", "Bilal"),
        ("غونزاليس", "Gonzalez", "Constanza"), ("واشنطن", "Washington", "Weston"), ("ألفريد", "Alfred", "Farid"),
        ("Maxamed", "Mohamed", "Mahmoud"), ("Abdoulaye", "Abdulaye", "Abdelali"), ("Tchicaya", "Chicaya", "Chaya"),
    ],
)  # fmt: skip
def test_the_same_name_sounds_nearer_than_another(one: str, near: str, far: str) -> None:
    assert distance(one, near) < distance(one, far)
    assert distance(one, near) < 0.2


@given(WORDS, st.lists(WORDS, min_size=1, max_size=4))
def test_the_compiled_distances_are_those_of_the_plain_loop(word: str, others: list[str]) -> None:
    vocabulary = Vocabulary([tuple(others)])
    plain = np.ones(len(vocabulary), dtype=np.float32)
    rows = [sounds(other) for other in vocabulary.words]
    fallback(sound_kernel)(
        np.array(sounds(word), dtype=np.int64), int(word.endswith(VOWELLESS)),
        np.array([code for row in rows for code in row], dtype=np.int16),
        np.cumsum([0, *map(len, rows)]),
        np.array([other.endswith(VOWELLESS) for other in vocabulary.words], dtype=np.int8),
        *costs_of_sounds(), 1.0, plain,
    )  # fmt: skip
    compiled = vocabulary.distances(word, 1.0)
    assert compiled == pytest.approx(plain, abs=1e-5)
    assert np.all((compiled >= 0) & (compiled <= 1))


@given(WORDS, st.lists(WORDS, min_size=1, max_size=30), st.sampled_from([0.1, 0.3, 0.6]))
def test_words_in_order_of_sound_are_found_as_by_walking_all(word: str, others: list[str], limit: float) -> None:
    """None is missed and no distance differs; words that arrived after the sorting are found as well."""
    alike = [word[:k] + letter + word[k + 1 :] for k in range(len(word) - 1) for letter in "aey"]
    vocabulary = Vocabulary([(*others, *alike)])
    vocabulary._sorted = _sort(vocabulary.words[: 2 * len(vocabulary) // 3])
    far = vocabulary.distances(word, limit)
    for first in (0, len(vocabulary) // 2):
        places, found = vocabulary.near(word, limit, first)
        assert dict(zip(places.tolist(), found.tolist(), strict=True)) == {
            place: far[place] for place in range(first, len(far)) if far[place] <= limit
        }


@pytest.mark.parametrize("script", ["arab", "cyrl"])
def test_real_names_are_found_in_order_of_sound_as_by_walking_all(script: str) -> None:
    pairs = _world(script)
    words = dict.fromkeys(word for text in (*pairs.left, *pairs.right) for word in heard(text))
    vocabulary = Vocabulary([tuple(words)])
    vocabulary._sorted = _sort(vocabulary.words)
    for word in list(words)[::7]:
        far = vocabulary.distances(word, 0.3)
        places, found = vocabulary.near(word, 0.3)
        assert dict(zip(places.tolist(), found.tolist(), strict=True)) == {
            place: far[place] for place in np.flatnonzero(far <= 0.3).tolist()
        }


@given(LETTERS, st.lists(LETTERS, min_size=1, max_size=20), st.data())
def test_no_slip_of_the_pen_is_missed_by_looking_at_letters_first(
    word: str, others: list[str], data: st.DataObject
) -> None:
    slipped = [word[:k] + letter + word[k + 1 :] for k in range(len(word)) for letter in ("", "q", word[k] + "x")]
    moved = "".join(data.draw(st.permutations(word[:4]))) + word[4:]
    many = [other for other in (*others, *slipped, moved) if other]
    lengths, bits = np.array([*map(len, many)], dtype=np.int16), np.array([*map(letters, many)], dtype=np.uint32)
    model = Model(Reference())
    looked_at = spelled_about(word, lengths, bits, model.rates.m("name", "close_distance"))
    assert np.all(looked_at[slips(model, word, many)])


def test_the_search_in_order_of_sound_is_the_same_uncompiled(monkeypatch: pytest.MonkeyPatch) -> None:
    words = [heard(row)[0] for row in (*_world("arab").left, *_world("arab").right)]
    vocabulary = Vocabulary([tuple(words)])
    vocabulary._sorted = _sort(vocabulary.words)
    compiled = [vocabulary.near(word, 0.3) for word in words[::20]]
    monkeypatch.setattr("matching.engine.compare.vocabulary.near_kernel", fallback(near_kernel))
    for word, (places, far) in zip(words[::20], compiled, strict=True):
        plain_places, plain_far = vocabulary.near(word, 0.3)
        assert plain_places.tolist() == places.tolist()
        assert plain_far == pytest.approx(far, abs=1e-6)


@given(WORDS, st.lists(WORDS | st.sampled_from(["mohamed", "maxamed", "mhmd~", "pepe", "jose", "n"]), min_size=1))
def test_a_table_holds_what_each_pair_of_words_says(word: str, others: list[str]) -> None:
    model = Model(Reference(words={"mohamed": 0.1, "jose": 0.02}, skeletons={"mhmd": 0.2}, n_named=500))
    vocabulary, clash = Vocabulary([tuple(others)]), -3.0
    for mine in (word, "mohamed", "pepe", "n"):
        links = vocabulary.links(model, (mine,), clash)
        table = links.table[0, links.slots]
        far = vocabulary.distances(mine, model.rates.m("name", "sound_limit"))
        for j, other in enumerate(vocabulary.words):
            alone = link(model, mine, other, float(far[j]))
            assert table[j] == pytest.approx(max(alone - clash, 0.0), abs=1e-4)


@given(WORDS, WORDS)
def test_distance_is_symmetric(one: str, other: str) -> None:
    there, back = (Vocabulary([(b,)]).distances(a, 1.0)[0] for a, b in ((one, other), (other, one)))
    assert there == pytest.approx(back, abs=1e-5)
    if sounds(one):
        assert Vocabulary([(one,)]).distances(one, 1.0)[0] == 0


@given(st.integers(0, 10_000))
def test_names_that_share_no_word_are_weighed_without_being_aligned(seed: int) -> None:
    """Both kernels against the alignment of every name, on tables with few relations; compiled and plain."""
    rng = np.random.default_rng(seed)
    table = np.where(rng.random((4, 9)) < 0.15, rng.normal(4, 2, (4, 9)).clip(0.1), 0.0)
    costs = np.array([-2.0, -0.5, -0.1, 0.8])
    tokens, pointer = rng.integers(0, 9, 12), np.array([0, 2, 2, 5, 9, 12])
    parents, behind = rng.integers(0, 9, 4), np.array([0, 0, 1, 1, 2, 4])
    each = np.arange(6)
    expected = []
    for r in range(5):
        links, lasting = np.zeros((16, 16)), np.zeros(16)
        words = tokens[pointer[r] : pointer[r + 1]]
        links[:4, : len(words)] = table[:, words]
        for j in parents[behind[r] : behind[r + 1]]:
            lasting[:4] = np.maximum(lasting[:4], table[:, j])
        scratch = np.zeros(16, dtype=np.int64), np.zeros(16, dtype=np.bool_)
        whole = fallback(align)(links, 4, len(words), lasting, costs, *scratch)
        expected.append(whole if len(words) else np.nan)
    # The words of the vocabulary that are related to none have no column of their own.
    slots = np.zeros(9, dtype=np.int32)
    related = np.flatnonzero(table.any(axis=0))
    slots[related] = np.arange(1, len(related) + 1)
    packed = np.concatenate([np.zeros((4, 1)), table[:, related]], axis=1)
    records = np.array([4, 0, 2, 1, 3])
    for kernel in (clue_kernel, fallback(clue_kernel)):
        out = np.empty(5)
        kernel(records, slots, packed, tokens, pointer, each, parents, behind, costs, out)
        assert out == pytest.approx(np.array(expected)[records], nan_ok=True)
    as_names = np.empty(5)
    clue_kernel(records, slots, packed, parents, behind, each, tokens[:0], np.zeros(6, np.int64), costs, as_names)
    for kernel in (parents_kernel, fallback(parents_kernel)):
        kernel(records, slots, packed, parents, behind, costs, out)
        assert out == pytest.approx(as_names, nan_ok=True)
    # The other way round: the rows are a report's own name of three words, the last a parent's.
    span = np.array([0, 3])
    expected = []
    for r in range(5):
        words = tokens[pointer[r] : pointer[r + 1]]
        links, lasting = np.zeros((16, 16)), np.zeros(16)
        links[: len(words), :3] = table[:3, words].T
        lasting[: len(words)] = table[3, words]
        scratch = np.zeros(16, dtype=np.int64), np.zeros(16, dtype=np.bool_)
        expected.append(fallback(align)(links, len(words), 3, lasting, costs, *scratch))
    for kernel in (report_kernel, fallback(report_kernel)):
        out = np.empty(5)
        kernel(records, slots, packed, tokens, pointer, span, costs, out)
        assert out == pytest.approx(np.array(expected)[records])


def test_classes_of_agreement_stand_in_order(model: Model) -> None:
    same = link(model, "warsame", "warsame", 0.0)
    listed = link(model, "mohamed", "maxamed", 0.5)
    alike = link(model, "wilhelm", "filhilm~", 0.03)
    slip = link(model, "lavrov", "lavroz", 0.2)
    pet = link(model, "jose", "pepe", 1.0)
    assert same > listed > slip > 0
    assert same > alike > slip
    assert pet > 0
    assert link(model, "hasan", "warsame", 1.0) < -2


def test_an_initial_fits_its_letter_and_no_other(model: Model) -> None:
    assert 0 < link(model, "n", "nursultan", 1.0) < link(model, "nursultan", "nursultan", 0.0)
    assert link(model, "a", "nursultan", 1.0) == -np.inf


def test_a_word_that_many_sound_like_says_less() -> None:
    few = Model(Reference(words={"wilhelm": 1e-4}, skeletons={"flhlm": 1e-4}, n_named=10_000))
    many = Model(Reference(words={"wilhelm": 1e-4}, skeletons={"wlhlm": 0.02}, n_named=10_000))
    assert link(many, "wilhelm", "wilhelmm", 0.02) < link(few, "wilhelm", "wilhelmm", 0.02) - 1


def _world(script: str) -> Pairs:
    with (DATA / f"world_{script}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return Pairs(tuple(r["native"] for r in rows), tuple(r["latin"] for r in rows), (True,) * len(rows), ())


@pytest.mark.parametrize("script", ["arab", "cyrl"])
def test_names_of_the_world_are_found_across_scripts(script: str) -> None:
    found = retrieval(_world(script))
    assert found.r1 >= 0.9
    assert found.r10 >= 0.97


@pytest.mark.parametrize("code", ["ar", "fa", "so"])
def test_sounds_alone_find_most_names_of_a_list(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lists are switched off: what is measured is what names outside them can expect."""
    path = next(path for path in equivalents.lists() if path.stem == code)
    rows = [row for row in equivalents.read(path) if row.native][:150]
    monkeypatch.setattr(equivalents, "_index", equivalents._Names)
    pairs = Pairs(tuple(r.native[0] for r in rows), tuple(r.latin[0] for r in rows), (True,) * len(rows), ())
    found = retrieval(pairs)
    assert found.r1 >= 0.8
    assert found.r10 >= 0.95


def test_likeness_tells_a_misspelling_from_a_brother() -> None:
    scorer = NameScorer(["Hassan Abdi Warsame", "Hasan Abdi Warsame", "Omar Abdi Warsame", "Sergei Lavrov"])
    assert scorer.likeness("Hassan Abdi Warsame", "Hassan Abdi Warsame") == pytest.approx(1)
    assert scorer.likeness("Hassan Abdi Warsame", "Hasan Abdi Warsame") > 0.8
    assert scorer.likeness("Hassan Abdi Warsame", "Omar Abdi Warsame") < 0.5
    assert scorer.likeness("Hassan Warsame", "Hassan Abdi Warsame") > 0.8
    assert scorer.likeness("SergeiLavrov", "Lavrov Sergei") > 0.9
    assert scorer.likeness("Ser gei Lavrov", "Sergei Lavrov") > 0.8
    assert scorer.likeness("...", "Sergei Lavrov") == 0
