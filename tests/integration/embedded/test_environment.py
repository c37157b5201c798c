"""The test environment itself: roles, both databases, flush, Valkey."""

from __future__ import annotations

import pytest
import redis
from django.conf import settings
from django.db import ProgrammingError, connections, transaction

from tests.plugins.database import BOTH


@pytest.mark.django_db
@pytest.mark.parametrize("alias", BOTH)
def test_queries_run_with_the_rights_of_the_application(alias: str) -> None:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT current_user, session_user")
        assert cursor.fetchone() == ("registry_app", "registry_owner")
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(using=alias):
            cursor.execute("CREATE TABLE sneaked_in (id int)")


def test_valkey_answers(servers: None) -> None:
    with redis.Redis.from_url(settings.VALKEY_URL) as client:
        assert client.ping()
