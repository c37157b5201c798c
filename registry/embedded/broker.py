"""Whether a Celery worker takes work: it answers a ping over the broker, after its start-up hooks have run."""

from __future__ import annotations

from celery import Celery
from kombu.exceptions import OperationalError

from registry.embedded.layout import Layout


def worker_answers(layout: Layout, node: str) -> bool:
    """True when the worker of this name answers now."""
    app = Celery("ping", broker=f"redis+socket://{layout.valkey_socket}", set_as_current=False)
    app.conf.broker_connection_retry_on_startup = True
    try:
        return bool(app.control.ping(destination=[node], timeout=0.5))
    except OperationalError:
        return False
    finally:
        app.close()
