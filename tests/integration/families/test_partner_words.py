"""A partner's own words for our codes: said once by people, kept for the next table, taken back; by page and REST."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cases import selectors, services, tasks
from cases.imports.meanings import MOST_KEPT
from cases.models import Batch
from families.models import CaseBatch, ColumnMapping, RelativeTie
from registry.lib.errors import Invalid
from tests.cast import Cast
from tests.integration.families.test_case_import import check, counts, table, with_
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.django_db

OURS = "enquirer_relationship"


def theirs(number: str, **cells: str) -> dict[str, str]:
    return with_(external_id=number, **({OURS: "Sister"} | cells))


def again(cast: Cast, batch: Batch, **chosen: Any) -> Batch:
    services.choose_columns(actor=cast.caseworker.actor, ref=batch.ref, **chosen)
    tasks.sweep_imports()
    return selectors.fetch_batch(cast.caseworker.actor, batch.ref)


def test_a_word_is_given_its_meaning_once_for_all_tables_of_a_partner(cast: Cast, client_for: ClientFor) -> None:
    batch = check(cast, theirs("1"), theirs("2", name="Modou Jallow"), with_(external_id="3", name="Awa Sanneh"))
    assert counts(batch) == (1, 0, 0, 0, 0, 2)
    browser = client_for(cast.caseworker.account)
    page, at = reverse("cases:import-batch", args=[batch.ref]), reverse("cases:import-columns", args=[batch.ref])
    assert 'name="words-enquirer_relationship:Sister"' in browser.get(page).content.decode()
    browser.post(at, {"of": "words", f"words-{OURS}:Sister": "sib_f"})
    tasks.sweep_imports()
    batch = selectors.fetch_batch(cast.caseworker.actor, batch.ref)
    assert counts(batch) == (3, 0, 0, 0, 0, 0)
    services.apply_batch(actor=cast.caseworker.actor, ref=batch.ref)
    assert RelativeTie.objects.filter(relationship="sib_f").count() == 2
    assert ColumnMapping.objects.get().words == {OURS: {"sister": "sib_f"}}
    following = check(cast, theirs("1"), theirs("4", name="Binta Camara"))
    assert counts(following) == (1, 0, 1, 0, 0, 0)  # the same as it was said before, though never as a code
    forgotten = again(cast, following, words={OURS: {"Sister": ""}})
    assert counts(forgotten) == (0, 0, 0, 0, 0, 2)


def test_what_was_said_of_one_table_is_not_lost_with_another_that_was_handed_in_before(cast: Cast) -> None:
    first, second = check(cast, theirs("1")), check(cast, theirs("2", **{OURS: "Aunt by marriage"}))
    again(cast, first, words={OURS: {"Sister": "sib_f"}})
    again(cast, second, words={OURS: {"Aunt by marriage": "inl"}})
    for batch in (first, second):
        services.apply_batch(actor=cast.caseworker.actor, ref=batch.ref)
    assert ColumnMapping.objects.get().words == {OURS: {"sister": "sib_f", "aunt by marriage": "inl"}}
    third = again(cast, check(cast, theirs("3")), words={OURS: {"Sister": ""}})
    services.apply_batch(actor=cast.caseworker.actor, ref=third.ref)
    assert ColumnMapping.objects.get().words == {OURS: {"aunt by marriage": "inl"}}


def test_a_system_says_what_its_words_mean(cast: Cast, static_files: None) -> None:
    client, at = Client(headers=cast.system.headers), "/api/v1/imports/"
    said = {
        "system": "S", "wording": "May we search?", "wording_language": "en", "how": "written", "explained": "true",
        "file": SimpleUploadedFile("c.csv", table(theirs("1", nationalities="GMB")), "text/csv"),
    }  # fmt: skip
    made = client.post(f"{at}cases/", said)
    assert made.status_code == 201, made.json()
    ref = made.json()["ref"]
    tasks.sweep_imports()
    assert client.get(f"{at}{ref}/").json()["unknown_words"] == [{"column": OURS, "word": "Sister", "cells": 1}]
    for wrong in ({}, {"words": {OURS: {"Sister": "full"}}}, {"words": {"name": {"Sister": "sib_f"}}}):
        assert client.put(f"{at}{ref}/columns/", wrong, content_type="application/json").status_code == 422
    meant = {"words": {OURS: {"Sister": "sib_f"}}}
    assert client.put(f"{at}{ref}/columns/", meant, content_type="application/json").status_code == 200
    tasks.sweep_imports()
    read = client.get(f"{at}{ref}/").json()
    assert (read["n_new"], read["n_refused"], read["unknown_words"]) == (1, 0, [])


def test_what_cannot_be_kept_is_refused_and_nothing_is_lost(cast: Cast) -> None:
    batch = check(cast, theirs("1"))
    many = {f"word {number}": "sib_f" for number in range(MOST_KEPT + 1)}
    for words in ({OURS: {"x" * 61: "sib_f"}}, {OURS: {" ": "sib_f"}}, {OURS: many}, {"hair": {"a": "b"}}):
        with pytest.raises(Invalid):
            services.choose_columns(actor=cast.caseworker.actor, ref=batch.ref, words=words)
    assert counts(CaseBatch.objects.get(pk=batch.pk)) == (0, 0, 0, 0, 0, 1)
