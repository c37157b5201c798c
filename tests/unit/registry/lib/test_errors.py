"""Errors speak to people through the reader's language and to logs without what was typed."""

import pickle
import subprocess
import sys
from collections.abc import Iterator

import pytest

from registry.lib import speech
from registry.lib.errors import (
    BadDate,
    BadMeasure,
    BadText,
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    RegistryError,
    TooMany,
    Unavailable,
)
from registry.lib.speech import mark, speak_through

ALL = [RegistryError, NotFound, Forbidden, Invalid, Conflict, Unavailable, TooMany, BadDate, BadText, BadMeasure]


class Closed(RegistryError):
    code, status = "closed", 409
    template = "Record %(ref)s is closed."


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    before = speech._translate, speech._language
    speak_through(mark)
    yield
    speak_through(*before)


@pytest.mark.parametrize(
    ("kind", "status"),
    [(NotFound, 404), (Forbidden, 403), (Invalid, 422), (Conflict, 409), (Unavailable, 503), (TooMany, 429)],
)
def test_each_kind_has_its_http_status(kind: type[RegistryError], status: int) -> None:
    assert kind().status == status


def test_codes_are_distinct_and_sentences_are_whole() -> None:
    assert len({kind.code for kind in ALL}) == len(ALL)
    assert all(kind().message.endswith(".") for kind in ALL)


def test_message_fills_the_placeholders() -> None:
    assert Closed(ref="MMR-1").message == "Record MMR-1 is closed."
    assert str(Closed(ref="MMR-1")) == "Record MMR-1 is closed."


def test_a_percent_sign_without_parameters_is_left_alone() -> None:
    class Full(RegistryError):
        template = "The disk is 100% full."

    assert Full().message == "The disk is 100% full."


def test_message_follows_the_translator_at_reading_time() -> None:
    error = Closed(ref="MMR-1")
    speak_through({"Record %(ref)s is closed.": "Le dossier %(ref)s est clos."}.__getitem__)
    assert error.message == "Le dossier MMR-1 est clos."


def test_a_lazy_template_is_read_when_the_message_is() -> None:
    class Lazy:
        language = "en"

        def __str__(self) -> str:
            return {"en": "Closed.", "fr": "Clos."}[self.language]

    class LazyError(RegistryError):
        template = Lazy()

    error = LazyError()
    assert error.message == "Closed."
    Lazy.language = "fr"
    assert error.message == "Clos."


def test_json_body_has_code_message_fields() -> None:
    error = Invalid(fields={"born": ["Enter a year."]})
    assert error.as_dict() == {"code": "invalid", "message": error.message, "fields": {"born": ["Enter a year."]}}


def test_input_errors_name_their_part_and_keep_input_out_of_logs() -> None:
    class Named(BadText):
        template = "“%(text)s” cannot be used."

    error = Named(part="name", text="Amina")
    assert error.fields == {"name": ["“Amina” cannot be used."]}
    assert "Amina" not in str(error) + repr(error)
    assert str(error) == "bad_text name"


def test_waiting_time_is_carried() -> None:
    assert TooMany(retry_after=30).retry_after == 30
    assert Unavailable().retry_after is None


@pytest.mark.parametrize("kind", ALL)
def test_errors_survive_a_trip_between_processes(kind: type[RegistryError]) -> None:
    error = kind()
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert (again.code, again.message, again.fields) == (error.code, error.message, error.fields)


def test_parameters_survive_a_trip_between_processes() -> None:
    again = pickle.loads(pickle.dumps(TooMany(retry_after=5, fields={"a": ["b"]}, ref="x")))  # noqa: S301 - our own bytes
    assert (again.retry_after, again.fields, again.params) == (5, {"a": ["b"]}, {"ref": "x"})


def test_the_floor_does_not_import_django() -> None:
    code = (
        "import sys, pkgutil, importlib, registry.lib as lib\n"
        "for m in pkgutil.walk_packages(lib.__path__, 'registry.lib.'): importlib.import_module(m.name)\n"
        "bad = {n.partition('.')[0] for n in sys.modules} & {'django', 'celery', 'numpy', 'psycopg'}\n"
        "sys.exit(str(bad) if bad else 0)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
