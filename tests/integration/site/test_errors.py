"""Errors in the shape the asker understands; hidden equals absent; nothing typed and no stack is repeated."""

from __future__ import annotations

import json

import pytest
from django.db import OperationalError
from django.http import HttpRequest
from django.test import Client, RequestFactory

from registry.lib.errors import Conflict, Forbidden, NotFound, RegistryError, TooMany, Unavailable
from registry.site.errors import ErrorMiddleware, answer, api_exception_handler, page_not_found, server_error
from tests.pages import lasting

pytestmark = pytest.mark.usefixtures("static_files")

HTML = {"HTTP_ACCEPT": "text/html,application/xhtml+xml,*/*;q=0.8"}
JSON = {"HTTP_ACCEPT": "application/json"}


def asked(path: str = "/cases/x/", **headers: str) -> HttpRequest:
    return RequestFactory().get(path, **(headers or HTML))  # type: ignore[arg-type]


def raised(error: Exception, request: HttpRequest) -> tuple[int, str]:
    response = ErrorMiddleware(lambda _request: answer(_request, NotFound())).process_exception(request, error)
    assert response is not None
    return response.status_code, response.content.decode()


@pytest.mark.parametrize("error", [Forbidden(), Conflict(), TooMany(), Unavailable()])
def test_a_program_gets_code_message_and_fields(error: RegistryError) -> None:
    status, body = raised(error, asked(**JSON))
    assert (status, json.loads(body)) == (error.status, {"code": error.code, "message": error.message, "fields": {}})


def test_addresses_of_the_api_answer_json_to_everybody() -> None:
    assert json.loads(raised(NotFound(), asked("/api/v1/cases/x/"))[1])["code"] == "not_found"


def test_a_part_of_a_page_gets_an_alert() -> None:
    status, body = raised(NotFound(), asked(HTTP_HX_REQUEST="true", **HTML))
    assert status == 404
    assert 'role="alert"' in body
    assert "<html" not in body


@pytest.mark.django_db
def test_absent_and_hidden_are_the_same_page(client: Client) -> None:
    absent = client.get("/no/such/page/", **HTML)  # type: ignore[arg-type]
    assert absent.status_code == 404
    request = absent.wsgi_request
    hidden = ErrorMiddleware(page_not_found).process_exception(request, NotFound())
    assert hidden is not None
    assert lasting(hidden.content) == lasting(page_not_found(request).content) == lasting(absent.content)


def test_a_lost_database_is_told_without_asking_it() -> None:
    status, body = raised(OperationalError("server closed the connection: row (Amina, 1998)"), asked())
    assert status == 503
    assert "Amina" not in body
    assert "does not answer" in body


def test_a_failure_gives_a_reference_that_the_log_carries(caplog: pytest.LogCaptureFixture) -> None:
    try:
        raise ValueError("Amina Benali, +221770000000")
    except ValueError:
        response = server_error(asked(**JSON))
    reference = json.loads(response.content)["reference"]
    assert reference in caplog.text
    assert "Amina" not in caplog.text + response.content.decode()


def test_a_database_lost_before_the_view_is_no_failure_of_ours() -> None:
    try:
        raise OperationalError("gone")
    except OperationalError:
        assert server_error(asked()).status_code == 503


def test_retry_after_is_passed_on() -> None:
    for response in (
        answer(asked(**JSON), TooMany(retry_after=60)),
        api_exception_handler(TooMany(retry_after=60), {}),
    ):
        assert response is not None
        assert response.headers["Retry-After"] == "60"


def test_errors_are_never_stored() -> None:
    assert answer(asked(**JSON), NotFound()).headers["Cache-Control"] == "no-store"
