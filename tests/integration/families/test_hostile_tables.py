"""Tables that somebody made to harm, or that are not what they say: each comes to its verdict and reaches nothing."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest
from django.db import transaction

from accessctl.clear import reveal
from cases import services
from cases.imports import files
from cases.imports.files import FileTooLarge, UnreadableFile
from cases.models import Case
from families.exchange.rows import About
from families.models import CaseBatchRow
from families.services.case_import import CASES
from tests.cast import Cast
from tests.factories import hostile

pytestmark = pytest.mark.django_db
ABOUT = About(system="Casa del Mar", wording="What was read out.", explained=True, how="oral_witnessed", agreed=True)
SECRET = "zqsecret"


def test_each_comes_to_its_verdict_and_reaches_nothing(cast: Cast, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET)
    with socket.create_server(("127.0.0.1", 0)) as port:
        port.setblocking(False)
        traps = hostile.Traps(str(secret), port.getsockname()[1])
        table = hostile.texts() | hostile.foreign() | hostile.archives() | hostile.sheets(traps)
        assert len(table) >= 100
        found = {name: _verdict(cast, data) for name, (data, _verdict_of_it) in table.items()}
        with pytest.raises(BlockingIOError):  # nobody called
            port.accept()
    assert {name: (found[name], verdict) for name, (_data, verdict) in table.items() if found[name] != verdict} == {}
    assert not Case.objects.exists()


def test_who_unpacks_without_end_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "SECONDS", 1)
    with pytest.raises(FileTooLarge):
        files.rows(hostile.endless())


def _verdict(cast: Cast, data: bytes) -> hostile.Verdict:
    try:
        with transaction.atomic():
            batch = services.check_file(
                actor=cast.caseworker.actor, data=data, name="cases.xlsx", kind=CASES, about=ABOUT
            )
            for row in reveal(CaseBatchRow.objects.filter(batch=batch.pk), "payload", "problems"):
                assert SECRET not in json.dumps([row.payload, row.problems])
            transaction.set_rollback(True)
            return batch.n_new, batch.n_refused
    except UnreadableFile as refused:
        return type(refused)
