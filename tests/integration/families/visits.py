"""How a relative comes to their own page: a sheet with code and PIN, the way in, and the door as they open it."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.utils import timezone

from accessctl.actor import Actor, Subject
from accessctl.tokens import token_of
from cases.models import Case
from families.models import Relative
from families.services import page_codes
from tests.cast import Cast


def mother(case: Case) -> Relative:
    return Relative.objects.get(case=case, is_primary_contact=True)


def sheet_for(cast: Cast, case: Case, relative: Relative | None = None) -> page_codes.Sheet:
    token = token_of((relative or mother(case)).pk)
    return page_codes.make_code(actor=cast.caseworker.actor, case_ref=case.ref, token=token)


def enter(client: Client, sheet: page_codes.Sheet, **wrong: str) -> Any:
    return client.post("/family/", {"code": sheet.code, "pin": sheet.pin} | wrong)


def subject(relative: Relative) -> Actor:
    own = Subject(relative.case_id, relative.pk, relative.source_id)
    return Actor.of_subject(own, proved_at=timezone.now())
