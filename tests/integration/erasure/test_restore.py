"""A backup from before an erasure is restored: nothing opens until the erasure is done again, and then nobody is named.

The backup is a copy of the database's files, the restore puts it in place of the database; each of the two databases
is restored alone, and both together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connections
from django.test import Client

from accessctl import own_role
from accessctl.clear import reveal, sealed_fields
from accessctl.erasure import burial, gate, outside, replay, services
from accessctl.keys import KeysUnavailable
from accessctl.keystore.models import digest_of
from accessctl.models import Tombstone
from accessctl.models.erasure import ErasureReason, Telling
from accessctl.transparency import signing
from cases.models import Case
from cases.services import NameEntry
from matching.services import catch_up
from registry.embedded.layout import APPLICATION_ROLE, OWNER_ROLE
from remains.models import Alleles
from tests.cast import Cast
from tests.factories.families import a_case, relative
from tests.plugins.database import BOTH
from tests.plugins.layout import LAYOUT
from tests.plugins.site import run_manage

pytestmark = pytest.mark.journal
NAME, MOTHER, STORY = "Wubshetqal Zerihunov", "Tsehayneshqal Moges", "He feared the harbourmaster Belqasimov"
PLANTED = tuple(word for text in (NAME, MOTHER, STORY) for word in text.split() if len(word) > 7)
OTHER = "Haregewoinqa Desta"


@pytest.fixture(autouse=True)
def tombstones(settings: Any, tmp_path: Path) -> Path:
    path = tmp_path / "tombstones.txt"
    settings.TOMBSTONES_FILE = str(path)
    return path


@pytest.fixture(autouse=True)
def looking() -> Iterator[None]:
    """The gate of this process looks anew, and is open for the tests after this one."""
    gate.shut()
    yield
    gate.shut()


@pytest.fixture
def backup(transactional_db: None) -> Iterator[Callable[..., None]]:
    """`backup()` copies both databases; `backup("default")` puts the copies of these in place of them."""
    names = {alias: str(connections[alias].settings_dict["NAME"]) for alias in BOTH}

    def copy(source: str, target: str) -> None:
        for alias in BOTH:
            connections[alias].close()
        with psycopg.connect(LAYOUT.database_url(OWNER_ROLE, "postgres"), autocommit=True) as owner:
            ends = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ANY(%s) AND usename = %s"
            for role in (OWNER_ROLE, APPLICATION_ROLE):  # each may end its own connections
                owner.execute(f'SET ROLE "{role}"')
                owner.execute(ends, [[source, target], role])
            owner.execute("RESET ROLE")
            owner.execute(f'DROP DATABASE IF EXISTS "{target}"')
            owner.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')

    def take_or_restore(*restored: str) -> None:
        for alias in restored or BOTH:
            kept = f"{names[alias]}_backup"
            copy(kept, names[alias]) if restored else copy(names[alias], kept)

    yield take_or_restore
    with psycopg.connect(LAYOUT.database_url(OWNER_ROLE, "postgres"), autocommit=True) as owner:
        for name in names.values():
            owner.execute(f'DROP DATABASE IF EXISTS "{name}_backup"')


@pytest.fixture
def erased(cast: Cast, backup: Callable[..., None]) -> tuple[Case, Case]:
    """A case that was erased after the backup, and one that stays."""
    signing.current()  # the sealer makes it within seconds of the first start
    gone = a_case(
        cast, names=(NameEntry(full_original=NAME),), circumstances_text=STORY, relative=relative(name=MOTHER)
    )
    kept = a_case(cast, names=(NameEntry(full_original=OTHER),))
    catch_up()
    assert named() == set(PLANTED)
    backup()
    services.erase(actor=cast.caseworker.actor, ref=gone.ref, reason=ErasureReason.FAMILY_WISH, told=Telling.IN_PERSON)
    burial.settle()
    return gone, kept


def named() -> set[str]:
    """The planted words in both databases: in the rows as they are stored, and in whatever their keys still open."""
    texts = [text for alias in BOTH for text in _stored(alias)]
    texts += [text for model in apps.get_models() if sealed_fields(model) for text in _opened(model)]
    return {word for word in PLANTED for text in texts if word.lower() in text.lower()}


def _stored(alias: str) -> Iterator[str]:
    connection = connections[alias]
    for table in connection.introspection.table_names():
        with own_role.of([Alleles] if table == Alleles._meta.db_table else []), connection.cursor() as cursor:
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            yield from (str(row) for (row,) in cursor.fetchall())


def _opened(model: type[Any]) -> Iterator[str]:
    with own_role.of([model]):
        rows = list(model._default_manager.all())
    for row in rows:
        try:
            (clear,) = reveal([row])
        except KeysUnavailable:
            continue
        for field in sealed_fields(model):
            value = getattr(clear, field.name)
            yield str(value.to_json()) if hasattr(value, "to_json") else str(value)


def readable(case: Case) -> bool:
    rows = [
        row
        for model in apps.get_models()
        if sealed_fields(model) and getattr(model, "RECORD", "") == "case"
        for row in model._default_manager.filter(case=case.pk)
    ]
    texts = [str(getattr(clear, field.name)) for clear in reveal(rows) for field in sealed_fields(type(clear._row))]
    return OTHER in texts


def in_a_process(tombstones: Path, doing: str) -> tuple[int, str]:
    """`manage.py tombstones …` as after a restore, when nothing else runs: its exit code, and what it said."""
    done = run_manage("tombstones", doing, REGISTRY_TOMBSTONES_FILE=str(tombstones))
    return done.returncode, done.stdout + done.stderr


def in_this_process(doing: str) -> tuple[int, str]:
    """The same command."""
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("tombstones", doing, stdout=out, stderr=out)
    return int(ended.value.code or 0), out.getvalue()


RESTORED = [("default",), ("keystore",), BOTH]


@pytest.mark.parametrize("restored", RESTORED, ids=" and ".join)
def test_a_restored_backup_names_nobody_once_it_opens(
    restored: tuple[str, ...], erased: tuple[Case, Case], backup: Callable[..., None], tombstones: Path, client: Client
) -> None:
    gone, kept = erased
    assert named() == set()
    backup(*restored)
    if restored == BOTH:
        assert named() == set(PLANTED), "the backup holds what was erased, or this proves nothing"
    assert replay.owed() > 0
    gate.shut()
    assert client.get("/").status_code == 503
    assert client.get("/health/live").status_code == 200
    with pytest.raises(SystemExit):
        gate.refuse_work()
    run = partial(in_a_process, tombstones) if restored == BOTH else in_this_process
    assert run("check")[0] == 1
    code, said = run("replay")
    assert code == 0, said
    assert replay.owed() == 0
    assert client.get("/").status_code == 200
    assert named() == set()
    assert not Case.objects.filter(pk=gone.pk).exists()
    assert readable(kept)
    assert "0 erased again, 0 keys destroyed again" in run("replay")[1]


def test_the_key_store_alone_knows_what_was_erased(
    erased: tuple[Case, Case], backup: Callable[..., None], tombstones: Path
) -> None:
    """The file outside is lost with the machine: a restore of the records alone is still told."""
    tombstones.unlink()
    backup("default")
    assert replay.owed() == 1
    replay.replay()
    assert replay.owed() == 0
    assert not Case.objects.filter(pk=erased[0].pk).exists()


def test_a_backup_older_than_the_record_learns_the_tombstone(
    cast: Cast, backup: Callable[..., None], tombstones: Path
) -> None:
    backup()  # of a time before there was a key that signs
    case = a_case(cast)
    services.erase(actor=cast.caseworker.actor, ref=case.ref, reason=ErasureReason.MISTAKE, told=Telling.NOBODY)
    burial.settle()
    backup(*BOTH)
    assert replay.owed() == 1
    with pytest.raises(outside.Unsigned):
        replay.replay()
    done = replay.replay(unsigned=True)
    assert (done.erased, done.learnt, replay.owed()) == (0, 1, 0)


def test_nobody_has_a_record_erased_by_adding_a_line(cast: Cast, tombstones: Path) -> None:
    case = a_case(cast)
    forged = outside.Noted(digest_of(case.pk), "case", "mistake", "nobody", "2026-01-01T00:00:00+00:00")
    line = forged.line()
    tombstones.write_text(line[: line.rindex(" ")] + " " + "A" * 88 + "\n")
    done = run_manage("tombstones", "replay", REGISTRY_TOMBSTONES_FILE=str(tombstones))
    assert done.returncode == 2
    assert "line 1" in done.stderr
    assert Case.objects.filter(pk=case.pk).exists()


def test_the_file_tells_nobody_which_record_it_was(erased: tuple[Case, Case], tombstones: Path) -> None:
    text = tombstones.read_text()
    assert len(text.splitlines()) == 1
    assert erased[0].ref not in text
    assert str(erased[0].pk) not in text
    assert Tombstone.objects.get().written_at is not None
    assert burial.settle() == 0  # and it is written once
    assert tombstones.read_text() == text
