"""The journal sealed: every settled entry under a signed head, and every tampering with what is sealed found."""

from __future__ import annotations

import base64
import json
import stat
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import ProgrammingError, connection, connections, transaction
from django.test import Client

from accessctl import journal
from accessctl.keystore.models import SigningKey
from accessctl.models import JournalEntry, JournalHead, JournalNode
from accessctl.transparency import merkle, sealer, signing
from accessctl.transparency.checkpoint import Checkpoint, read
from accessctl.transparency.verify import Verdict, verify
from tests.cast import Cast
from tests.factories.accessctl import clerk
from tests.plugins.database import as_owner

pytestmark = pytest.mark.journal
COUNT = 11


@pytest.fixture(autouse=True)
def heads_file(settings: Any, tmp_path: Path) -> Path:
    path = tmp_path / "heads.txt"
    settings.JOURNAL_HEADS_FILE = str(path)
    return path


@pytest.fixture
def sealed() -> None:
    """Eleven entries under three heads."""
    for number in range(COUNT):
        journal.record(clerk(), "case.opened", f"MMR-{number}", count=number, names=["a", "b"])
    for limit in (4, 4, 10):
        assert sealer.seal(limit) > 0


def tamper(*statements: str) -> None:
    """What the owner of the database can do, and who took it over."""
    with as_owner(connection), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def nth(index: int) -> int:
    found = JournalNode.objects.get(level=0, index=index).entry
    assert found is not None
    return found


