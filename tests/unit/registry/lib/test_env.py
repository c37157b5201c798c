"""Settings read the environment or fail with the name of the variable and the way out."""

from collections.abc import Callable
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from registry.lib import env
from registry.lib.env import EnvironmentProblem

NAME = "REGISTRY_TEST_VALUE"
READERS: list[Callable[..., Any]] = [
    env.text,
    env.text_list,
    env.flag,
    env.integer,
    env.url,
    env.path,
    env.secret,
    env.secret_list,
]


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(NAME, raising=False)
    monkeypatch.delenv(f"{NAME}_FILE", raising=False)
    monkeypatch.setattr(env, "_seen", {})


def given(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv(NAME, value)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("value", [None, ""])
def test_absent_without_default_stops_with_the_name(
    monkeypatch: pytest.MonkeyPatch, reader: Callable[..., Any], value: str | None
) -> None:
    if value is not None:
        given(monkeypatch, value)
    with pytest.raises(EnvironmentProblem, match=f"Set {NAME} or {NAME}_FILE. Opens the door."):
        reader(NAME, about="Opens the door.")


@pytest.mark.parametrize(
    ("reader", "default"),
    [
        (env.text, "x"),
        (env.text, ""),
        (env.text_list, ["a", "b"]),
        (env.flag, False),
        (env.integer, 0),
        (env.url, ""),
        (env.secret, ""),
        (env.secret_list, []),
    ],
)
def test_absent_gives_the_default(reader: Callable[..., Any], default: object) -> None:
    assert reader(NAME, default=default) == default


def test_path_default_becomes_a_path() -> None:
    assert env.path(NAME, default="/var/lib") == Path("/var/lib")


@pytest.mark.parametrize("word", ["1", "true", "TRUE", "Yes", "on", " on "])
def test_flag_true(monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    given(monkeypatch, word)
    assert env.flag(NAME) is True


@pytest.mark.parametrize("word", ["0", "false", "No", "off"])
def test_flag_false(monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    given(monkeypatch, word)
    assert env.flag(NAME, default=True) is False


def test_flag_refuses_other_words(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, "maybe")
    with pytest.raises(EnvironmentProblem, match="'maybe'; it must be true or false"):
        env.flag(NAME, default=False)


def test_integer_reads_and_keeps_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, " 8000 ")
    assert env.integer(NAME, low=1, high=65535) == 8000
    for value, problem in [("0", "at least 1"), ("70000", "at most 65535"), ("eight", "a whole number")]:
        given(monkeypatch, value)
        with pytest.raises(EnvironmentProblem, match=problem):
            env.integer(NAME, low=1, high=65535)


def test_text_is_trimmed_and_may_be_restricted(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, " fr ")
    assert env.text(NAME) == "fr"
    with pytest.raises(EnvironmentProblem, match="one of en, ar"):
        env.text(NAME, one_of=("en", "ar"))


def test_text_list_splits_at_commas_and_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, "a.org, b.org,,\n c.org")
    assert env.text_list(NAME) == ["a.org", "b.org", "c.org"]


@pytest.mark.parametrize("value", ["https://a.org", "https://a.org:8443/x"])
def test_url_accepts_its_schemes(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    given(monkeypatch, value)
    assert env.url(NAME) == value


def test_url_accepts_sockets_and_databases(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, "unix:///run/valkey.sock")
    assert env.url(NAME, schemes=("redis", "unix")) == "unix:///run/valkey.sock"
    given(monkeypatch, "postgresql://u:p@h:5432/db")
    assert env.url(NAME, schemes=("postgresql",)) == "postgresql://u:p@h:5432/db"


@pytest.mark.parametrize("value", ["a.org", "https://", "ftp://hunter2@a.org", "https://hunter2@a.org:x", "https://[a"])
def test_bad_url_is_refused_unquoted(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    given(monkeypatch, value)
    with pytest.raises(EnvironmentProblem, match="https://") as caught:
        env.url(NAME)
    assert "hunter2" not in str(caught.value)


def test_database_becomes_a_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, "postgresql://ann:p%40ss%2F@db.example:5433/main%20one?sslmode=require")
    assert env.database(NAME) == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "main one",
        "USER": "ann",
        "PASSWORD": "p@ss/",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


def test_database_over_a_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, "postgresql:///main?host=/run/postgresql&port=5499")
    found = env.database(NAME)
    assert (found["HOST"], found["PORT"], found["USER"], found["OPTIONS"]) == ("/run/postgresql", "5499", "", {})


@pytest.mark.parametrize("value", ["mysql://hunter2@h/db", "postgresql://u:hunter2@h", "hunter2"])
def test_bad_database_is_refused_unquoted(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    given(monkeypatch, value)
    with pytest.raises(EnvironmentProblem, match="postgresql://") as caught:
        env.database(NAME)
    assert "hunter2" not in str(caught.value)


def test_secret_is_taken_as_it_is_and_never_quoted(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, " hunter2 ")
    assert env.secret(NAME) == " hunter2 "
    with pytest.raises(EnvironmentProblem, match="at least 50") as caught:
        env.secret(NAME, min_length=50)
    assert "hunter2" not in str(caught.value)


def test_secret_list(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, "new-key,old-key")
    assert env.secret_list(NAME, min_length=7) == ["new-key", "old-key"]
    with pytest.raises(EnvironmentProblem, match="at least 8"):
        env.secret_list(NAME, min_length=8)
    given(monkeypatch, " , ")
    with pytest.raises(EnvironmentProblem, match="holds no secret"):
        env.secret_list(NAME)


def test_file_variant_is_read_without_its_line_end(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("hunter2\n")
    monkeypatch.setenv(f"{NAME}_FILE", str(file))
    assert env.secret(NAME) == "hunter2"


def test_both_variants_at_once_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    given(monkeypatch, "x")
    monkeypatch.setenv(f"{NAME}_FILE", str(tmp_path))
    with pytest.raises(EnvironmentProblem, match="not both"):
        env.text(NAME)


@pytest.mark.parametrize("content", [None, b"\xff\xfe", b"x" * (env.MAX_FILE_BYTES + 1)])
def test_unreadable_file_names_the_variable(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "key"
    if content is not None:
        file.write_bytes(content)
    monkeypatch.setenv(f"{NAME}_FILE", str(file))
    with pytest.raises(EnvironmentProblem, match=f"{NAME}_FILE"):
        env.secret(NAME)


def test_every_reading_is_remembered_once_without_secret_defaults() -> None:
    env.integer("REGISTRY_TEST_PORT", default=8000, about="Port of the web server.")
    env.integer("REGISTRY_TEST_PORT", default=8001)
    env.secret("REGISTRY_TEST_KEY", default="hunter2")
    env.text_list("REGISTRY_TEST_HOSTS", default=["a", "b"])
    env.flag("REGISTRY_TEST_FLAG", default=False)
    with pytest.raises(EnvironmentProblem):
        env.text("REGISTRY_TEST_NEEDED")
    assert env.variables() == (
        env.Variable("REGISTRY_TEST_PORT", "integer", "Port of the web server.", "8000"),
        env.Variable("REGISTRY_TEST_KEY", "secret", "", "", secret=True),
        env.Variable("REGISTRY_TEST_HOSTS", "list", "", "a,b"),
        env.Variable("REGISTRY_TEST_FLAG", "flag", "", "false"),
        env.Variable("REGISTRY_TEST_NEEDED", "text", "", None),
    )


def test_networks_are_networks_and_single_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, "10.0.3.0/24, ::1")
    assert env.networks(NAME) == [ip_network("10.0.3.0/24"), ip_network("::1/128")]
    assert env.networks("REGISTRY_TEST_OTHER", default=[]) == []


@pytest.mark.parametrize("value", ["10.0.3.7/24", "caddy", "10.0.3.0/24,nowhere", "*"])
def test_what_is_no_network_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    given(monkeypatch, value)
    with pytest.raises(EnvironmentProblem, match="a list of networks such as"):
        env.networks(NAME)


def test_a_secret_or_the_path_of_its_file_that_is_not_opened_here(monkeypatch: pytest.MonkeyPatch) -> None:
    assert env.secret_or_file(NAME) == ("", "")
    given(monkeypatch, "hunter2")
    assert env.secret_or_file(NAME) == ("hunter2", "")
    monkeypatch.setenv(f"{NAME}_FILE", "/nowhere/at/all")
    with pytest.raises(EnvironmentProblem, match="not both") as caught:
        env.secret_or_file(NAME)
    assert "hunter2" not in str(caught.value)
    monkeypatch.delenv(NAME)
    assert env.secret_or_file(NAME) == ("", "/nowhere/at/all")
    assert [(one.name, one.secret) for one in env.variables()] == [(NAME, True)]


SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("none:", ("django.core.mail.backends.dummy.EmailBackend", "", 0, "", "", False, False)),
        ("console:", ("django.core.mail.backends.console.EmailBackend", "", 0, "", "", False, False)),
        ("smtp://localhost", (SMTP, "localhost", 25, "", "", False, False)),
        ("smtp+starttls://ann:p%40ss@mail.example", (SMTP, "mail.example", 587, "ann", "p@ss", True, False)),
        ("smtps://ann@mail.example:4650", (SMTP, "mail.example", 4650, "ann", "", False, True)),
    ],
)
def test_mail_leaves_as_its_address_says(
    monkeypatch: pytest.MonkeyPatch, value: str, found: tuple[object, ...]
) -> None:
    assert env.mail(NAME, default=value) == found
    given(monkeypatch, value)
    assert env.mail(NAME) == found


@pytest.mark.parametrize("value", ["ann:hunter2@mail.example", "http://hunter2@x", "smtp://hunter2@x:y", "smtp://"])
def test_a_bad_mail_address_is_refused_unquoted(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    given(monkeypatch, value)
    with pytest.raises(EnvironmentProblem, match=r"smtps://, nor console:") as caught:
        env.mail(NAME)
    assert "hunter2" not in str(caught.value)
