"""docs/access-model.md says what the code does."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest
from django.conf import settings
from django.db import models

from accessctl.access_model import render
from accessctl.policy import Policy, policies


def test_the_document_is_up_to_date() -> None:
    written = (Path(settings.BASE_DIR) / "docs" / "access-model.md").read_text(encoding="utf-8")
    assert written == render(), "stale: run manage.py access_model"


@pytest.mark.parametrize(("model", "policy"), policies().items(), ids=lambda value: getattr(value, "__name__", ""))
def test_every_policy_says_in_a_sentence_of_its_own_who_may(model: type[models.Model], policy: Policy) -> None:
    assert inspect.cleandoc(type(policy).__doc__ or "").endswith("."), model.__name__
