"""One conformance test for every provider of the root key, and what each refuses."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from accessctl import keys
from accessctl.keys import KeysUnavailable, RootKey

TEXT = base64.b64encode(bytes(range(32))).decode()
OTHER = base64.b64encode(bytes(32)).decode()


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    path = tmp_path / "root-key"
    path.write_text(TEXT + "\n")
    path.chmod(0o600)
    return path


@pytest.fixture(autouse=True)
def _forget_the_provider() -> Iterator[None]:
    keys.root_key.cache_clear()
    yield
    keys.root_key.cache_clear()


PROVIDERS: dict[str, Callable[[Path], RootKey]] = {
    "file": keys.from_file,
    "environment": lambda path: keys.from_text(path.read_text()),
}


@pytest.mark.parametrize("provider", PROVIDERS)
class TestConformance:
    def test_a_wrapped_key_comes_back(self, provider: str, key_file: Path) -> None:
        root = PROVIDERS[provider](key_file)
        wrapped = root.wrap(b"k" * 32, b"organisation 1")
        assert b"k" * 8 not in wrapped
        assert root.unwrap(wrapped, b"organisation 1") == b"k" * 32

    def test_another_context_does_not_open(self, provider: str, key_file: Path) -> None:
        root = PROVIDERS[provider](key_file)
        with pytest.raises(KeysUnavailable):
            root.unwrap(root.wrap(b"k" * 32, b"organisation 1"), b"organisation 2")

    def test_another_root_does_not_open(self, provider: str, key_file: Path) -> None:
        wrapped = PROVIDERS[provider](key_file).wrap(b"k" * 32, b"")
        with pytest.raises(KeysUnavailable):
            keys.from_text(OTHER).unwrap(wrapped, b"")

    @pytest.mark.parametrize("cut", [0, 5, 12, 30])
    def test_a_fragment_does_not_open(self, provider: str, key_file: Path, cut: int) -> None:
        root = PROVIDERS[provider](key_file)
        with pytest.raises(KeysUnavailable):
            root.unwrap(root.wrap(b"k" * 32, b"")[:cut], b"")

    @pytest.mark.parametrize("text", ["", "short", base64.b64encode(b"x" * 31).decode(), "ключ" * 8, "!" * 44])
    def test_what_is_no_key_is_refused(self, provider: str, key_file: Path, text: str) -> None:
        key_file.write_text(text)
        with pytest.raises(KeysUnavailable):
            PROVIDERS[provider](key_file)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o610, 0o601])
def test_a_file_that_others_may_touch_is_refused(key_file: Path, mode: int) -> None:
    key_file.chmod(mode)
    with pytest.raises(KeysUnavailable) as caught:
        keys.from_file(key_file)
    assert "0600" in caught.value.reason


def test_a_read_only_file_of_its_owner_is_fine(key_file: Path) -> None:
    key_file.chmod(0o400)
    keys.from_file(key_file)


def test_a_file_inside_a_database_is_refused(tmp_path: Path, key_file: Path) -> None:
    (tmp_path / "PG_VERSION").write_text("18\n")
    with pytest.raises(KeysUnavailable) as caught:
        keys.from_file(key_file)
    assert "data folder" in caught.value.reason


def test_a_link_into_a_database_is_refused(tmp_path: Path, key_file: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "PG_VERSION").write_text("18\n")
    key_file.rename(data / "root-key")
    key_file.symlink_to(data / "root-key")
    with pytest.raises(KeysUnavailable):
        keys.from_file(key_file)


@pytest.mark.parametrize("missing", ["nothing", "folder"])
def test_a_missing_file_is_an_error_and_never_a_new_key(tmp_path: Path, missing: str) -> None:
    path = tmp_path / missing
    if missing == "folder":
        path.mkdir(mode=0o700)
    with pytest.raises(KeysUnavailable):
        keys.from_file(path)
    assert not path.is_file()


def test_no_provider_is_an_error(settings: Settings) -> None:
    settings.ROOT_KEY_FILE = settings.ROOT_KEY = ""
    with pytest.raises(KeysUnavailable):
        keys.root_key()


def test_the_file_wins_and_never_falls_back(settings: Settings, key_file: Path) -> None:
    settings.ROOT_KEY = OTHER
    settings.ROOT_KEY_FILE = str(key_file)
    assert keys.root_key().unwrap(keys.from_text(TEXT).wrap(b"k" * 32, b""), b"") == b"k" * 32
    keys.root_key.cache_clear()
    key_file.unlink()
    with pytest.raises(KeysUnavailable):
        keys.root_key()


def test_people_are_not_told_what_is_wrong_with_the_key(key_file: Path) -> None:
    key_file.chmod(0o644)
    with pytest.raises(KeysUnavailable) as caught:
        keys.from_file(key_file)
    assert caught.value.status == 503
    assert str(key_file) not in str(caught.value) + caught.value.reason + repr(caught.value)
    assert "mode" not in str(caught.value)
