"""Typed readers of the environment, the only place the settings get values from.

Every reader takes the name of a variable. If ``<NAME>_FILE`` is set instead, the value is the content of that file
(container secrets). A variable set to nothing counts as not set. Without a default an absent variable stops the start
with its name; a value that cannot be read stops it too, and a secret is never quoted.

Each call is remembered: :func:`variables` lists what the settings read, from which ``.env.example`` is generated and
the production compose file is checked. What a value cannot show (does this key open that database?) is the
business of system checks.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar
from urllib.parse import parse_qsl, unquote, urlsplit

MAX_FILE_BYTES: Final = 1_000_000
_TRUE: Final = frozenset({"1", "true", "yes", "on"})
_FALSE: Final = frozenset({"0", "false", "no", "off"})


class EnvironmentProblem(Exception):
    """The environment lacks a variable or holds one that cannot be read. Names the variable and the way out."""


class _Required(Enum):
    REQUIRED = "required"


REQUIRED: Final = _Required.REQUIRED
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable that the settings read. ``default`` is its text, or None if it must be set."""

    name: str
    kind: str
    about: str
    default: str | None
    secret: bool = False


_seen: dict[str, Variable] = {}


def variables() -> tuple[Variable, ...]:
    """Every variable read so far in this process, in order of first reading."""
    return tuple(_seen.values())


def _file_content(name: str, path: str) -> str:
    try:
        with Path(path).open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)
        if len(content) > MAX_FILE_BYTES:
            raise EnvironmentProblem(f"The file named by {name}_FILE is larger than {MAX_FILE_BYTES} bytes.")
        return content.decode("utf-8").strip("\r\n")
    except OSError as problem:
        raise EnvironmentProblem(f"The file named by {name}_FILE cannot be read: {problem.strerror}.") from None
    except UnicodeDecodeError:
        raise EnvironmentProblem(f"The file named by {name}_FILE is not UTF-8 text.") from None


def _read(variable: Variable) -> str | None:
    """The raw text, or None if neither the variable nor its file is set."""
    name = variable.name
    _seen.setdefault(name, variable)
    direct, path = os.environ.get(name, ""), os.environ.get(f"{name}_FILE", "")
    if direct and path:
        raise EnvironmentProblem(f"Set either {name} or {name}_FILE, not both.")
    return (_file_content(name, path) if path else direct) or None


def _fallback(name: str, default: T | _Required, about: str) -> T:
    """The default of an absent variable. Raises EnvironmentProblem if it has none."""
    if isinstance(default, _Required):
        raise EnvironmentProblem(f"Set {name} or {name}_FILE. {about}".rstrip())
    return default


def _unreadable(name: str, value: str, wanted: str) -> EnvironmentProblem:
    return EnvironmentProblem(f"{name} is {value!r}; it must be {wanted}.")


def text(name: str, *, default: str | _Required = REQUIRED, about: str = "", one_of: Iterable[str] = ()) -> str:
    """A text, with outer blanks removed; with ``one_of``, one of those words."""
    value = _read(Variable(name, "text", about, None if default is REQUIRED else default))
    if value is None:
        return _fallback(name, default, about)
    value, words = value.strip(), tuple(one_of)
    if words and value not in words:
        raise _unreadable(name, value, f"one of {', '.join(words)}")
    return value


def text_list(name: str, *, default: Iterable[str] | _Required = REQUIRED, about: str = "") -> list[str]:
    """Texts separated by commas; empty pieces are dropped."""
    value = _read(Variable(name, "list", about, None if isinstance(default, _Required) else ",".join(default)))
    if value is None:
        return list(_fallback(name, default, about))
    return _pieces(value)


def _pieces(value: str) -> list[str]:
    return [piece.strip() for line in value.splitlines() for piece in line.split(",") if piece.strip()]


def flag(name: str, *, default: bool | _Required = REQUIRED, about: str = "") -> bool:
    """True or false: 1/0, true/false, yes/no, on/off."""
    value = _read(Variable(name, "flag", about, None if default is REQUIRED else str(default).lower()))
    if value is None:
        return _fallback(name, default, about)
    word = value.strip().lower()
    if word not in _TRUE | _FALSE:
        raise _unreadable(name, value, "true or false")
    return word in _TRUE


def integer(
    name: str,
    *,
    default: int | _Required = REQUIRED,
    low: int | None = None,
    high: int | None = None,
    about: str = "",
) -> int:
    """A whole number within ``low`` and ``high``, both included."""
    value = _read(Variable(name, "integer", about, None if default is REQUIRED else str(default)))
    if value is None:
        return _fallback(name, default, about)
    try:
        number = int(value.strip())
    except ValueError:
        raise _unreadable(name, value, "a whole number") from None
    if low is not None and number < low:
        raise _unreadable(name, value, f"at least {low}")
    if high is not None and number > high:
        raise _unreadable(name, value, f"at most {high}")
    return number


