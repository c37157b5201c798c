"""The Celery application.  Messages carry references only; PostgreSQL holds the work."""

from __future__ import annotations

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "registry.settings")

# Seconds between two rings.  One that nobody takes is worth nothing once the next is due.
CLOCK = {
    "matching.tasks.catch_up": 5,
    "matching.tasks.check_canaries": 600,
    "matching.tasks.weigh_kinship": 10,
    "matching.tasks.follow_peers": 5,
    "matching.tasks.keep_peer_tables": 300,
    "cases.tasks.sweep_imports": 30,
    "cases.tasks.forget_left_files": 3600,
    "cases.tasks.forget_lists": 3600,
    "families.tasks.follow_clock": 300,
    "families.tasks.warn_of_drafts": 3600,
    "families.tasks.end_expired": 3600,
    "remains.tasks.forget_alleles": 300,
    "accessctl.tasks.seal": 2,
    "accessctl.tasks.tell_systems": 5,
    "accessctl.tasks.send_invitations": 20,
    "accessctl.tasks.publish": 60,
    "accessctl.tasks.settle_erasures": 60,
    "accessctl.tasks.escalate": 600,
    "accessctl.tasks.sweep": 60,
    "accessctl.tasks.purge": 3600,
}

app = Celery("registry")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    broker_connection_retry_on_startup=True,
    # A doorbell that cannot ring must not hold the request: PostgreSQL keeps the work and the sweeper does it.
    broker_transport_options={
        "socket_timeout": 3,
        "socket_connect_timeout": 1,
        "max_retries": 0,
        "interval_start": 0,
        "interval_step": 0,
        # Nothing is kept to be given back: a worker whose broker goes away would try to, over the closed connection,
        # and end of it (docs/adr/0011).
        "ack_emulation": False,
    },
    task_ignore_result=True,
    worker_prefetch_multiplier=1,
    task_serializer="json",
    accept_content=["json"],
    timezone="UTC",
    worker_hijack_root_logger=False,
    task_default_queue="default",
    beat_schedule={
        task: {"task": task, "schedule": seconds, "options": {"expires": seconds}} for task, seconds in CLOCK.items()
    },
)
app.autodiscover_tasks()
