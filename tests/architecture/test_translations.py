"""Every string of the code is in every catalogue, translated, and fits where it is used."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest

from registry.embedded.translations import LANGUAGES, PARTS, State, states
from tests.plugins.layout import LAYOUT

pytestmark = pytest.mark.xdist_group("translations")  # one process extracts the strings, once

ROOT = Path(__file__).resolve().parents[2]
PLACEHOLDER = re.compile(r"%\((\w+)\)[sdf]|\{(\w+)\}")
MARKING = ("django.utils.translation", "registry.lib.speech")
FORMS = {"ar": 6, "es": 3, "fr": 2, "ru": 4}


@pytest.fixture(scope="module")
def extracted() -> dict[str, State]:
    return {state.language: state for state in states(os.environ | LAYOUT.environment())}


@pytest.fixture(params=LANGUAGES)
def catalogue(request: pytest.FixtureRequest) -> polib.POFile:
    return polib.pofile(str(ROOT / "locale" / request.param / "LC_MESSAGES" / "django.po"))


def texts(entry: polib.POEntry) -> Iterator[str]:
    yield from entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_has_exactly_the_strings_of_the_code(extracted: dict[str, State], language: str) -> None:
    state = extracted[language]
    assert (state.lacking, state.extra) == ([], []), "run: make messages"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_is_translated_and_none_is_guessed(extracted: dict[str, State], language: str) -> None:
    state = extracted[language]
    assert (len(state.untranslated), len(state.fuzzy)) == (0, 0), [*state.untranslated[:5], *state.fuzzy[:5]]


def test_strings_are_marked_by_names_that_gettext_finds() -> None:
    """xgettext knows the functions by their own names and `_`: under another alias a string stays English for ever."""
    hidden = [
        f"{path.relative_to(ROOT)}: {alias.name} as {alias.asname}"
        for part in PARTS
        for path in (ROOT / part).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.ImportFrom) and node.module in MARKING
        for alias in node.names
        if alias.asname not in (None, "_")
    ]
    assert hidden == []


def test_placeholders_survive_translation(catalogue: polib.POFile) -> None:
    """In a plural form the count may be left out ("one case"); nothing may be named that the code does not give."""
    wrong = []
    for entry in catalogue.translated_entries():
        given = {*PLACEHOLDER.findall(entry.msgid), *PLACEHOLDER.findall(entry.msgid_plural or "")}
        for text in texts(entry):
            used = set(PLACEHOLDER.findall(text))
            if used - given or (not entry.msgid_plural and used != given):
                wrong.append((entry.msgid, text))
    assert wrong == []


def test_plural_forms_are_those_of_the_language(catalogue: polib.POFile) -> None:
    language = Path(catalogue.fpath).parts[-3]
    assert f"nplurals={FORMS[language]};" in catalogue.metadata["Plural-Forms"].replace(" ", "")
    short = [one.msgid for one in catalogue.translated_entries() if one.msgid_plural]
    forms = {len(one.msgstr_plural) for one in catalogue.translated_entries() if one.msgid_plural}
    assert forms <= {FORMS[language]}, short


def test_the_header_is_settled(catalogue: polib.POFile) -> None:
    assert not catalogue.metadata_is_fuzzy
    assert catalogue.metadata["Language"] in LANGUAGES, "run: make messages"
    assert "POT-Creation-Date" not in catalogue.metadata