def url(
    name: str,
    *,
    default: str | _Required = REQUIRED,
    schemes: Iterable[str] = ("https", "http"),
    about: str = "",
) -> str:
    """An address with one of these schemes. Never quoted when wrong: it may hold a password."""
    value = _read(Variable(name, "url", about, None if default is REQUIRED else default))
    if value is None:
        return _fallback(name, default, about)
    value, allowed = value.strip(), tuple(schemes)
    try:
        parts = urlsplit(value)
        scheme, whole = parts.scheme, bool(parts.netloc or parts.path.strip("/")) and (parts.port or True)
    except ValueError:
        scheme, whole = "", False
    if scheme not in allowed or not whole:
        raise EnvironmentProblem(f"{name} is not an address starting with {' or '.join(f'{s}://' for s in allowed)}.")
    return value


def path(name: str, *, default: str | Path | _Required = REQUIRED, about: str = "") -> Path:
    """A path; ``~`` is the home folder. Whether it exists is for whoever opens it."""
    value = _read(Variable(name, "path", about, None if default is REQUIRED else str(default)))
    if value is None:
        return Path(_fallback(name, str(default) if isinstance(default, Path) else default, about))
    return Path(value.strip()).expanduser()


def secret(name: str, *, default: str | _Required = REQUIRED, min_length: int = 1, about: str = "") -> str:
    """A secret text of at least ``min_length`` characters, taken as it is and never quoted."""
    value = _read(Variable(name, "secret", about, None if default is REQUIRED else "", secret=True))
    if value is None:
        return _fallback(name, default, about)
    _long_enough(name, [value], min_length)
    return value


def secret_list(
    name: str,
    *,
    default: Iterable[str] | _Required = REQUIRED,
    min_length: int = 1,
    about: str = "",
) -> list[str]:
    """Secrets separated by commas or line ends; the first is the current one, later ones still open old data."""
    value = _read(Variable(name, "secret list", about, None if default is REQUIRED else "", secret=True))
    if value is None:
        return list(_fallback(name, default, about))
    found = _pieces(value)
    if not found:
        raise EnvironmentProblem(f"{name} holds no secret.")
    _long_enough(name, found, min_length)
    return found


def secret_or_file(name: str, *, about: str = "") -> tuple[str, str]:
    """A secret, or the path of its file for whoever opens it and judges first who may read it; one of them, or none."""
    _seen.setdefault(name, Variable(name, "secret", about, "", secret=True))
    direct, path = os.environ.get(name, ""), os.environ.get(f"{name}_FILE", "")
    if direct and path:
        raise EnvironmentProblem(f"Set either {name} or {name}_FILE, not both.")
    return direct, path


def _long_enough(name: str, secrets: Iterable[str], min_length: int) -> None:
    if any(len(one) < min_length for one in secrets):
        raise EnvironmentProblem(f"{name} is too short: a secret needs at least {min_length} characters.")


def networks(
    name: str, *, default: Iterable[str] | _Required = REQUIRED, about: str = ""
) -> list[IPv4Network | IPv6Network]:
    """Networks or single addresses separated by commas: ``10.0.3.0/24, ::1``."""
    pieces = text_list(name, default=default, about=about)
    try:
        return [ip_network(piece) for piece in pieces]
    except ValueError:
        raise _unreadable(name, ", ".join(pieces), "a list of networks such as 10.0.3.0/24") from None


def database(name: str, *, default: str | _Required = REQUIRED, about: str = "") -> dict[str, Any]:
    """A PostgreSQL address as Django's connection dictionary.

    ``postgresql://user:password@host:5432/name?sslmode=require``; parameters go to the driver, except ``host``, which
    names a socket folder as it does for psql. Parts are percent-decoded. Never quoted when wrong.
    """
    value = url(name, default=default, schemes=("postgresql", "postgres"), about=about)
    parts = urlsplit(value)
    options = dict(parse_qsl(parts.query))
    database_name = unquote(parts.path.lstrip("/"))
    if not database_name:
        raise EnvironmentProblem(f"{name} names no database: postgresql://user:password@host:5432/name.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database_name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": options.pop("port", None) or str(parts.port or ""),
        "OPTIONS": options,
    }


class Mail(NamedTuple):
    """How mail leaves, in the words of Django's settings."""

    backend: str
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    use_tls: bool = False
    use_ssl: bool = False


_MAIL_PORTS: Final = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


def mail(name: str, *, default: str | _Required = REQUIRED, about: str = "") -> Mail:
    """``smtp+starttls://user:password@host:587``, ``smtps://…``, ``smtp://…``; ``console:`` or ``none:`` send nothing.

    Parts are percent-decoded. Never quoted when wrong.
    """
    value = _read(Variable(name, "mail", about, None if default is REQUIRED else default, secret=True))
    if value is None:
        value = _fallback(name, default, about)
    if value.strip() in ("console:", "none:"):
        kept = {"console:": "console", "none:": "dummy"}[value.strip()]
        return Mail(f"django.core.mail.backends.{kept}.EmailBackend")
    try:
        parts = urlsplit(value.strip())
        host, port = parts.hostname, parts.port or _MAIL_PORTS.get(parts.scheme, 0)
    except ValueError:
        host, port = None, 0
    if not host or not port:
        wanted = ", ".join(f"{scheme}://" for scheme in _MAIL_PORTS)
        raise EnvironmentProblem(f"{name} is not an address starting with {wanted}, nor console: or none:.")
    return Mail(
        "django.core.mail.backends.smtp.EmailBackend",
        host,
        port,
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        use_tls=parts.scheme == "smtp+starttls",
        use_ssl=parts.scheme == "smtps",
    )
