"""Reviewed lists of equivalent names: their form, and what they say of two words."""

import unicodedata
from pathlib import Path

import pytest

from registry.lib.names import detect_script, equivalents, skeletons, tokens
from registry.lib.names.equivalents import lists, read, relation, shares

SCRIPTS = {
    "ar": {"Arab"}, "fa": {"Arab"}, "so": {"Arab"}, "ru": {"Cyrl"}, "my": {"Mymr"}, "ti_am": {"Ethi"},
    "bn": {"Beng", "Arab", "Mymr", "Rohg"}, "es": set(), "sahel": {"Arab", "Nkoo", "Adlm"},
}  # fmt: skip


@pytest.mark.parametrize("path", lists(), ids=lambda path: path.stem)
def test_a_list_is_large_clean_and_says_where_it_is_from(path: Path) -> None:
    raw = path.read_bytes()
    text = raw.decode("utf-8")
    assert text == unicodedata.normalize("NFC", text)
    assert b"\r" not in raw
    assert not raw.startswith(b"\xef\xbb\xbf")
    rows = read(path)
    assert len(rows) >= 300
    explained = path.with_suffix(".md").read_text(encoding="utf-8")
    for row in rows:
        forms = [form.casefold() for form in (*row.latin, *row.native, *row.pet)]
        assert len(forms) == len(set(forms)), row
        assert all(detect_script(form) == "Latn" for form in row.latin), row
        assert {detect_script(form) for form in row.native} <= SCRIPTS[path.stem], row
        assert row.sources, row
        assert all(f"| {source} " in explained or f"`{source}`" in explained for source in row.sources), row


def test_what_is_no_list_is_refused_by_line(tmp_path: Path) -> None:
    path = tmp_path / "xx.csv"
    path.write_text("usage,latin,native,pet,source\ngiven,Ana,,,common\nboth,Eva,,,common\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"xx\.csv, line 3"):
        read(path)
    path.write_text("usage,latin\n", encoding="utf-8")
    with pytest.raises(ValueError, match="first line"):
        read(path)


def test_spellings_and_pet_forms_are_told_apart() -> None:
    assert relation("mohamed", "maxamed") == "variant"
    assert relation("jose", "pepe") == "pet"
    assert relation("hasan", "husayn") is None
    assert relation("nosuchname", "nosuchname") is None


def test_a_names_share_is_that_of_all_its_spellings() -> None:
    share = {"mohamed": 0.02, "maxamed": 0.01, "hasan": 0.5}
    assert shares("mohamed", "maxamed", lambda word: share.get(word, 0.0)) == pytest.approx(0.03)
    assert shares("mohamed", "hasan", lambda word: share.get(word, 0.0)) == 0


def test_lists_can_be_set_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(equivalents, "_FOLDERS", [equivalents.FOLDER])
    equivalents.set_aside()
    assert lists() == ()
    assert relation("mohamed", "maxamed") is None
    equivalents._index.cache_clear()


def test_a_form_of_several_words_is_left_out() -> None:
    index = equivalents._index()
    assert all(len(tokens(word)) <= 1 and skeletons(word) for word in index.spelling)
