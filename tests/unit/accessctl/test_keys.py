"""One conformance test for every provider of the root key, and what each refuses."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pytest_django import Settings

from accessctl import keys
from accessctl.keys import KeysUnavailable, RootKey, TransitRootKey
from tests.factories.transit import TOKEN, transit

TEXT = base64.b64encode(bytes(range(32))).decode()
OTHER = base64.b64encode(bytes(32)).decode()
THIRD = base64.b64encode(b"3" * 32).decode()


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    path = tmp_path / "root-key"
    path.write_text(TEXT + "\n")
    path.chmod(0o600)
    return path


@dataclass
class Provider:
    """A provider as its configuration gives it now; `rotate` adds a version, `forget` takes the first away."""

    root: Callable[[], RootKey]
    rotate: Callable[[], None]
    forget: Callable[[], None]


@pytest.fixture(params=["file", "environment", "transit"])
def provider(request: pytest.FixtureRequest, key_file: Path) -> Iterator[Provider]:
    if request.param == "transit":
        with transit() as server:
            forget = partial(server.ciphers.__setitem__, 0, AESGCM(bytes(32)))
            yield Provider(lambda: TransitRootKey(server.url, TOKEN), server.rotate, forget)
        return
    read = {"file": lambda: keys.from_file(key_file), "environment": lambda: keys.from_text(key_file.read_text())}
    yield Provider(
        read[request.param],
        lambda: _write(key_file, f"{OTHER}\n{key_file.read_text()}"),
        lambda: _write(key_file, key_file.read_text().splitlines()[0]),
    )


def _write(path: Path, text: str) -> None:
    path.write_text(text)


class TestConformance:
    def test_a_wrapped_key_comes_back(self, provider: Provider) -> None:
        root = provider.root()
        wrapped = root.wrap(b"k" * 32, b"organisation 1")
        assert b"k" * 8 not in wrapped
        assert root.unwrap(wrapped, b"organisation 1") == b"k" * 32
        assert root.is_current(wrapped, b"organisation 1")

    def test_the_same_key_is_never_wrapped_alike(self, provider: Provider) -> None:
        root = provider.root()
        assert root.wrap(b"k" * 32, b"") != root.wrap(b"k" * 32, b"")

    def test_another_context_does_not_open(self, provider: Provider) -> None:
        root = provider.root()
        with pytest.raises(KeysUnavailable):
            root.unwrap(root.wrap(b"k" * 32, b"organisation 1"), b"organisation 2")

    def test_another_root_does_not_open(self, provider: Provider) -> None:
        with pytest.raises(KeysUnavailable):
            provider.root().unwrap(keys.from_text(THIRD).wrap(b"k" * 32, b""), b"")

    @pytest.mark.parametrize("cut", [0, 5, 12, 30])
    def test_a_fragment_does_not_open(self, provider: Provider, cut: int) -> None:
        root = provider.root()
        with pytest.raises(KeysUnavailable):
            root.unwrap(root.wrap(b"k" * 32, b"")[:cut], b"")

    def test_after_a_rotation_the_old_version_opens_until_it_is_taken_away(self, provider: Provider) -> None:
        old = provider.root().wrap(b"k" * 32, b"place")
        provider.rotate()
        root = provider.root()
        assert root.unwrap(old, b"place") == b"k" * 32
        assert not root.is_current(old, b"place")
        new = root.wrap(root.unwrap(old, b"place"), b"place")
        assert root.is_current(new, b"place")
        provider.forget()
        assert provider.root().unwrap(new, b"place") == b"k" * 32
        with pytest.raises(KeysUnavailable):
            provider.root().unwrap(old, b"place")


@pytest.mark.parametrize("text", ["", "short", base64.b64encode(b"x" * 31).decode(), "ключ" * 8, "!" * 44])
class TestWhatIsNoKeyIsRefused:
    def test_in_a_file(self, text: str, key_file: Path) -> None:
        key_file.write_text(text)
        with pytest.raises(KeysUnavailable):
            keys.from_file(key_file)

    def test_in_the_environment(self, text: str) -> None:
        with pytest.raises(KeysUnavailable):
            keys.from_text(text)


class TestTransit:
    @pytest.mark.parametrize(
        "broken",
        [
            (500, b""),
            (403, b'{"errors":["permission denied"]}'),
            (200, b"not json"),
            (200, b"[]"),
            (200, b"{}"),
            (200, b'{"data":{}}'),
            (200, b'{"data":{"ciphertext":7,"plaintext":7}}'),
            (200, b'{"data":{"ciphertext":"a","plaintext":"!"}}'),
            (200, b'{"data":{"ciphertext":"a","plaintext":"AAAA"}}'),
        ],
    )
    def test_any_other_answer_is_no_key_and_is_not_repeated(self, broken: tuple[int, bytes]) -> None:
        with transit() as server:
            root = TransitRootKey(server.url, TOKEN)
            wrapped = root.wrap(b"k" * 32, b"")
            server.broken = broken
            for ask in (lambda: root.wrap(b"k" * 32, b""), lambda: root.unwrap(wrapped, b"")):
                with pytest.raises(KeysUnavailable) as caught:
                    ask()
                assert caught.value.status == 503
                assert "permission" not in caught.value.reason + str(caught.value)

    def test_a_wrong_token_opens_nothing(self) -> None:
        with transit() as server, pytest.raises(KeysUnavailable):
            TransitRootKey(server.url, "hvs.other").wrap(b"k" * 32, b"")

    def test_a_server_that_is_gone_is_503(self) -> None:
        with transit() as server:
            root = TransitRootKey(server.url, TOKEN)
        with pytest.raises(KeysUnavailable):
            root.wrap(b"k" * 32, b"")

    def test_a_key_is_not_carried_to_where_the_server_points(self) -> None:
        with transit() as server, transit() as other:
            server.broken, server.location = (307, b""), other.url
            with pytest.raises(KeysUnavailable):
                TransitRootKey(server.url, TOKEN).wrap(b"k" * 32, b"")

    @pytest.mark.parametrize(
        "address",
        [
            "",
            "vault",
            "https://vault",
            "https://vault/transit",
            "file:///transit/key",
            "http://vault.example/transit/key",
        ],
    )
    def test_another_address_is_refused(self, address: str) -> None:
        with pytest.raises(KeysUnavailable):
            TransitRootKey(address, TOKEN)

    def test_it_is_configured_by_two_variables(self, settings: Settings) -> None:
        with transit() as server:
            settings.ROOT_KEY_FILE, settings.TRANSIT_URL, settings.TRANSIT_TOKEN = "", server.url, TOKEN
            wrapped = keys.root_key().wrap(b"k" * 32, b"")
            assert wrapped.startswith(b"vault:v1:")


def test_a_key_file_that_changed_is_read_again(settings: Settings, key_file: Path) -> None:
    settings.ROOT_KEY_FILE = str(key_file)
    wrapped = keys.root_key().wrap(b"k" * 32, b"")
    assert keys.root_key() is keys.root_key()
    key_file.write_text(f"{OTHER}\n{TEXT}\n")
    assert not keys.root_key().is_current(wrapped, b"")
    assert keys.root_key().unwrap(wrapped, b"") == b"k" * 32


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


def test_two_providers_at_once_are_refused(settings: Settings, key_file: Path) -> None:
    settings.ROOT_KEY_FILE, settings.ROOT_KEY = str(key_file), OTHER
    with pytest.raises(KeysUnavailable):
        keys.root_key()


def test_a_file_that_goes_missing_is_not_replaced(settings: Settings, key_file: Path) -> None:
    settings.ROOT_KEY_FILE = str(key_file)
    assert keys.root_key().unwrap(keys.from_text(TEXT).wrap(b"k" * 32, b""), b"") == b"k" * 32
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