class TestSealing:
    def test_all_settled_entries_lie_under_one_head(self, sealed: None) -> None:
        head = sealer.latest()
        assert head is not None
        leaves = JournalNode.objects.filter(level=0).order_by("index")
        order = list(JournalEntry.objects.order_by("xid", "id").values_list("pk", flat=True))
        assert [leaf.entry for leaf in leaves] == order
        assert (head.size, bytes(head.root)) == (len(order), merkle.Tree.at(head.size, sealer.nodes).root())
        assert verify().verdict is Verdict.INTACT
        assert sealer.seal() == 0

    def test_an_entry_that_is_not_settled_waits(self) -> None:
        written, finish = threading.Event(), threading.Event()

        def late() -> None:
            try:
                with transaction.atomic():
                    journal.record(clerk(), "late", "MMR-late")
                    written.set()
                    assert finish.wait(20)
            finally:
                connections.close_all()

        thread = threading.Thread(target=late)
        thread.start()
        assert written.wait(20)
        journal.record(clerk(), "early", "MMR-early")
        assert sealer.seal() == 0
        finish.set()
        thread.join()
        assert sealer.seal_all() == 2
        assert verify().verdict is Verdict.INTACT

    def test_two_sealers_seal_everything_once(self) -> None:
        for number in range(200):
            journal.record(clerk(), "step", str(number))

        def run() -> None:
            try:
                while sealer.seal(7):
                    pass
            finally:
                connections.close_all()

        threads = [threading.Thread(target=run) for _number in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert JournalNode.objects.filter(level=0).count() == 200
        assert verify().verdict is Verdict.INTACT

    def test_neither_nodes_nor_heads_can_be_changed(self, sealed: None) -> None:
        for table in ("accessctl_journalnode", "accessctl_journalhead"):
            for change in (f"DELETE FROM {table}", f"TRUNCATE {table}"):
                with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(change)

    def test_a_new_key_signs_on_and_old_heads_stay_valid(self, sealed: None) -> None:
        signing.rotate()
        journal.record(clerk(), "step", "MMR-x")
        assert sealer.seal() == 1
        assert verify().verdict is Verdict.INTACT

    def test_nothing_sealed_cannot_tell(self) -> None:
        assert verify().verdict is Verdict.CANNOT_TELL


def _forge_head(size: int) -> None:
    """A head over what is there now, signed by a key that was slipped into the key table's public face."""
    other = signing.Ed25519PrivateKey.generate()
    root = merkle.Tree.at(size, sealer.nodes).root()
    note = Checkpoint(sealer.origin(), size, root, JournalHead.objects.get(size=COUNT).at).signed(other)
    tamper("DELETE FROM accessctl_journalhead WHERE size = 11")
    JournalHead.objects.create(size=size, root=root, at=JournalHead.objects.earliest("size").at, note=note)


TAMPERINGS: dict[str, tuple[Callable[[], None], int]] = {
    "an actor": (lambda: tamper(f"UPDATE accessctl_journalentry SET actor = 'x' WHERE id = {nth(5)}"), 5),
    "a time": (lambda: tamper(f"UPDATE accessctl_journalentry SET at = at + '1 us' WHERE id = {nth(0)}"), 0),
    "a detail": (lambda: tamper(f"UPDATE accessctl_journalentry SET detail = '{{}}' WHERE id = {nth(10)}"), 10),
    "a reference": (lambda: tamper(f"UPDATE accessctl_journalentry SET refs = '{{}}' WHERE id = {nth(7)}"), 7),
    "an owner": (
        lambda: tamper(f"UPDATE accessctl_journalentry SET owners = ARRAY[gen_random_uuid()] WHERE id = {nth(3)}"),
        3,
    ),
    "an entry gone": (lambda: tamper(f"DELETE FROM accessctl_journalentry WHERE id = {nth(4)}"), 4),
    "a leaf gone": (lambda: tamper("DELETE FROM accessctl_journalnode WHERE level = 0 AND index = 6"), 6),
    "the last leaf gone": (lambda: tamper("DELETE FROM accessctl_journalnode WHERE level = 0 AND index = 10"), 10),
    "two leaves swapped": (
        lambda: tamper(
            "UPDATE accessctl_journalnode SET index = -1 WHERE level = 0 AND index = 1",
            "UPDATE accessctl_journalnode SET index = 1 WHERE level = 0 AND index = 2",
            "UPDATE accessctl_journalnode SET index = 2 WHERE level = 0 AND index = -1",
        ),
        2,
    ),
    "a head gone": (lambda: tamper("DELETE FROM accessctl_journalhead WHERE size = 11"), 10),
    "a head's root": (lambda: tamper("UPDATE accessctl_journalhead SET root = '\\x00' WHERE size = 8"), 7),
    "a head signed by another": (lambda: _forge_head(COUNT), 10),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_tampering_is_found_where_it_was(name: str, sealed: None) -> None:
    assert verify().verdict is Verdict.INTACT
    change, index = TAMPERINGS[name]
    change()
    finding = verify()
    assert (finding.verdict, finding.index) == (Verdict.ALTERED, index), finding.problem


def test_an_entry_altered_with_its_leaf_contradicts_the_head(sealed: None) -> None:
    tamper(f"UPDATE accessctl_journalentry SET actor = 'x' WHERE id = {nth(5)}")
    entry = JournalEntry.objects.get(pk=nth(5))
    value = merkle.leaf_hash(sealer.entries.of_entry(entry)).hex()
    tamper(f"UPDATE accessctl_journalnode SET hash = '\\x{value}' WHERE level = 0 AND index = 5")
    finding = verify()
    assert (finding.verdict, finding.index) == (Verdict.ALTERED, 7)  # the head over the first eight


def test_an_entry_slipped_in_afterwards_is_found(sealed: None) -> None:
    first = JournalEntry.objects.get(pk=nth(0))
    tamper(
        "ALTER TABLE accessctl_journalentry DISABLE TRIGGER journal_time",
        "INSERT INTO accessctl_journalentry"
        " (xid, at, actor, action, purpose, refs, owners, ring, decision, rule, request, detail)"
        f" VALUES ('{first.xid}', now(), 'x', 'x', '', '{{}}', '{{}}', '', 'allowed', '', '', '{{}}')",
        "ALTER TABLE accessctl_journalentry ENABLE TRIGGER journal_time",
    )
    assert verify().verdict is Verdict.ALTERED


def test_a_tail_cut_off_with_its_heads_is_found_by_a_head_kept_elsewhere(sealed: None) -> None:
    kept = JournalHead.objects.get(size=COUNT).note
    last = [nth(index) for index in (8, 9, 10)]
    tamper(
        "DELETE FROM accessctl_journalhead WHERE size = 11",
        "DELETE FROM accessctl_journalnode WHERE level = 0 AND index >= 8",
        f"DELETE FROM accessctl_journalentry WHERE id IN ({', '.join(map(str, last))})",
    )
    assert verify().verdict is Verdict.INTACT  # nothing inside the database tells
    finding = verify([kept])
    assert (finding.verdict, finding.index) == (Verdict.ALTERED, 8)


def test_a_public_key_alone_is_not_ours(sealed: None) -> None:
    """A stolen database lets a thief write the key table's rows, but not seal a private key."""
    SigningKey.objects.create(version=9, sealed="bm90IHNlYWxlZA==")
    with pytest.raises(signing.vault.SealBroken):
        verify()


class TestCommand:
    def run(self, *arguments: str) -> int:
        with pytest.raises(SystemExit) as ended:
            call_command("journal", *arguments)
        return int(ended.value.code or 0)

    def test_exit_codes(self, sealed: None, heads_file: Path, tmp_path: Path, capsys: Any) -> None:
        assert sealer.publish()
        assert not sealer.publish()
        assert stat.S_IMODE(heads_file.stat().st_mode) & stat.S_IWOTH == 0
        assert self.run("verify") == 0
        assert f"Intact: {COUNT} entries sealed under 3 heads, 0 not sealed yet" in capsys.readouterr().out
        kept = tmp_path / "partner.txt"
        kept.write_text(JournalHead.objects.get(size=8).note)
        assert self.run("verify", "--against", str(kept)) == 0
        kept.write_text(kept.read_text().replace("8\n", "9\n", 1))
        assert self.run("verify", "--against", str(kept)) == 2
        assert self.run("verify", "--against", str(tmp_path / "absent")) == 2
        tamper(f"UPDATE accessctl_journalentry SET rule = 'x' WHERE id = {nth(2)}")
        assert self.run("verify") == 1
        assert "ALTERED at index 2" in capsys.readouterr().out

    def test_sealing_by_hand(self, heads_file: Path, capsys: Any) -> None:
        journal.record(clerk(), "step", "MMR-x")
        call_command("journal", "seal")
        assert "1 entries sealed" in capsys.readouterr().out
        assert heads_file.read_text().strip() == JournalHead.objects.get(size=1).note.strip()


class TestPartners:
    def test_they_take_heads_and_prove_growth(self, sealed: None, cast: Cast, client: Client) -> None:
        bearer = {"Authorization": f"Bearer {cast.system.token}"}
        sealer.seal_all()
        answer = client.get("/journal/heads", headers=bearer).json()
        (key,) = signing.public_keys()
        found = [read(note, [key]) for note in answer["heads"]]
        assert [head.size for head in found] == sorted((head.size for head in found), reverse=True)
        old, new = found[-1], found[0]
        steps = client.get(f"/journal/consistency?old={old.size}&new={new.size}", headers=bearer).json()["proof"]
        merkle.verify_consistency(old.size, old.root, new.size, new.root, [base64.b64decode(step) for step in steps])

    @pytest.mark.parametrize("query", ["", "?old=4", "?old=11&new=4", "?old=5&new=11", "?old=x&new=²", "?old=-1&new=4"])
    def test_a_size_without_a_head_is_named(self, query: str, sealed: None, cast: Cast, client: Client) -> None:
        answer = client.get(f"/journal/consistency{query}", headers={"Authorization": f"Bearer {cast.system.token}"})
        assert answer.status_code == 422
        assert set(answer.json()["fields"]) <= {"old", "new"}

    def test_nobody_else_does(self, sealed: None, client: Client) -> None:
        assert client.get("/journal/heads").status_code == 401
        assert client.get("/journal/consistency?old=4&new=8").status_code == 401


def test_the_form_of_an_entry_never_changes() -> None:
    """Heads signed today must still be met in ten years."""
    values = [1, 2, None, "account:x", None, [], "a", "", ["MMR-1"], "2", "allowed", "", "", {"b": 1, "a": ["é"]}]
    assert json.loads(sealer.entries.canonical(values)) == values
    assert sealer.entries.canonical(values) == (
        b'[1,2,null,"account:x",null,[],"a","",["MMR-1"],"2","allowed","","",{"a":["\\u00e9"],"b":1}]'
    )
